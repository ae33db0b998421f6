"""The same name and address twice on one date: noted and asked about in the message, never refused and never shown."""

import pytest

from events import bookings
from events.models import Registration
from mailing import outbox
from mailing.models import Message
from tests.events.booking import book, history
from tests.factories.events import EventDateFactory, GuestFactory

pytestmark = pytest.mark.django_db
ADA = {"name": "Ada Able", "email": "ada@example.org", "telephone": ""}


def twin_of(second, first=None):
    """Of which registration the second booking is the likely repetition, if of any."""
    date = EventDateFactory()
    original = book(date, key=f"1 of {date.pk}", guest=GuestFactory(**ADA | (first or {})))
    copy = book(date, key=f"2 of {date.pk}", guest=GuestFactory(**ADA | second))
    assert copy.state == "placed"
    return {None: None, original: "first"}[copy.duplicate_of]


@pytest.mark.parametrize(
    "second",
    [
        {},
        {"name": "  ada   ABLE "},
        {"email": "Ada@Example.org"},
    ],
)
def test_the_same_name_and_address_is_noted(second):
    assert twin_of(second) == "first"


def test_the_same_name_and_number_is_noted_however_it_is_written():
    by_telephone = {"email": "", "channel": "telephone"}
    first = by_telephone | {"telephone": "01632 960 001"}
    assert twin_of(by_telephone | {"telephone": "(01632) 960001"}, first) == "first"
    assert twin_of(by_telephone | {"telephone": "01632 960 002"}, first) is None


@pytest.mark.parametrize("second", [{"name": "Bea Able"}, {"email": "other@example.org"}])
def test_a_family_with_one_address_and_two_people_of_one_name_are_not(second):
    assert twin_of(second) is None


def test_two_letters_to_nobody_in_common_are_not():
    """An empty address is not the same address."""
    by_letter = {"email": "", "telephone": "", "channel": "letter"}
    assert twin_of(by_letter | {"address": "2 Market Street"}, by_letter | {"address": "1 Market Street"}) is None


def test_only_live_bookings_of_the_same_date_count():
    date = EventDateFactory()
    first = book(date, key="1", guest=GuestFactory(**ADA))
    bookings.cancel(registration=first)
    assert book(date, key="2", guest=GuestFactory(**ADA)).duplicate_of is None
    assert book(EventDateFactory(), key="3", guest=GuestFactory(**ADA)).duplicate_of is None


def test_the_message_asks_and_the_answer_ends_the_question():
    date = EventDateFactory()
    book(date, key="1", guest=GuestFactory(**ADA))
    second = book(date, key="2", guest=GuestFactory(**ADA))
    message = Message.objects.get(about=second.public_id)
    assert message.context["duplicate"] is True
    assert "Is this a second person?" in outbox.render(message).text
    confirmed = bookings.confirm_second_person(registration=second)
    assert (confirmed.is_second_person, confirmed.duplicate_of_id) == (True, second.duplicate_of_id)
    assert "Is this a second person?" not in outbox.render(Message.objects.get(about=second.public_id)).text
    bookings.confirm_second_person(registration=second)
    assert history(second) == ["booked", "changed"]
    assert Message.objects.filter(about=second.public_id).count() == 1


def test_a_booking_without_a_twin_is_asked_nothing():
    registration = book(EventDateFactory())
    message = Message.objects.get()
    assert "duplicate" not in message.context
    assert "second person" not in outbox.render(message).text
    assert Registration.objects.get() == registration
