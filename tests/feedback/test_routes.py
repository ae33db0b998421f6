"""A form that asks some questions of some people only, from its editor to what is stored."""

import pytest
from django.urls import reverse

from feedback.models import Response
from tests.content.asked import FAIR, GRID, MINUTES, PLACE, READING, SECTION, only
from tests.factories.content import questions
from tests.factories.feedback import SurveyFactory
from tests.feedback.cms import read
from tests.feedback.test_answering import Visitor, address_of

pytestmark = pytest.mark.django_db
AT_HOME = only(SECTION, {"question": "place", "answer": "At home"})
LONG = only(FAIR, {"question": "minutes", "test": "range", "lowest": 60})


@pytest.fixture
def survey(db):
    return SurveyFactory(page__questions=questions(PLACE, AT_HOME, GRID, MINUTES, LONG, READING))


@pytest.fixture
def visitor(client, survey):
    return Visitor(client).go(address_of(survey))


def test_a_section_is_passed_over_by_those_whom_it_does_not_concern(visitor, survey):
    visitor.send(place="b")
    assert visitor.heading == "Section 2 of 2 The draft"
    visitor.send()
    assert "Tests you have now" not in visitor.text
    visitor.send()
    assert Response.objects.get().answers == {"place": "b"}


GIVEN = {"care.heard": "agree", "care.told": "disagree", "minutes": "90"}


def test_what_hangs_on_the_same_page_is_asked_on_the_next(visitor, survey):
    visitor.send(place="a")
    assert visitor.heading == "Section 2 of 3 Tests you have now"
    visitor.send(**GIVEN)
    assert visitor.heading == "Section 2 of 3 The plan is fair"
    visitor.send(fair="agree").send().send()
    assert Response.objects.get().answers == {
        "place": "a",
        "care.heard": "agree",
        "care.told": "disagree",
        "minutes": 90,
        "fair": "agree",
    }


def test_a_changed_mind_loses_nothing_and_sends_only_what_is_shown(visitor, survey):
    visitor.send(place="a").send(**GIVEN).send(fair="agree").send()
    visitor.go(visitor.link("/1/")).send(place="b")  # to check, without the section
    assert "Staff listened" not in visitor.text
    visitor.go(visitor.link("/1/")).send(place="a")
    for said in ("Staff listened", "90", "The plan is fair"):
        assert said in visitor.text
    visitor.go(visitor.link("/1/")).send(place="b").send()
    assert Response.objects.get().answers == {"place": "b"}


def test_each_statement_that_was_not_answered_has_an_error_of_its_own(visitor, survey):
    visitor.send(place="a").send(minutes="5")
    for statement in ("Staff listened", "I knew what was next"):
        assert f"Select your answer to “{statement}”" in visitor.text


def test_the_page_of_a_form_says_how_long_it_is_at_most(client, survey):
    assert "Up to 5 questions on 3 pages" in client.get(survey.page.url).content.decode()


def test_an_editor_reads_every_way_and_its_length(officer, survey):
    text = read(officer, reverse("wagtailadmin_pages:edit", args=[survey.page_id]))
    for line in ("4 questions on 3 pages", "place: “At home”; minutes: any other answer", "place: “Elsewhere”"):
        assert line in text


def test_a_form_without_questions_has_no_ways_yet(officer):
    page = SurveyFactory(page__questions=questions()).page
    assert "Ways through the questions" in read(officer, reverse("wagtailadmin_pages:edit", args=[page.pk]))


def test_a_page_may_be_shown_because_the_one_before_it_was_not(client):
    first = only(MINUTES, {"question": "place", "answer": "At home"})
    then = only(FAIR, {"question": "minutes", "test": "not_answered"})
    survey = SurveyFactory(page__questions=questions(PLACE, SECTION, first, then))
    visitor = Visitor(client).go(address_of(survey)).send(place="b")
    assert visitor.heading == "Section 2 of 2 The plan is fair"


@pytest.fixture
def together(client):
    """A section with a question for everybody and one that hangs on the page before."""
    hanging = only(FAIR, {"question": "place", "answer": "At home"})
    survey = SurveyFactory(page__questions=questions(PLACE, SECTION, MINUTES, hanging))
    return Visitor(client).go(address_of(survey))


def test_a_question_that_is_hidden_for_a_while_is_still_answered_afterwards(together):
    together.send(place="a").send(minutes="5", fair="agree")
    together.go(together.link("/1/")).send(place="b")
    together.go(together.link("/2/")).send(minutes="6")
    together.go(together.link("/1/")).send(place="a").send()
    assert Response.objects.get().answers == {"place": "a", "minutes": 6, "fair": "agree"}


def test_a_page_that_asks_something_new_is_asked_again(together):
    together.send(place="b").send(minutes="5")
    together.go(together.link("/1/")).send(place="a")
    assert together.heading == "Section 2 of 2 Tests you have now"
    assert 'value="5"' in together.text
