"""Saving answers, and coming back to them on another device, by a link or by a code."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from content import drafts, saving
from content.models import Draft
from content.moments import day_and_hour
from feedback import links
from feedback.models import Comment, Response
from mailing import dispatch
from tests.factories.feedback import InvitationFactory, SurveyFactory
from tests.feedback.test_answering import FIRST, SECOND, Visitor, address_of

pytestmark = pytest.mark.django_db
ADDRESS = "ada@example.org"


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


@pytest.fixture
def visitor(client):
    return Visitor(client)


def begin(visitor, survey=None):
    return visitor.go(address_of(survey or SurveyFactory())).send(**FIRST)


def saved(visitor, **typed):
    return begin(visitor).send(save="yes", **typed)


def another_device():
    return Visitor(Client())


def link_in(outbox):
    """The address in the last message."""
    return re.search(r"/answer/back/[\w-]+/", outbox[-1].body)[0]


def send_link(visitor, outbox, to=ADDRESS):
    visitor.send(email=to)
    dispatch.drain()
    return link_in(outbox)


def test_what_was_typed_is_kept_until_a_stated_day(visitor):
    saved(visitor, change="More buses.", minutes="40")
    draft = Draft.objects.get()
    assert visitor.heading.endswith("Your answers are saved")
    assert f"We keep them until {day_and_hour(draft.expires_at)}." in visitor.text
    typed = {"help": [], "minutes": ["40"], "change": ["More buses."], "age": []}
    assert draft.answers["2"] == typed | {"stamp": draft.answers["2"]["stamp"]}
    visitor.go(visitor.link("/quote/")).go(visitor.link("nhsuk-back-link"))
    assert "More buses." in visitor.text


def test_what_is_wrong_is_kept_too_and_said_when_somebody_comes_back(visitor):
    saved(visitor, minutes="many", change="More buses.")
    visitor.go(visitor.link("/2/"))
    assert "<title>Error:" in visitor.text
    assert 'value="many"' in visitor.text
    assert "More buses." in visitor.text


@pytest.mark.parametrize("typed", [{}, {"change": ""}])
def test_a_page_on_which_nothing_was_typed_is_as_it_was(visitor, typed):
    saved(visitor, **typed)
    assert [*Draft.objects.get().answers] == ["1"]
    visitor.go(visitor.link("/2/"))
    assert "<title>Error:" not in visitor.text


def test_the_first_page_can_be_saved_before_anything_was_typed(visitor):
    visitor.go(address_of(SurveyFactory())).send(save="yes")
    assert visitor.heading.endswith("Your answers are saved")
    assert Draft.objects.get().answers == {}


@pytest.mark.parametrize(("closes_in", "kept_for"), [(None, 30), (60, 30), (10, 10)])
def test_it_is_kept_for_thirty_days_and_no_longer_than_the_form_is_open(visitor, closes_in, kept_for):
    with time_machine.travel("2026-03-02 12:00:00+00:00", tick=False):
        now = timezone.now()
        closes_at = closes_in and now + timedelta(days=closes_in)
        survey = SurveyFactory(opens_at=now - timedelta(days=1), closes_at=closes_at)
        begin(visitor, survey).send(save="yes")
        assert Draft.objects.get().expires_at == now + timedelta(days=kept_for)


def test_going_on_does_not_shorten_the_time_that_was_stated(visitor):
    saved(visitor, change="More buses.")
    until = Draft.objects.get().expires_at
    visitor.go(visitor.link("/quote/")).send(may_quote="yes")
    assert Draft.objects.get().expires_at == until


def test_the_device_knows_its_answers_for_as_long_as_they_are_kept(visitor):
    begin(visitor, SurveyFactory(closes_at=None)).send(save="yes")
    days = {
        round(each["max-age"] / 86400) for name, each in visitor.client.cookies.items() if name.startswith("draft-")
    }
    assert days == {30}


def test_another_device_forgets_them_after_a_day_as_others_may_use_it(visitor):
    saved(visitor)
    other = another_device().go("/answer/back/").send(code=Draft.objects.get().code)
    ages = {each["max-age"] for name, each in other.client.cookies.items() if name.startswith("draft-")}
    assert ages == {24 * 60 * 60}


def test_the_link_leads_another_device_to_the_answers(visitor, mailoutbox):
    saved(visitor, minutes="40", change="More buses.")
    link = send_link(visitor, mailoutbox)
    other = another_device().go(link)
    assert other.heading.endswith("Go on with your answers")
    assert "More buses." not in other.text
    other.press(link)
    assert other.heading.endswith("May we quote your words without your name?")
    other.send(may_quote="yes").send()
    assert other.heading == "Thank you for your answers"
    assert (Comment.objects.get().text, Response.objects.get().answers["place"]) == ("More buses.", "hospital")


def test_opening_the_link_changes_nothing(visitor, mailoutbox):
    saved(visitor)
    link = send_link(visitor, mailoutbox)
    before = Draft.objects.values().get()
    other = another_device().go(link)
    assert Draft.objects.values().get() == before
    assert not any(name.startswith("draft-") for name in other.client.cookies)


def test_neither_link_nor_message_holds_the_key_of_the_draft(visitor, mailoutbox):
    saved(visitor)
    link = send_link(visitor, mailoutbox)
    key = Draft.objects.get().key
    assert key not in link + mailoutbox[-1].body


@pytest.mark.parametrize("change", [lambda token: token[:-1] + "g", lambda token: token.partition("-")[0]])
def test_a_link_that_was_made_up_is_not_found(visitor, client, change):
    saved(visitor)
    assert client.get(f"/answer/back/{change(drafts.token(Draft.objects.get()))}/").status_code == 404


def test_the_link_ends_when_the_answers_are_sent(visitor, mailoutbox):
    saved(visitor, change="More buses.")
    link = send_link(visitor, mailoutbox)
    other = another_device().press(link).send(may_quote="no").send()
    assert Response.objects.count() == 1
    for page in (other.client.get(link), other.client.post(link)):
        assert page.status_code == 410
        assert "Either they were sent, and we have them" in page.content.decode()
    visitor.go(visitor.address)
    assert visitor.heading == "Thank you for your answers"


def test_the_link_ends_with_the_time_that_was_stated(visitor, mailoutbox):
    saved(visitor)
    link = send_link(visitor, mailoutbox)
    with time_machine.travel(Draft.objects.get().expires_at):
        assert another_device().go(link).page.status_code == 410


def test_a_link_to_a_form_that_has_closed_says_so(visitor, mailoutbox):
    survey = SurveyFactory()
    begin(visitor, survey).send(save="yes")
    link = send_link(visitor, mailoutbox)
    survey.closes_at = timezone.now()
    survey.save()
    assert "This form has closed." in another_device().go(link).text


def test_two_devices_with_the_same_answers_lose_no_page(visitor, mailoutbox):
    saved(visitor)
    other = another_device().press(send_link(visitor, mailoutbox))
    visitor.go(visitor.link("/2/"))
    other.send(**SECOND)
    visitor.go(visitor.address.replace("/2/", "/1/")).send(**FIRST | {"place": "practice"})
    other.send(may_quote="yes").send()
    response = Response.objects.get()
    assert (response.answers["place"], response.answers["age"]) == ("practice", "old")


def test_two_people_with_two_links_never_meet(mailoutbox):
    survey, devices = SurveyFactory(), [another_device(), another_device()]
    for number, device in enumerate(devices):
        begin(device, survey).send(save="yes", change=f"The words of {number}.")
    sent = [send_link(device, mailoutbox, f"{number}@example.org") for number, device in enumerate(devices)]
    shared = another_device()
    for link in sent:
        shared.press(link).send(may_quote="no").send()
    assert [*Comment.objects.order_by("pk").values_list("text", flat=True)] == ["The words of 0.", "The words of 1."]


# --- Without an address


def test_the_code_opens_the_answers_on_another_device_however_it_is_written(visitor):
    saved(visitor, change="More buses.")
    code = Draft.objects.get().code
    assert f"{code[:5]} {code[5:]}" in visitor.text
    other = another_device().go("/answer/back/").send(code=f" {code[:5].upper()}-{code[5:]} ")
    assert other.heading.endswith("May we quote your words without your name?")


@pytest.mark.parametrize("typed", ["", "23456 789ab"])
def test_another_code_opens_nothing_and_says_so_beside_the_field(visitor, typed):
    saved(visitor)
    other = another_device().go("/answer/back/").send(code=typed)
    assert other.text.count("Enter the code") >= 2
    assert not any(name.startswith("draft-") for name in other.client.cookies)


def test_codes_cannot_be_tried_for_ever(monkeypatch):
    monkeypatch.setattr(saving, "TRIES", (2, 300))
    other = another_device().go("/answer/back/")
    seen = [other.client.post("/answer/back/", {"code": "23456789ab"}).status_code for _try in range(3)]
    assert seen == [200, 200, 429]


def test_what_was_not_saved_has_no_code_and_opens_by_none(visitor):
    begin(visitor)
    assert Draft.objects.get().code == ""
    assert drafts.find_saved("", journey="answer") is None


# --- A personal link


def test_a_form_by_personal_link_keeps_the_link(mailoutbox):
    invitation = InvitationFactory()
    visitor = another_device().press(f"/answer/with/{links.token(invitation)}/").send(**FIRST)
    visitor.send(save="yes", change="More buses.")
    other = another_device().press(send_link(visitor, mailoutbox))
    other.send(may_quote="no").send()
    invitation.refresh_from_db()
    assert (other.heading, invitation.answered) == ("Thank you for your answers", True)


# --- A session


def test_an_expired_session_loses_nothing(officer):
    """Somebody who is signed in and then is not."""
    visitor = begin(Visitor(officer))
    Session.objects.all().delete()
    del officer.cookies["sessionid"]
    visitor.send(**SECOND).send(may_quote="yes").send()
    assert Comment.objects.get().text == "More buses."


# --- Another journey


@pytest.mark.urls("tests.content.lunches")
def test_other_journeys_have_no_such_button_and_take_no_such_press(client):
    page = client.get("/lunch/north/who/")
    assert "Save and come back later" not in page.content.decode()
    assert client.post("/lunch/north/who/", {"who": "me", "save": "yes"}).url.startswith("/lunch/north/food/")
