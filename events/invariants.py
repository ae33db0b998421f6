"""What must always be true of places, asked of the data as they are: each finding is a sentence that names nobody."""

import logging
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from accounts.models import AccessLog
from events import history, offers, places
from events.models import EventDate, Override, Registration, Transition
from mailing.models import Message, NightlyRun

logger = logging.getLogger(__name__)
JOB = "check places and offers"
State, What = Registration.State, Transition.What
GRACE = timedelta(minutes=10)  # what a running worker needs at most
REMEMBERED = timedelta(days=360)  # a little less than messages are kept
# How somebody comes by a place in the ordinary way, for which there must be room.
ARRIVALS = (What.BOOKED, What.OFFERED, What.RESTORED, What.MOVED)


def findings(at=None):
    """Sentences, none when all is well. It looks at dates that are not over at the moment `at` (aware)."""
    at = at or timezone.now()
    dates = EventDate.objects.scheduled().not_over(at).order_by("pk")
    counted = places.of_dates(dates)
    for date in dates:
        for mode, count in counted[date.pk].items():
            yield from _of_places(date, mode, count, at)
    yield from _offers_that_should_have_lapsed(at)
    yield from _people_who_were_not_told(dates)
    yield from _acts_that_were_not_told(dates, at)
    yield from _acts_that_were_not_logged(dates)


def report(at):
    """
    A job of the night: what it finds goes to the log, and its run stays unfinished, which is what officers see on their
    first page. Raises RuntimeError.
    """
    found = list(findings(at))
    for finding in found:
        logger.error("invariant: %s", finding)
    if found:
        raise RuntimeError(f"{len(found)} findings")


def found_last_night():
    """The findings as they are now, when the last check of the night found any; it asks little where all was well."""
    last = NightlyRun.objects.filter(job=JOB).order_by("day").last()
    return [] if last is None or last.finished_at else list(findings())


def _of_places(date, mode, count, at):
    if count.free < 0 and not _is_explained(date, mode, count):
        yield f"Date {date.public_id}, {mode}: {count.taken} places are taken of {count.capacity}."
    if count.waiting and count.free > 0 and not offers.obstacle(date, at):
        line = places.line_for(mode, date).select_related("date").prefetch_related("companions")
        if any(registration.seats <= count.free for registration in line):
            yield f"Date {date.public_id}, {mode}: {count.free} free while {count.waiting} wait. Is the worker running?"


def _is_explained(date, mode, count):
    """
    Whether overrides are the reason for all that is too much: exactly that much, and not for whoever came afterwards.

    Nobody comes in the ordinary way while there are too many, and people who leave only make it less. So what there
    is too much of must have been given beyond the number after the last ordinary arrival, or no such arrival was
    there since an officer took places away.
    """
    holding = date.registrations.holding().filter(mode=mode)
    arrivals = Transition.objects.filter(registration__in=holding, what__in=ARRIVALS).order_by("at", "pk")
    lowered = Override.objects.filter(date=date, rule=Override.Rule.PLACES).order_by("at").last()
    last = arrivals.last()
    if lowered and (last is None or last.at <= lowered.at):
        return True
    beyond = Transition.objects.filter(registration__in=holding, what=What.OVERRIDE)
    if last:
        beyond = beyond.filter(pk__gt=last.pk)
    units = holding.filter(pk__in=beyond.values("registration")).prefetch_related("companions").select_related("date")
    return count.taken - count.capacity <= sum(registration.seats for registration in units)


def _offers_that_should_have_lapsed(at):
    late = Registration.objects.lapsed_offers(at - GRACE).filter(date__cancelled_at=None)
    for public_id in late.values_list("public_id", flat=True):
        yield f"Registration {public_id}: the offer has run out and still holds a place. Is the worker running?"


def _people_who_were_not_told(dates):
    """Whoever has a place or a turn has a message that says so, in whatever state it is, unless a file brought them."""
    messages = Message.objects.filter(about=OuterRef("public_id"))
    live = Registration.objects.live().filter(date__in=dates, person__isnull=False)
    untold = live.filter(~Exists(messages)).exclude(source=Registration.Source.IMPORT)
    for public_id in untold.values_list("public_id", flat=True):
        yield f"Registration {public_id}: no message was written about it."


def _acts_that_were_not_told(dates, at):
    """What happened to a registration, and the message that `history.record` writes with it."""
    acts = Transition.objects.filter(registration__date__in=dates, registration__person__isnull=False)
    acts = acts.filter(what__in=history.MESSAGES, at__gt=at - REMEMBERED).order_by("pk")
    by_file = {"registration__source": Registration.Source.IMPORT, "what__in": (What.BOOKED, What.JOINED_LIST)}
    written = set(
        Message.objects.filter(about__in=acts.values("registration__public_id")).values_list("once", flat=True)
    )
    for pk, what, public_id in acts.exclude(**by_file).values_list("pk", "what", "registration__public_id"):
        if history.once(history.MESSAGES[what], public_id, pk) not in written:
            yield f"Registration {public_id}: no message tells that it was {what}."


def _acts_that_were_not_logged(dates):
    """Every act of an officer stands in the access log as well."""
    acts = Transition.objects.filter(registration__date__in=dates, by__isnull=False).order_by("registration")
    counted = dict(acts.values_list("registration__public_id").annotate(number=Count("pk")))
    rows = AccessLog.objects.filter(what__in=map(history.row_of, counted), action__in=history.ACTIONS).order_by()
    logged = dict(rows.values_list("what").annotate(number=Count("pk")))
    for public_id, number in counted.items():
        found = logged.get(history.row_of(public_id), 0)
        if found < number:
            yield f"Registration {public_id}: {number} acts of officers, of which {found} are in the access log."
