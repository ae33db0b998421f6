"""The pages of the demonstration in a real browser: accessible, correct, narrow, without scripts."""

import pytest
from django.core.management import call_command

from home.models import StandardPage
from tests import looking, rules
from tests.factories.reviews import CarePathwayPageFactory, TechnologyPageFactory, TopicStatusFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("search_index"),
]

ADDRESSES = (
    "/",
    "/reviews/",
    "/reviews/?open=on&kind=technology&area=heart&sort=newest",
    "/reviews/?q=elbow",
    "/reviews/wearable-heart-rhythm-monitor/",
    "/reviews/tests-closer-to-home/",
    "/reviews/rapid-respiratory-virus-test/",
    "/news/",
    "/news/312-people-told-us-about-tests/",
    "/search/",
    "/search/?q=heart",
    "/search/?q=elbow",
)


def faults_of(page, address):
    """What is wrong with a page as it is shown now."""
    for problem in looking.violations(page, options=looking.VIOLATIONS) + rules.problems(page.content(), kind="page"):
        yield f"{address}: {problem}"
    if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
        yield f"{address}: {width} pixels wide"


def test_every_page_of_the_demonstration_is_accessible_correct_and_narrow(open_page, html_errors, settings):
    settings.DEMO = True
    call_command("load_demo", verbosity=0)
    page = open_page(viewport={"width": 320, "height": 640})
    faults, pages = [], {}
    for address in [*ADDRESSES, *(page.url for page in StandardPage.objects.live())]:
        assert page.goto(address).status == 200
        pages[address] = page.content()
        faults += faults_of(page, address)
    assert faults == []
    assert html_errors(pages) == []


def test_a_visitor_finds_a_topic_from_the_home_page_on(each_page):
    TopicStatusFactory(topic=TechnologyPageFactory(title="Heart patch", summary="Worn on the chest."))
    TopicStatusFactory(topic=CarePathwayPageFactory(title="Heart clinic"))
    each_page.goto("/")
    each_page.click("text=See everything that is under review")
    each_page.fill("main [name=q]", "heart")
    each_page.click("summary:has-text('Filter and sort')")
    each_page.select_option("main [name=kind]", "technology")
    each_page.click("main form button:has-text('Show')")
    assert [title.inner_text() for title in each_page.locator("main h3").all()] == ["Heart patch"]
    each_page.click("main h3 a")
    assert each_page.inner_text("main h1") == "Heart patch"
