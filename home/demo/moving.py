"""Moves every date of the demonstration on, as if it had been loaded today."""

from datetime import datetime, timedelta

from django.utils import timezone

from events.models import (
    AccessNeed,
    Action,
    Claim,
    EventDate,
    Membership,
    Note,
    PaymentDecision,
    Record,
    Registration,
    Resource,
    Transition,
)
from feedback.models import Response, Survey
from home.demo import reading
from home.models import NewsPage, StandardPage
from mailing.models import Message
from reviews.models import Milestone, Outcome, Promise, TopicStatus

DATES = {
    TopicStatus: ("since",),
    Milestone: ("starts_on", "ends_on"),
    Promise: ("by", "kept_on"),
    Outcome: ("decided_on", "published_on"),
    EventDate: (
        *("starts_at", "ends_at", "registration_opens_at", "registration_closes_at", "needs_by"),
        *("needs_answer_by", "members_first_until", "changes_until"),
    ),
    Registration: ("created_at", "waiting_since", "offered_at", "offer_until", "cancelled_at"),
    Transition: ("at",),
    AccessNeed: ("due_on", "told_at"),
    Resource: ("due_on", "preparation_sent_on", "created_at"),
    Membership: ("joined_at", "left_at", "until", "paused_until", "decided_at"),
    PaymentDecision: ("decided_at",),
    Claim: ("claimed_at", "decided_at", "paid_at"),
    Record: ("published_at",),
    Note: ("noted_at",),
    Action: ("due_on", "done_at"),
    Survey: ("opens_at", "closes_at"),
    Response: ("day",),
    Message: ("created_at", "due_at", "do_by", "sent_at"),
    NewsPage: ("date",),
    StandardPage: ("reviewed_on",),
}


def to_today():
    """Move all dates by as many days as the demonstration is old; returns how many."""
    days = (timezone.localdate() - _loaded_on()).days
    if days:
        move(days)
    return days


def _loaded_on():
    """The day from which the dates count: every file says how many days before it the first status of a topic was."""
    entry = reading.entries("topics")[0]
    first = TopicStatus.objects.filter(topic__slug=entry["slug"]).earliest("since", "pk")
    return first.since - timedelta(days=entry["status"][0]["since_days"])


def move(days):
    for model, names in DATES.items():
        rows = list(model._base_manager.all())
        for row in rows:
            for name in names:
                setattr(row, name, _moved(getattr(row, name), days))
        model._base_manager.bulk_update(rows, names, batch_size=200)


def _moved(value, days):
    """A day or a moment so many days later, at the same time by the clock on the wall."""
    if isinstance(value, datetime):
        return timezone.make_aware(timezone.localtime(value).replace(tzinfo=None) + timedelta(days=days))
    return value and value + timedelta(days=days)
