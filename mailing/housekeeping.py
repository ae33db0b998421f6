"""The regular jobs that belong to no other room."""

from datetime import timedelta

from django.core.management import call_command
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from accounts import erasure, retention
from accounts.models import Person
from content.models import Draft
from mailing import announcements, outbox, ticks
from mailing.models import Announcement, Delivery, Message, Subscription, Suppression, WorkerBeat

TASK_LIMIT = timedelta(hours=1)  # longer than any task of ours or of Wagtail's
TEXT_KEPT = timedelta(days=14)
ROWS_KEPT = timedelta(days=365)


def register():
    """Called once when the site starts."""
    ticks.register("publish scheduled pages", lambda at: call_command("publish_scheduled"))
    ticks.register("put news into the outbox", announcements.queue_due)
    ticks.register("end tasks that are of no use any more", outbox.end_tasks, every=timedelta(minutes=1))
    ticks.register("free stuck tasks", free_stuck_tasks, every=timedelta(minutes=5))
    ticks.register("delete expired drafts", lambda at: Draft.objects.expired(at).delete(), every=timedelta(minutes=10))
    ticks.register("forget silent workers", forget_silent_workers, every=timedelta(hours=1))
    ticks.register("keep to retention periods", retention.run, nightly=True)
    ticks.register("delete ended sessions", lambda at: call_command("clearsessions"), nightly=True)
    ticks.register("delete old task results", delete_task_results, nightly=True)
    ticks.register("delete old searches", lambda at: call_command("searchpromotions_garbage_collect"), nightly=True)
    erasure.register("messages", erase)
    retention.register("text of messages, 14 days", texts_to_wipe, act=wipe_texts)
    retention.register("messages, 12 months", lambda at: Message.objects.filter(created_at__lte=at - ROWS_KEPT))
    retention.register("reports of delivery, 12 months", lambda at: Delivery.objects.filter(at__lte=at - ROWS_KEPT))
    retention.register("addresses that are not written to", lambda at: Suppression.objects.filter(expires_at__lte=at))
    retention.register(
        "alerts that ended, 30 days", lambda at: Subscription.objects.filter(ended_at__lte=at - timedelta(days=30))
    )
    retention.register(
        "news that were written, 6 years",
        lambda at: Announcement.objects.filter(created_at__lte=at - timedelta(days=6 * 365)),
    )
    retention.register(
        "alerts that nobody confirmed, 7 days", lambda at: Subscription.objects.unconfirmed(at - timedelta(days=7))
    )


def erase(person):
    """Messages to the person go with them; here, what was sent to the address alone, unless somebody shares it."""
    address = person.address_to_write_to
    if not address or Person.objects.filter(email__iexact=address).exclude(pk=person.pk).exists():
        return 0
    messages, _ = Message.objects.filter(to__iexact=address).delete()
    alerts, _ = Subscription.objects.filter(email__iexact=address).delete()
    return messages + alerts


def free_stuck_tasks(at):
    """A task whose worker died is given to another. Tasks are written so that they may run twice."""
    stuck = DBTaskResult.objects.running().filter(started_at__lte=at - TASK_LIMIT)
    return stuck.update(status="READY", started_at=None)


def delete_task_results(at):
    call_command("prune_db_task_results", queue_name="*", verbosity=0)


def forget_silent_workers(at):
    return WorkerBeat.objects.filter(at__lte=at - timedelta(days=1)).delete()


def texts_to_wipe(at):
    """
    Messages whose text was kept long enough, with what it was made from, which may be the person's words; the row
    stays, so that an officer sees that it was sent. One that was never sent is as old as its row.
    """
    ended = Message.objects.exclude(state__in=(Message.State.QUEUED, Message.State.TASK))
    old = Q(sent_at__lte=at - TEXT_KEPT) | Q(sent_at=None, created_at__lte=at - TEXT_KEPT)
    return ended.filter(old).exclude(subject="", text="", html="", context={})


def wipe_texts(messages):
    return messages.update(subject="", text="", html="", context={})
