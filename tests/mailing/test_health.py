from datetime import timedelta

import pytest
from django.utils import timezone

from mailing.models import Message, WorkerBeat

pytestmark = pytest.mark.django_db


def test_without_a_worker_it_is_unwell(client):
    response = client.get("/healthz/worker")
    found = {"seconds_since_beat": None, "oldest_due_seconds": 0, "failed": 0}
    assert (response.status_code, response.json()) == (503, found)


@pytest.mark.parametrize(("age", "status"), [(0, 200), (120, 200), (121, 503)])
def test_a_worker_must_have_been_seen_within_two_minutes(client, time_machine, age, status):
    time_machine.move_to("2026-03-28 12:00:00+00:00", tick=False)
    WorkerBeat.objects.create(name="one", at=timezone.now() - timedelta(seconds=age))
    response = client.get("/healthz/worker")
    found = {"seconds_since_beat": age, "oldest_due_seconds": 0, "failed": 0}
    assert (response.status_code, response.json()) == (status, found)


def test_a_message_that_waits_too_long_is_told_and_one_in_the_future_is_not(client, time_machine):
    time_machine.move_to("2026-03-28 12:00:00+00:00", tick=False)
    now = timezone.now()
    WorkerBeat.objects.create(name="one", at=now)
    Message.objects.create(kind="any", once="late", to="a@example.org", due_at=now - timedelta(seconds=601))
    Message.objects.create(kind="any", once="later", to="a@example.org", due_at=now + timedelta(days=1))
    Message.objects.create(kind="any", once="failed", to="a@example.org", state=Message.State.FAILED)
    response = client.get("/healthz/worker")
    found = {"seconds_since_beat": 0, "oldest_due_seconds": 601, "failed": 1}
    assert (response.status_code, response.json()) == (503, found)
