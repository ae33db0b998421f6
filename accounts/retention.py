"""
What is deleted when its time is over. Each room registers its rules from `ready()`; the worker runs them every night.

`manage.py retention --dry-run` says what would go.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule:
    name: str  # what and after how long, such as "access needs, 30 days after the event"
    due: Callable[..., QuerySet]  # the rows whose time is over at a moment (aware)
    act: Callable[[QuerySet], object]


rules: dict[str, Rule] = {}


def register(name, due, *, act=QuerySet.delete):
    """`due(at)` answers the rows whose time is over; `act(rows)` deletes them, or empties what must go."""
    if name in rules:
        raise ValueError(f"The retention rule {name} is registered twice.")
    rules[name] = Rule(name, due, act)


def run(at=None, *, dry_run=False):
    """Keep to every rule, each in its own transaction; returns the number of rows by rule."""
    at = at or timezone.now()
    counts = {}
    for rule in rules.values():
        with transaction.atomic():
            rows = rule.due(at)
            counts[rule.name] = rows.count()
            if counts[rule.name] and not dry_run:
                rule.act(rows)
                logger.info("retention: %s: %s rows", rule.name, counts[rule.name])
    return counts
