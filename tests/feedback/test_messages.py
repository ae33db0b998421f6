"""The message that thanks and asks."""

import re

import pytest
from django.test import Client

from feedback import links, responding
from mailing import outbox
from mailing.models import Message
from tests.factories.accounts import PersonFactory
from tests.factories.events import RegistrationFactory
from tests.factories.feedback import SurveyFactory

pytestmark = pytest.mark.django_db


def asked(anonymous=True, who_may_answer="attended", **person):
    """The rendered message to one person of a survey."""
    survey = SurveyFactory(
        personal=True,
        anonymous=anonymous,
        who_may_answer=who_may_answer,
        date__page__title="The liver scan session",
    )
    RegistrationFactory(date=survey.date, person=PersonFactory(name="Ann Example", **person))
    responding.invite(survey=survey)
    return outbox.render(Message.objects.get())


def test_it_thanks_and_leads_to_the_start_page(settings):
    message = asked()
    link = next(word for word in message.text.split() if "/answer/with/" in word)
    assert link.startswith(settings.BASE_URL)
    assert Client().get(link.removeprefix(settings.BASE_URL)).status_code == 200
    for words in ("Dear Ann Example", "The liver scan session", "not which answers are yours"):
        assert words in message.text


def test_whoever_booked_is_not_thanked_for_coming(settings):
    message = asked(who_may_answer="booked")
    link = next(word for word in message.text.split() if "/answer/with/" in word)
    start = Client().get(link.removeprefix(settings.BASE_URL)).content.decode()
    assert message.subject == "Thank you for booking. We would like to hear from you"
    for said in (message.text, start):
        assert "Thank you for booking “The liver scan session” on" in " ".join(said.split())
        assert not re.search("coming|how it was", said)


def test_its_subject_names_neither_person_nor_topic():
    assert asked().subject == "Thank you for coming. How was it?"


def test_it_says_so_where_answers_are_not_anonymous():
    assert "We can see which booking an answer belongs to." in asked(anonymous=False).text


@pytest.mark.parametrize("reached", ["by_telephone", "by_letter"])
def test_whoever_is_not_reached_by_email_gets_a_task_with_a_script(reached):
    message = asked(**{reached: True})
    assert Message.objects.get().state == "task"
    assert "by telephone or on paper" in message.text


def test_the_link_is_that_of_the_invitation():
    asked()
    invitation = links.Invitation.objects.get()
    assert links.find(links.token(invitation)) == invitation
    assert links.find(invitation.public_id) is None
    assert links.find("") is None
