"""An offer to somebody without e-mail: the time to answer begins when a person has called or written."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from anymail.signals import AnymailTrackingEvent, tracking
from django.utils import timezone

from accounts.models import AccessLog
from events import bookings, offers, office_hours
from events.models import EventDate
from mailing import outbox
from mailing.models import Message
from tests.events.booking import book, history, kinds
from tests.factories.accounts import UserFactory
from tests.factories.events import EventDateFactory, GuestFactory

pytestmark = pytest.mark.django_db


def offered(channel="telephone", **date_fields):
    """Somebody without e-mail to whom a place has just been offered."""
    date = EventDateFactory(places_in_person=1, **date_fields)
    first = book(date, key=f"first of {date.pk}")
    guest = GuestFactory(email="", telephone="01632 960 001", address="1 Market Street", channel=channel)
    waiting = book(date, key=f"waiting for {date.pk}", guest=guest)
    bookings.cancel(registration=first)
    waiting.refresh_from_db()
    return waiting


def task_of(registration):
    return Message.objects.tasks().get(kind="place_offered", about=registration.public_id)


@pytest.mark.parametrize("channel", ["telephone", "text", "letter"])
def test_the_clock_stands_still_until_somebody_has_told_them(channel):
    registration = offered(channel)
    assert (registration.state, registration.offer_until, registration.has_offer()) == ("offered", None, True)


def test_the_script_says_until_when_they_can_answer_who_hear_of_it_now():
    registration = offered(starts_at=datetime(2027, 6, 30, 9, 0, tzinfo=UTC))
    with time_machine.travel(datetime(2027, 6, 7, 9, 0, tzinfo=UTC), tick=False):
        script = outbox.render(task_of(registration)).text
    assert "Tell us by 10am on Friday 11 June 2027." in script


def test_it_starts_when_the_task_is_done_and_stands_in_history_and_log():
    registration, officer = offered(), UserFactory()
    outbox.done(task_of(registration), by=officer)
    registration.refresh_from_db()
    told = registration.transitions.last()
    assert registration.offer_until == office_hours.after(told.at, 48)
    assert (told.what, told.by) == ("called", officer)
    assert AccessLog.objects.get().what == f"registration {registration.public_id}"


def test_it_never_runs_past_the_cut_off():
    soon = timezone.now() + timedelta(hours=30)
    registration = offered(registration_closes_at=soon)
    outbox.done(task_of(registration), by=UserFactory())
    registration.refresh_from_db()
    assert registration.offer_until == soon


def test_a_second_call_gives_no_more_time():
    registration, officer = offered(), UserFactory()
    task = task_of(registration)
    outbox.done(task, by=officer)
    registration.refresh_from_db()
    until = registration.offer_until
    outbox.done(outbox.send_again(task, by=officer), by=officer)
    registration.refresh_from_db()
    assert registration.offer_until == until
    assert history(registration).count("called") == 1


def test_they_may_answer_before_anybody_has_noted_the_call():
    assert bookings.accept(registration=offered()).state == "placed"
    assert bookings.decline(registration=offered()).state == "declined"


def test_who_has_answered_already_is_only_noted_as_called():
    registration = offered()
    bookings.accept(registration=registration)
    outbox.done(task_of(registration), by=UserFactory())
    registration.refresh_from_db()
    assert (registration.state, registration.offer_until) == ("placed", None)
    assert "called" not in history(registration)


def test_who_could_not_be_reached_keeps_the_offer_until_the_cut_off():
    registration = offered()
    outbox.not_reached(task_of(registration), by=UserFactory(), why="No answer, three times")
    offers.lapse_due(timezone.now() + timedelta(days=20))
    registration.refresh_from_db()
    assert registration.state == "offered"
    cut_off = EventDate.objects.get(pk=registration.date_id).last_moment_to_answer
    offers.lapse_due(cut_off)
    registration.refresh_from_db()
    assert (registration.state, kinds()[-1]) == ("lapsed", "offer_lapsed")


def test_an_officer_may_decline_for_somebody_who_cannot_be_reached():
    registration, officer = offered(), UserFactory()
    following = book(registration.date, key="following")
    outbox.not_reached(task_of(registration), by=officer)
    bookings.decline(registration=registration, by=officer)
    following.refresh_from_db()
    assert following.state == "offered"


def test_with_an_e_mail_address_the_clock_starts_at_once_and_no_call_moves_it():
    date = EventDateFactory(places_in_person=1)
    first, waiting = book(date, key="1"), book(date, key="2")
    bookings.cancel(registration=first)
    waiting.refresh_from_db()
    until = waiting.offer_until
    assert until
    offers.told(Message.objects.get(kind="place_offered"))
    waiting.refresh_from_db()
    assert (waiting.offer_until, "called" in history(waiting)) == (until, False)


def offered_by_email():
    """Somebody with a telephone as well, to whom a place was offered by e-mail."""
    date = EventDateFactory(places_in_person=1)
    first = book(date, key="first")
    waiting = book(date, key="waiting", guest=GuestFactory(telephone="01632 960 001"))
    bookings.cancel(registration=first)
    waiting.refresh_from_db()
    return waiting, Message.objects.get(kind="place_offered")


def come_back(message):
    event = AnymailTrackingEvent(
        event_type="bounced", message_id="1", metadata={"outbox": message.public_id}, recipient=message.address
    )
    tracking.send(sender=None, event=event, esp_name="Postmark")


def test_an_offer_that_came_back_stands_still_until_somebody_has_called():
    registration, message = offered_by_email()
    assert registration.offer_until
    come_back(message)
    registration.refresh_from_db()
    assert (registration.state, registration.offer_until) == ("offered", None)
    assert registration.transitions.last().why == "The message about the offer came back"
    outbox.done(task_of(registration), by=UserFactory())
    registration.refresh_from_db()
    assert registration.offer_until


def test_an_offer_that_came_back_from_somebody_whom_nothing_reaches_runs_on():
    registration, message = offered_by_email()
    registration.person.telephone = ""
    registration.person.save()
    come_back(message)
    before, registration = registration.offer_until, type(registration).objects.get(pk=registration.pk)
    assert (registration.offer_until, Message.objects.tasks().count()) == (before, 0)


def test_an_answer_that_was_given_stays_when_the_message_comes_back():
    registration, message = offered_by_email()
    offers.accept(registration=registration)
    come_back(message)
    registration.refresh_from_db()
    assert registration.state == "placed"
