import os
import signal
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from accounts import retention
from content.models import Draft
from mailing import housekeeping, ticks
from mailing.models import Message, NightlyRun, Subscription, WorkerBeat
from mailing.worker import Worker
from tests.factories.mailing import MessageFactory

pytestmark = pytest.mark.django_db


@task()
def greet():
    return "good morning"


@pytest.fixture
def calls(monkeypatch):
    """No jobs but those of the test; a list in which they can note that they ran."""
    monkeypatch.setattr(ticks, "jobs", {})
    return []


def tick_at(ticker, *moments):
    for moment in moments:
        ticker.tick(timezone.datetime.fromisoformat(moment))


def test_a_job_runs_at_each_tick_or_when_its_pause_is_over(calls):
    ticks.register("each", lambda at: calls.append("each"))
    ticks.register("slow", lambda at: calls.append("slow"), every=timedelta(minutes=1))
    tick_at(ticks.Ticker(), "2026-03-28T12:00:00Z", "2026-03-28T12:00:30Z", "2026-03-28T12:01:00Z")
    assert calls == ["each", "slow", "each", "each", "slow"]


def test_a_nightly_job_runs_once_a_date_in_london_whoever_ticks(calls):
    ticks.register("nightly", lambda at: calls.append(at.isoformat()), nightly=True)
    one, two = ticks.Ticker(), ticks.Ticker()
    # The clocks change in the night to 29 March: 3am in London is 2am UTC from then on.
    for ticker in (one, two):
        tick_at(ticker, "2026-03-28T02:59:00Z", "2026-03-28T03:00:00Z", "2026-03-28T23:59:00Z")
        tick_at(ticker, "2026-03-29T01:59:00Z", "2026-03-29T02:00:00Z")
    assert calls == ["2026-03-28T03:00:00+00:00", "2026-03-29T02:00:00+00:00"]
    assert NightlyRun.objects.filter(finished_at=None).count() == 0


def test_a_job_that_fails_is_logged_and_stops_no_other(calls, caplog):
    def fail(at):
        raise RuntimeError

    ticks.register("broken", fail, nightly=True)
    ticks.register("whole", lambda at: calls.append("whole"))
    tick_at(ticks.Ticker(), "2026-03-28T12:00:00Z")
    assert calls == ["whole"]
    assert "job broken failed" in caplog.text
    assert NightlyRun.objects.get().finished_at is None


def test_a_job_is_registered_once(calls):
    ticks.register("one", print)
    with pytest.raises(ValueError, match="one is registered twice"):
        ticks.register("one", print)


def test_every_job_of_the_house_runs(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    ticks.Ticker().tick(timezone.now().replace(hour=12))
    assert NightlyRun.objects.filter(finished_at=None).count() == 0
    assert NightlyRun.objects.count() == sum(job.every is None for job in ticks.jobs.values())


def test_drafts_end_and_texts_are_wiped_and_rows_deleted(clock):
    now = timezone.now()
    Draft.objects.create(purpose="booking:x", expires_at=now)
    kept_draft = Draft.objects.create(purpose="booking:x", expires_at=now + timedelta(seconds=1))
    fresh = MessageFactory(sent=True, sent_at=now - timedelta(days=14) + timedelta(seconds=1))
    old = MessageFactory(sent=True, sent_at=now - timedelta(days=14))
    ancient = MessageFactory(sent=True)
    Message.objects.filter(pk=ancient.pk).update(created_at=now - timedelta(days=365))
    Subscription.objects.create(email="a@example.org", asked_at=now - timedelta(days=8))
    Subscription.objects.create(email="c@example.org", confirmed_at=now, ended_at=now - timedelta(days=30))
    asked = Subscription.objects.create(email="b@example.org", asked_at=now - timedelta(days=6))
    ticks.Ticker().tick(now)
    assert list(Draft.objects.all()) == [kept_draft]
    assert dict(Message.objects.values_list("pk", "text")) == {fresh.pk: fresh.text, old.pk: ""}
    assert list(Subscription.objects.all()) == [asked]


def test_what_a_message_was_made_from_goes_with_its_text():
    """It may hold the words of the person. What has yet to be sent or called keeps it."""
    long_ago, words = timezone.now() - timedelta(days=14), {"changes": [["What you need", "", "Food or drink: Halal"]]}
    sent = MessageFactory(sent=True, sent_at=long_ago, context=words)
    withheld = MessageFactory(state="withheld", context=words)
    fresh = MessageFactory(state="withheld", context=words)
    task = MessageFactory(state="task", channel="telephone", context=words)
    Message.objects.exclude(pk=fresh.pk).update(created_at=long_ago)
    retention.run()
    left = {message.pk: message.context for message in Message.objects.all()}
    assert left == {sent.pk: {}, withheld.pk: {}, fresh.pk: words, task.pk: words}


def test_a_dry_run_tells_and_deletes_nothing(capsys):
    old = MessageFactory(sent=True, sent_at=timezone.now() - timedelta(days=15))
    call_command("retention", dry_run=True)
    assert "       1  text of messages, 14 days\n" in capsys.readouterr().out
    old.refresh_from_db()
    assert old.text
    assert retention.run()["text of messages, 14 days"] == 1


def test_a_task_whose_worker_died_is_given_to_another():
    at = timezone.now()
    running = {"status": "RUNNING", "args_kwargs": {}, "task_path": "x", "backend_name": "default", "run_after": at}
    stuck = DBTaskResult.objects.create(**running, started_at=at - timedelta(hours=1))
    DBTaskResult.objects.create(**running, started_at=at - timedelta(minutes=59))
    housekeeping.free_stuck_tasks(at)
    assert list(DBTaskResult.objects.ready()) == [stuck]


@pytest.mark.django_db(transaction=True)
def test_the_command_does_what_is_due_and_ends(capsys, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    MessageFactory()
    greet.enqueue()
    call_command("worker", until_empty=True)
    assert capsys.readouterr().out.splitlines()[-1] == "1 messages were due."
    assert len(mail.outbox) == 1
    assert DBTaskResult.objects.get().return_value == "good morning"


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_beats_and_ends_when_it_is_asked_to(monkeypatch):
    message = MessageFactory()
    worker, beats = Worker(), []
    monkeypatch.setattr(worker.ticker, "tick", lambda at: beats.extend(WorkerBeat.objects.values_list("at", flat=True)))
    threading.Timer(0.5, os.kill, [os.getpid(), signal.SIGTERM]).start()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    worker.run()
    for number, handler in handlers.items():
        signal.signal(number, handler)
    message.refresh_from_db()
    assert message.state == "sent"
    assert len(beats) == 1
    assert not WorkerBeat.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("words", "ends"), [("database is locked", False), ("server closed the connection", True)])
def test_tasks_wait_for_a_locked_database_and_end_with_one_that_is_gone(words, ends):
    worker = Worker()
    run, tries = worker.tasks.run, []

    def fail_once():
        tries.append(words)
        if len(tries) == 1:
            raise OperationalError(words)
        worker.tasks.running = False
        run()

    worker.tasks.run = fail_once
    worker._run_tasks()
    assert (len(tries), worker.tasks_error is not None) == ((1, True) if ends else (2, False))
