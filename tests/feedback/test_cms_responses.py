"""The list of responses, one response, and what sets them apart: who sees what, and what is logged."""

import pytest
from django.contrib.auth.models import Permission

from accounts.models import AccessLog
from feedback.models import Response
from home import roles
from tests.factories.events import RegistrationFactory
from tests.factories.feedback import CommentFactory, ResponseFactory, SurveyFactory
from tests.feedback.cms import at, logged, read

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST = 12


@pytest.fixture
def named():
    """A response that leads to a person."""
    survey = SurveyFactory(personal=True, anonymous=False)
    return ResponseFactory(survey=survey, registration=RegistrationFactory(date=survey.date, name="Ada Long"))


def references(client, survey, query=""):
    response = client.get(at("responses", survey.page_id) + query)
    return {each.public_id for each in response.context["object_list"]}


def test_the_list_shows_each_response_and_names_nobody(officer, named):
    text = read(officer, at("responses", named.survey.page_id))
    assert at("response", named.public_id) in text
    assert "Ada Long" not in text
    assert named.registration.public_id not in text
    assert logged() == []


def test_it_is_filtered_by_state_and_channel_and_holds_no_trial(officer, survey):
    held = ResponseFactory(survey=survey, state="held", held_for=["fast"])
    paper = ResponseFactory(survey=survey, channel="paper")
    ResponseFactory(survey=survey, is_test=True)
    assert len(references(officer, survey)) == 9
    assert references(officer, survey, "?state=held") == {held.public_id}
    assert references(officer, survey, "?channel=paper") == {paper.public_id}
    assert "Answered faster than anybody can read the questions" in read(officer, at("responses", survey.page_id))


def test_within_a_day_it_is_in_no_order(officer):
    survey = SurveyFactory()
    ResponseFactory.create_batch(5, survey=survey)
    listed = [each.public_id for each in officer.get(at("responses", survey.page_id)).context["object_list"]]
    assert listed == sorted(listed)


def test_the_list_takes_as_many_queries_for_many(officer, survey, django_assert_num_queries):
    officer.get(at("responses", survey.page_id))
    CommentFactory.create_batch(3, response__survey=survey)
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        officer.get(at("responses", survey.page_id))


# --- One response


def test_answers_are_shown_in_words_and_unread_comments_only_to_readers(officer, sign_in):
    comment = CommentFactory(text="I was afraid.", response__answers={"place": "practice", "help": ["bus", "evening"]})
    address = at("response", comment.response.public_id)
    text = read(officer, address)
    assert '<dt>Where was it?</dt><dd class="w-mb-3">At a GP practice</dd>' in text
    assert "A bus<br>Evenings" in text
    assert "[NOT READ YET]" in text
    assert "I was afraid." not in text
    assert "I was afraid." in read(sign_in(roles.OFFICER, roles.COMMENT_READER), address)


def test_an_anonymous_response_leads_to_nobody_and_is_logged_without_a_person(officer):
    response = ResponseFactory()
    assert "Whose it is" not in read(officer, at("response", response.public_id))
    assert logged() == [("viewed", f"response {response.public_id}", 1, "")]
    assert AccessLog.objects.get().subject == ""


def test_opening_one_that_leads_to_a_person_is_logged_for_them(officer, named):
    text = read(officer, at("response", named.public_id))
    assert f"Booking {named.registration.public_id}" in text
    assert list(AccessLog.objects.values_list("action", "what", "subject", "by")) == [
        ("viewed", f"response {named.public_id}", named.registration.person.subject, officer.user.pk)
    ]


def test_it_needs_the_right_to_see_people(bystander, named):
    bystander.user.user_permissions.add(Permission.objects.get(codename="view_response"))
    anonymous = ResponseFactory()
    assert bystander.get(at("response", anonymous.public_id)).status_code == 200
    assert bystander.get(at("response", named.public_id)).status_code == 302
    assert [line[1] for line in logged()] == [f"response {anonymous.public_id}"]


# --- Setting apart


@pytest.mark.parametrize(
    ("act", "before", "after"),
    [("hold", "received", "held"), ("release", "held", "received"), ("spam", "received", "spam")],
)
def test_those_that_were_ticked_are_set_apart_with_a_reason(officer, act, before, after):
    survey = SurveyFactory()
    first, second, third = ResponseFactory.create_batch(3, survey=survey, state=before)
    address = f"{at('act', survey.page_id)}?act={act}&response={first.public_id}&response={second.public_id}"
    assert f"Responses: {first.public_id}" in read(officer, address)
    assert "Enter the reason." in officer.post(address, {"why": " "}).content.decode()
    officer.post(address, {"why": "Seen twice."}, follow=True)
    assert [Response.objects.get(pk=each.pk).state for each in (first, second, third)] == [after, after, before]


def test_responses_of_another_form_are_let_be(officer):
    other = ResponseFactory()
    officer.post(f"{at('act', SurveyFactory().page_id)}?act=spam&response={other.public_id}", {"why": "No."})
    assert Response.objects.get().state == "received"


def test_what_is_held_stands_on_the_page_of_the_form_and_on_the_first_page(officer, survey):
    ResponseFactory.create_batch(2, survey=survey, state="held")
    to_list = f'<a href="{at("responses", survey.page_id)}?state=held">'
    assert f"{to_list}2</a>" in read(officer, at("form", survey.page_id))
    assert f"{to_list}{survey.page.title}</a>: 2" in read(officer, "/cms/")


def test_nobody_without_the_right_opens_any_of_it(bystander, client):
    response = ResponseFactory()
    page = response.survey.page_id
    for address in (
        at("responses", page),
        at("responses_results", page),
        at("act", page),
        at("response", response.public_id),
    ):
        assert bystander.get(address).status_code == client.get(address).status_code == 302
    bystander.post(f"{at('act', page)}?act=spam&response={response.public_id}", {"why": "No."})
    assert Response.objects.get().state == "received"
