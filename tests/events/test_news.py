"""What people hear of a date that moved: before and after, once, each what concerns them."""

from datetime import UTC, datetime

import pytest
from wagtail.models import Locale

from events import scheduling
from mailing import dispatch, outbox
from mailing.models import Message
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import EventDateFactory, RegistrationFactory, VenueFactory

pytestmark = pytest.mark.django_db
MORNING, NOON = datetime(2099, 7, 15, 9, tzinfo=UTC), datetime(2099, 7, 15, 11, tzinfo=UTC)
AFTERNOON = {"starts_at": datetime(2099, 7, 15, 13, tzinfo=UTC), "ends_at": datetime(2099, 7, 15, 15, tzinfo=UTC)}
NEXT_DAY = {"starts_at": datetime(2099, 7, 16, 9, tzinfo=UTC), "ends_at": datetime(2099, 7, 16, 11, tzinfo=UTC)}
BACK = {"starts_at": MORNING, "ends_at": NOON}


@pytest.fixture
def date():
    return EventDateFactory(hybrid=True, starts_at=MORNING, ends_at=NOON, offers_paused=True)


def move(date, **changes):
    return scheduling.change_date(date=date, by=UserFactory(), tell=True, **changes)


def told(registration):
    """The texts of what somebody was or will be told, oldest first."""
    return [outbox.render(message).text for message in messages(registration)]


def messages(registration):
    return Message.objects.filter(about=registration.public_id).order_by("pk")


def test_a_message_says_what_was_before_and_what_is_now(date):
    registration = RegistrationFactory(date=date)
    assert move(date, **AFTERNOON, venue=VenueFactory(name="Town Hall")) == [registration]
    (text,) = told(registration)
    assert "Time:\nBefore: 10am to midday\nNow: 2pm to 4pm" in text
    assert "Before: Example Library, 1 Market Street" in text
    assert "Now: Town Hall, 1 Market Street" in text
    assert "You still have your place." in text
    assert "Date:\nBefore" not in text


def test_whoever_waits_hears_of_the_day_and_that_they_still_wait(date):
    waiting = RegistrationFactory(date=date, waiting=True)
    move(date, **NEXT_DAY)
    (text,) = told(waiting)
    assert "Before: Wednesday 15 July 2099\nNow: Thursday 16 July 2099" in text
    assert "You are still on the waiting list" in text


def test_whoever_has_an_offer_hears_that_it_is_kept(date):
    offered = RegistrationFactory(date=date, offered=True)
    move(date, **NEXT_DAY)
    assert "still kept for you" in told(offered)[0]


@pytest.mark.parametrize(
    ("changes", "concerned"),
    [
        (AFTERNOON, {"in person", "online", "waiting"}),
        ({"dial_in": "01632 960 111"}, {"online"}),
        ({"joining_link": "https://meet.example.org/new"}, {"online"}),
        ({"joining_instruction": "Use the side door."}, {"in person", "online"}),
    ],
    ids=["time", "dial-in", "link", "instruction"],
)
def test_only_those_hear_of_a_change_whom_it_concerns(date, changes, concerned):
    people = {
        "in person": RegistrationFactory(date=date),
        "online": RegistrationFactory(date=date, online=True),
        "waiting": RegistrationFactory(date=date, waiting=True),
        "cancelled": RegistrationFactory(date=date, cancelled=True),
    }
    move(date, **changes)
    assert {name for name, registration in people.items() if messages(registration)} == concerned


def test_another_place_is_no_news_to_somebody_who_comes_online(date):
    online = RegistrationFactory(date=date, online=True)
    assert move(date, venue=VenueFactory(name="Town Hall")) == []
    assert not messages(online)


def test_how_to_join_is_a_message_of_its_own_and_says_only_what_holds_now(date):
    registration = RegistrationFactory(date=date, online=True)
    move(date, joining_link="https://meet.example.org/new", dial_in="")
    found = outbox.render(messages(registration).get(kind="joining_instruction"))
    assert found.subject == "How to join on Wednesday 15 July 2099"
    assert "https://meet.example.org/new" in found.text
    assert "https://meet.example.org/secret" not in found.text
    assert "This way no longer works." in found.text


def test_what_changed_is_in_the_language_of_the_words_around_it(date):
    Locale.objects.get_or_create(language_code="cy")
    registration = RegistrationFactory(date=date, language="cy")
    move(date, **NEXT_DAY)
    message = messages(registration).get()
    assert message.language == "cy"
    text = outbox.render(message).text
    assert "We do not have this message in Welsh yet." in text
    assert "Before: Wednesday 15 July 2099" in text


# --- Twice


def test_two_changes_before_the_message_went_out_are_one_message_of_the_whole_change(date):
    registration = RegistrationFactory(date=date)
    move(date, **AFTERNOON)
    move(date, **NEXT_DAY, venue=VenueFactory(name="Town Hall"))
    (text,) = told(registration)
    assert "Before: Wednesday 15 July 2099\nNow: Thursday 16 July 2099" in text
    assert "Now: Town Hall" in text
    assert "2pm" not in text
    assert messages(registration).get().context["sequence"] == 2


def test_a_call_that_nobody_made_yet_tells_the_whole_change_as_well(date):
    registration = RegistrationFactory(date=date, person=PersonFactory(by_telephone=True))
    move(date, **AFTERNOON)
    move(date, **NEXT_DAY)
    assert messages(registration).get().state == "task"
    assert "10am to midday" in told(registration)[0]


def test_a_change_that_was_taken_back_before_anybody_heard_is_not_told(date):
    registration = RegistrationFactory(date=date)
    move(date, **AFTERNOON)
    assert move(date, **BACK) == []
    assert not messages(registration)


def test_a_time_that_changes_after_how_to_join_makes_one_message_about_both(date):
    registration = RegistrationFactory(date=date, online=True)
    move(date, dial_in="01632 960 111")
    move(date, **AFTERNOON)
    assert messages(registration).get().kind == "date_changed"
    assert "Now: 01632 960 111" in told(registration)[0]


def test_what_was_told_is_not_told_again(date):
    registration = RegistrationFactory(date=date)
    move(date, **AFTERNOON)
    dispatch.drain()
    move(date, **BACK)
    assert [message.state for message in messages(registration)] == ["sent", "queued"]
    assert "Before: 2pm to 4pm\nNow: 10am to midday" in told(registration)[1]


def test_a_message_that_came_back_is_made_up_for_by_the_next_one(date):
    registration = RegistrationFactory(date=date)
    move(date, **AFTERNOON)
    messages(registration).update(state="bounced")
    move(date, venue=VenueFactory(name="Town Hall"))
    text = told(registration)[1]
    assert "Before: 10am to midday\nNow: 2pm to 4pm" in text
    assert "Now: Town Hall" in text


def test_a_message_that_a_worker_has_yet_to_begin_with_is_taken_back(date):
    registration = RegistrationFactory(date=date)
    move(date, **AFTERNOON)
    [taken] = dispatch.claim()
    move(date, **BACK)
    assert (messages(registration).count(), dispatch._begin(taken)) == (0, False)


def test_a_message_that_is_being_sent_is_not_touched(date):
    registration = RegistrationFactory(date=date)
    move(date, **AFTERNOON)
    [taken] = dispatch.claim()
    dispatch._begin(taken)
    move(date, **BACK)
    assert messages(registration).count() == 2
    assert "Before: 2pm to 4pm\nNow: 10am to midday" in told(registration)[1]
