"""
Places that come free go to the waiting list: offered, accepted, declined, lapsed; or to somebody who waits with a place
of the other way to come, who is moved.

With `bookings`, `cancelling` and `changing`, the only code that writes registrations. A place is offered in the
transaction that freed it.
"""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events import differences, door, history, office_hours, places
from events.models import EventDate, EventPage, Registration, Transition
from events.refusals import refusal
from mailing import outbox

State, What, Skip = Registration.State, Transition.What, Transition.Skip


def promote(date, at=None):
    """
    Give what is free on a date to the first in line who fit, and return their registrations: an offer to those on the
    waiting list, the place itself to those who keep one of the other way until then.

    The caller's transaction has locked the date. Everyone who is passed over has the reason in their history. There are
    never more offers than free places or people in line. Who is moved frees a place, which goes on at once.
    """
    at = at or timezone.now()
    counts = places.of_date(date)
    if not any(count.waiting and count.free > 0 for count in counts.values()):
        return []
    free = {mode: count.free for mode, count in counts.items()}
    why, served, passed = obstacle(date, at), [], {}
    line = list(date.registrations.in_line().select_related("person").prefetch_related("companions", "transitions"))
    while registration := _first_who_fits(line, free, why, passed):
        free[registration.in_line_for] -= registration.seats
        if registration.has_place:
            free[registration.mode] += registration.seats
        _serve(registration, at)
        line.remove(registration)
        served.append(registration)
    for registration in passed.values():
        if registration not in served:
            _skip(registration, why or Skip.NOT_ENOUGH_PLACES, at)
    return served


def promoted(registration, date, at):
    """`promote`, and this registration as it is then: it may have been among those in line."""
    return next((each for each in promote(date, at) if each == registration), registration)


def _first_who_fits(line, free, why, passed):
    """The first in line whom what is free is enough for, if anybody; `passed` collects those before, by id."""
    for registration in line:
        left = free[registration.in_line_for]
        if left <= 0:
            continue  # nothing is left, so nobody is passed over
        if not why and registration.seats <= left:
            return registration
        passed[registration.pk] = registration
    return None


def obstacle(date, at):
    """Why nothing may be offered on this date now, a value of Transition.Skip, or None."""
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


def _serve(registration, at):
    if registration.has_place:
        _move(registration, at)
    else:
        _offer(registration, at)


def _move(registration, at):
    before = differences.way(registration)
    registration.mode, registration.wanted_mode, registration.waiting_since = registration.wanted_mode, "", None
    registration.ical_sequence += 1
    registration.save(update_fields=["mode", "wanted_mode", "waiting_since", "ical_sequence"])
    after = differences.way(registration)
    changes = differences.between(before, after, registration.language)
    why = differences.names(before, after)
    history.record(registration, What.MOVED, at=at, why=why, changes=changes, calendar=True, moved=True)


def _offer(registration, at):
    """The time to answer begins at once for e-mail, and otherwise when somebody has called or written (`told`)."""
    by_hand = registration.person is not None and outbox.is_by_hand(registration.person)
    registration.state, registration.offered_at = State.OFFERED, at
    registration.offer_until = None if by_hand else deadline(registration.date, at)
    registration.save(update_fields=["state", "offered_at", "offer_until"])
    history.record(registration, What.OFFERED, at=at)


def deadline(date, at):
    """Until when somebody may answer who hears of an offer at the moment `at`: never past the cut-off."""
    return min(office_hours.after(at, date.offer_hours), date.last_moment_to_answer)


def told(message, at=None):
    """Somebody has called or written about an offer: from now on the time to answer passes. Twice is once."""
    at = at or timezone.now()
    registration = Registration.objects.filter(public_id=message.about).first()
    if registration is None:
        return
    date, registration = locked(registration)
    if registration.state != State.OFFERED or registration.offer_until:
        return
    registration.offer_until = deadline(date, at)
    registration.save(update_fields=["offer_until"])
    history.record(registration, What.CALLED, at=at, by=message.done_by)


def untold(message, goes_on):
    """
    The message about an offer came back. Where it goes another way now, the time to answer begins when somebody has
    called or it was posted; whom nothing reaches, the time that already runs.
    """
    registration = Registration.objects.filter(public_id=message.about).first()
    if registration is None or not goes_on:
        return
    _date, registration = locked(registration)
    if registration.state != State.OFFERED or registration.offer_until is None:
        return
    registration.offer_until = None
    registration.save(update_fields=["offer_until"])
    history.record(registration, What.CHANGED, at=timezone.now(), why=_("The message about the offer came back"))


def accept(*, registration, by=None, at=None):
    """Take the place that is offered. Twice is once. Raises BookingRefused when the offer is over."""
    at = at or timezone.now()
    date, registration = locked(registration)
    if registration.has_place:
        return registration
    if date.is_cancelled or not registration.has_offer(at):
        raise refusal("offer_over")
    return _place(registration, What.ACCEPTED, at=at, by=by)


def place_beyond(*, registration, by, reason, tells=True, at=None):
    """
    Give somebody who waits a place although none is free. Twice is once.

    `by` is the officer, `reason` what the history and the log say. Nobody is written to unless it `tells`. Raises
    BookingRefused (cancelled, not_live, over), or ValidationError without a reason.
    """
    at = at or timezone.now()
    if not reason.strip():
        raise ValidationError({"reason": _("Enter the reason.")}, code="required")
    date, registration = locked(registration)
    if registration.has_place:
        return registration
    if date.is_cancelled:
        raise refusal("cancelled")
    if not registration.is_live:
        raise refusal("not_live")
    if date.ends_at <= at:
        raise refusal("over")
    return _place(registration, What.OVERRIDE, at=at, by=by, why=reason, tells=tells)


def _place(registration, what, **options):
    registration.state, registration.waiting_since = State.PLACED, None  # no longer in line
    registration.offered_at = registration.offer_until = None
    registration.save(update_fields=["state", "waiting_since", "offered_at", "offer_until"])
    history.record(registration, what, **options)
    return registration


def decline(*, registration, by=None, at=None):
    """Say no to the place that is offered; it goes to the next in line. Twice is once. Raises BookingRefused."""
    at = at or timezone.now()
    date, registration = locked(registration)
    if registration.state == State.DECLINED:
        return registration
    if registration.state != State.OFFERED:
        raise refusal("offer_over")
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
    in_line = Q(registrations__state=State.WAITING) | Q(registrations__wanted_mode__gt="")
    serving = dates.upcoming(at).filter(in_line, offers_paused=False).distinct()
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
