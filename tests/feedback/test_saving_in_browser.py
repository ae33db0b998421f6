"""Begun on a telephone, finished on another device, without scripts: in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from content.models import Draft
from feedback.models import Comment, Response
from mailing import dispatch
from tests import looking
from tests.factories.feedback import SurveyFactory
from tests.factories.home import StandardPageFactory
from tests.feedback.test_in_browser import ANSWERS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def survey(transactional_db):
    survey = SurveyFactory(page__title="Tell us about the scanner")
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug, show_in_menus=True)
    return survey


def save_on(page, survey):
    page.goto(f"/answer/{survey.public_id}/")
    looking.go_on(page, ANSWERS["1"] | {"place": "hospital"})
    expect(page.locator("h1")).to_contain_text("A hub near you")
    looking.fill(page, {"change": "More buses.", "minutes": "40"})
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.locator("h1")).to_contain_text("Your answers are saved")
    yield "saved", "page"
    page.get_by_role("button", name="Send me the link").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_visible()
    yield "saved, without an address", "error"
    page.get_by_label("Email address").fill("ada@example.org")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.locator(".nhsuk-inset-text")).to_contain_text("you will get a message")
    yield "sent", "page"


def go_on_by_link(page, link):
    page.goto(link)
    yield "by link", "page"
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("h1")).to_contain_text("May we quote your words")
    page.locator(".nhsuk-back-link").click()
    expect(page.locator("[name=change]")).to_have_value("More buses.")
    yield "a page with two buttons", "answered"
    looking.go_on(page)
    looking.go_on(page, ANSWERS["quote"])
    expect(page.locator("h1")).to_contain_text("Check your answers")
    page.click("main form button")
    expect(page.locator("h1")).to_contain_text("Thank you")
    page.goto(link)
    yield "by a link that has ended", "page"


def enter_a_code(page, code):
    page.goto("/answer/back/")
    yield "code", "page"
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_visible()
    yield "no code", "error"
    page.get_by_label("What is your code?").fill(code)
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("h1")).to_contain_text("May we quote your words")


def faults(page, states):
    """What is wrong with each state. What a page does is its heading here, where it is no question."""
    found = {name: looking.faults(page, kind, without=("Q1", "Q2")) for name, kind in states}
    return {name: problems for name, problems in found.items() if problems}


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_saved_on_a_telephone_and_sent_from_another_device(open_page, survey, mailoutbox, javascript):
    look = faults if javascript else lambda page, states: dict.fromkeys([] if [*states] else ["nothing"])
    telephone, by_code, computer = (open_page(javascript=javascript, viewport=looking.NARROW) for _device in range(3))
    assert look(telephone, save_on(telephone, survey)) == {}
    dispatch.drain()
    link = re.search(r"/answer/back/[\w-]+/", mailoutbox[-1].body)[0]
    assert look(by_code, enter_a_code(by_code, Draft.objects.get().code)) == {}
    assert look(computer, go_on_by_link(computer, link)) == {}
    assert (Response.objects.get().answers["minutes"], Comment.objects.get().text) == (40, "More buses.")
    by_code.reload()
    expect(by_code.locator("h1")).to_contain_text("Thank you")


def test_what_it_shows_is_correct_html_and_has_room_for_large_text(plain_page, survey, html_errors, mailoutbox):
    pages = looking.read(plain_page, save_on(plain_page, survey))
    pages |= looking.read(plain_page, enter_a_code(plain_page, Draft.objects.get().code))
    assert html_errors(pages) == []
