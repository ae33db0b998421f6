"""The equality questions in a real browser: accessible, narrow, by keyboard and without scripts."""

import pytest

from feedback.models import EqualityWaiting
from tests import looking
from tests.factories.feedback import SurveyFactory
from tests.factories.home import StandardPageFactory
from tests.feedback.test_in_browser import ANSWERS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EQUALITY = {
    "ask": {"want": "yes"},
    "1": {"age": "25_34"},
    "2": {"sex": "prefer_not"},
    "3": {},
    "4": {"orientation": "bisexual"},
    "5": {"condition": "yes"},
    "6": {"limited": "a_little"},
    "7": {"areas": "memory"},
    "8": {"ethnic_group": "asian"},
    "11": {"ethnic_asian": "chinese"},
    "14": {"religion": "buddhist"},
    "15": {"partnership": "married"},
    "16": {"care": "50"},
    "17": {"pregnancy": "no"},
}


@pytest.fixture
def survey(transactional_db):
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug, show_in_menus=True)
    return SurveyFactory(asks_equality=True)


def answer(page, survey):
    """Each page of equality questions, after the answers were sent."""
    page.goto(f"/answer/{survey.public_id}/")
    for step in ANSWERS:
        page.wait_for_url(f"**/{step}/**")
        looking.go_on(page, ANSWERS[step])
    page.wait_for_url("**/check/**")
    page.click("main form button")
    for step, answers in EQUALITY.items():
        page.wait_for_url(f"**/equality/{step}/**")
        if step == "ask":
            page.click("main form button")
            page.wait_for_selector(".nhsuk-error-summary")
            yield "ask, not answered", "error"
        else:
            yield step, "question"
        looking.go_on(page, answers)
    page.wait_for_url("**/done/**")
    yield "confirmation", "page"


def test_each_page_is_accessible_and_fits_a_narrow_screen(open_page, survey):
    page = open_page(viewport=looking.NARROW)
    # The wording is the standard one, however long it is (T1). Nothing leads back from the first page (Q1): the answers
    # before it were sent.
    without = {"question": ("T1",), "error": ("Q1",), "page": ()}
    found = {name: looking.faults(page, kind, without[kind]) for name, kind in answer(page, survey)}
    assert {name: problems for name, problems in found.items() if problems} == {}
    assert len(found) == len(EQUALITY) + 1
    assert EqualityWaiting.objects.count() == 1


def test_all_of_it_works_without_scripts_and_is_correct_html(plain_page, survey, html_errors):
    pages = looking.read(plain_page, answer(plain_page, survey))
    assert html_errors(pages) == []
    assert EqualityWaiting.objects.count() == 1
    plain_page.go_back()
    plain_page.wait_for_url("**/done/**")
