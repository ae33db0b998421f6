"""
Changing what was booked: how somebody comes, with whom, what they need. A unit moves as one, and the place it leaves
goes to the next in line in the same transaction.

With `bookings`, `cancelling` and `offers`, the only code that writes registrations.
"""

from django.utils import timezone

from accounts import consents
from events import differences, history, places, units
from events.models import Registration, Transition
from events.offers import locked, promoted
from events.refusals import check_changeable, refusal

State, What = Registration.State, Transition.What


def change(*, registration, by=None, at=None, mode=None, companions=None, needed=None, message=None, answers=None):
    """
    Change a booking and return it; what is left out (None) stays as it is. Where nothing differs nothing is written.

    `mode` is a value of Mode, `companions` and `needed` are the whole new lists, of unsaved Companions and AccessNeeds.
    `answers` are all those to the questions that were asked when it was booked.
    Whoever waits keeps their turn in the other line, or gets a place where there is room and nobody waits. `by` is
    the officer who changes it for them; `at` is aware.

    Raises BookingRefused: cancelled, not_live, over, too_late; mode_not_offered, place_full (see `wish`),
    no_room_for_companion, answer_first. Raises ValidationError for details that no form lets through.
    """
    at = at or timezone.now()
    date, registration = _changeable(registration, at, by)
    return _change(registration, date, at, by, mode or registration.mode, companions, needed, message, answers)


def _changeable(registration, at, by):
    date, registration = locked(registration)
    if date.is_cancelled:
        raise refusal("cancelled")
    if not registration.is_live:
        raise refusal("not_live")
    check_changeable(date, at, by=by)
    return date, registration


def _change(registration, date, at, by, mode, companions=None, needed=None, message=None, answers=None):
    before, old_mode, had_place = differences.facts(registration), registration.mode, registration.has_place
    _take(registration, date, mode, companions)
    if companions is not None:
        units.replace_companions(registration, list(companions))
    if needed is not None:
        units.replace_needs(registration, list(needed), at, may_share=_may_share(registration))
    if message is not None:
        registration.message = message
    if answers is not None:
        registration.answers = answers
    after = differences.facts(registration)
    if before == after:
        return registration
    moved, placed = registration.mode != old_mode, registration.has_place and not had_place
    registration.ical_sequence += moved
    registration.save(
        update_fields=["mode", "state", "wanted_mode", "waiting_since", "message", "answers", "ical_sequence"],
    )
    _record(registration, What.CHANGED, before, after, at=at, by=by, tells=not placed, calendar=moved)
    if placed:
        history.record(registration, What.BOOKED, at=at, by=by)
    return promoted(registration, date, at)


def _take(registration, date, mode, companions):
    """Put a unit where it wants to be, on the instance alone, or refuse. The date is locked."""
    seats = registration.seats if companions is None else 1 + len(companions) * date.companions_count
    moves, more = mode != registration.mode, seats - registration.seats
    if not moves and not more:
        return
    if registration.state == State.OFFERED:
        raise refusal("answer_first")
    if moves and mode not in date.modes:
        raise refusal("mode_not_offered")
    room = places.of_way(date, mode)
    room.waiting -= registration.wanted_mode == mode  # nobody waits for themself
    if registration.is_waiting:
        if moves and room.has_room_for(seats):
            registration.state, registration.waiting_since = State.PLACED, None
    elif moves and not room.has_room_for(seats):
        raise refusal("place_full")
    elif moves:
        registration.wanted_mode, registration.waiting_since = "", None
    elif more > 0 and not room.has_room_for(more):
        raise refusal("no_room_for_companion")
    registration.mode = mode


def _may_share(registration):
    """A need that is told later is shared on what the person decided when they were asked."""
    return consents.current(registration.person, consents.Purpose.ACCESS_NEEDS) == consents.Decision.GIVEN


def _record(registration, what, before, after, **options):
    changes = differences.between(before, after, registration.language)
    history.record(registration, what, why=differences.names(before, after), changes=changes, **options)


def wish(*, registration, mode, by=None, at=None):
    """
    Wait for the other way to come and keep the place meanwhile; moved at once when it comes free. Twice is once.

    Where there is room now they change now. Raises BookingRefused as `change` does.
    """
    at = at or timezone.now()
    date, registration = _changeable(registration, at, by)
    if mode in (registration.mode, registration.wanted_mode):
        return registration
    if mode not in date.modes:
        raise refusal("mode_not_offered")
    if not registration.has_place or places.of_way(date, mode).has_room_for(registration.seats):
        return _change(registration, date, at, by, mode)
    wishing = _wait_for(mode, registration, at=at, by=by, what=What.WISHED)
    return promoted(wishing, date, at)  # those before may need more places than are free


def unwish(*, registration, by=None, at=None):
    """Wait no longer for the other way to come. The place stays. Twice is once. Raises BookingRefused as `change`."""
    at = at or timezone.now()
    _date, registration = _changeable(registration, at, by)
    if not registration.wanted_mode:
        return registration
    return _wait_for("", registration, at=at, by=by, what=What.CHANGED)


def _wait_for(mode, registration, *, at, by, what):
    before = differences.way(registration)
    registration.wanted_mode, registration.waiting_since = mode, at if mode else None
    registration.save(update_fields=["wanted_mode", "waiting_since"])
    _record(registration, what, before, differences.way(registration), at=at, by=by)
    return registration
