"""What an officer may do beyond the rules, with a reason: exactly that much, and nobody new comes meanwhile."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AccessLog
from events import bookings, invariants, offers, places, scheduling
from events.models import Companion, Override
from tests.events.booking import book, history, hybrid, kinds, refused
from tests.factories.accounts import UserFactory
from tests.factories.events import EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def beyond(registration, reason="Her sister has a place."):
    return bookings.place_beyond(registration=registration, by=UserFactory(), reason=reason)


def lower(date, number, reason="The room is smaller.", **changes):
    changes = {"places_in_person": number} | changes
    return scheduling.change_date(date=date, by=UserFactory(), tell=False, reason=reason, **changes)


def full_with_somebody_waiting():
    date = EventDateFactory(places_in_person=1)
    return date, book(date, key="1"), book(date, key="2")


# --- A place beyond the number


def test_an_officer_places_somebody_beyond_the_number_and_says_why():
    date, _placed, waiting = full_with_somebody_waiting()
    placed = beyond(waiting)
    assert (placed.state, placed.waiting_since) == ("placed", None)
    override = placed.transitions.last()
    assert (override.what, override.why) == ("override", "Her sister has a place.")
    assert (kinds()[-1], AccessLog.objects.get().reason) == ("booking_confirmed", "Her sister has a place.")
    assert places.of_date(date)["in_person"].free == -1
    assert list(invariants.findings()) == []


def test_an_offer_becomes_a_place_too():
    date = EventDateFactory(places_in_person=1)
    placed = beyond(RegistrationFactory(date=date, offered=True))
    assert (placed.state, placed.offered_at, placed.offer_until) == ("placed", None, None)


def test_without_a_reason_nobody_is_placed():
    _date, _placed, waiting = full_with_somebody_waiting()
    with pytest.raises(ValidationError):
        beyond(waiting, reason="  ")
    waiting.refresh_from_db()
    assert waiting.state == "waiting"


@pytest.mark.parametrize(
    ("fields", "date_fields", "code"),
    [
        ({"cancelled": True}, {}, "not_live"),
        ({"waiting": True}, {"cancelled": True}, "cancelled"),
        ({"waiting": True}, {"past": True}, "over"),
    ],
)
def test_who_has_left_and_what_is_over_is_past_help(fields, date_fields, code):
    assert refused(beyond, RegistrationFactory(date=EventDateFactory(**date_fields), **fields)) == code


def test_twice_is_once():
    _date, placed, _waiting = full_with_somebody_waiting()
    beyond(placed)
    assert history(placed) == ["booked"]


def test_nobody_comes_in_the_ordinary_way_while_there_are_too_many():
    date, placed, waiting = full_with_somebody_waiting()
    beyond(waiting)
    following = book(date, key="3")
    bookings.cancel(registration=placed)
    following.refresh_from_db()
    assert (following.state, places.of_date(date)["in_person"].free) == ("waiting", 0)
    assert refused(bookings.restore, registration=placed) == "place_taken"


# --- Fewer places than are taken


def test_fewer_places_than_are_taken_are_refused_in_words():
    date = EventDateFactory(places_in_person=3, full=True)
    with pytest.raises(ValidationError) as refusal:
        lower(date, 1, reason="")
    assert refusal.value.message_dict == {
        "places_in_person": ["3 places are taken. Enter at least that number, or a reason why there are fewer."]
    }
    date.refresh_from_db()
    assert (date.places_in_person, Override.objects.count()) == (3, 0)


def test_with_a_reason_everybody_keeps_their_place_and_the_reason_is_kept():
    date, officer = EventDateFactory(places_in_person=3), UserFactory()
    for key in "123":
        book(date, key=key)
    scheduling.change_date(date=date, by=officer, tell=False, reason="The room is smaller.", places_in_person=1)
    override = Override.objects.get()
    assert (override.date, override.rule, override.reason, override.by) == (
        date,
        "places",
        "The room is smaller.",
        officer,
    )
    assert date.registrations.placed().count() == 3
    assert list(invariants.findings()) == []


def test_a_way_that_is_no_longer_offered_counts_as_fewer():
    date = hybrid()
    book(date, mode="online")
    with pytest.raises(ValidationError) as refusal:
        lower(date, 1, reason="", places_online=0)
    assert refusal.value.message_dict["places_online"][0].startswith("1 place is taken.")


def test_to_count_companions_from_now_on_counts_as_fewer():
    date = EventDateFactory(places_in_person=1)
    book(date, companions=[Companion()])
    with pytest.raises(ValidationError):
        lower(date, 1, reason="", companions_count=True)


def test_other_changes_and_more_places_need_no_reason_while_there_are_too_many():
    date = EventDateFactory(places_in_person=3)
    for key in "123":
        book(date, key=key)
    lower(date, 1)
    lower(date, 1, reason="", dial_in="01632 960 111")
    lower(date, 2, reason="")
    assert Override.objects.count() == 1


# --- What the check of the night makes of it


def test_an_override_explains_exactly_that_much():
    date, _placed, waiting = full_with_somebody_waiting()
    beyond(waiting)
    stranger = RegistrationFactory(date=date)
    finding = f"Date {date.public_id}, in_person: 3 places are taken of 1."
    assert finding in list(invariants.findings())
    stranger.delete()
    assert list(invariants.findings()) == []


def test_who_came_after_places_were_taken_away_is_found():
    date = EventDateFactory(places_in_person=2)
    book(date, key="1"), book(date, key="2")
    lower(date, 1)
    assert list(invariants.findings()) == []
    third = RegistrationFactory(date=date)
    third.transitions.create(what="booked")
    assert f"Date {date.public_id}, in_person: 3 places are taken of 1." in list(invariants.findings())


def test_raised_and_lowered_again_places_are_offered_once_and_never_taken_back():
    """Capacity that goes up and down must neither offer a place twice nor take one away."""
    date, _placed, waiting = full_with_somebody_waiting()
    lower(date, 2, reason="")
    waiting.refresh_from_db()
    assert waiting.state == "offered"
    lower(date, 1, reason="The room is smaller after all.")
    offers.lapse_due()
    waiting.refresh_from_db()
    assert (waiting.state, places.of_date(date)["in_person"].free) == ("offered", -1)
    assert list(invariants.findings()) == []
    assert bookings.accept(registration=waiting).state == "placed"
    assert kinds().count("place_offered") == 1
