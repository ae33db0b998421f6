"""Responses that wait until somebody has looked at them, and those that are not real answers."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import PageLogEntry

from feedback import holding, redacting, releases
from feedback.models import Concern, Response
from tests.factories.accounts import UserFactory
from tests.factories.feedback import CommentFactory, ResponseFactory, SurveyFactory
from tests.feedback.test_races import at_once

pytestmark = pytest.mark.django_db
RECEIVED, HELD, SPAM = Response.State.RECEIVED, Response.State.HELD, Response.State.SPAM
WHY = "Two people on one ward wrote it together."


@pytest.fixture
def user():
    return UserFactory(officer=True)


def response_in(state, **fields):
    return ResponseFactory(state=state, held_for=[] if state == RECEIVED else ["fast"], **fields)


def now(response):
    response.refresh_from_db()
    return response.state, response.held_for


def history(survey):
    lines = PageLogEntry.objects.filter(page=survey.page, action__startswith="feedback.")
    return list(lines.values_list("action", "data__what", "user"))


def test_a_response_is_held_for_reasons_and_says_them_in_words():
    response = ResponseFactory()
    assert holding.hold(response, ["trap", "fast", "trap"])
    assert now(response) == (HELD, ["trap", "fast"])
    assert response.suspicions == [
        "A field that people cannot see was filled in",
        "Answered faster than anybody can read the questions",
    ]
    assert history(response.survey) == []


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        (holding.release, HELD, RECEIVED),
        (holding.release, SPAM, RECEIVED),
        (holding.release, RECEIVED, RECEIVED),
        (holding.mark_spam, HELD, SPAM),
        (holding.mark_spam, RECEIVED, SPAM),
        (holding.mark_spam, SPAM, SPAM),
    ],
)
def test_an_officer_decides_and_each_change_stands_in_the_history_with_its_reason(user, verb, before, after):
    response = response_in(before)
    reasons = response.held_for
    assert verb([response], by=user, why=f" {WHY} ") == (before != after)
    assert now(response) == (after, reasons)
    action = {holding.release: "feedback.release", holding.mark_spam: "feedback.spam"}[verb]
    line = (action, f"{response.public_id}. {WHY}", user.pk)
    assert history(response.survey) == ([line] if before != after else [])


def test_an_officer_holds_a_response_as_well(user):
    response = ResponseFactory()
    assert holding.hold(response, ["officer"], by=user, why=WHY)
    assert now(response) == (HELD, ["officer"])
    assert history(response.survey) == [("feedback.hold", f"{response.public_id}. {WHY}", user.pk)]


@pytest.mark.parametrize("state", [HELD, SPAM])
def test_what_is_set_apart_is_not_held_again(state):
    response = response_in(state)
    assert not holding.hold(response, ["links"])
    assert now(response) == (state, ["fast"])


def test_what_an_officer_released_is_held_again_by_an_officer_only(user):
    response = response_in(HELD)
    holding.release([response], by=user, why=WHY)
    assert not holding.hold(response, ["links"])
    assert holding.hold(response, ["officer"], by=user, why=WHY)
    assert now(response) == (HELD, ["fast", "officer"])


@pytest.mark.parametrize("verb", [holding.release, holding.mark_spam, partial(holding.hold, reasons=["officer"])])
def test_nothing_is_decided_without_a_reason(user, verb):
    response = response_in(RECEIVED if isinstance(verb, partial) else HELD)
    before = now(response)
    with pytest.raises(ValidationError) as refused:
        verb(response if isinstance(verb, partial) else [response], by=user, why="  ")
    assert refused.value.message_dict == {"why": ["Enter the reason."]}
    assert now(response) == before


def test_many_are_decided_at_once_with_one_line_for_each_form(user):
    first, second = SurveyFactory(), SurveyFactory()
    responses = [response_in(HELD, survey=survey) for survey in (first, second, first)]
    assert holding.release(Response.objects.order_by("-pk"), by=user, why=WHY) == 3
    one, two, three = [response.public_id for response in responses]
    assert history(first) == [("feedback.release", f"{one}, {three}. {WHY}", user.pk)]
    assert history(second) == [("feedback.release", f"{two}. {WHY}", user.pk)]


def test_the_history_says_it_in_words(officer):
    response = response_in(HELD)
    holding.release([response], by=officer.user, why=WHY)
    page = officer.get(reverse("wagtailadmin_pages:history", args=[response.survey.page_id]))
    assert f"Released answers: {response.public_id}. {WHY}" in page.content.decode()


@pytest.mark.parametrize("state", [HELD, SPAM])
def test_what_is_set_apart_stands_in_no_figure_and_no_summary(state):
    survey = SurveyFactory()
    ResponseFactory.create_batch(9, survey=survey)
    apart = response_in(state, survey=survey)
    assert survey.responses.counted().count() == 9
    assert releases.release_due(survey) is None
    apart.state = RECEIVED
    apart.save()
    assert releases.release_due(survey) == "ten_more"


def test_what_was_written_is_looked_through_also_while_it_is_held():
    comment = CommentFactory(response=response_in(HELD), text="She hit me. Ring 01632 960 001.")
    redacting.look_at_arrived()
    comment.refresh_from_db()
    assert [kind for _start, _end, kind in comment.finds] == ["telephone"]
    assert Concern.objects.get().comment == comment


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_one_moment_decide_once(user):
    response = response_in(HELD)
    results = at_once(*[partial(holding.release, [response], by=user, why=WHY)] * 4)
    assert sorted(results) == [0, 0, 0, 1]
    assert len(history(response.survey)) == 1
