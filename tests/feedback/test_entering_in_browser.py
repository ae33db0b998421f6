"""What officers do with answers in a real browser: enter, bring in, look through; narrow, wide, by keyboard alone."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from feedback.models import Comment, Response
from home import roles
from tests import looking
from tests.factories.events import EventIndexPageFactory
from tests.factories.feedback import CommentFactory, ResponseFactory, SurveyFactory
from tests.feedback.cms import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHEETS = [
    ["1", "agr", "7", "1 2", "30", "More seats.", "2", "1"],
    ["in", "", "0", "3", "", "", "", ""],
]


@pytest.fixture
def survey(transactional_db):
    EventIndexPageFactory()
    return SurveyFactory()


@pytest.fixture
def desk(open_page, live_server, sign_in):
    """A function from a width to a page of the CMS on which an officer is signed in."""

    def open_desk(width, **options):
        client = sign_in(roles.OFFICER)
        page = open_page(viewport={"width": width, "height": 900}, **options)
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        return page

    return open_desk


def focused(page):
    return page.evaluate("document.activeElement.name")


def test_a_pile_is_entered_by_keyboard_only(desk, survey):
    page = desk(1280)
    page.goto(at("enter", survey.page_id))
    assert focused(page) == "channel"
    page.keyboard.press("ArrowDown")  # by telephone
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # the day is today
    for number, (place, fair, ease, help_, minutes, change, age, quote) in enumerate(SHEETS, start=1):
        assert focused(page) == "answer-place"
        for typed in (place, "", fair, ease, help_, minutes):  # the second is where else it was
            page.keyboard.type(typed)
            page.keyboard.press("Enter")
        page.keyboard.type(change)
        page.keyboard.press("Tab")  # Enter is a new line there
        page.keyboard.type(age)
        page.keyboard.press("Enter")
        page.keyboard.type(quote)
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")  # on the button
        expect(page.locator(".messages")).to_contain_text(f"Saved. {number} entered today by you.")
    assert list(Response.objects.values_list("answers", "channel", "day", "may_quote")) == [
        (
            {"place": "hospital", "fair": "agree", "ease": 7, "help": ["bus", "evening"], "minutes": 30, "age": "old"},
            "telephone",
            timezone.localdate(),
            True,
        ),
        ({"place": "hospital", "ease": 0, "help": ["none"]}, "telephone", timezone.localdate(), False),
    ]
    assert Comment.objects.get().text == "More seats."


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(desk, survey, scripts):
    page = desk(1280, javascript=scripts)
    page.goto(at("enter", survey.page_id))
    looking.fill(page, {"answer-place": "9", "answer-ease": "3", "answer-change": "More\nseats.", "day": "1/2/2100"})
    page.click("button:has-text('Save and go on')")
    expect(page.locator("li:has([name='answer-place']) .error-message")).to_contain_text("Enter one of these: 1 (In a")
    looking.fill(page, {"answer-place": "1"})
    page.click("button:has-text('Save and go on')")
    expect(page.locator("li:has([name='day']) .error-message")).to_have_text("Enter a day that is not in the future.")
    expect(page.locator("[name='answer-change']")).to_have_value("More\nseats.")
    assert focused(page) == "day"
    looking.fill(page, {"day": timezone.localdate().strftime("%d/%m/%Y")})
    page.click("button:has-text('Save and go on')")
    expect(page.locator(".messages")).to_contain_text("Saved. 1 entered today by you.")
    assert Response.objects.get().answers == {"place": "hospital", "ease": 3}


def test_without_scripts_enter_sends_nothing_half_filled_in(desk, survey):
    page = desk(1280, javascript=False)
    page.goto(at("enter", survey.page_id))
    page.locator("[name='answer-place']").press("Enter")
    page.wait_for_load_state()
    expect(page.locator("[name='answer-place']")).to_be_visible()
    assert Response.objects.count() == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_the_form_is_accessible_narrow_and_wide_empty_and_with_what_is_wrong(desk, survey, width):
    page = desk(width)
    page.goto(at("enter", survey.page_id))
    looking.is_accessible(page)
    assert list(looking.too_wide(page)) == []
    looking.fill(page, {"answer-place": "9"})
    page.click("button:has-text('Save and go on')")
    page.wait_for_load_state()
    looking.is_accessible(page)
    assert list(looking.too_wide(page)) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_a_file_is_brought_in_and_every_page_of_that_is_accessible(desk, survey, width):
    page = desk(width)
    for rows in ("9,3", "1,3"):
        page.goto(at("import", survey.page_id))
        looking.is_accessible(page)
        file = {"name": "answers.csv", "mimeType": "text/csv", "buffer": f"place,ease\n{rows}\n".encode()}
        page.set_input_files("[name='file']", file)
        page.click("button:has-text('Read the file')")
        said = "1 mistake was found" if rows == "9,3" else "1 row can be taken in"
        expect(page.locator("body")).to_contain_text(said)
        looking.is_accessible(page)
        assert list(looking.too_wide(page)) == []
    page.click("button:has-text('Take in all of it')")
    expect(page.locator("body")).to_contain_text("1 answer was taken in.")
    assert Response.objects.get().answers == {"place": "hospital", "ease": 3}


@pytest.mark.parametrize("width", [320, 1280])
def test_responses_are_listed_and_set_apart_on_pages_that_are_accessible(desk, survey, width):
    response = CommentFactory(response__survey=survey, response__state="held", response__held_for=["fast"]).response
    ResponseFactory(survey=survey)
    page = desk(width)
    page.goto(at("response", response.public_id))
    looking.is_accessible(page)
    assert list(looking.too_wide(page)) == []
    page.goto(at("responses", survey.page_id))
    looking.is_accessible(page)
    assert list(looking.too_wide(page)) == []
    page.check(f"[value='{response.public_id}']")
    page.click("button:has-text('Release')")
    expect(page.locator("main")).to_contain_text(f"Responses: {response.public_id}")
    looking.is_accessible(page)
    page.fill("[name='why']", "Somebody read it.")
    page.click("main button:has-text('Release')")
    expect(page.locator(".messages")).to_contain_text("1 response was changed.")
    assert not Response.objects.exclude(state="received").exists()
