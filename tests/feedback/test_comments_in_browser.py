"""Reading comments and looking after a concern, in a real browser: narrow, wide, and without scripts."""

import pytest
from playwright.sync_api import expect

from feedback import redacting
from feedback.models import Comment, Concern
from home import roles
from tests import looking
from tests.factories.events import EventIndexPageFactory
from tests.factories.feedback import CommentFactory, ResponseFactory, SurveyFactory
from tests.feedback.cms import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [320, 1280]
TEXTS = ["More buses.", "I am ada@example.org, ring 01632 960 001.", "He hit me while I waited."]


@pytest.fixture
def survey(transactional_db):
    EventIndexPageFactory()
    survey = SurveyFactory()
    for text in TEXTS:
        CommentFactory(response=ResponseFactory(survey=survey), text=text)
    redacting.look_at_arrived()
    return survey


@pytest.fixture
def desk(open_page, live_server, sign_in):
    """A function from a width to a page of the CMS, on which somebody is signed in who may read unread comments."""

    def open_desk(width, **options):
        client = sign_in(roles.OFFICER, roles.COMMENT_READER)
        page = open_page(viewport={"width": width, "height": 900}, **options)
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        return page

    return open_desk


def faults(page):
    return looking.violations(page, looking.OURS) + list(looking.too_wide(page))


def screens(survey):
    flagged = Comment.objects.get(text=TEXTS[1])
    concern = Concern.objects.get()
    yield "comments", at("comments", survey.page_id)
    yield "mask", at("mask", flagged.pk)
    yield "raise", at("raise_concern", flagged.pk)
    yield "concerns", at("concerns")
    yield "concern", at("concern", concern.public_id)
    yield "hand on", at("hand_on", concern.public_id)
    yield "words", at("watch_words", "cy")


@pytest.mark.parametrize("width", SIZES)
def test_every_screen_is_accessible_narrow_and_wide(desk, survey, width):
    page = desk(width)
    found = {}
    for name, address in screens(survey):
        page.goto(address)
        found[name] = faults(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_comments_are_read_masked_and_cleared_and_a_concern_is_closed_without_scripts(desk, survey):
    page = desk(1280, javascript=False)
    page.goto(at("comments", survey.page_id))
    page.click("button:has-text('I have read 1 comment')")
    expect(page.locator("body")).to_contain_text("1 comment may be shown.")
    page.goto(at("comments", survey.page_id))
    page.click("article:has-text('ada@example.org') a:has-text('Mask')")
    expect(page.locator("textarea")).to_have_value("I am [email address], ring [telephone number].")
    page.click("main button:has-text('Mask')")
    page.click("a:has-text('Possible abuse')")
    page.fill("textarea", "The ward was told.")
    page.click("main button:has-text('Close the concern')")
    expect(page.locator("body")).to_contain_text("The concern is closed.")
    assert list(Comment.objects.order_by("pk").values_list("state", flat=True)) == ["clear", "masked", "unread"]
    assert Concern.objects.get().outcome == "The ward was told."
