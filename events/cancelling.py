"""Giving a place or a turn back, undoing that for an hour, and cancelling a whole date."""

from collections import Counter

from django.utils import timezone

from accounts import access
from events import duplicates, history, places
from events.models import Registration, Transition
from events.offers import locked, promote, promoted
from events.refusals import check_changeable, refusal

State, What = Registration.State, Transition.What


def cancel(*, registration, by=None, reason="", tells=True, at=None):
    """
    Give a place or a place in line back; what comes free is offered at once. Twice is once.

    `by` is the officer who cancels, with a reason that the person reads. Nobody is written to unless it `tells`. Raises
    BookingRefused (not_live, over, too_late).
    """
    at = at or timezone.now()
    date, registration = locked(registration)
    if registration.is_cancelled:
        return registration
    if not registration.is_live:
        raise refusal("not_live")
    check_changeable(date, at, by=by)
    return _give_back(registration, date, at=at, by=by, reason=reason, tells=tells)


def release(*, registration, at=None):
    """Give back what somebody holds who is erased: no limit stands in the way of that right. Twice is once."""
    date, registration = locked(registration)
    return _give_back(registration, date, at=at or timezone.now()) if registration.is_live else registration


def _give_back(registration, date, *, at, by=None, reason="", tells=True):
    had_place = registration.has_place
    if had_place:
        registration.wanted_mode, registration.waiting_since = "", None
    registration.state, registration.cancelled_at, registration.cancelled_reason = State.CANCELLED, at, reason
    registration.offered_at = registration.offer_until = None
    registration.ical_sequence += 1
    registration.save()
    history.record(registration, What.CANCELLED, at=at, by=by, why=reason, tells=tells, had_place=had_place)
    promote(date, at)
    return registration


def restore(*, registration, by=None, at=None):
    """
    Undo a cancellation within an hour: back to the place while it is free, or to the old turn in line. Twice is once.

    Raises BookingRefused (undo_over, cancelled, over, too_late, place_taken). What an officer cancelled, an officer
    restores.
    """
    at = at or timezone.now()
    date, registration = locked(registration)
    if registration.is_live:
        return registration
    if date.is_cancelled:
        raise refusal("cancelled")
    if by is None and date.starts_at <= at:
        raise refusal("over")
    check_changeable(date, at, by=by)
    if registration.person is None or not registration.can_be_restored(at, by=by):  # None: they were erased
        raise refusal("undo_over")
    was_in_line = registration.waiting_since is not None
    if not was_in_line and registration.seats > places.of_way(date, registration.mode).free:
        raise refusal("place_taken")
    registration.state = State.WAITING if was_in_line else State.PLACED
    registration.cancelled_at, registration.cancelled_reason = None, ""
    registration.ical_sequence += 1
    registration.save()
    history.record(registration, What.RESTORED, at=at, by=by)
    return promoted(registration, date, at)


def cancel_date(*, date, by, reason, at=None):
    """
    Cancel a date and tell everybody who has a place, an offer or a turn in line, each by their own channel. Logged.

    Their registrations stay as they were: that the date is cancelled is said once, by the date. Returns who was told.
    """
    return _tell_of(_call_off(places.lock(date.pk), by, reason, at or timezone.now()))


def cancel_event(*, page, by, reason, at=None):
    """
    Cancel all dates of an event that are not over, with one message to each person, also where they hold several.

    Returns who was told, of each person the first registration.
    """
    at = at or timezone.now()
    ids = page.dates.scheduled().not_over(at).values_list("pk", flat=True)
    return _tell_of(_call_off(places.lock(*ids), by, reason, at))


def _call_off(dates, by, reason, at):
    """Cancel locked dates, and return the live registrations of those that were not cancelled already."""
    found = []
    for date in dates:
        if date.is_cancelled:
            continue
        date.cancelled_at, date.cancelled_reason = at, reason
        date.ical_sequence += 1
        date.save(update_fields=["cancelled_at", "cancelled_reason", "ical_sequence", "updated_at"])
        access.record(by=by, action=access.Action.CANCELLED, what=f"date {date.public_id}", reason=str(reason))
        found += date.registrations.live().select_related("person")
    return found


def _tell_of(registrations):
    """One message to each person, about all of their registrations; the first of each is returned."""
    people, on_date = {}, Counter()
    for registration in registrations:
        who = duplicates.reached_as(registration)
        people.setdefault((who, on_date[who, registration.date_id]), []).append(registration)
        on_date[who, registration.date_id] += 1  # a second one of that name on the same date is somebody else
    for first, *others in people.values():
        kind = "event_cancelled" if others else "date_cancelled"
        context = {"others": [each.public_id for each in others]} if others else {}
        history.tell(first, kind, once=f"{kind}:{first.public_id}", had_place=first.has_place, **context)
    return [own[0] for own in people.values()]
