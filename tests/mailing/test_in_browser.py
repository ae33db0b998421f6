"""Signing in, alerts and the demonstration's messages in a real browser, with mail from a real mail server."""

import re

import pytest

from mailing import dispatch
from tests import looking, rules
from tests.factories.accounts import UserFactory
from tests.factories.home import HomePageFactory, NewsIndexPageFactory, StandardPageFactory
from tests.factories.mailing import MessageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def site(transactional_db, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    HomePageFactory()
    NewsIndexPageFactory(title="News about everything that is under review")
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug, show_in_menus=True)


def text_of_last(sink):
    dispatch.drain()
    return sink[-1].get_body(["plain"]).get_content()


def sign_in(page, sink):
    """Signs in with a code, and yields the name of each page on the way."""
    page.goto("/account/")
    yield "sign in"
    page.fill("[name=login]", "ada@example.org")
    page.click("main button:has-text('Sign in') >> nth=0")
    yield "code"
    page.fill(
        "[name=code]", re.search(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}\r?$", text_of_last(sink), re.MULTILINE)[0].strip()
    )
    page.click("main button >> nth=0")
    page.wait_for_url("**/account/")
    yield "account"


def alert(page, sink):
    page.goto("/alerts/")
    yield "alert"
    page.fill("[name=email]", "ada@example.org")
    page.click("text=Continue")
    page.wait_for_url("**/alerts/sent/")
    yield "alert sent"
    page.goto(re.search(r"Yes, write to me: (\S+)", text_of_last(sink))[1])
    yield "alert to confirm"
    page.click("text=Yes, write to me")
    yield "alert confirmed"
    page.click("text=Stop writing to me")
    yield "alert ended"


def demonstration(page, settings):
    settings.DEMO = True
    message = MessageFactory(context={"place": "Leeds"})
    page.goto("/demo/messages/")
    yield "messages"
    page.click(f"a[href*='{message.public_id}']")
    yield "message"
    page.click("text=See it as a mail program shows it")
    yield "mail"


def test_somebody_signs_in_with_a_code(each_page, smtp_sink):
    UserFactory(email="ada@example.org")
    assert list(sign_in(each_page, smtp_sink)) == ["sign in", "code", "account"]
    assert "You are signed in as ada@example.org." in each_page.inner_text("main")
    each_page.click("main button:has-text('Sign out')")
    each_page.goto("/account/")
    assert "/account/login/" in each_page.url


def test_somebody_asks_for_news_and_ends_it(each_page, smtp_sink):
    assert len(list(alert(each_page, smtp_sink))) == 5
    assert each_page.inner_text("h1") == "We do not write to you"


def test_every_page_is_accessible_and_correct_and_fits(open_page, smtp_sink, settings, html_errors):
    UserFactory(email="ada@example.org")
    page = open_page(viewport={"width": 320, "height": 900})
    found, pages = {}, {}
    for walk in (sign_in(page, smtp_sink), alert(page, smtp_sink), demonstration(page, settings)):
        for name in walk:
            problems = looking.violations(page)
            if name != "mail":  # which has neither our header nor our footer
                problems += rules.problems(page.content(), kind="page")
            found[name], pages[name] = problems + [*looking.too_wide(page)], page.content()
    assert found == dict.fromkeys(found, [])
    assert html_errors(pages) == []
