"""
What happened because of you: whoever took part in an event and agreed to hear is told once of each outcome of its
topics.

They agree, and take that back, on the page of their booking. An outcome is told in the month in which it is published.
"""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import consents
from accounts.models import ConsentRecord
from content.ids import keyed_hash
from events import duplicates, history
from events.models import Registration
from mailing.models import Message
from reviews.models import Outcome

Decision, Purpose = consents.Decision, consents.Purpose
EVERY = timedelta(hours=1)
MONTH = timedelta(days=30)


def hear(*, registration):
    """Note that somebody agrees to hear what becomes of what was said. Twice is once."""
    return _decide(registration, Decision.GIVEN)


def unhear(*, registration):
    """Note that somebody does not want to hear of it any more. Twice is once."""
    return _decide(registration, Decision.WITHDRAWN)


def _decide(registration, decision):
    person = registration.person
    if person and consents.current(person, Purpose.OUTCOMES) != decision:
        words = _("We may write to you about what happened because of what people said.")
        consents.record(person=person, purpose=Purpose.OUTCOMES, decision=decision, text=words)
    return registration


def hears(registration):
    """Whether this person agreed to hear what becomes of it."""
    person = registration.person
    return person is not None and consents.current(person, Purpose.OUTCOMES) == Decision.GIVEN


def tell_due(at=None):
    """A job of the worker: tell of every outcome that is published, and was not told."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    for outcome in Outcome.objects.published(today).filter(published_on__gt=today - MONTH):
        with transaction.atomic():
            _tell(outcome, at)


def _tell(outcome, at):
    people = {_once(outcome, registration): registration for registration in to_tell(outcome, at)}
    told = Message.objects.filter(once__in=people).values_list("once", flat=True)
    for once in people.keys() - set(told):
        history.tell(people[once], "outcome_told", once=once, outcome=outcome.pk)


def _once(outcome, registration):
    """The same for all bookings of somebody: each made a Person of its own."""
    return f"outcome_told:{outcome.pk}:{keyed_hash(str(duplicates.reached_as(registration)), purpose='outcome')}"


def to_tell(outcome, at):
    """The registrations of those who took part before it was decided, and agreed to hear."""
    decisions = ConsentRecord.objects.filter(subject=OuterRef("person__subject"), purpose=Purpose.OUTCOMES)
    latest = decisions.order_by("-at", "-pk").values("decision")[:1]
    day_after = timezone.make_aware(datetime.combine(outcome.decided_on + timedelta(days=1), time.min))
    rows = Registration.objects.placed().exclude(attendance=Registration.Attendance.DID_NOT_COME)
    rows = rows.filter(
        date__page__topics=outcome.topic_id, date__cancelled_at=None, date__ends_at__lt=min(day_after, at)
    )
    agreed = rows.annotate(decision=Subquery(latest)).filter(decision=Decision.GIVEN, person__isnull=False)
    return agreed.select_related("person", "date").order_by("pk")
