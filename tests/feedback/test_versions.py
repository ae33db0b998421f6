"""The versions of a form in the CMS: officers read what changed and say whether the meaning stood."""

import pytest
from django.urls import reverse

from content import question_sets
from tests.content.asked import FAIR, PLACE
from tests.factories.content import questions
from tests.factories.feedback import ResponseFactory, SurveyFactory
from tests.feedback.cms import at, read

pytestmark = pytest.mark.django_db
REWORDED = ("single_choice", "place", PLACE[2] | {"question": "Where did you have it?"})


@pytest.fixture
def survey():
    """One person answered each of two versions."""
    survey = SurveyFactory(page__questions=questions(PLACE, FAIR))
    ResponseFactory(survey=survey, answers={"place": "a"})
    survey.page.questions = questions(REWORDED, FAIR)
    survey.page.save()
    ResponseFactory(survey=survey, answers={"place": "b"})
    return survey


def test_the_results_lead_to_the_versions_with_what_each_changed(officer, survey):
    assert at("versions", survey.page_id) in read(officer, at("form", survey.page_id))
    page = read(officer, at("versions", survey.page_id))
    assert "“Where was it?” became “Where did you have it?”" in page
    assert "its answers are counted apart from those before" in page
    assert "The first version." in page


def test_the_editor_asks_what_the_latest_version_changed(officer, survey):
    address, editor = at("judge_version", survey.page_id, 2), reverse("wagtailadmin_pages:edit", args=[survey.page_id])
    assert f'<a href="{address}">Version 2: say whether the meaning stood</a>' in read(officer, editor)
    officer.post(address, {"standing": ["place"]})
    assert address not in read(officer, editor)


def test_an_officer_says_that_the_meaning_stood_and_results_join(officer, survey):
    assert "Where was it? (until version 1)" in read(officer, at("form", survey.page_id))
    address = at("judge_version", survey.page_id, 2)
    assert "place: “Where was it?” became" in read(officer, address)
    assert officer.post(address, {"standing": ["place"]}).url == at("versions", survey.page_id)
    assert "until version 1" not in read(officer, at("form", survey.page_id))
    assert "its answers are counted together with those before" in read(officer, at("versions", survey.page_id))
    assert "checked" in read(officer, address)


def test_what_a_version_did_not_change_cannot_be_judged(officer, survey):
    answer = officer.post(at("judge_version", survey.page_id, 2), {"standing": ["fair"]})
    assert list(answer.context["form"].errors) == ["standing"]


@pytest.mark.parametrize("number", [0, 3])
def test_a_version_that_is_not_there_is_not_found(officer, survey, number):
    assert officer.get(at("judge_version", survey.page_id, number)).status_code == 404


def test_nobody_without_the_right_opens_any_of_it(bystander, survey):
    for address in (at("versions", survey.page_id), at("judge_version", survey.page_id, 2)):
        assert bystander.get(address).status_code == 302
    assert bystander.post(at("judge_version", survey.page_id, 2), {"standing": ["place"]}).status_code == 302
    assert not question_sets.current(survey.page).standing.exists()


def test_each_version_has_a_place_of_its_own_on_the_page(officer, survey):
    page = read(officer, at("versions", survey.page_id))
    assert [page.count(f'id="version-{number}-section"') for number in (1, 2)] == [1, 1]
