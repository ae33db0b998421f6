from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.models import AccessLog
from events import bookings, places
from events.models import EventDate
from events.refusals import BookingRefused
from mailing import outbox
from mailing.models import Message
from tests.events.booking import book, history, kinds
from tests.factories.accounts import UserFactory
from tests.factories.events import EventDateFactory, GuestFactory, RegistrationFactory

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


def logged():
    return list(AccessLog.objects.order_by("pk").values_list("by", "action", "what", "reason"))


def test_a_date_is_cancelled_once_and_who_did_it_is_logged():
    date, officer = EventDateFactory(), UserFactory()
    RegistrationFactory(date=date)
    bookings.cancel_date(date=date, by=officer, reason="First.")
    assert bookings.cancel_date(date=date, by=officer, reason="Second.") == []
    date.refresh_from_db()
    assert str(date.cancelled_reason) == "First."
    assert logged() == [(officer.pk, "cancelled", f"date {date.public_id}", "First.")]


def test_dates_are_locked_only_inside_a_transaction_and_in_order():
    first, second = EventDateFactory(), EventDateFactory()
    with transaction.atomic():
        assert places.lock(second.pk, first.pk) == [first, second]


# --- Cancelling an event


def cancel_event(page):
    return bookings.cancel_event(page=page, by=UserFactory(), reason="The project has ended.")


def test_cancelling_an_event_cancels_its_dates_to_come_and_no_others():
    first, over = EventDateFactory(), EventDateFactory(past=True)
    second, past = EventDateFactory(page=first.page), EventDateFactory(page=first.page, past=True)
    cancel_event(first.page)
    cancelled = EventDate.objects.exclude(cancelled_at=None)
    assert set(cancelled) == {first, second}
    assert over.page != first.page
    assert past not in cancelled


def test_whoever_holds_places_on_several_dates_gets_one_message_about_all_of_them():
    first = EventDateFactory(starts_at=datetime(2099, 7, 1, 9, tzinfo=UTC))
    second = EventDateFactory(page=first.page, starts_at=datetime(2099, 7, 8, 9, tzinfo=UTC))
    guest = {"name": "Ada Able", "email": "ada@example.org"}
    mine = [book(date, key=f"{date.pk}", guest=GuestFactory(**guest)) for date in (first, second)]
    assert cancel_event(first.page) == [mine[0]]
    found = outbox.render(Message.objects.get(kind="event_cancelled"))
    assert found.subject == "The event that you booked will not take place"
    for words in ["Wednesday 1 July 2099", "Wednesday 8 July 2099", "The project has ended.", *map(str, mine)]:
        assert words in found.text
    files = [Calendar.from_ical(each.content) for each in found.attachments]
    assert [each.walk("VEVENT")[0]["UID"].partition("@")[0] for each in files] == [each.public_id for each in mine]
    assert {each["METHOD"] for each in files} == {"CANCEL"}
    assert [each.filename for each in found.attachments] == ["event.ics", "event-2.ics"]


def test_two_people_of_one_name_and_mailbox_are_each_told():
    first = EventDateFactory()
    second = EventDateFactory(page=first.page)
    guest = {"name": "Sam Able", "email": "family@example.org"}
    for number, date in enumerate((first, first, second, second)):
        book(date, key=str(number), guest=GuestFactory(**guest))
    assert len(cancel_event(first.page)) == 2
    assert Message.objects.filter(kind="event_cancelled").count() == 2


def test_two_people_of_one_mailbox_are_each_told():
    date = EventDateFactory()
    for name in ("Ada Able", "Bob Able"):
        book(date, key=name, guest=GuestFactory(name=name, email="family@example.org"))
    assert len(cancel_event(date.page)) == 2


def test_an_event_is_cancelled_once():
    date = EventDateFactory()
    RegistrationFactory(date=date)
    cancel_event(date.page)
    assert cancel_event(date.page) == []


def test_who_cancelled_an_event_is_logged_for_each_of_its_dates():
    first = EventDateFactory()
    second, officer = EventDateFactory(page=first.page), UserFactory()
    bookings.cancel_event(page=first.page, by=officer, reason="The project has ended.")
    assert logged() == [
        (officer.pk, "cancelled", f"date {date.public_id}", "The project has ended.") for date in (first, second)
    ]


def test_an_officer_cancels_an_event_and_says_why(officer):
    date = EventDateFactory()
    EventDateFactory(page=date.page)
    RegistrationFactory(date=date)
    address = reverse("events_cms:cancel_event", args=[date.page_id])
    assert "1 person who has a place or waits for one will be told at once" in officer.get(address).text
    refused = officer.post(address, {"reason_0": "", "reason_1": ""})
    assert refused.context["form"].errors == {"reason": ["Enter why it is cancelled."]}
    response = officer.post(address, {"reason_0": "The project has ended.", "reason_1": ""}, follow=True)
    assert "1 person will be told." in response.text
    assert date.page.dates.scheduled().count() == 0
    assert address not in response.text


def test_nobody_else_cancels_an_event(bystander):
    date = EventDateFactory()
    address = reverse("events_cms:cancel_event", args=[date.page_id])
    assert bystander.post(address, {"reason_0": "No.", "reason_1": ""}).url == "/cms/"
    assert date.page.dates.scheduled().exists()
