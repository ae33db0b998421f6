"""Summaries for design teams: when they are made, what they hold, and that they stay as they are."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from content import question_sets, versioning
from feedback import releases, tables
from feedback.models import Release, Survey
from feedback.models.releases import ReleaseIsFinal, digest_of
from tests.content.asked import FAIR, PLACE, only
from tests.factories.accounts import UserFactory
from tests.factories.content import questions
from tests.factories.feedback import CommentFactory, ResponseFactory, SurveyFactory

pytestmark = pytest.mark.django_db
LATER = timedelta(days=40)  # after a survey of the factory has closed


def answer(survey, number, **facts):
    return ResponseFactory.create_batch(number, survey=survey, **facts)


def made(survey):
    """The summaries of a survey, oldest first, as (why, counted, base)."""
    return list(survey.releases.order_by("pk").values_list("why", "counted", "base"))


def test_the_first_is_made_when_ten_people_have_answered():
    survey = SurveyFactory()
    answer(survey, 9)
    assert releases.make_release(survey=survey) is None

    answer(survey, 1)
    assert releases.make_release(survey=survey).why == "ten_more"
    assert made(survey) == [("ten_more", 10, 10)]


def test_another_is_made_when_ten_more_have_answered_and_not_before():
    survey = SurveyFactory()
    answer(survey, 12)
    releases.make_release(survey=survey)
    answer(survey, 9)
    assert releases.make_release(survey=survey) is None
    answer(survey, 1)
    releases.make_release(survey=survey)
    assert made(survey) == [("ten_more", 12, 10), ("ten_more", 22, 20)]


def test_the_last_is_made_when_the_form_closes():
    survey = SurveyFactory(closed=True)
    answer(survey, 30)
    releases.make_release(survey=survey)
    assert releases.make_release(survey=survey) is None
    assert made(survey) == [("closed", 30, 30)]


@pytest.mark.parametrize("more", [0, 1, 9])
def test_where_too_few_more_answered_the_one_before_stands_when_the_form_closes(more):
    survey = SurveyFactory()
    answer(survey, 20, answers={"place": "hospital"})
    before = releases.make_release(survey=survey)
    answer(survey, more, answers={"place": "practice"})

    last = releases.make_release(survey=survey, at=timezone.now() + LATER)

    assert (last.why, last.counted, last.tables, last.upto) == ("kept", 20, before.tables, before.upto)
    assert releases.make_release(survey=survey, at=timezone.now() + LATER) is None


def test_where_ten_more_answered_a_last_one_is_made():
    survey = SurveyFactory()
    answer(survey, 20)
    releases.make_release(survey=survey)
    answer(survey, 10)
    releases.make_release(survey=survey, at=timezone.now() + LATER)
    assert made(survey) == [("ten_more", 20, 20), ("closed", 30, 30)]


def test_answers_that_went_away_bring_no_second_table():
    survey = SurveyFactory()
    answer(survey, 20)
    releases.make_release(survey=survey)
    survey.responses.filter(pk__in=list(survey.responses.values_list("pk", flat=True))[:1]).delete()
    releases.make_release(survey=survey, at=timezone.now() + LATER)
    assert made(survey) == [("ten_more", 20, 20), ("kept", 20, 20)]


def test_below_ten_people_there_is_no_table_and_the_exact_number_stays_inside():
    survey = SurveyFactory(closed=True)
    answer(survey, 9)
    release = releases.make_release(survey=survey)
    assert (release.base, release.tables, release.upto) == (None, [], 0)


def test_a_form_that_opens_again_may_bring_the_first_table():
    survey = SurveyFactory(closed=True)
    answer(survey, 9)
    releases.make_release(survey=survey)
    survey.closes_at = timezone.now() + timedelta(days=5)
    survey.save()
    answer(survey, 1)
    releases.make_release(survey=survey)
    assert made(survey) == [("closed", 9, None), ("ten_more", 10, 10)]


@pytest.mark.parametrize("facts", [{"coming": True}, {"undated": True}])
def test_nothing_is_due_before_a_form_opens(facts):
    survey = SurveyFactory(**facts)
    answer(survey, 20)
    assert releases.release_due(survey) is None
    assert releases.make_due() == []


def test_what_is_held_is_spam_or_a_test_is_in_no_summary():
    survey = SurveyFactory()
    answer(survey, 9)
    for facts in ({"state": "held"}, {"state": "spam"}, {"is_test": True}):
        answer(survey, 5, **facts)
    assert releases.release_due(survey) is None


def test_its_tables_are_protected_and_hold_no_words_of_anybody():
    survey = SurveyFactory()
    for place, number in (("hospital", 20), ("practice", 3), ("elsewhere", 11)):
        for response in answer(survey, number, answers={"place": place, "fair": "agree", "ease": 7}):
            CommentFactory(response=response, text="Ring Ann")

    release = releases.make_release(survey=survey)
    place = release.tables[0]

    assert [table["short_name"] for table in release.tables] == ["place", "fair", "ease", "help", "minutes", "age"]
    assert (release.base, place["answered"]) == (35, 35)
    assert [(row["label"], row["count"], row["percent"]) for row in place["rows"]] == [
        ("In a hospital", 20, 57),
        ("At a GP practice", None, None),
        ("Somewhere else", 10, 29),
    ]
    assert "Ann" not in json.dumps(release.tables)


def test_of_people_who_are_known_no_table_tells_what_each_of_them_said():
    survey = SurveyFactory(personal=True, closed=True)
    answer(survey, 20, answers={"place": "hospital", "fair": "agree", "ease": 7})
    release = releases.make_release(survey=survey)
    assert {table["withheld"] for table in release.tables if table["answered"]} == {True}


def test_the_profile_is_that_of_the_survey():
    survey = SurveyFactory(closed=True, profile="ons_10_5")
    answer(survey, 20, answers={"place": "hospital"})
    answer(survey, 8, answers={"place": "practice"})
    release = releases.make_release(survey=survey)
    assert release.profile == "ons_10_5"
    assert [row["count"] for row in release.tables[0]["rows"]] == [20, None, None]


def test_a_summary_is_never_changed_or_deleted():
    survey = SurveyFactory(closed=True)
    answer(survey, 20)
    release = releases.make_release(survey=survey)
    assert release.is_intact

    for change in (release.save, release.delete, Release.objects.all().delete, lambda: Release.objects.update(base=5)):
        with pytest.raises(ReleaseIsFinal):
            change()


def test_tables_that_somebody_changed_in_the_database_are_noticed():
    release = Release(tables=[{"rows": []}], digest=digest_of([]))
    assert not release.is_intact


def test_the_database_takes_no_table_of_fewer_than_ten_people():
    survey = SurveyFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(survey=survey, why="closed", profile="nhs_1_7_r5", counted=9, base=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(survey=survey, why="closed", profile="nhs_1_7_r5", counted=9, tables=[{"rows": []}])


def test_the_worker_makes_each_that_is_due_once():
    busy, quiet, closed = SurveyFactory(), SurveyFactory(), SurveyFactory(closed=True)
    answer(busy, 10)
    answer(quiet, 2)

    assert {release.survey for release in releases.make_due()} == {busy, closed}
    assert releases.make_due() == []


def test_a_survey_whose_last_summary_was_made_is_no_longer_looked_at(django_assert_num_queries):
    for _each in range(3):
        survey = SurveyFactory(
            opens_at=timezone.now() - timedelta(days=30), closes_at=timezone.now() - Survey.ENTERED_FOR
        )
        answer(survey, 10)
    releases.make_due()
    with django_assert_num_queries(1):
        releases.make_due()


def test_paper_that_is_entered_after_a_form_has_closed_comes_into_one_more_summary_once_there_are_ten():
    survey = SurveyFactory(closed=True)
    answer(survey, 20)
    assert [release.counted for release in releases.make_due()] == [20]
    answer(survey, 9)
    assert releases.make_due() == []
    answer(survey, 1)
    assert [release.counted for release in releases.make_due()] == [30]
    assert releases.make_due() == []


# --- A question that some people are asked only


@pytest.fixture
def conditional(db):
    """A form whose question `fair` is asked of those at home; 20 of them and 20 others have answered."""
    asked = only(FAIR, {"question": "place", "answer": "At home"})
    survey = SurveyFactory(page__questions=questions(PLACE, asked))
    answer(survey, 20, answers={"place": "a", "fair": "agree"})
    answer(survey, 20, answers={"place": "b"})
    releases.make_release(survey=survey)
    return survey


def fair(release):
    return next(table for table in release.tables if table["short_name"] == "fair")


@pytest.mark.parametrize("more", [1, 9])
def test_a_table_that_would_tell_of_few_is_the_one_before(conditional, more):
    before = conditional.releases.get()
    answer(conditional, more, answers={"place": "a", "fair": "disagree"})
    answer(conditional, 10, answers={"place": "b"})
    release = releases.make_release(survey=conditional)
    assert fair(release) == fair(before) | {"as_on": timezone.localdate().isoformat()}
    assert release.asked == [["place", 50 + more, [1]], ["fair", 20, [1]]]


def test_a_table_waits_until_ten_more_were_asked_since_it_was_made(conditional):
    for _each in range(2):
        answer(conditional, 5, answers={"place": "a", "fair": "disagree"})
        answer(conditional, 5, answers={"place": "b"})
        latest = releases.make_release(survey=conditional)
    assert "as_on" not in fair(latest)
    assert (fair(latest)["answered"], latest.asked[1]) == (30, ["fair", 30, [1]])


def test_a_team_reads_of_which_day_a_table_is(conditional):
    answer(conditional, 1, answers={"place": "a", "fair": "disagree"})
    answer(conditional, 10, answers={"place": "b"})
    table = tables.of_release(releases.make_release(survey=conditional))[1]
    today = date_format(timezone.localdate())
    assert table.sentences[-1] == f"These are the numbers of {today}: too few more people were asked since."


def test_a_table_of_the_same_people_is_made_anew(conditional):
    answer(conditional, 10, answers={"place": "b"})
    assert "as_on" not in fair(releases.make_release(survey=conditional))


# --- Answers that were withdrawn


def withdraw(survey, number, **answers):
    found = [each.pk for each in survey.responses.order_by("-pk") if answers.items() <= each.answers.items()]
    survey.responses.filter(pk__in=found[:number]).delete()


def test_who_withdrew_and_who_came_instead_are_not_told_by_a_table_of_as_many_people(conditional):
    before = conditional.releases.get()
    withdraw(conditional, 3, place="a")
    answer(conditional, 3, answers={"place": "a", "fair": "disagree"})
    answer(conditional, 10, answers={"place": "b"})
    release = releases.make_release(survey=conditional)
    assert fair(release) == fair(before) | {"as_on": timezone.localdate().isoformat()}


def test_a_table_is_held_against_every_one_before_it(conditional):
    """20 people, 32, and then 21, of whom 20 are those of the first table."""
    answer(conditional, 12, answers={"place": "a", "fair": "disagree"})
    releases.make_release(survey=conditional)
    withdraw(conditional, 11, fair="disagree")
    answer(conditional, 21, answers={"place": "b"})
    release = releases.make_release(survey=conditional)
    assert release.asked == [["place", 62, [1]], ["fair", 32, [1]]]
    assert fair(release)["as_on"] == timezone.localdate().isoformat()


@pytest.mark.parametrize(("withdrawn", "more"), [(1, 0), (1, 10), (15, 24), (20, 0)])
def test_a_summary_after_answers_were_withdrawn_has_ten_more_or_is_the_one_before(withdrawn, more):
    survey = SurveyFactory()
    answer(survey, 20)
    before = releases.make_release(survey=survey)
    withdraw(survey, withdrawn)
    answer(survey, more, answers={"place": "practice"})
    assert releases.make_release(survey=survey) is None
    last = releases.make_release(survey=survey, at=timezone.now() + LATER)
    assert (last.why, last.tables, last.counted) == ("kept", before.tables, 20)


# --- Versions of a question


BESIDE = only(FAIR, {"question": "place", "answer": "At home"})
REWORDED = only(
    ("scale", "fair", FAIR[2] | {"question": "The plan would be fair"}), {"question": "place", "answer": "1"}
)
AT_HOME, ELSEWHERE = {"place": "a", "fair": "agree"}, {"place": "b"}


@pytest.fixture
def reworded():
    """Thirty people answered, of whom twenty were asked "fair", and a summary was made; then "fair" got other words."""
    survey = SurveyFactory(page__questions=questions(PLACE, BESIDE))
    answer(survey, 20, answers=AT_HOME)
    answer(survey, 10, answers=ELSEWHERE)
    releases.make_release(survey=survey)
    survey.page.questions = questions(PLACE, REWORDED)
    survey.page.save()
    return survey


def say(survey, *standing):
    """An officer says of what the meaning stood in the newest version."""
    versioning.judge(question_set=question_sets.current(survey.page), standing=standing, by=UserFactory())


def shown(release):
    """Of each table the key of its question, how many people it counts, and whether it is an earlier one."""
    return [
        (key, people, "as_on" in table)
        for (key, people, _versions), table in zip(release.asked, release.tables, strict=True)
        if not key.startswith("place")
    ]


def test_versions_stand_apart_once_enough_people_were_asked_the_new_one(reworded):
    answer(reworded, 12, answers=AT_HOME)
    release = releases.make_release(survey=reworded)
    assert shown(release) == [("fair since 2", 12, False), ("fair", 20, False)]
    assert [table["title"] for table in release.tables[1:]] == [
        "The plan would be fair",
        "The plan is fair (until version 1)",
    ]


def test_a_new_version_that_few_were_asked_does_not_stand_beside_the_one_before(reworded):
    answer(reworded, 3, answers=AT_HOME)
    answer(reworded, 10, answers=ELSEWHERE)
    assert shown(releases.make_release(survey=reworded)) == [("fair", 20, True)]


@pytest.mark.parametrize(
    ("more", "tables"),
    [
        (0, [("fair", 32, False)]),
        (1, [("fair since 2", 12, True), ("fair", 20, True)]),
        (10, [("fair", 42, False)]),
    ],
)
def test_versions_that_are_joined_later_tell_nothing_of_the_few_who_came_since(reworded, more, tables):
    answer(reworded, 12, answers=AT_HOME)
    before = releases.make_release(survey=reworded)
    say(reworded, "fair")
    answer(reworded, more, answers=AT_HOME)
    answer(reworded, 10, answers=ELSEWHERE)
    assert shown(releases.make_release(survey=reworded)) == tables
    assert before.is_intact


def test_versions_that_are_parted_later_tell_nothing_of_the_few_who_were_asked_one_of_them(reworded):
    answer(reworded, 5, answers=AT_HOME)
    answer(reworded, 10, answers=ELSEWHERE)
    say(reworded, "fair")
    assert shown(releases.make_release(survey=reworded)) == [("fair", 20, True)]
    answer(reworded, 5, answers=AT_HOME)
    answer(reworded, 5, answers=ELSEWHERE)
    assert shown(releases.make_release(survey=reworded)) == [("fair", 30, False)]
    say(reworded)
    answer(reworded, 5, answers=AT_HOME)
    answer(reworded, 5, answers=ELSEWHERE)
    assert shown(releases.make_release(survey=reworded)) == [("fair", 30, True)]
