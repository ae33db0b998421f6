"""A form with every type of question, one section for some people only, in a real browser."""

import pytest

from feedback.models import Response
from tests import looking, rules
from tests.content.asked import ALL, GRID, KNOWN, PLACE, SECTION, only
from tests.factories.content import questions
from tests.factories.feedback import SurveyFactory
from tests.factories.home import HomePageFactory, StandardPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AT_HOME = only(SECTION, {"question": "place", "answer": "At home"})
FILLED = {"minutes": "15", "word": "Angiogram", "hours": "2.5", "last_0": "31", "last_1": "3", "last_2": "2026"}
CHOSEN = {"travel": "bus", "fair": "agree", "ease": "7", "known": "yes", "clear": "5"}
AGREED = {"care.heard": "agree", "care.told": "not_sure"}


def survey(*asked):
    HomePageFactory()
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug, show_in_menus=True)
    return SurveyFactory(page__questions=questions(*asked))


@pytest.fixture
def of_every_type(transactional_db):
    return survey(PLACE, AT_HOME, *(asked for asked in ALL if asked is not PLACE))


def walk(page, survey):
    """Every state: yields its name and its kind when the page shows it."""
    page.goto(f"/answer/{survey.public_id}/")
    page.check("[name=place][value=a]")
    page.click("text=Continue")
    yield "every type", "question"
    page.click("text=Continue")
    yield "nothing answered", "error"
    for name, value in (CHOSEN | AGREED).items():
        page.check(f'[name="{name}"][value="{value}"]')
    for name, text in FILLED.items():
        page.fill(f"[name={name}]", text)
    page.fill("[name=area]", "Leeds")
    page.click("text=Continue")
    yield "one answer wrong", "error"
    page.fill("[name=area]", "LS2 9JT")
    page.click("text=Continue")
    page.check("[name=may_quote][value=yes]")
    page.click("text=Continue")
    yield "check", "page"


@pytest.mark.parametrize("width", [320, 1280])
def test_every_type_is_accessible_and_fits(open_page, of_every_type, width):
    page, found = open_page(viewport={"width": width, "height": 900}), {}
    for name, kind in walk(page, of_every_type):
        problems = looking.violations(page) + rules.problems(page.content(), kind=kind)
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            problems.append(f"{wide} pixels wide")
        found[name] = problems
    assert found == {"every type": [], "nothing answered": [], "one answer wrong": [], "check": []}


def test_the_html_of_every_type_is_correct(plain_page, html_errors, of_every_type):
    assert html_errors({name: plain_page.content() for name, _kind in walk(plain_page, of_every_type)}) == []


def test_a_changed_mind_leads_another_way_by_keyboard_with_and_without_scripts(each_page, transactional_db):
    page, press = each_page, each_page.keyboard.press
    page.goto(f"/answer/{survey(PLACE, AT_HOME, GRID, KNOWN).public_id}/")

    def choose(name, value, downs=0):
        page.focus(f'[name="{name}"][value="{value}"]')
        press("Space")
        for _each in range(downs):
            press("ArrowDown")

    choose("place", "a")
    press("Enter")
    page.wait_for_url("**/2/*")
    choose("care.heard", "strongly_agree", downs=1)
    choose("care.told", "disagree")
    choose("known", "no")
    press("Enter")
    page.wait_for_url("**/check/*")
    page.focus("a:has-text('Change') >> nth=0")
    press("Enter")
    choose("place", "b")
    press("Enter")
    page.wait_for_url("**/check/*")
    assert "Staff listened" not in page.inner_text("main")
    page.focus("a:has-text('Change') >> nth=0")
    press("Enter")
    choose("place", "a")
    press("Enter")
    page.wait_for_url("**/check/*")
    page.focus("text=Send your answers")
    press("Enter")
    page.wait_for_url("**/done/*")
    assert Response.objects.get().answers == {
        "place": "a",
        "care.heard": "agree",
        "care.told": "disagree",
        "known": "no",
    }
