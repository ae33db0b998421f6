"""Answering, reading the four words and withdrawing by them, in a real browser: narrow, and without scripts."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from feedback import equality, four_words
from feedback.models import Response
from home import roles
from tests import looking
from tests.factories.feedback import ResponseFactory, SurveyFactory
from tests.factories.home import StandardPageFactory
from tests.feedback.cms import at
from tests.feedback.test_in_browser import ANSWERS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def survey(transactional_db):
    cache.clear()  # how often words were tried, in tests before
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug, show_in_menus=True)
    return SurveyFactory(page__title="Tell us about the scanner")


def answer(page, survey):
    """The words at the end of the form."""
    page.goto(f"/answer/{survey.public_id}/")
    for step in ANSWERS:
        page.wait_for_url(f"**/{step}/**")
        looking.go_on(page, ANSWERS[step])
    page.wait_for_url("**/check/**")
    page.click("main form button")
    page.wait_for_url("**/done/**")
    return page.locator("main [translate=no]").inner_text()


def withdraw(page, words):
    page.click("main a:has-text('Withdraw answers on this site')")
    page.wait_for_url("**/withdraw/")
    yield "words", "page"
    looking.go_on(page, {"words": "hovse"})
    page.wait_for_selector(".nhsuk-error-summary")
    yield "words, too few", "error"
    looking.go_on(page, {"words": words.upper().replace(" ", "-")})
    page.wait_for_selector("main form input[name=withdraw]", state="attached")
    yield "sure", "page"
    page.click("main form button")
    page.wait_for_url("**/withdraw/*/")
    yield "withdrawn", "page"


def test_each_page_is_accessible_and_fits_a_narrow_screen(open_page, survey):
    page = open_page(viewport=looking.NARROW)
    words = answer(page, survey)
    assert looking.faults(page, "page") == []
    # No page comes before the words, so no link leads back (Q1).
    found = {name: looking.faults(page, kind, without=("Q1",)) for name, kind in withdraw(page, words)}
    assert {name: problems for name, problems in found.items() if problems} == {}
    assert len(found) == 4
    assert not Response.objects.exists()


def test_all_of_it_works_without_scripts_on_a_narrow_screen(open_page, survey, html_errors):
    page = open_page(javascript=False, viewport=looking.NARROW)
    kept = ResponseFactory(survey=survey)
    pages = looking.read(page, withdraw(page, answer(page, survey)))
    assert html_errors(pages) == []
    assert Response.objects.get() == kept
    page.click("main a:has-text('Answer the form again')")
    page.wait_for_url(f"**{survey.page.url}")


@pytest.mark.parametrize("width", [320, 1280])
def test_an_officer_withdraws_and_reads_totals_on_pages_that_are_accessible(open_page, live_server, sign_in, width):
    survey = SurveyFactory(asks_equality=True)
    ResponseFactory(survey=survey, words=four_words.hashed("acorn basket candle daffodil"))
    for number in range(20):
        equality.keep(survey=survey, answers={"age": "45_54"}, key=f"key {number}")
    equality.write_due()
    page = open_page(viewport={"width": width, "height": 900})
    session = sign_in(roles.OFFICER).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(at("equality", survey.page_id))
    expect(page.get_by_role("cell", name="45 to 54")).to_be_visible()
    assert looking.violations(page, looking.OURS) + list(looking.too_wide(page)) == []
    page.goto(at("withdraw"))
    assert looking.violations(page, looking.OURS) + list(looking.too_wide(page)) == []
    page.fill("[name=words]", "Acorn basket candle daffodil")
    page.get_by_role("button", name="Find the answers").click()
    expect(page.get_by_text("These words belong to answers")).to_be_visible()
    assert looking.violations(page, looking.OURS) + list(looking.too_wide(page)) == []
    page.get_by_role("button", name="Withdraw the answers").click()
    expect(page.get_by_text("The answers are withdrawn.")).to_be_visible()
    assert not Response.objects.exists()
