"""What is queued is asked once more before it is sent or done by hand: is it still so?"""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from events import cancelling, outdated, reminders
from events.models import EventDate, Membership, Registration
from mailing import dispatch, outbox, registry
from mailing.models import Message
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import (
    EventDateFactory,
    ForumPageFactory,
    MembershipFactory,
    RegistrationFactory,
    ReminderRuleFactory,
)
from tests.factories.feedback import InvitationFactory
from tests.factories.mailing import queued

pytestmark = pytest.mark.django_db
RULES = datetime(2027, 6, 1, 9, tzinfo=UTC)
STARTS = datetime(2027, 7, 15, 9, tzinfo=UTC)  # Thursday, 10am in London
WEEK, DAY = timedelta(days=7), timedelta(days=1)
CHANGED = "Their booking has changed since"


@pytest.fixture
def clock():
    with time_machine.travel(RULES, tick=False) as traveller:
        yield traveller


@pytest.fixture
def date(clock):
    return EventDateFactory(hybrid=True, starts_at=STARTS, offers_paused=True)


def remind(clock, moment):
    clock.move_to(moment)
    reminders.send_due()


def about(registration, kind, **context):
    fields = {"person": registration.person, "about": registration.public_id, "context": context}
    return queued(kind=kind, once=f"{kind}:1", **fields)


def why_not(message):
    return registry.kind(message.kind).why_not(message)


def cancel(registration):
    cancelling.cancel(registration=registration)


def cancel_date(registration):
    cancelling.cancel_date(date=registration.date, by=UserFactory(), reason="The hall is flooded.")


def offer(registration):
    registration.state, registration.offered_at = "offered", STARTS - DAY
    registration.save()


def begin(registration):
    EventDate.objects.update(starts_at=STARTS - DAY, ends_at=STARTS - DAY + timedelta(hours=2))


WHAT_HAPPENED = [
    (cancel, "Their booking has changed since"),
    (cancel_date, "The date was cancelled"),
    (offer, "Their booking has changed since"),
    (begin, "The date has begun or is over"),
]


@pytest.mark.parametrize(("happens", "why"), WHAT_HAPPENED)
def test_nobody_is_reminded_of_a_place_that_they_no_longer_have(clock, date, happens, why):
    ReminderRuleFactory(number=1)
    registration = RegistrationFactory(date=date)
    remind(clock, STARTS - DAY)
    happens(registration)
    dispatch.drain()
    assert list(Message.objects.filter(kind="reminder").values_list("state", "why")) == [("withheld", why)]
    assert [sent for sent in mail.outbox if "You have a place" in sent.body] == []


@pytest.mark.parametrize(("happens", "why"), WHAT_HAPPENED)
def test_nobody_is_called_about_a_place_that_they_no_longer_have(clock, date, happens, why):
    ReminderRuleFactory(number=1)
    registration = RegistrationFactory(date=date, person=PersonFactory(by_telephone=True))
    remind(clock, STARTS - DAY)
    happens(registration)
    outbox.end_tasks(timezone.now())
    assert list(Message.objects.filter(kind="reminder").values_list("state", "why")) == [("withheld", why)]


def test_a_call_is_to_be_made_before_the_date_begins_and_then_no_more(request, clock, date):
    ReminderRuleFactory(number=7)
    RegistrationFactory(date=date, person=PersonFactory(by_telephone=True))
    remind(clock, STARTS - WEEK)
    clock.move_to(STARTS - timedelta(minutes=1))
    outbox.end_tasks(timezone.now())
    officer = request.getfixturevalue("officer")  # who signs in now
    assert "by 15 Jul 2027, 10am" in officer.get("/cms/messages/?state=task").text
    assert "Calls to make: 1" in officer.get("/cms/").text
    clock.move_to(STARTS)
    outbox.end_tasks(timezone.now())
    assert "by 15 Jul 2027" not in officer.get("/cms/messages/?state=task").text
    assert "Calls to make" not in officer.get("/cms/").text


def test_one_message_asks_once_whether_it_is_still_true(clock, date, django_assert_num_queries):
    """12 statements for a reminder, of which this is one, beside 5 for the batch. 5,000 are due at once."""
    ReminderRuleFactory(number=1)
    registrations = RegistrationFactory.create_batch(4, date=date)
    remind(clock, STARTS - DAY)
    Message.objects.filter(about=registrations[0].public_id).update(due_at=STARTS - WEEK)
    dispatch.send_due(STARTS - DAY - timedelta(seconds=1))  # what a process learns with its first message
    with django_assert_num_queries(5 + 3 * 12):
        dispatch.send_due()


