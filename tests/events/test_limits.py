"""Until when people and officers change what was booked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import erasure
from events import bookings
from events.refusals import BookingRefused
from tests.events.booking import hybrid, refused
from tests.factories.accounts import UserFactory
from tests.factories.events import EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def limited():
    """A date of tomorrow that people could change until a minute ago."""
    now = timezone.now()
    return EventDateFactory(hybrid=True, starts_at=now + timedelta(days=1), changes_until=now - timedelta(minutes=1))


VERBS = {
    "change": (lambda registration, **by: bookings.change(registration=registration, mode="online", **by), {}),
    "wish": (lambda registration, **by: bookings.wish(registration=registration, mode="online", **by), {}),
    "unwish": (lambda registration, **by: bookings.unwish(registration=registration, **by), {}),
    "cancel": (lambda registration, **by: bookings.cancel(registration=registration, **by), {}),
    "restore": (lambda registration, **by: bookings.restore(registration=registration, **by), {"cancelled": True}),
}


@pytest.mark.parametrize("verb", VERBS)
def test_after_the_limit_people_get_in_touch_and_officers_act_for_them(limited, verb):
    act, fields = VERBS[verb]
    registration = RegistrationFactory(date=limited, **fields)
    with pytest.raises(BookingRefused) as refusal:
        act(registration)
    assert (refusal.value.code, refusal.value.messages) == (
        "too_late",
        ["It is too late to change this here. Get in touch: The involvement team, 01632 960 001, team@example.org."],
    )
    act(registration, by=UserFactory())


@pytest.mark.parametrize("verb", ["change", "wish", "unwish", "cancel"])
def test_an_officer_acts_until_the_end_and_nobody_after_it(verb):
    act, fields = VERBS[verb]
    going_on = EventDateFactory(hybrid=True, ongoing=True)
    act(RegistrationFactory(date=going_on, **fields), by=UserFactory())
    over = RegistrationFactory(date=EventDateFactory(hybrid=True, past=True), **fields)
    assert refused(act, over, by=UserFactory()) == "over"


@pytest.mark.parametrize("verb", ["change", "wish", "unwish"])
def test_what_has_ended_or_whose_date_is_cancelled_is_not_changed(verb):
    act, _fields = VERBS[verb]
    assert refused(act, RegistrationFactory(date=hybrid(), cancelled=True)) == "not_live"
    assert refused(act, RegistrationFactory(date=hybrid(cancelled=True))) == "cancelled"


def test_the_right_to_be_erased_knows_no_limit(limited):
    registration = RegistrationFactory(date=limited)
    limited.places_in_person = 1
    limited.save()
    following = RegistrationFactory(date=limited, waiting=True)
    erasure.erase(person=registration.person, by=UserFactory(), reason="They asked.")
    registration.refresh_from_db()
    following.refresh_from_db()
    assert (registration.state, registration.name, following.state) == ("cancelled", "", "offered")


def test_who_was_erased_does_not_come_back():
    registration = RegistrationFactory()
    officer = UserFactory()
    erasure.erase(person=registration.person, by=officer, reason="They asked.")
    assert refused(bookings.restore, registration=registration, by=officer) == "undo_over"
