"""
Taking a place and giving it back: one function for every door (the public form, the telephone, an import, the desk).

With `offers`, the only code that writes registrations. Every function needs a transaction and opens none of its own
that lasts: a door does (`door.transaction_of_one_act`).
"""

from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import consents
from accounts.consents import Purpose
from events import gate, history, needs, places
from events.models import AccessNeed, Companion, Registration, Transition
from events.offers import accept, decline, lapse_due, locked, promote
from events.refusals import BookingRefused

__all__ = [
    "BookingRefused",
    "accept",
    "book",
    "cancel",
    "cancel_date",
    "check_open",
    "decline",
    "lapse_due",
    "promote",
    "restore",
]

State, Source, What = Registration.State, Registration.Source, Transition.What
METHODS = {
    Source.WEB: consents.Method.WEB,
    Source.TELEPHONE: consents.Method.TELEPHONE,
    Source.POST: consents.Method.PAPER,
    Source.WALK_IN: consents.Method.IN_PERSON,
    Source.IMPORT: consents.Method.IMPORT,
}


REFUSALS = {
    "cancelled": gettext_lazy("This date is cancelled."),
    "over": gettext_lazy("This date is in the past."),
    "closed": gettext_lazy("Booking for this date has closed."),
    "not_open_yet": gettext_lazy("Booking for this date is not open yet."),
    "not_stated": gettext_lazy("Booking is not open yet."),
}


def check_open(date, at=None, *, source=Source.WEB):
    """
    Raise BookingRefused when nobody can book this date now: page_gone, cancelled, over, closed, not_open_yet,
    not_stated.

    The registration window is the public's; an officer books until the end, also for somebody who walks in. A full
    date is no refusal: people join its waiting list. That not everything is stated (`gate`) stops whoever still decides
    whether to come, not somebody who is there or has a place elsewhere.
    """
    if (stated := gate.stated(date)) is None:
        raise BookingRefused(_("This event is no longer on the site."), code="page_gone")
    if code := date.obstacle(at, to_public=source == Source.WEB):
        raise BookingRefused(REFUSALS[code], code=code)
    if source in gate.STOPS and (code := gate.obstacle(stated)):
        raise BookingRefused(REFUSALS[code], code=code)