def test_members_who_have_booked_since_are_not_asked_to(clock):
    forum_date = EventDateFactory(page__parent=ForumPageFactory(), starts_at=STARTS)
    ReminderRuleFactory(audience="members")
    booked, left, member = MembershipFactory.create_batch(3, forum=forum_date.page.forum)
    remind(clock, STARTS - DAY)
    RegistrationFactory(date=forum_date, person=booked.person)
    Membership.objects.filter(pk=left.pk).update(state="left", left_at=STARTS - DAY)
    dispatch.drain()
    found = dict(Message.objects.filter(kind="reminder_to_members").values_list("about", "why"))
    assert found == {
        booked.public_id: "They have booked since",
        left.public_id: "They are no member now",
        member.public_id: "",
    }


def test_somebody_who_has_left_hears_of_no_papers_for_members(clock):
    membership = MembershipFactory()
    message = about(membership, "papers_opened_to_members")
    assert why_not(message) == ""
    Membership.objects.update(state="left", left_at=STARTS)
    assert why_not(message) == "They are no member now"


STATES = {
    "booking_confirmed": {"placed"},
    "waiting_list_joined": {"waiting"},
    "place_offered": {"offered"},
    "booking_cancelled": {"cancelled", "declined"},
    "booking_changed": {"placed", "offered", "waiting"},
    "date_changed": {"placed", "offered", "waiting"},
    "need_arranged": {"placed", "offered", "waiting"},
    "manage_link": set(Registration.State),
    "date_cancelled": set(Registration.State),
}


@pytest.mark.parametrize("kind", STATES)
def test_a_message_is_true_in_some_states_of_a_booking_and_in_no_other(date, kind):
    registration = RegistrationFactory(date=date)
    message, true_in = about(registration, kind), set()
    moments = {"offered_at": RULES, "waiting_since": RULES, "cancelled_at": RULES}
    for state in Registration.State:
        Registration.objects.update(state=state, **moments)
        if not why_not(message):
            true_in.add(state)
    assert true_in == STATES[kind]


@pytest.mark.parametrize(
    ("kind", "ended", "before", "after"),
    [
        ("booking_confirmed", STARTS, "", ""),
        ("booking_confirmed", STARTS + timedelta(hours=2), "", "The date has begun or is over"),
        ("date_cancelled", STARTS + timedelta(hours=2), "", "The date has begun or is over"),
        ("afterwards", STARTS + WEEK, "", ""),
        ("papers_opened", STARTS + WEEK, "", ""),
        ("manage_link", STARTS + WEEK, "", ""),
    ],
)
def test_what_is_told_of_a_date_ends_with_it(clock, date, kind, ended, before, after):
    message = about(RegistrationFactory(date=date), kind)
    clock.move_to(ended - timedelta(seconds=1))
    assert why_not(message) == before
    clock.move_to(ended)
    assert why_not(message) == after


def test_an_event_is_over_when_its_last_date_is(clock, date):
    later = EventDateFactory(page=date.page, starts_at=STARTS + WEEK)
    first, other = RegistrationFactory(date=date), RegistrationFactory(date=later)
    message = about(first, "event_cancelled", others=[other.public_id])
    clock.move_to(STARTS + DAY)
    assert why_not(message) == ""
    clock.move_to(STARTS + WEEK + DAY)
    assert why_not(message) == "The date has begun or is over"


def test_what_tells_of_a_row_that_is_gone_fails_and_says_so(date):
    message = about(RegistrationFactory(date=date), "reminder")
    Registration.objects.all().delete()
    dispatch.drain()
    message.refresh_from_db()
    assert (message.state, message.why) == ("failed", "It could not be written (DoesNotExist)")


def test_every_kind_that_is_asked_is_one_that_the_site_sends():
    assert set(outdated.TRUE_IN) <= set(registry.kinds)


def test_nobody_is_asked_for_answers_to_a_form_that_is_closed(clock):
    invitation = InvitationFactory(survey__opens_at=RULES - WEEK, survey__closes_at=RULES + DAY)
    message = about(invitation.registration, "feedback_invitation")
    Message.objects.update(about=invitation.public_id)
    message.refresh_from_db()
    assert why_not(message) == ""
    clock.move_to(RULES + DAY)
    assert why_not(message) == "The form is closed"


def test_the_same_message_shown_again_says_what_is_so_now(date):
    registration = RegistrationFactory(date=date, waiting=True)
    message = about(registration, "reminder")
    assert "You are on the waiting list" in outbox.render(message).text
    Registration.objects.update(state="placed", waiting_since=None)
    assert "You have a place" in outbox.render(message).text
