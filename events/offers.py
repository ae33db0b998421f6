"""
Places that come free go to the waiting list: offered, accepted, declined, lapsed.

With `bookings`, the only code that writes registrations. A place is offered in the transaction that freed it.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from events import door, history, office_hours, places
from events.models import EventDate, EventPage, Registration, Transition
from events.refusals import BookingRefused

State, What, Skip = Registration.State, Transition.What, Transition.Skip


def promote(date, at=None):
    """
    Offer what is free on a date to the first in line who fit, and return their registrations.

    The caller's transaction has locked the date. Everyone who is passed over has the reason in their history. There are
    never more offers than free places or people in line.
    """
    at = at or timezone.now()
    free = {mode: count.free for mode, count in places.of_date(date).items() if count.waiting and count.free > 0}
    if not free:
        return []
    obstacle, offered = _obstacle(date, at), []
    line = date.registrations.waiting().filter(mode__in=free).select_related("person")
    for registration in line.prefetch_related("companions", "transitions"):
        if not free[registration.mode]:
            continue  # nothing is left, so nobody is passed over
        if why := obstacle or (registration.seats > free[registration.mode] and Skip.NOT_ENOUGH_PLACES):
            _skip(registration, why, at)
            continue
        free[registration.mode] -= registration.seats
        _offer(registration, at)
        offered.append(registration)
    return offered


def _obstacle(date, at):
    """Why nothing may be offered on this date now, or None."""
    if date.is_cancelled or not EventPage.objects.open_to_the_public().filter(pk=date.page_id).exists():
        return Skip.NOT_ON_SITE
    if date.last_moment_to_answer <= at:
        return Skip.TOO_LATE
    return Skip.PAUSED if date.offers_paused else None


def _skip(registration, why, at):
    """Note once why somebody was passed over; the same reason again is no news."""
    last = list(registration.transitions.all())[-1:]
    if not last or (last[0].what, last[0].why) != (What.SKIPPED, why):
        history.record(registration, What.SKIPPED, at=at, why=why)


def _offer(registration, at):
    date = registration.date
    until = min(office_hours.after(at, date.offer_hours), date.last_moment_to_answer)
    registration.state, registration.offered_at, registration.offer_until = State.OFFERED, at, until
    registration.save(update_fields=["state", "offered_at", "offer_until"])
    history.record(registration, What.OFFERED, at=at)


def accept(*, registration, by=None, at=None):
    """Take the place that is offered. Twice is once. Raises BookingRefused when the offer is over."""
    at = at or timezone.now()
    date, registration = locked(registration)
    if registration.has_place:
        return registration
    if date.is_cancelled or registration.state != State.OFFERED or registration.offer_until <= at:
        raise BookingRefused(_("This offer is over."), code="offer_over")
    registration.state, registration.waiting_since = State.PLACED, None  # no longer in line
    registration.offered_at = registration.offer_until = None
    registration.save(update_fields=["state", "waiting_since", "offered_at", "offer_until"])
    history.record(registration, What.ACCEPTED, at=at, by=by)
    return registration


def decline(*, registration, by=None, at=None):
    """Say no to the place that is offered; it goes to the next in line. Twice is once. Raises BookingRefused."""
    at = at or timezone.now()
    date, registration = locked(registration)
    if registration.state == State.DECLINED:
        return registration
    if registration.state != State.OFFERED:
        raise BookingRefused(_("This offer is over."), code="offer_over")
    return _end_offer(registration, State.DECLINED, What.DECLINED, at=at, by=by, date=date)


def _end_offer(registration, state, what, *, at, date, by=None):
    registration.state, registration.waiting_since = state, None
    registration.offered_at = registration.offer_until = None
    registration.save(update_fields=["state", "waiting_since", "offered_at", "offer_until"])
    history.record(registration, what, at=at, by=by)
    promote(date, at)
    return registration


def lapse_due(at=None):
    """
    Let offers lapse that nobody answered in time, and offer every place that is free while somebody waits.

    A job of the worker: it asks what is due and not done, so that a worker that stood still catches up.
    """
    at = at or timezone.now()
    for pk in _due(at):
        with door.transaction_of_one_act():
            _end_lapsed(*places.lock(pk), at=at)


def _end_lapsed(date, *, at):
    for registration in date.registrations.lapsed_offers(at).select_related("person"):
        _end_offer(registration, State.LAPSED, What.LAPSED, at=at, date=date)
    promote(date, at)


def _due(at):
    """Ids of dates with an offer that has run out, or with free places for which people wait."""
    dates = EventDate.objects.scheduled()
    lapsed = dates.filter(registrations__in=Registration.objects.lapsed_offers(at)).values_list("pk", flat=True)
    serving = dates.upcoming(at).filter(offers_paused=False, registrations__state=State.WAITING).distinct()
    waiting = [
        pk
        for pk, modes in places.of_dates(serving).items()
        if any(count.waiting and count.free > 0 for count in modes.values())
    ]
    return sorted({*lapsed, *waiting})


def locked(registration):
    """The date of a registration, locked, and the registration as it is now."""
    (date,) = places.lock(registration.date_id)
    registration = date.registrations.select_related("person").get(pk=registration.pk)
    return date, registration
