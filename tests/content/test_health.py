import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def test_live_answers_without_the_database(client):
    response = client.get("/healthz/live")
    assert (response.status_code, response.text) == (200, "live\n")


@pytest.mark.django_db
def test_ready_when_database_and_cache_are(client):
    response = client.get("/healthz/ready")
    assert (response.status_code, response.json()) == (200, {"database": True, "cache": True})
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client):
    (newest,) = MigrationLoader(connection).graph.leaf_nodes("content")
    MigrationRecorder(connection).record_unapplied(*newest)
    response = client.get("/healthz/ready")
    assert (response.status_code, response.json()) == (503, {"database": False, "cache": True})


@pytest.mark.django_db
def test_not_ready_without_a_cache(client, settings, caplog):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }
    response = client.get("/healthz/ready")
    assert (response.status_code, response.json()) == (503, {"database": True, "cache": False})
    assert "The health check cache_keeps failed" in caplog.text


def test_a_post_is_refused(client):
    assert client.post("/healthz/live").status_code == 405
