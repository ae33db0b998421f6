"""
Who has not heard yet that a date changed or is cancelled: whose message waits, is a call to make, or did not arrive.

Somebody who was reached by hand has heard, whatever became of the message before (`mailing.outbox.done`).
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from events import needs, news, office_hours
from events.models import Registration
from mailing.models import Message

SOON = 24  # hours of the office: two working days
NO_NOTICE = timedelta(0)


@dataclass(frozen=True)
class Unheard:
    """Somebody to reach, the message that did not reach them, and how long before the date they should have known."""

    registration: Registration
    message: Message
    notice: timedelta


def is_soon(moment, at=None):
    """Whether so little time is left before a `moment` (aware) that nobody should trust in messages alone."""
    at = at or timezone.now()
    return at < moment <= office_hours.after(at, SOON)


def still_to_reach(date, at=None):
    """Everybody of a date who has not heard: a list of Unheard, whoever needs the longest notice first."""
    rows = unheard(at).filter(date=date).select_related("person", "date").prefetch_related("needs", "companions")
    rows = list(rows)
    messages = Message.objects.select_related("done_by").in_bulk([row.news for row in rows])
    found = [Unheard(row, messages[row.news], _notice(row)) for row in rows]
    return sorted(found, key=lambda each: (-each.notice, each.registration.name))


def counts(dates=None, at=None):
    """How many are still to be reached, {id of a date: number}; of all dates that are not over when left out."""
    rows = unheard(at) if dates is None else unheard(at).filter(date__in=dates)
    return dict(rows.order_by().values_list("date").annotate(Count("pk")))


def unheard(at=None):
    """
    Registrations whose last news did not arrive, of dates that are not over at the moment `at` (aware; now when left
    out), cancelled ones among them.
    """
    last = Message.objects.filter(about=OuterRef("public_id"), kind__in=news.KINDS).order_by("-pk")
    concerned = Registration.objects.live().filter(person__isnull=False, date__ends_at__gt=at or timezone.now())
    latest = concerned.annotate(news=Subquery(last.values("pk")[:1]), news_state=Subquery(last.values("state")[:1]))
    return latest.filter(news__isnull=False).exclude(news_state__in=Message.State.arrived)


def _notice(registration):
    return max((needs.lead_time(need.code) for need in registration.needs.all()), default=NO_NOTICE)
