"""One reminder, for whoever was asked by personal link and has not answered; and how many have."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback import rates, reminding, responding
from feedback.models import Invitation, Survey
from mailing import dispatch, outbox
from mailing.models import Message
from tests.factories.accounts import PersonFactory
from tests.factories.events import EventDateFactory, RegistrationFactory
from tests.factories.feedback import InvitationFactory, ResponseFactory, SurveyFactory
from tests.feedback.cms import at, read

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def invited(number=2, *, anonymous=True, **facts):
    """A form that has asked people a week ago."""
    survey = SurveyFactory(
        personal=True, anonymous=anonymous, opens_at=timezone.now() - WEEK, closes_at=timezone.now() + WEEK, **facts
    )
    RegistrationFactory.create_batch(number, date=survey.date)
    responding.invite(survey=survey, at=timezone.now() - WEEK)
    dispatch.drain()
    return survey


def reminders():
    return Message.objects.filter(kind="feedback_reminder")


def test_whoever_has_not_answered_is_reminded_once():
    survey = invited(3, anonymous=False)
    first = survey.invitations.first()
    Invitation.objects.filter(pk=first.pk).update(answered=True)
    reminding.remind_due()
    reminding.remind_due(timezone.now() + timedelta(days=5))
    assert set(reminders().values_list("about", flat=True)) == set(
        survey.invitations.exclude(pk=first.pk).values_list("public_id", flat=True)
    )


def test_of_an_anonymous_form_nothing_says_afterwards_who_was_reminded():
    survey = invited(2)
    reminding.remind_due()
    assert reminders().filter(person__isnull=False).count() == 2
    dispatch.drain()
    reminding.remind_due()
    assert list(reminders().values_list("person", "to", "about", "text", "state")) == [(None, "", "", "", "sent")] * 2
    names = set(survey.invitations.values_list("public_id", flat=True))
    assert not any(name in once for name in names for once in reminders().values_list("once", flat=True))


def test_a_call_is_forgotten_when_it_is_done_and_says_nothing_of_an_answer_before(officer):
    survey = SurveyFactory(personal=True, opens_at=timezone.now() - WEEK)
    RegistrationFactory(date=survey.date, person=PersonFactory(by_telephone=True))
    responding.invite(survey=survey, at=timezone.now() - WEEK)
    outbox.done(Message.objects.get(), by=officer.user)
    reminding.remind_due()
    task = reminders().get()
    Invitation.objects.update(answered=True)
    outbox.end_tasks(timezone.now())
    assert reminders().get().state == "task"
    outbox.done(task, by=officer.user)
    assert reminders().values_list("person", "about", "text", "state").get() == (None, "", "", "done")


def test_a_call_that_nobody_made_in_time_is_forgotten_as_well(officer):
    survey = SurveyFactory(personal=True, opens_at=timezone.now() - WEEK)
    RegistrationFactory(date=survey.date, person=PersonFactory(by_telephone=True))
    responding.invite(survey=survey, at=timezone.now() - WEEK)
    outbox.done(Message.objects.get(), by=officer.user)
    reminding.remind_due()
    outbox.end_tasks(survey.closes_at)
    assert reminders().values_list("person", "about", "state").get() == (None, "", "withheld")


def test_whoever_answered_before_it_was_sent_gets_none_and_it_is_forgotten():
    invited(1)
    reminding.remind_due()
    Invitation.objects.update(answered=True)
    dispatch.drain()
    assert reminders().values_list("person", "state", "why").get() == (None, "withheld", "It is no longer needed")


@pytest.mark.parametrize(
    "facts",
    [
        {"reminds_after": 8},
        {"reminds_after": None},
        {"closes_at": timezone.now() - timedelta(hours=1)},
        {"safety_lead": None},
    ],
    ids=["too early", "switched off", "closed", "no lead"],
)
def test_nobody_is_reminded(facts):
    survey = invited()
    Survey.objects.filter(pk=survey.pk).update(**facts)
    reminding.remind_due()
    assert not reminders().exists()


def test_nor_where_the_invitation_never_arrived():
    invited()
    Message.objects.update(state="bounced")
    reminding.remind_due()
    assert not reminders().exists()


def test_whoever_booked_is_not_asked_how_it_was():
    InvitationFactory(survey=invited(1, who_may_answer="booked", date__page__title="The liver scan session"))
    reminding.remind_due()
    message = outbox.render(reminders().get())
    assert message.subject == "There is still time to answer our questions"
    assert "We asked you about “The liver scan session” on" in " ".join(message.text.split())
    assert "how it was" not in message.text


def test_what_it_says():
    InvitationFactory(survey=invited(1, date__page__title="The liver scan session"))
    reminding.remind_due()
    message = outbox.render(reminders().get())
    assert message.subject == "There is still time to tell us how it was"
    for words in (
        "The liver scan session",
        "/answer/with/",
        "If you have done so already",
        "We do not remind you again",
    ):
        assert words in message.text


def test_an_officer_sets_the_day(officer):
    survey = invited()
    assert 'name="reminds_after" value="7"' in read(officer, at("change", survey.page_id))


# --- How many answered


def test_answers_are_held_against_those_who_came(officer):
    date = EventDateFactory(past=True)
    survey = SurveyFactory(personal=True, date=date)
    RegistrationFactory.create_batch(3, date=date, attendance="came")
    RegistrationFactory(date=date, attendance="did_not_come")
    responding.invite(survey=survey)
    Invitation.objects.filter(pk=survey.invitations.first().pk).update(answered=True)
    ResponseFactory(survey=survey)
    ResponseFactory(survey=survey, channel="paper")
    found = rates.of(survey, 2)
    assert (found, found.percent) == (rates.Rate(answers=2, came=3, asked=3, used=1), 67)
    text = read(officer, at("form", survey.page_id))
    assert "2 of 3 people who came (67%)" in text
    assert "1 of 3 links used" in text


def test_more_answers_than_people_are_no_share():
    assert rates.Rate(answers=4, came=3, asked=3, used=3).percent is None
    assert rates.of(SurveyFactory(), 4) is None
