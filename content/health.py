"""What a load balancer and a monitor ask: is the process alive, and can it serve."""

import logging
from functools import lru_cache

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from redis import RedisError

logger = logging.getLogger(__name__)


@require_safe
def live(request):
    """200 as long as the process answers; touches nothing."""
    return HttpResponse("live\n", content_type="text/plain")


@require_safe
def ready(request):
    """200 when the database, its migrations and the cache are as this code needs them, else 503; says which is not."""
    return report(database=holds(database_is_migrated), cache=holds(cache_keeps))


def report(*, status=None, **findings):
    """A JSON object of what was found. Without a `status` it is 200 where every finding is true, else 503."""
    response = JsonResponse(findings, status=status or (200 if all(findings.values()) else 503))
    response["Cache-Control"] = "no-store"
    return response


def holds(check):
    """What `check` finds; false where it cannot find out, which the log then explains."""
    try:
        return check()
    except (DatabaseError, RedisError):
        logger.exception("The health check %s failed", check.__name__)
        return False


def database_is_migrated():
    applied = MigrationRecorder(connection).applied_migrations()
    return last_migrations() <= applied.keys()


@lru_cache(maxsize=1)
def last_migrations():
    """The last migration of each app as (app, name); reading them from disk takes a while, and they do not change."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def cache_keeps():
    cache.set("healthz", "kept", timeout=10)
    return cache.get("healthz") == "kept"
