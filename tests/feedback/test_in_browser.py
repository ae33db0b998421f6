"""Forms, answering and summaries in a real browser: accessible, correct, narrow, with scripts and without."""

import pytest
from django.test import Client

from feedback import links, releases
from feedback.models import Response
from tests import looking
from tests.factories.accounts import UserFactory
from tests.factories.feedback import (
    CommentFactory,
    InvitationFactory,
    ResponseFactory,
    SurveyFactory,
    ThemeFactory,
)
from tests.factories.home import HomePageFactory, StandardPageFactory
from tests.factories.reviews import DesignTeamFactory, OutcomeFactory, PromiseFactory, TechnologyPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANSWERS = {
    "1": {"place": "elsewhere", "fair": "agree", "ease": "7"},
    "1-more": {"place.elsewhere.follow_up": "At home"},
    "2": {"help": "bus", "minutes": "40", "change": "More buses.\nAnd later ones.", "age": "old"},
    "quote": {"may_quote": "yes"},
}


@pytest.fixture
def survey(transactional_db):
    HomePageFactory()
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug, show_in_menus=True)
    topic = TechnologyPageFactory(title="A scanner")
    ThemeFactory(topic=topic, name="Getting there").outcomes.add(OutcomeFactory(topic=topic))
    closed = SurveyFactory(closed=True, page__topics=[topic], in_words="People liked it.")
    SurveyFactory(coming=True)
    survey = SurveyFactory(page__topics=[topic], page__title="Tell us about the scanner")
    PromiseFactory(page=survey.page)
    for place, number in (("hospital", 20), ("practice", 11), ("elsewhere", 2)):
        ResponseFactory.create_batch(number, survey=survey, may_quote=True, answers={"place": place, "ease": 3})
    CommentFactory(response=survey.responses.first(), state="clear")
    releases.make_release(survey=survey)
    releases.make_release(survey=closed)
    survey.closed = closed
    return survey


def look_around(page, survey):
    for name, address in {
        "forms": "/feedback/",
        "form": survey.page.url,
        "closed form": survey.closed.page.url,
        "refused": f"/answer/{survey.closed.public_id}/",
        "on paper": f"/answer/{survey.public_id}/print/",
    }.items():
        page.goto(address)
        yield name, "page"


def answer(page, survey):
    page.goto(survey.page.url)
    page.click("main a:has-text('Start now')")
    for step, answers in ANSWERS.items():
        assert f"/{step}/" in page.url
        yield step, "question"
        if step in ("1", "quote"):
            page.click("main form button")
            yield f"{step}, not answered", "error"
        looking.fill(page, answers)
        page.click("main form button")
    yield "check", "page"
    page.click("main form button")
    yield "confirmation", "page"
    assert Response.objects.filter(survey=survey).count() == 34


def use_a_personal_link(page, survey):
    invitation = InvitationFactory()
    page.goto(f"/answer/{invitation.survey.public_id}/")
    yield "link needed", "page"
    page.goto(f"/answer/with/{links.token(invitation)}/")
    yield "start", "page"
    page.click("main form button")
    yield "first question by link", "question"
    page.click(".nhsuk-back-link")
    yield "back before the first question", "page"


def read_as_a_team(page, survey):
    member, client = UserFactory(), Client()
    DesignTeamFactory(topics=survey.page.topics.all(), members=[member])
    client.force_login(member)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": page.url}])
    for name, address in {
        "topics": "/teams/",
        "summary": f"/teams/{survey.public_id}/",
        "words": f"/teams/{survey.closed.public_id}/",
    }.items():
        page.goto(address)
        yield name, "page"


def every_state(page, survey):
    page.goto("/feedback/")
    for way in (look_around, answer, use_a_personal_link, read_as_a_team):
        yield from way(page, survey)


def test_every_state_is_accessible_and_fits_a_narrow_screen(open_page, survey):
    page = open_page(viewport=looking.NARROW)
    found = looking.look_around(page, every_state(page, survey))
    assert {name: problems for name, problems in found.items() if problems} == {}
    assert len(found) == 20


def test_all_of_it_works_without_scripts_and_is_correct_html(plain_page, survey, html_errors):
    pages = looking.read(plain_page, every_state(plain_page, survey))
    assert html_errors(pages) == []


def test_a_change_of_language_on_the_way_keeps_what_was_typed(plain_page, survey_in_welsh):
    """A browser sends a cookie to the paths that it was set for, and to no other."""
    plain_page.goto(f"/answer/{survey_in_welsh.public_id}/")
    looking.go_on(plain_page, ANSWERS["1"])
    plain_page.click(".nhsuk-back-link")
    plain_page.goto(plain_page.url.replace("/answer/", "/cy/answer/"))
    assert plain_page.locator("h1").inner_text().endswith("Eich prawf diwethaf")
    assert plain_page.is_checked("[name=place][value=elsewhere]")
