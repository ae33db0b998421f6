"""How long answers are kept, and what is erased of a person."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts import consents, erasure, export, retention
from feedback import consenting, redacting, releases, triage
from feedback.models import Comment, Concern, EqualityAnswers, Invitation, Response
from mailing import ticks
from tests.factories.accounts import UserFactory
from tests.factories.events import RegistrationFactory
from tests.factories.feedback import CommentFactory, ConcernFactory, InvitationFactory, ResponseFactory, SurveyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    """A survey that is not anonymous, of a past date."""
    return SurveyFactory(personal=True, anonymous=False)


def test_the_worker_makes_summaries():
    assert ticks.jobs["make summaries for design teams"].function is releases.make_due


def test_answers_go_a_year_after_the_form_closed():
    now = timezone.now()
    kept = CommentFactory(response__survey=SurveyFactory(opens_at=now - timedelta(days=394)))
    CommentFactory(response__survey=SurveyFactory(opens_at=now - timedelta(days=396)))
    retention.run(now)
    assert list(Comment.objects.all()) == [kept]
    assert list(Response.objects.all()) == [kept.response]


def test_equality_answers_go_after_two_years():
    for month in (date(2024, 1, 1), date(2026, 1, 1)):
        EqualityAnswers.objects.create(survey=SurveyFactory(), month=month, answers={})
    retention.run(timezone.now().replace(year=2026, month=6, day=1))
    assert EqualityAnswers.objects.get().month == date(2026, 1, 1)


def test_concerns_go_two_years_after_they_were_closed():
    today = timezone.localdate()
    for days in (729, 731):
        ConcernFactory(closed=True, closed_on=today - timedelta(days=days))
    ConcernFactory(due_on=today - timedelta(days=999))
    retention.run()
    assert set(Concern.objects.values_list("closed_on", flat=True)) == {today - timedelta(days=729), None}


def test_the_worker_looks_through_what_people_wrote_and_tells_leads():
    assert ticks.jobs["look through what people wrote"].function is redacting.look_at_arrived
    assert ticks.jobs["tell safety leads"].function is triage.tell_due


def test_of_a_concern_about_somebody_who_is_erased_no_word_stays(survey):
    registration = RegistrationFactory(date=survey.date)
    response = ResponseFactory(survey=survey, registration=registration)
    closed = ConcernFactory(closed=True, comment__response=response, outcome="Ada was rung.")
    erasure.erase(person=registration.person, by=UserFactory(), reason="They asked")
    closed.refresh_from_db()
    assert (closed.comment, closed.outcome) == (None, "Erased with the person")


def test_a_person_who_is_erased_takes_their_answers_with_them(survey):
    registration, other = RegistrationFactory.create_batch(2, date=survey.date)
    for each in (registration, other):
        CommentFactory(response=ResponseFactory(survey=survey, registration=each))
        InvitationFactory(survey=survey, registration=each)

    erasure.erase(person=registration.person, by=UserFactory(), reason="They asked")

    assert Response.objects.get().registration == other
    assert Comment.objects.get().response.registration == other
    assert Invitation.objects.get().registration == other


def test_of_an_answer_that_was_counted_in_a_summary_only_the_count_stays(survey):
    registration = RegistrationFactory(date=survey.date)
    answered = CommentFactory(response=ResponseFactory(survey=survey, registration=registration)).response
    ResponseFactory.create_batch(9, survey=survey)
    releases.make_release(survey=survey)

    erasure.erase(person=registration.person, by=UserFactory(), reason="They asked")

    answered.refresh_from_db()
    assert (answered.registration, answered.comments.count()) == (None, 0)


def test_what_somebody_agreed_to_ends_with_them_also_where_their_answers_stay_counted(survey):
    registration = RegistrationFactory(date=survey.date)
    agreed = {"may_quote": True, "may_research": True, "may_credit": True}
    ResponseFactory(survey=survey, registration=registration, **agreed)
    ResponseFactory.create_batch(9, survey=survey)
    releases.make_release(survey=survey)
    for purpose in consenting.FIELDS:
        consents.record(person=registration.person, purpose=purpose, decision="withdrawn", text="By letter")

    erasure.erase(person=registration.person, by=UserFactory(), reason="They asked")

    assert Response.objects.count() == 10
    for purpose in consenting.FIELDS:
        assert not consenting.agreed(survey.responses, purpose).exists()


def test_a_person_may_take_their_answers_along(survey):
    registration = RegistrationFactory(date=survey.date)
    CommentFactory(response=ResponseFactory(survey=survey, registration=registration), text="More buses")
    everything = export.everything_about(registration.person)
    assert everything["comment"]["rows"][0]["text"] == "More buses"
    assert everything["response"]["rows"][0]["answers"] == {"place": "hospital", "fair": "agree", "ease": 7}
