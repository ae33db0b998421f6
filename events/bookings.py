"""
Taking a place: one function for every door (the public form, the telephone, an import, the desk).

With `cancelling`, `changing` and `offers`, whose verbs are named here too, the only code that writes registrations.
Every function needs a transaction and opens none of its own that lasts: a door does (`door.transaction_of_one_act`).
"""

from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import consents
from accounts.consents import Purpose
from events import duplicates, gate, history, places, units
from events.cancelling import cancel, cancel_date, cancel_event, release, restore
from events.changing import change, unwish, wish
from events.models import Registration, Transition
from events.offers import accept, decline, lapse_due, locked, place_beyond, promote, promoted
from events.refusals import BookingRefused, refusal

__all__ = [
    "BookingRefused",
    "accept",
    "book",
    "cancel",
    "cancel_date",
    "cancel_event",
    "change",
    "check_open",
    "confirm_second_person",
    "decline",
    "lapse_due",
    "place_beyond",
    "promote",
    "release",
    "restore",
    "unwish",
    "wish",
]

State, Source, What = Registration.State, Registration.Source, Transition.What
METHODS = {
    Source.WEB: consents.Method.WEB,
    Source.TELEPHONE: consents.Method.TELEPHONE,
    Source.POST: consents.Method.PAPER,
    Source.WALK_IN: consents.Method.IN_PERSON,
    Source.IMPORT: consents.Method.IMPORT,
}


def check_open(date, at=None, *, source=Source.WEB, is_member=False):
    """
    Raise BookingRefused when nobody can book this date now: page_gone, cancelled, over, drop_in, elsewhere, closed,
    not_open_yet, members_first, not_stated.

    The registration window is the public's; an officer books until the end, also for somebody who walks in. A full
    date is no refusal: people join its waiting list. `is_member` is somebody of the forum, who may go first. That not
    everything is stated (`gate`) stops whoever still decides whether to come, not somebody who is there or has a place
    elsewhere.
    """
    if (stated := gate.stated(date)) is None:
        raise refusal("page_gone")
    _check_obstacle(date, at, source, is_member)
    if source in gate.STOPS and (code := gate.obstacle(stated)):
        raise refusal(code)


def _check_obstacle(date, at, source, is_member):
    code = date.obstacle(at, to_public=source == Source.WEB, is_member=is_member)
    if code and not (code == "over" and source == Source.IMPORT):  # a file may say who came
        raise refusal(code)


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
    is_member=False,
    answers=None,
    question_set=None,
    tells=True,
    at=None,
):
    """
    Give a place, or a place on the waiting list, and return the Registration, PLACED or WAITING; OFFERED where what is
    free is not enough for those who wait longer.

    `key` is the draft's: the same key again returns the same registration and changes nothing. `guest` is a Guest,
    `companions` are unsaved Companions, `needed` unsaved AccessNeeds, `agreed` Consents. `person` is somebody whom
    an officer has found, a member by their link, or claimed by whoever is signed in; everybody else is new. `is_member`
    goes first where members do. `answers` are to the event's own questions, bound to `question_set`. Nobody is written
    to unless it `tells`. `at` is aware.

    Raises BookingRefused, or ValidationError for details that no form lets through. Whoever books several dates in
    one transaction locks them all first (`places.lock`).
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("A booking is made inside a transaction.")
    registration = Registration(
        key=key, person=person, mode=mode, booked_by=guest.booked_by, address=guest.address, message=message,
        source=source, taken_by=taken_by, language=guest.language, guardian_name=guest.guardian_name,
        guardian_telephone=guest.guardian_telephone, answers=answers or {}, question_set=question_set, **guest.typed,
    )  # fmt: skip
    registration.clean_fields(exclude=["date", "person", "taken_by", "state", "question_set", "duplicate_of"])
    given = {"companions": list(companions), "needed": list(needed), "agreed": agreed}
    try:
        with transaction.atomic():  # a savepoint, so that the same key from two windows leaves no second person
            return _book(registration, date, guest, at or timezone.now(), is_member=is_member, tells=tells, **given)
    except (BookingRefused, IntegrityError):  # the second time, the date may be closed or full
        if found := Registration.objects.filter(key=key).select_related("date", "person").first():
            return found
        raise


def _book(registration, date, guest, at, *, companions, needed, agreed, is_member, tells):
    by, source = registration.taken_by, registration.source
    # Before the lock, which others wait for. Only what the row of the date says is asked again under it.
    check_open(date, at, source=source, is_member=is_member)
    registration.duplicate_of = duplicates.among(duplicates.live_on(date), guest, by_name=source == Source.WALK_IN)
    registration.person = registration.person or guest.make_person()
    for consent in agreed:
        consent.record(person=registration.person, method=METHODS[source], by=by, on_behalf=guest.booked_by)
    if not (locked_dates := places.lock(date.pk, page__live=True)):
        raise refusal("page_gone")
    (date,) = locked_dates
    _check_obstacle(date, at, source, is_member)
    if registration.mode not in date.modes:
        raise refusal("mode_not_offered")
    seats = 1 + len(companions) * date.companions_count
    room = places.of_way(date, registration.mode)
    is_placed = room.has_room_for(seats)
    registration.date = date
    registration.state = State.PLACED if is_placed else State.WAITING
    registration.waiting_since = None if is_placed else at
    registration.save(force_insert=True)
    units.add_companions(registration, companions)
    may_share = any(consent.given for consent in agreed if consent.purpose == Purpose.ACCESS_NEEDS)
    units.add_needs(registration, needed, at, may_share=may_share)
    what, context = What.BOOKED if is_placed else What.JOINED_LIST, {}
    if registration.duplicate_of:
        context["duplicate"] = True
    history.record(registration, what, at=at, by=by, tells=tells, **context)
    if registration.is_waiting and seats <= room.free:  # those before need more places than are free
        return promoted(registration, date, at)
    return registration


def confirm_second_person(*, registration, by=None, at=None):
    """What looked like the same booking twice is for a second person: nobody asks again. Twice is once."""
    _date, registration = locked(registration)
    if registration.is_second_person:
        return registration
    registration.is_second_person = True
    registration.save(update_fields=["is_second_person"])
    history.record(registration, What.CHANGED, at=at or timezone.now(), by=by, why=_("is a second person"))
    return registration
