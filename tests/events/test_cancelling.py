from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import AccessLog
from events import bookings, places
from events.refusals import BookingRefused
from mailing.models import Message
from tests.events.booking import book, history, kinds
from tests.factories.accounts import UserFactory
from tests.factories.events import EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


# --- Cancelling and undoing


def test_cancelling_frees_the_place_and_offers_it_in_the_same_breath():
    date = EventDateFactory(places_in_person=1, full=True)
    waiting = book(date)
    placed = date.registrations.placed().get()
    cancelled = bookings.cancel(registration=placed)
    waiting.refresh_from_db()
    assert (cancelled.state, waiting.state) == ("cancelled", "offered")
    assert (history(placed), history(waiting)) == (["cancelled"], ["joined_list", "offered"])
    assert kinds() == ["waiting_list_joined", "booking_cancelled", "place_offered"]


def test_cancelling_twice_is_cancelling_once():
    registration = book(EventDateFactory())
    first = bookings.cancel(registration=registration)
    second = bookings.cancel(registration=registration)
    assert (second.cancelled_at, second.ical_sequence) == (first.cancelled_at, 1)
    assert history(registration) == ["booked", "cancelled"]


def test_somebody_in_line_may_leave_it():
    date = EventDateFactory(places_in_person=1, full=True)
    assert bookings.cancel(registration=book(date)).state == "cancelled"


def test_an_officer_cancels_with_a_reason_that_is_logged():
    registration, officer = book(EventDateFactory()), UserFactory()
    cancelled = bookings.cancel(registration=registration, by=officer, reason="The room became too small.")
    assert cancelled.cancelled_reason == "The room became too small."
    transition = registration.transitions.last()
    assert (transition.what, transition.by, transition.why) == ("cancelled", officer, "The room became too small.")
    assert AccessLog.objects.get().action == "cancelled"


@pytest.mark.parametrize("state", ["declined", "lapsed"])
def test_what_has_ended_cannot_be_cancelled(state):
    with pytest.raises(BookingRefused) as refused:
        bookings.cancel(registration=RegistrationFactory(state=state))
    assert refused.value.code == "not_live"


def test_what_is_over_cannot_be_cancelled():
    with pytest.raises(BookingRefused) as refused:
        bookings.cancel(registration=RegistrationFactory(date=EventDateFactory(past=True)))
    assert refused.value.code == "over"


def test_a_cancellation_can_be_undone_for_an_hour():
    registration, at = book(EventDateFactory()), timezone.now()
    bookings.cancel(registration=registration, at=at)
    restored = bookings.restore(registration=registration, at=at + timedelta(minutes=59))
    assert (restored.state, restored.cancelled_at, restored.ical_sequence) == ("placed", None, 2)
    assert history(registration) == ["booked", "cancelled", "restored"]
    assert kinds() == ["booking_confirmed", "booking_cancelled", "booking_confirmed"]
    sequences = [message.context["sequence"] for message in Message.objects.order_by("pk")]
    assert sequences == [0, 1, 2]


def test_after_an_hour_nothing_is_undone():
    registration, at = book(EventDateFactory()), timezone.now()
    bookings.cancel(registration=registration, at=at)
    with pytest.raises(BookingRefused) as refused:
        bookings.restore(registration=registration, at=at + timedelta(hours=1))
    assert refused.value.code == "undo_over"


def test_a_place_that_was_offered_to_somebody_else_does_not_come_back():
    date = EventDateFactory(places_in_person=1, full=True)
    placed = date.registrations.get()
    book(date)
    bookings.cancel(registration=placed)
    with pytest.raises(BookingRefused) as refused:
        bookings.restore(registration=placed)
    assert refused.value.code == "place_taken"


def test_undoing_in_line_gives_the_old_turn_back():
    date = EventDateFactory(places_in_person=1, full=True)
    first, second = book(date, key="1"), book(date, key="2")
    bookings.cancel(registration=first)
    bookings.restore(registration=first)
    assert list(date.registrations.waiting()) == [first, second]
    assert kinds()[-1] == "waiting_list_joined"


def test_undoing_twice_is_undoing_once():
    registration = book(EventDateFactory())
    bookings.cancel(registration=registration)
    bookings.restore(registration=registration)
    assert bookings.restore(registration=registration).ical_sequence == 2


def test_what_an_officer_cancelled_only_an_officer_restores():
    registration, officer = book(EventDateFactory()), UserFactory()
    bookings.cancel(registration=registration, by=officer, reason="Asked on the telephone.")
    with pytest.raises(BookingRefused):
        bookings.restore(registration=registration)
    assert bookings.restore(registration=registration, by=officer).state == "placed"


@pytest.mark.parametrize(("trait", "code"), [("cancelled", "cancelled"), ("ongoing", "over")])
def test_nothing_is_restored_on_a_date_that_is_cancelled_or_has_begun(trait, code):
    registration = RegistrationFactory(date=EventDateFactory(**{trait: True}), cancelled=True)
    with pytest.raises(BookingRefused) as refused:
        bookings.restore(registration=registration)
    assert refused.value.code == code


# --- Cancelling a date


def test_cancelling_a_date_tells_everybody_who_has_a_place_an_offer_or_a_turn():
    date = EventDateFactory()
    told = [
        RegistrationFactory(date=date),
        RegistrationFactory(date=date, offered=True),
        RegistrationFactory(date=date, waiting=True),
    ]
    RegistrationFactory(date=date, cancelled=True)
    assert set(bookings.cancel_date(date=date, by=UserFactory(), reason="The hall is flooded.")) == set(told)
    messages = Message.objects.order_by("pk")
    assert [message.person for message in messages] == [registration.person for registration in told]
    assert [message.context for message in messages] == [
        {"sequence": 1, "had_place": True},
        {"sequence": 1, "had_place": False},
        {"sequence": 1, "had_place": False},
    ]
    date.refresh_from_db()
    assert (date.is_cancelled, str(date.cancelled_reason)) == (True, "The hall is flooded.")


def test_a_date_is_cancelled_once():
    date, officer = EventDateFactory(), UserFactory()
    RegistrationFactory(date=date)
    bookings.cancel_date(date=date, by=officer, reason="First.")
    assert bookings.cancel_date(date=date, by=officer, reason="Second.") == []
    date.refresh_from_db()
    assert str(date.cancelled_reason) == "First."


def test_dates_are_locked_only_inside_a_transaction_and_in_order():
    first, second = EventDateFactory(), EventDateFactory()
    with transaction.atomic():
        assert places.lock(second.pk, first.pk) == [first, second]
