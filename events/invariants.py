"""What must always be true of places, asked of the data as they are: each finding is a sentence."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from events import places
from events.models import EventDate, Registration, Transition
from mailing.models import Message

State = Registration.State
GRACE = timedelta(minutes=10)  # what a running worker needs at most


def findings(at=None):
    """Sentences, none when all is well. It looks at dates that are not over at the moment `at` (aware)."""
    at = at or timezone.now()
    dates = EventDate.objects.scheduled().not_over(at)
    counted = places.of_dates(dates)
    for date in dates.order_by("pk"):
        for mode, count in counted[date.pk].items():
            yield from _of_places(date, mode, count, at)
    yield from _offers_that_should_have_lapsed(at)
    yield from _people_who_were_not_told(dates)


def _of_places(date, mode, count, at):
    if count.free < 0 and not _was_overridden(date):
        yield f"Date {date.public_id}, {mode}: {count.taken} places are taken of {count.capacity}."
    serving = not date.offers_paused and date.last_moment_to_answer > at
    if count.waiting and count.free > 0 and serving and not date.companions_count:
        yield f"Date {date.public_id}, {mode}: {count.free} free while {count.waiting} wait. Is the worker running?"


def _was_overridden(date):
    return Transition.objects.filter(registration__date=date, what=Transition.What.OVERRIDE).exists()


def _offers_that_should_have_lapsed(at):
    late = Registration.objects.lapsed_offers(at - GRACE).filter(date__cancelled_at=None)
    for public_id in late.values_list("public_id", flat=True):
        yield f"Registration {public_id}: the offer has run out and still holds a place. Is the worker running?"


def _people_who_were_not_told(dates):
    """Whoever has a place or a turn has a message that says so, in whatever state it is."""
    messages = Message.objects.filter(about=OuterRef("public_id"))
    untold = Registration.objects.live().filter(~Exists(messages), date__in=dates, person__isnull=False)
    for public_id in untold.values_list("public_id", flat=True):
        yield f"Registration {public_id}: no message was written about it."