def book(
    *,
    date,
    key,
    guest,
    mode,
    companions=(),
    needed=(),
    agreed=(),
    message="",
    source=Source.WEB,
    taken_by=None,
    person=None,
    at=None,
):
    """
    Give a place, or a place on the waiting list, and return the Registration, PLACED or WAITING.

    `key` is the draft's: the same key again returns the same registration and changes nothing. `guest` is a Guest,
    `companions` are unsaved Companions, `needed` unsaved AccessNeeds, `agreed` Consents. `person` is given only by an
    officer who books for somebody they have found; everybody else is new. `at` is aware.

    Raises BookingRefused, or ValidationError for details that no form lets through. Whoever books several dates in
    one transaction locks them all first (`places.lock`).
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("A booking is made inside a transaction.")
    if found := _already_made(key):
        return found
    registration = Registration(
        key=key, person=person, mode=mode, booked_by=guest.booked_by, address=guest.address, message=message,
        source=source, taken_by=taken_by, language=guest.language, **guest.typed,
    )  # fmt: skip
    registration.clean_fields(exclude=["date", "person", "taken_by", "state"])
    try:
        with transaction.atomic():  # a savepoint, so that the same key from two windows leaves no second person
            return _book(registration, date, guest, list(companions), list(needed), agreed, at or timezone.now())
    except IntegrityError:
        if found := _already_made(key):
            return found
        raise


def _already_made(key):
    return Registration.objects.select_related("date", "person").filter(key=key).first()


def _book(registration, date, guest, companions, needed, agreed, at):
    by, source = registration.taken_by, registration.source
    # Before the lock, which others wait for.
    registration.person = registration.person or guest.make_person()
    for consent in agreed:
        consent.record(person=registration.person, method=METHODS[source], by=by, on_behalf=guest.booked_by)
    (date,) = places.lock(date.pk)
    check_open(date, at, source=source)
    if registration.mode not in date.modes:
        raise BookingRefused(_("You cannot come in this way to this date."), code="mode_not_offered")
    seats = 1 + len(companions) * date.companions_count
    is_placed = places.of_date(date)[registration.mode].has_room_for(seats)
    registration.date = date
    registration.state = State.PLACED if is_placed else State.WAITING
    registration.waiting_since = None if is_placed else at
    registration.save(force_insert=True)
    _add_companions(registration, companions)
    _add_needs(registration, needed, agreed, at)
    history.record(registration, What.BOOKED if is_placed else What.JOINED_LIST, at=at, by=by)
    return registration


def _add_companions(registration, companions):
    for companion in companions:
        companion.registration = registration
        companion.clean_fields(exclude=["registration"])
    Companion.objects.bulk_create(companions)


def _add_needs(registration, needed, agreed, at):
    """A late request is accepted and flagged; a need is shared only on a consent that was given now."""
    date, today = registration.date, timezone.localdate(at)
    may_share = any(consent.given for consent in agreed if consent.purpose == Purpose.ACCESS_NEEDS)
    for need in needed:
        need.registration = registration
        need.may_share = may_share
        need.is_late = date.needs_by is not None and today > date.needs_by
        need.due_on = needs.due_on(need.code, starts_on=timezone.localdate(date.starts_at), today=today)
        need.clean_fields(exclude=["registration"])
    AccessNeed.objects.bulk_create(needed)


def cancel(*, registration, by=None, reason="", at=None):
    """
    Give a place or a place in line back; what comes free is offered at once. Twice is once.

    `by` is the officer who cancels, with a reason that the person reads. Raises BookingRefused (not_live, over).
    """
    at = at or timezone.now()
    date, registration = locked(registration)
    if registration.state == State.CANCELLED:
        return registration
    if not registration.is_live:
        raise BookingRefused(_("This booking has ended already."), code="not_live")
    if date.ends_at <= at:
        raise BookingRefused(REFUSALS["over"], code="over")
    had_place = registration.has_place
    registration.state, registration.cancelled_at, registration.cancelled_reason = State.CANCELLED, at, reason
    registration.offered_at = registration.offer_until = None
    registration.ical_sequence += 1
    registration.save()
    history.record(registration, What.CANCELLED, at=at, by=by, why=reason, had_place=had_place)
    promote(date, at)
    return registration


def restore(*, registration, by=None, at=None):
    """
    Undo a cancellation within an hour: back to the place while it is free, or to the old turn in line. Twice is once.

    Raises BookingRefused (undo_over, cancelled, over, place_taken). What an officer cancelled, an officer restores.
    """
    at = at or timezone.now()
    date, registration = locked(registration)
    if registration.is_live:
        return registration
    if date.is_cancelled:
        raise BookingRefused(REFUSALS["cancelled"], code="cancelled")
    if date.starts_at <= at:
        raise BookingRefused(REFUSALS["over"], code="over")
    if not registration.can_be_restored(at, by=by):
        raise BookingRefused(_("It is too late to undo this. You can book again."), code="undo_over")
    was_in_line = registration.waiting_since is not None
    if not was_in_line and registration.seats > places.of_date(date)[registration.mode].free:
        raise BookingRefused(_("Your place has gone to somebody else. You can book again."), code="place_taken")
    registration.state = State.WAITING if was_in_line else State.PLACED
    registration.cancelled_at, registration.cancelled_reason = None, ""
    registration.ical_sequence += 1
    registration.save()
    history.record(registration, What.RESTORED, at=at, by=by)
    promote(date, at)
    return registration


def cancel_date(*, date, by, reason, at=None):
    """
    Cancel a date and tell everybody who has a place, an offer or a turn in line, each by their own channel.

    Their registrations stay as they were: that the date is cancelled is said once, by the date. Returns who was told.
    """
    at = at or timezone.now()
    (date,) = places.lock(date.pk)
    if date.is_cancelled:
        return []
    date.cancelled_at, date.cancelled_reason = at, reason
    date.ical_sequence += 1
    date.save(update_fields=["cancelled_at", "cancelled_reason", "ical_sequence", "updated_at"])
    told = list(date.registrations.live().select_related("person"))
    for registration in told:
        history.tell(
            registration,
            "date_cancelled",
            once=f"date_cancelled:{registration.public_id}",
            had_place=registration.has_place,
        )
    return told
