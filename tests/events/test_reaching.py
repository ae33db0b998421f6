"""Who has not heard of a late change, for the officer at the telephone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessLog
from events import bookings, reaching, scheduling
from mailing import dispatch, outbox
from mailing.models import Message
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import AccessNeedFactory, EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def date():
    return EventDateFactory(offers_paused=True)


def move(date, **changes):
    later = {"starts_at": date.starts_at + timedelta(hours=1), "ends_at": date.ends_at + timedelta(hours=1)}
    return scheduling.change_date(date=date, by=UserFactory(), tell=True, **later | changes)


def names(date):
    return [unheard.registration.name for unheard in reaching.still_to_reach(date)]


def message_of(registration):
    return Message.objects.get(kind="date_changed", about=registration.public_id)


def test_nobody_is_to_be_reached_where_nothing_changed(date):
    RegistrationFactory(date=date)
    assert (names(date), reaching.counts()) == ([], {})


def test_everybody_is_to_be_reached_until_their_message_is_on_its_way(date):
    registration = RegistrationFactory(date=date)
    move(date)
    assert names(date) == [registration.name]
    dispatch.drain()
    assert names(date) == []


@pytest.mark.parametrize("state", ["queued", "bounced", "withheld", "failed", "task"])
def test_a_message_that_did_not_arrive_leaves_somebody_to_reach(date, state):
    registration = RegistrationFactory(date=date)
    move(date)
    Message.objects.update(state=state, channel="telephone")
    assert names(date) == [registration.name]


@pytest.mark.parametrize("state", ["sent", "delivered", "complained", "done"])
def test_whose_message_arrived_needs_no_call(date, state):
    RegistrationFactory(date=date)
    move(date)
    Message.objects.update(state=state)
    assert names(date) == []


def test_whoever_cancelled_since_needs_no_call(date):
    registration = RegistrationFactory(date=date, person=PersonFactory(by_telephone=True))
    move(date)
    bookings.cancel(registration=registration)
    assert names(date) == []


def test_a_date_that_is_cancelled_leaves_people_to_reach_too(date):
    registration = RegistrationFactory(date=date, person=PersonFactory(by_telephone=True))
    bookings.cancel_date(date=date, by=UserFactory(), reason="Flooded.")
    assert names(date) == [registration.name]


def test_nobody_is_called_about_a_date_that_is_over(date):
    RegistrationFactory(date=date, person=PersonFactory(by_telephone=True))
    move(date)
    date.refresh_from_db()
    assert reaching.counts(at=date.ends_at) == {}


def test_whoever_needs_the_longest_notice_is_called_first(date):
    for name, needs in {"Ann": [], "Bea": ["travel"], "Cem": ["bsl", "travel"]}.items():
        registration = RegistrationFactory(date=date, person__name=name)
        for code in needs:
            AccessNeedFactory(registration=registration, code=code)
    move(date)
    assert names(date) == ["Cem", "Bea", "Ann"]


def test_whoever_was_reached_by_hand_has_heard_although_the_e_mail_came_back(date):
    registration, officer = RegistrationFactory(date=date), UserFactory()
    move(date)
    Message.objects.update(state="bounced")
    outbox.done(message_of(registration), by=officer)
    assert names(date) == []
    assert message_of(registration).done_by == officer


def test_whoever_could_not_be_reached_stays_until_somebody_reaches_them(date):
    registration, officer = RegistrationFactory(date=date, person=PersonFactory(by_telephone=True)), UserFactory()
    move(date)
    outbox.not_reached(message_of(registration), by=officer)
    assert names(date) == [registration.name]
    outbox.done(message_of(registration), by=officer)
    assert names(date) == []


def test_what_arrived_cannot_be_noted_as_not_reached(date):
    registration = RegistrationFactory(date=date)
    move(date)
    dispatch.drain()
    with pytest.raises(ValidationError, match="closed by somebody else"):
        outbox.not_reached(message_of(registration), by=UserFactory())


def test_numbers_are_counted_for_each_date(date):
    other = EventDateFactory(offers_paused=True)
    RegistrationFactory.create_batch(2, date=date)
    RegistrationFactory(date=other)
    for each in (date, other):
        move(each)
    assert reaching.counts() == {date.pk: 2, other.pk: 1}
    assert reaching.counts([other]) == {other.pk: 1}


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_needs_the_same_queries_for_any_number(date, number, django_assert_num_queries):
    for registration in RegistrationFactory.create_batch(number, date=date):
        AccessNeedFactory(registration=registration)
    move(date)
    with django_assert_num_queries(4):
        assert len(reaching.still_to_reach(date)) == number


FRIDAY_NOON = datetime(2027, 4, 9, 11, tzinfo=UTC)  # in London


@pytest.mark.parametrize(
    ("moment", "soon"),
    [
        (datetime(2027, 4, 9, 12, tzinfo=UTC), True),
        (datetime(2027, 4, 13, 11, tzinfo=UTC), True),  # Tuesday noon: two working days and a weekend
        (datetime(2027, 4, 13, 12, tzinfo=UTC), False),
        (datetime(2027, 4, 9, 11, tzinfo=UTC), False),  # begun
    ],
)
def test_soon_is_within_two_working_days(moment, soon):
    assert reaching.is_soon(moment, FRIDAY_NOON) is soon


# --- In the CMS


def url(name, *args):
    return reverse(f"events_cms:{name}", args=args)


def test_the_list_says_how_to_call_and_what_became_of_the_message_and_is_logged(officer, date):
    person = PersonFactory(by_telephone=True, name="Ada Able", telephone="01632 960 001")
    AccessNeedFactory(registration=RegistrationFactory(date=date, person=person), code="travel")
    move(date)
    text = officer.get(url("reaching", date.public_id)).text
    for words in ["Ada Able", "01632 960 001", "travel", "Telephone call: To be done by hand"]:
        assert words in text
    assert AccessLog.objects.get(action="viewed").what == f"people to tell of a change of date {date.public_id}"
    assert "1 person still to be told of a change" in officer.get(url("date", date.public_id)).text


def test_buttons_note_who_was_reached_and_who_was_not(officer, date):
    registration = RegistrationFactory(date=date, person=PersonFactory(by_telephone=True))
    move(date)
    message = message_of(registration)
    officer.post(url("reached", date.public_id, message.public_id, "not-reached"))
    assert message_of(registration).state == "failed"
    response = officer.post(url("reached", date.public_id, message.public_id, "reached"), follow=True)
    assert "Everybody has been told." in response.text
    assert message_of(registration).done_by == officer.user


def test_a_message_of_another_date_or_about_something_else_is_not_found(officer, date):
    other = RegistrationFactory(date=EventDateFactory(offers_paused=True))
    move(other.date)
    assert officer.post(url("reached", date.public_id, message_of(other).public_id, "reached")).status_code == 404
    assert officer.post(url("reached", other.date.public_id, message_of(other).public_id, "maybe")).status_code == 404


def test_nobody_else_sees_the_list_or_notes_anything(bystander, date):
    registration = RegistrationFactory(date=date)
    move(date)
    message = message_of(registration)
    assert bystander.get(url("reaching", date.public_id)).url == "/cms/"
    bystander.post(url("reached", date.public_id, message.public_id, "reached"))
    assert message_of(registration).state == "queued"


@pytest.mark.parametrize(("days", "page"), [(1, "reaching"), (30, "date")])
def test_cancelling_leads_to_the_list_when_the_date_is_soon(officer, days, page):
    date = EventDateFactory(starts_at=timezone.now() + timedelta(days=days))
    RegistrationFactory(date=date)
    response = officer.post(url("cancel_date", date.public_id), {"reason_0": "The hall is flooded.", "reason_1": ""})
    assert response.url == url(page, date.public_id)
