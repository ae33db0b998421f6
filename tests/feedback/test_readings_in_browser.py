"""Every type of question in every presentation, and a change of the way half way, in a real browser."""

import pytest
from playwright.sync_api import expect

from feedback import links, trying
from feedback.models import Response
from tests import looking
from tests.content.asked import ALL, PLACE, READING, SECTION
from tests.factories.content import DocumentFactory, ImageFactory, answer, easy_read, picture, questions, signed
from tests.factories.feedback import InvitationFactory, SurveyFactory
from tests.factories.home import HomePageFactory, StandardPageFactory
from tests.feedback.test_routes_in_browser import AGREED, CHOSEN, FILLED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = [value["short_name"] for _kind, _id, value in ALL]


@pytest.fixture
def survey(transactional_db):
    """A question by itself, a page to read, and a section with a question of every type."""
    HomePageFactory()
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug, show_in_menus=True)
    image, clip = ImageFactory(), DocumentFactory(file__filename="words.webm")
    told = {name: {"question": f"In easy words: {name}", "picture": picture(image, "Two people")} for name in NAMES}
    told["place"]["answers"] = [answer("At home", "Home")]
    pages = {"1": {"title": "Our plan", "picture": picture(image)}, "2": {"title": "Your tests"}}
    return SurveyFactory(
        page__questions=questions(PLACE, READING, SECTION, *(asked for asked in ALL if asked is not PLACE)),
        page__easy_read=easy_read(*_all("question", told), *_all("page", pages)),
        page__signed=signed(
            *_all("question", {name: {"clip": clip.pk} for name in [*NAMES, "care_2"]}),
            *_all("page", {name: {"clip": clip.pk} for name in pages}),
        ),
    )


def _all(kind, told):
    return [(kind, about, value) for about, value in told.items()]


def walk(page, survey, presentation):
    """Every state: yields its name and its kind when the page shows it."""
    page.goto(survey.page.url)
    yield "the page of the form", "page"
    page.click(f"main a[href$='?read={presentation}']")
    page.wait_for_url("**/1/*")
    yield "one question", "question"
    looking.go_on(page, {"place": "a"})
    page.wait_for_url("**/2/*")
    yield "to read", "page"
    looking.go_on(page)
    page.wait_for_url("**/3/*")
    yield "every type", "question"
    looking.go_on(page)
    page.wait_for_load_state()
    yield "nothing answered", "error"
    looking.go_on(page, {**CHOSEN, **AGREED, **FILLED, "area": "LS2"})
    page.wait_for_url("**/quote/*")
    looking.go_on(page, {"may_quote": "yes"})
    page.wait_for_url("**/check/*")
    yield "check", "page"


@pytest.mark.parametrize("presentation", ["easy_read", "signed"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_type_is_accessible_and_fits_in_each_presentation(open_page, survey, presentation, width):
    page, found = open_page(viewport={"width": width, "height": 900}), {}
    for name, kind in walk(page, survey, presentation):
        page.wait_for_load_state()
        found[name] = looking.faults(page, kind)
    assert {name: problems for name, problems in found.items() if problems} == {}
    assert len(found) == 6


@pytest.mark.parametrize("presentation", ["easy_read", "signed"])
def test_the_html_of_each_presentation_is_correct(plain_page, survey, html_errors, presentation):
    assert html_errors(looking.read(plain_page, walk(plain_page, survey, presentation))) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_a_personal_link_and_a_trial_are_accessible_and_fit(open_page, survey, width):
    page = open_page(viewport={"width": width, "height": 900})
    invitation = InvitationFactory(survey__page__easy_read=survey.page.easy_read)
    page.goto(f"/answer/with/{links.token(invitation)}/")
    assert looking.faults(page, "page") == []
    page.get_by_role("button", name="Start in Easy Read").click()
    page.wait_for_url("**/1/*")
    assert looking.faults(page, "question") == []
    page.goto(f"/answer/try/{trying.token(survey)}/")
    assert looking.faults(page, "question") == []
    looking.go_on(page)
    page.wait_for_load_state()
    assert looking.faults(page, "error") == []


def test_easy_read_is_switched_on_half_way_and_nothing_is_lost(each_page, survey):
    page = each_page
    page.goto(f"/answer/{survey.public_id}/")
    looking.go_on(page, {"place": "a"})
    page.wait_for_url("**/2/*")
    looking.go_on(page)
    page.wait_for_url("**/3/*")
    looking.fill(
        page, {"travel": "bus", "care.heard": "agree", "minutes": "lots", "why": "It is\nfar.", "last_1": "May"}
    )

    page.get_by_role("button", name="Easy Read").click()

    expect(page.get_by_role("group", name="In easy words: travel")).to_be_visible()
    expect(page.locator("h1")).to_contain_text("Your tests")
    assert page.locator(".nhsuk-error-summary").count() == 0
    assert page.is_checked("[name=travel][value=bus]")
    assert page.is_checked("[name='care.heard'][value=agree]")
    assert [page.input_value(f"[name={name}]") for name in ("minutes", "why", "last_1")] == [
        "lots",
        "It is\nfar.",
        "May",
    ]
    looking.go_on(page, {**CHOSEN, **AGREED, **FILLED, "area": "LS2"})
    page.wait_for_url("**/quote/*")
    looking.go_on(page, {"may_quote": "no"})
    page.wait_for_url("**/check/*")
    expect(page.locator("main")).to_contain_text("In easy words: place")
    page.get_by_role("button", name="Send your answers").click()
    page.wait_for_url("**/done/*")
    response = Response.objects.get()
    assert response.presentation == "easy_read"
    assert response.answers["place"] == "a"
    assert response.comments.get(question="why").text == "It is\nfar."
