"""Question pages in a real browser: accessible, correct, narrow, by keyboard, without scripts."""

import pytest

from tests import looking
from tests.content import lunches
from tests.factories.home import HomePageFactory, NewsIndexPageFactory, StandardPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.content.lunches")]

# The back link stands before the content, as the design system wants it; this rule would have it inside a landmark.


@pytest.fixture(autouse=True)
def site(transactional_db):
    lunches.ORDERS.clear()
    lunches.KITCHEN["open"] = True
    HomePageFactory()
    NewsIndexPageFactory(title="News about everything that is under review")
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug, show_in_menus=True)


def walk(page):
    """Every state of a journey: yields its name and its kind when the page shows it."""
    page.goto("/lunch/north/")
    yield "first question", "question"
    page.click("text=Continue")
    yield "first question, not answered", "error"
    page.check("text=Somebody else")
    page.click("text=Continue")
    page.fill("[name=other]", "Amina")
    page.click("text=Continue")
    yield "several questions", "question"
    page.fill("[name=day_0]", "31")
    page.fill("[name=day_1]", "2")
    page.fill("[name=day_2]", "2027")
    page.click("text=Continue")
    yield "several questions, not answered well", "error"
    page.check("text=Soup")
    page.fill("[name=day_1]", "March")
    page.fill("[name=note]", "A very long word: " + "x" * 80)
    page.click("text=Continue")
    yield "check", "page"
    page.click("a:has-text('Change') >> nth=0")
    yield "answered before", "answered"
    page.go_back()
    page.click("button:has-text('Send the order')")
    yield "confirmation", "page"
    lunches.KITCHEN["open"] = False
    page.goto("/lunch/south/")
    yield "refused", "page"
    page.goto("/lunch/south/who/?draft=12345678")
    yield "expired", "page"
    page.goto("/nowhere/")
    yield "not found", "page"


@pytest.mark.parametrize("width", [320, 1280])
def test_every_state_of_a_journey_is_accessible_and_fits(open_page, width):
    page = open_page(viewport={"width": width, "height": 900})
    found = looking.look_around(page, walk(page))
    assert found == dict.fromkeys(found, [])
    assert len(found) == 10


def test_the_html_of_every_state_is_correct(plain_page, html_errors):
    assert html_errors({name: plain_page.content() for name, _kind in walk(plain_page)}) == []


def test_a_journey_is_completed_by_keyboard_with_and_without_scripts(each_page):
    page, press = each_page, each_page.keyboard.press
    page.goto("/lunch/north/")
    press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    press("Enter")
    page.focus("[value=me]")
    press("Space")
    press("Enter")
    page.wait_for_url("**/food/*")
    page.focus("[value=soup]")
    press("Space")
    for name, typed in (("day_0", "3"), ("day_1", "5"), ("day_2", "2027")):
        page.focus(f"[name={name}]")
        page.keyboard.type(typed)
    press("Enter")
    page.wait_for_url("**/check/*")
    page.focus("text=Send the order")
    press("Enter")
    page.wait_for_url("**/done/*")
    assert page.inner_text("h1") == "We have your answers"
    assert len(lunches.ORDERS) == 1


def test_the_focus_moves_to_what_is_wrong_and_from_there_to_the_field(page):
    page.goto("/lunch/north/")
    page.click("text=Continue")
    assert "nhsuk-error-summary" in page.evaluate("document.activeElement.className")
    page.click(".nhsuk-error-summary a")
    assert page.evaluate("document.activeElement.id") == "id_who"
