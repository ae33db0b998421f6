"""Forty people send their answers in one instant, each of them twice: all are kept, and none twice."""

from functools import partial

import pytest
from django.db.models import QuerySet
from django.test import Client

from content.models import Draft
from feedback import links
from feedback.models import Comment, Response
from tests.factories.content import DraftFactory
from tests.factories.feedback import InvitationFactory, SurveyFactory
from tests.feedback.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 40
TYPED = {
    "1": {"place": ["hospital"], "fair": ["agree"], "ease": ["7"]},
    "2": {"help": ["bus"], "minutes": ["40"], "age": ["old"]},
    "quote": {"may_quote": ["yes"]},
}


def half_sent(survey, number, **steps):
    """A function that presses the last button for somebody whose answers stand in a draft: where it leads."""
    words = {"2": TYPED["2"] | {"change": [f"The words of {number}."]}}
    draft = DraftFactory(purpose=f"answer:{survey.public_id}", answers=steps | TYPED | words)
    address = f"/answer/{survey.public_id}/check/"
    return lambda: Client().post(address, {"draft": draft.key}).headers.get("Location", "refused").partition("?")[0]


def with_link(survey, invitation, number):
    sealed = links.sealed(links.token(invitation))
    return half_sent(survey, number, link={"invitation": [sealed]})


def are_all_kept_once(survey, led_to):
    assert set(led_to) == {f"/answer/{survey.public_id}/done/"}
    assert Response.objects.count() == PEOPLE
    assert sorted(Comment.objects.values_list("text", flat=True)) == sorted(f"The words of {n}." for n in range(PEOPLE))
    assert not Draft.objects.exists()


def test_everybody_is_kept_once_and_reads_the_confirmation():
    survey = SurveyFactory()
    presses = [half_sent(survey, number) for number in range(PEOPLE)]
    are_all_kept_once(survey, at_once(*presses, *presses))


def test_the_same_by_personal_links():
    survey = SurveyFactory(personal=True)
    invitations = InvitationFactory.create_batch(PEOPLE, survey=survey)
    presses = [with_link(survey, invitation, number) for number, invitation in enumerate(invitations)]
    are_all_kept_once(survey, at_once(*presses, *presses))
    assert not survey.invitations.filter(answered=False).exists()


def used_in_many_windows():
    """How many responses one personal link makes."""
    invitation = InvitationFactory()
    at_once(*map(partial(with_link, invitation.survey, invitation), range(8)))
    return Response.objects.count()


def test_a_link_in_many_windows_makes_one_response():
    assert used_in_many_windows() == 1


@pytest.mark.postgres
def test_without_the_lock_a_link_is_used_twice(monkeypatch):
    """The negative control: the test above would see it."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset, **options: queryset.all())
    assert used_in_many_windows() > 1
