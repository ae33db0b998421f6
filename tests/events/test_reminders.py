"""Reminders by rules: to whom, when, once, and never of what somebody has just heard."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from events import bookings, history, reminders, scheduling
from events.models import ReminderRule
from mailing import outbox
from mailing.models import Message
from tests.events.booking import book
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import (
    EventDateFactory,
    ForumPageFactory,
    GuestFactory,
    MembershipFactory,
    RegistrationFactory,
    ReminderRuleFactory,
)

pytestmark = pytest.mark.django_db
RULES = datetime(2027, 6, 1, 9, tzinfo=UTC)
STARTS = datetime(2027, 7, 15, 9, tzinfo=UTC)  # Thursday, 10am in London
WEEK, DAY = timedelta(days=7), timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(RULES, tick=False) as traveller:
        yield traveller


@pytest.fixture
def date(clock):
    return EventDateFactory(hybrid=True, starts_at=STARTS, offers_paused=True)


def send_at(clock, moment):
    clock.move_to(moment)
    reminders.send_due()


def reminded(kind="reminder"):
    """Who was reminded, in the order in which it happened."""
    return list(Message.objects.filter(kind=kind).order_by("pk").values_list("person__name", flat=True))


def test_a_site_begins_with_a_week_and_a_day_before(clock):
    reminders.make_defaults()
    reminders.make_defaults()
    assert [str(rule) for rule in ReminderRule.objects.all()] == ["7 days before", "1 day before"]


def test_defaults_do_not_come_back_where_an_officer_has_rules(clock):
    ReminderRuleFactory(number=3)
    reminders.make_defaults()
    assert ReminderRule.objects.count() == 1


def test_everybody_with_a_place_is_reminded_once_when_the_moment_comes(clock, date):
    ReminderRuleFactory(number=7)
    RegistrationFactory(date=date, person__name="Ada")
    RegistrationFactory(date=date, online=True, person__name="Bob")
    for trait in ("waiting", "offered", "cancelled"):
        RegistrationFactory(date=date, **{trait: True})
    send_at(clock, STARTS - WEEK - timedelta(seconds=1))
    assert reminded() == []
    send_at(clock, STARTS - WEEK)
    send_at(clock, STARTS - WEEK + timedelta(minutes=5))
    assert sorted(reminded()) == ["Ada", "Bob"]


@pytest.mark.parametrize(
    ("audience", "names"),
    [("placed", ["Ada", "Bob"]), ("in_person", ["Ada"]), ("online", ["Bob"]), ("waiting", ["Cem"])],
)
def test_a_rule_says_who_is_reminded(clock, date, audience, names):
    ReminderRuleFactory(audience=audience)
    RegistrationFactory(date=date, person__name="Ada")
    RegistrationFactory(date=date, online=True, person__name="Bob")
    RegistrationFactory(date=date, waiting=True, person__name="Cem")
    send_at(clock, STARTS - DAY)
    assert sorted(reminded()) == names


def test_hours_are_counted_as_well(clock, date):
    ReminderRuleFactory(number=2, unit="hours")
    RegistrationFactory(date=date, person__name="Ada")
    send_at(clock, STARTS - timedelta(hours=2, minutes=1))
    assert reminded() == []
    send_at(clock, STARTS - timedelta(hours=2))
    assert reminded() == ["Ada"]


@pytest.mark.parametrize(
    ("starts_at", "due"),
    [
        (datetime(2027, 3, 28, 9, tzinfo=UTC), datetime(2027, 3, 27, 10, tzinfo=UTC)),  # 10am before and after
        (datetime(2027, 10, 31, 10, tzinfo=UTC), datetime(2027, 10, 30, 9, tzinfo=UTC)),
        (datetime(2027, 6, 15, 9, tzinfo=UTC), datetime(2027, 6, 14, 9, tzinfo=UTC)),
    ],
    ids=["clocks go forward", "clocks go back", "summer"],
)
def test_a_day_before_is_the_same_hour_in_london(starts_at, due):
    date = EventDateFactory.build(starts_at=starts_at, page=None, venue=None)
    assert ReminderRule(number=1).moment(date) == due


def test_whoever_books_after_the_moment_gets_none_of_the_earlier(clock, date):
    ReminderRuleFactory(number=7)
    ReminderRuleFactory(number=1)
    clock.move_to(STARTS - timedelta(days=3))
    book(date, guest=GuestFactory(name="Ada"))
    reminders.send_due()
    assert reminded() == []
    send_at(clock, STARTS - DAY)
    assert reminded() == ["Ada"]


def test_whoever_comes_to_a_place_after_the_moment_gets_none_of_the_earlier(clock, date):
    ReminderRuleFactory(number=7)
    waiting = RegistrationFactory(date=date, waiting=True)
    clock.move_to(STARTS - timedelta(days=3))
    bookings.place_beyond(registration=waiting, by=UserFactory(), reason="A patron.")
    reminders.send_due()
    assert reminded() == []


def test_a_worker_that_stood_still_sends_the_nearest_reminder_and_not_both(clock, date):
    ReminderRuleFactory(number=7)
    ReminderRuleFactory(number=1)
    RegistrationFactory(date=date, person__name="Ada")
    send_at(clock, STARTS - timedelta(hours=20))
    send_at(clock, STARTS - timedelta(hours=19))
    assert reminded() == ["Ada"]


def test_nobody_is_reminded_of_what_has_begun_or_is_cancelled(clock, date):
    ReminderRuleFactory(number=1)
    RegistrationFactory(date=date)
    RegistrationFactory(date=EventDateFactory(starts_at=STARTS, cancelled=True))
    send_at(clock, STARTS)
    assert reminded() == []


def test_a_rule_does_not_make_up_for_moments_before_it_was_made(clock, date):
    RegistrationFactory(date=date)
    clock.move_to(STARTS - timedelta(days=3))
    ReminderRuleFactory(number=7)
    reminders.send_due()
    assert reminded() == []


def test_an_event_with_rules_of_its_own_has_only_those(clock, date):
    ReminderRuleFactory(number=7)
    ReminderRuleFactory(number=2, page=date.page)
    other = EventDateFactory(starts_at=STARTS)
    RegistrationFactory(date=date, person__name="Ada")
    RegistrationFactory(date=other, person__name="Bob")
    send_at(clock, STARTS - WEEK)
    assert reminded() == ["Bob"]
    send_at(clock, STARTS - timedelta(days=2))
    assert reminded() == ["Bob", "Ada"]


# --- A date that moves


def move(date, **changes):
    scheduling.change_date(date=date, by=UserFactory(), **{"tell": True, **changes})


def test_a_date_that_moves_to_another_day_is_reminded_of_again(clock, date):
    ReminderRuleFactory(number=7)
    RegistrationFactory(date=date, person__name="Ada")
    send_at(clock, STARTS - WEEK)
    move(date, starts_at=STARTS + 2 * WEEK, ends_at=STARTS + 2 * WEEK + timedelta(hours=2))
    send_at(clock, STARTS)
    assert reminded() == ["Ada"]
    send_at(clock, STARTS + WEEK)
    assert reminded() == ["Ada", "Ada"]


def test_a_date_that_moves_by_an_hour_is_not_reminded_of_again(clock, date):
    ReminderRuleFactory(number=1)
    RegistrationFactory(date=date, person__name="Ada")
    send_at(clock, STARTS - DAY)
    move(date, starts_at=STARTS + timedelta(hours=4), ends_at=STARTS + timedelta(hours=6), tell=False)
    send_at(clock, STARTS - DAY + timedelta(hours=5))
    assert reminded() == ["Ada"]


def test_whoever_was_told_that_a_date_comes_sooner_needs_no_reminder_of_it(clock, date):
    ReminderRuleFactory(number=7)
    RegistrationFactory(date=date)
    clock.move_to(STARTS - 2 * WEEK)
    sooner = STARTS - 2 * WEEK + timedelta(days=3)
    move(date, starts_at=sooner, ends_at=sooner + timedelta(hours=2))
    clock.shift(60)
    reminders.send_due()
    assert reminded() == []


def test_whoever_was_not_told_of_it_or_could_not_be_is_reminded(clock, date):
    ReminderRuleFactory(number=7)
    RegistrationFactory(date=date, person__name="Ada")
    clock.move_to(STARTS - 2 * WEEK)
    sooner = STARTS - 2 * WEEK + timedelta(days=3)
    move(date, starts_at=sooner, ends_at=sooner + timedelta(hours=2))
    Message.objects.update(state="bounced")
    clock.shift(60)
    reminders.send_due()
    assert reminded() == ["Ada"]


# --- Channels


def test_whoever_is_reached_by_telephone_is_called(clock, date):
    ReminderRuleFactory(number=1)
    RegistrationFactory(date=date, person=PersonFactory(by_telephone=True))
    send_at(clock, STARTS - DAY)
    assert Message.objects.get().state == "task"


@pytest.mark.parametrize(("days", "letters"), [(7, 1), (1, 0)])
def test_a_letter_is_written_only_where_it_comes_in_time(clock, date, days, letters):
    ReminderRuleFactory(number=days)
    person = PersonFactory(email="", address="1 Market Street", channel="letter")
    RegistrationFactory(date=date, person=person)
    send_at(clock, STARTS - timedelta(days=days))
    assert Message.objects.filter(channel="letter").count() == letters


def test_many_are_put_into_the_outbox_in_batches_each_of_which_stays(clock, date, monkeypatch):
    monkeypatch.setattr(reminders, "BATCH", 2)
    ReminderRuleFactory(number=1)
    RegistrationFactory.create_batch(5, date=date)
    tell, told = history.tell, []

    def tell_four(registration, *arguments, **fields):
        told.append(registration)
        if len(told) == 4:
            raise RuntimeError
        tell(registration, *arguments, **fields)

    monkeypatch.setattr(history, "tell", tell_four)
    with pytest.raises(RuntimeError):
        send_at(clock, STARTS - DAY)
    assert Message.objects.count() == 2
    reminders.send_due()
    assert Message.objects.count() == 5


# --- Afterwards


def test_those_who_came_hear_afterwards_what_the_rule_says(clock, date):
    ReminderRuleFactory(number=2, side="after", audience="came", note="The slides are on the page.")
    RegistrationFactory(date=date, person__name="Ada", attendance="came")
    RegistrationFactory(date=date, person__name="Bob", attendance="came_online")
    RegistrationFactory(date=date, person__name="Cem", attendance="did_not_come")
    send_at(clock, date.ends_at + timedelta(days=2))
    reminders.send_due()
    assert sorted(reminded("afterwards")) == ["Ada", "Bob"]
    assert "The slides are on the page." in outbox.render(Message.objects.first()).text


def test_what_is_too_late_afterwards_is_left(clock, date):
    ReminderRuleFactory(number=1, side="after", note="Thank you.")
    RegistrationFactory(date=date)
    send_at(clock, date.ends_at + timedelta(days=4))
    assert reminded("afterwards") == []


# --- Members of the forum


@pytest.fixture
def forum_date(clock):
    return EventDateFactory(page__parent=ForumPageFactory(), starts_at=STARTS)


def test_members_who_have_not_booked_are_asked_to_come(client, forum_date, clock):
    ReminderRuleFactory(audience="members", note="Bring a friend.")
    forum = forum_date.page.forum
    member = MembershipFactory(forum=forum, person__name="Ada")
    booked = MembershipFactory(forum=forum)
    RegistrationFactory(date=forum_date, person=booked.person)
    for state in ({"paused": True}, {"left": True}, {"joined_at": STARTS}):
        MembershipFactory(forum=forum, **state)
    MembershipFactory()
    send_at(clock, STARTS - DAY)
    send_at(clock, STARTS - DAY + timedelta(minutes=5))
    assert reminded("reminder_to_members") == ["Ada"]
    found = outbox.render(Message.objects.get())
    assert found.subject == "Your forum meets on Thursday 15 July 2027"
    assert "Bring a friend." in found.text
    assert f"/book/{forum_date.public_id}/" in found.text
    assert member.public_id in found.text


def test_members_are_not_asked_to_what_nobody_can_book(clock, forum_date):
    ReminderRuleFactory(audience="members")
    MembershipFactory(forum=forum_date.page.forum)
    type(forum_date).objects.update(registration_closes_at=STARTS - WEEK)
    send_at(clock, STARTS - DAY)
    assert reminded("reminder_to_members") == []


# --- What a rule may say


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"number": 0}, "more than 0"),
        ({"audience": "came"}, "Who came is known only afterwards"),
        ({"audience": "waiting", "side": "after", "note": "Words"}, "reminded before"),
        ({"audience": "members", "side": "after", "note": "Words"}, "reminded before"),
        ({"side": "after"}, "what you want to say afterwards"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(fields, refusal):
    with pytest.raises(ValidationError, match=refusal):
        ReminderRuleFactory.build(**fields).full_clean()


def test_a_tick_without_anything_due_costs_little(clock, date, django_assert_num_queries):
    reminders.make_defaults()
    RegistrationFactory.create_batch(3, date=date)
    with django_assert_num_queries(2):
        reminders.send_due()


# --- In the CMS


def test_an_officer_makes_changes_and_deletes_a_rule(officer):
    rule = {"number": 3, "unit": "days", "side": "before", "audience": "online", "page": "", "note_0": "", "note_1": ""}
    officer.post("/cms/reminders/new/", rule)
    made = ReminderRule.objects.get()
    assert (str(made), made.audience) == ("3 days before", "online")
    assert "3 days before" in officer.get("/cms/reminders/").text
    officer.post(f"/cms/reminders/edit/{made.pk}/", rule | {"number": 4})
    assert ReminderRule.objects.get().number == 4
    officer.post(f"/cms/reminders/delete/{made.pk}/")
    assert not ReminderRule.objects.exists()


def test_a_rule_that_makes_no_sense_is_refused_in_words(officer):
    rule = {"number": 3, "unit": "days", "side": "before", "audience": "came", "page": "", "note_0": "", "note_1": ""}
    assert "Who came is known only afterwards" in officer.post("/cms/reminders/new/", rule).text


def test_nobody_else_sees_or_makes_rules(bystander):
    assert bystander.get("/cms/reminders/").status_code == 302
    bystander.post("/cms/reminders/new/", {"number": 3})
    assert not ReminderRule.objects.exists()
