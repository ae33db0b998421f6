"""Many at once: a button pressed from several windows, a link used twice, two workers at one tick."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import ConsentRecord
from accounts.models.consents import Purpose
from content import question_sets
from feedback import consenting, entering, equality, four_words, importing, releases, responding, withdrawing
from feedback.models import EqualityAnswers, Invitation, Release, Response
from feedback.responding import RespondingRefused
from feedback.withdrawing import WithdrawingRefused
from tests.factories.accounts import UserFactory
from tests.factories.events import RegistrationFactory
from tests.factories.feedback import AnswersFileFactory, InvitationFactory, ResponseFactory, SurveyFactory

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


def at_once(*acts):
    """What each act returned or raised, all of them begun at one moment."""
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait()
        try:
            return act()
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def answer(survey, question_set, key, **more):
    answers = {"place": "hospital", "change": "More buses."}
    return responding.respond(survey=survey, question_set=question_set, answers=answers, key=key, **more)


def test_a_button_pressed_from_several_windows_makes_one_response():
    survey = SurveyFactory()
    question_set = question_sets.current(survey.page)
    results = at_once(*[partial(answer, survey, question_set, "key")] * AT_ONCE)
    assert {result.pk for result in results} == {Response.objects.get().pk}
    assert Response.objects.get().comments.count() == 1


def test_a_sheet_that_is_entered_from_several_windows_at_once_is_entered_and_counted_once():
    survey, officer = SurveyFactory(), UserFactory(officer=True)
    facts = {"survey": survey, "question_set": question_sets.current(survey.page), "answers": {"place": "hospital"}}
    sheet = {"key": "key", "by": officer, "channel": "paper", "day": timezone.localdate()}
    results = at_once(*[partial(entering.enter, **facts, **sheet)] * AT_ONCE)
    assert {result.pk for result in results} == {Response.objects.get().pk}
    assert entering.entered_today(survey, officer) == 1


def test_a_file_that_two_workers_take_at_once_comes_in_once():
    survey, officer = SurveyFactory(), UserFactory(officer=True)
    file = AnswersFileFactory(survey=survey, by=officer, status="running")
    results = at_once(*[partial(importing.take_in.call, file.public_id)] * 2)
    assert sorted(results) == [0, 2]
    assert Response.objects.count() == 2


def test_a_consent_that_several_officers_take_back_at_once_is_taken_back_once():
    survey = SurveyFactory(personal=True, anonymous=False)
    person = RegistrationFactory(date=survey.date).person
    ResponseFactory(survey=survey, registration=person.registrations.get(), may_quote=True)
    told = {"person": person, "purpose": Purpose.QUOTE, "method": "paper", "by": UserFactory()}
    results = at_once(*[partial(consenting.withdraw, **told)] * 4)
    assert sorted(type(result).__name__ for result in results) == ["NoneType"] + ["ValidationError"] * 3
    assert ConsentRecord.objects.count() == 1


def test_a_personal_link_used_from_several_browsers_is_used_once():
    invitation = InvitationFactory()
    survey, question_set = invitation.survey, question_sets.current(invitation.survey.page)
    acts = [partial(answer, survey, question_set, f"key {n}", invitation=invitation) for n in range(AT_ONCE)]
    results = at_once(*acts)
    refused = [result for result in results if isinstance(result, RespondingRefused)]
    assert [refusal.code for refusal in refused] == ["answered"] * (AT_ONCE - 1)
    assert Response.objects.count() == 1
    assert Invitation.objects.get().answered


def test_two_workers_make_one_summary():
    survey = SurveyFactory()
    ResponseFactory.create_batch(12, survey=survey)
    results = at_once(*[partial(releases.make_release, survey=survey)] * AT_ONCE)
    assert [result for result in results if result is not None] == [Release.objects.get()]


def test_answers_that_are_withdrawn_from_several_windows_are_withdrawn_once():
    response = ResponseFactory(words=four_words.hashed("acorn basket candle daffodil"))
    results = at_once(*[partial(withdrawing.withdraw, words="acorn basket candle daffodil")] * AT_ONCE)
    assert [result for result in results if not isinstance(result, WithdrawingRefused)] == [response.survey]
    assert not Response.objects.exists()


def test_equality_answers_that_come_at_once_all_wait_and_are_written_once_by_two_workers():
    survey = SurveyFactory()
    acts = [partial(equality.keep, survey=survey, answers={"age": "85"}, key=f"key {n}") for n in range(AT_ONCE)]
    assert at_once(*acts) == [None] * AT_ONCE
    for number in range(AT_ONCE, equality.TOGETHER):
        equality.keep(survey=survey, answers={"age": "85"}, key=f"key {number}")
    assert at_once(*[equality.write_due] * 2) == [None, None]
    assert EqualityAnswers.objects.count() == equality.TOGETHER
