"""What changed from version to version, and where the meaning stood."""

from copy import deepcopy
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail.models import PageLogEntry

from content import question_sets, versioning, versions
from content.models import StandingMeaning
from feedback.models import FeedbackPage
from tests.content.asked import FAIR, GRID, MINUTES, PLACE, TRAVEL
from tests.factories.accounts import UserFactory
from tests.factories.content import option, questions, row
from tests.factories.feedback import FeedbackPageFactory

pytestmark = pytest.mark.django_db


def changed(asked, **value):
    kind, id, before = deepcopy(asked)
    return kind, id, before | value


def page_of(*published):
    """A page that was published once for each list of questions."""
    page = FeedbackPageFactory(questions=questions(*published[0]))
    for asked in published:
        page.questions = questions(*asked)
        page.save()
        question_sets.current(FeedbackPage.objects.get(pk=page.pk))
    return page


def told(page):
    """What the newest version changed, as (short name, kind, sentences, whether the meaning stood)."""
    _version, changes = versions.history(versions.of(page.pk))[0]
    return [(change.short_name, change.kind, list(change.lines), change.stands) for change in changes]


def judge(page, *standing, version=-1):
    known = versions.of(page.pk)
    versioning.judge(question_set=known[version].question_set, standing=standing, by=UserFactory())


def numbers(page, id):
    """The versions in which a question means the same, together."""
    return [[version.number for version in joined] for joined in versions.groups(versions.of(page.pk))[id]]


AGAIN = changed(PLACE, question="Where did you have it?")


# --- What changed


def test_the_first_version_changed_nothing():
    assert told(page_of([PLACE])) == []


def test_other_words_are_shown_beside_those_before():
    page = page_of([PLACE, FAIR], [AGAIN, FAIR])
    assert told(page) == [("place", "changed", ["“Where was it?” became “Where did you have it?”"], False)]


def test_answers_that_came_went_and_were_worded_anew_are_told():
    options = [option("a", "In my home"), option("c", "In a van")]
    assert told(page_of([PLACE], [changed(PLACE, options=options)])) == [
        (
            "place",
            "changed",
            [
                "“At home” became “In my home”",
                "New: “In a van”",
                "Gone: “Elsewhere”",
                "Other answers may be given.",
            ],
            False,
        )
    ]


def test_questions_that_came_and_went_are_told():
    assert told(page_of([PLACE, FAIR], [PLACE, MINUTES])) == [
        ("minutes", "added", [], False),
        ("fair", "removed", [], False),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (MINUTES, changed(MINUTES, maximum=60)),
        (FAIR, changed(FAIR, scale="satisfaction")),
        (PLACE, changed(PLACE, prefer_not=True)),
        (
            TRAVEL,
            changed(
                TRAVEL,
                options=[{**each, "value": {**each["value"], "exclusive": False}} for each in TRAVEL[2]["options"]],
            ),
        ),
    ],
)
def test_other_answers_that_may_be_given_are_told(before, after):
    ((_name, kind, lines, stands),) = told(page_of([before], [after]))
    assert (kind, lines, stands) == ("changed", ["Other answers may be given."], False)


@pytest.mark.parametrize(
    "after",
    [
        [changed(PLACE, short_name="site"), FAIR],
        [changed(PLACE, optional=True, about_you=True), FAIR],
        [FAIR, PLACE],
        [changed(PLACE, options=PLACE[2]["options"][::-1]), FAIR],
    ],
)
def test_a_name_an_order_and_who_must_answer_are_no_part_of_the_meaning(after):
    page = page_of([PLACE, FAIR], after)
    assert told(page) == []
    assert numbers(page, "place") == [[1, 2]]


def test_a_statement_of_a_grid_belongs_to_the_grid():
    rows = [row("heard", "Staff heard me"), GRID[2]["rows"][1]]
    assert told(page_of([GRID], [changed(GRID, rows=rows)])) == [
        ("care", "changed", ["“Staff listened” became “Staff heard me”"], False)
    ]


# --- Where the meaning stood


def test_the_meaning_changed_unless_an_officer_says_that_it_stood():
    page = page_of([PLACE, FAIR], [AGAIN, FAIR])
    assert numbers(page, "place") == [[1], [2]]
    assert numbers(page, "fair") == [[1, 2]]

    judge(page, "place")
    assert numbers(page, "place") == [[1, 2]]
    assert told(page)[0][-1] is True

    judge(page)
    assert numbers(page, "place") == [[1], [2]]


def test_each_version_is_judged_beside_the_one_before_it():
    page = page_of([PLACE], [AGAIN], [changed(PLACE, question="Where, then?")])
    judge(page, "place", version=2)
    assert numbers(page, "place") == [[1], [2, 3]]


def test_a_question_that_comes_back_is_held_against_its_last_version():
    page = page_of([PLACE, FAIR], [FAIR], [PLACE, changed(FAIR, question="It is fair")])
    assert numbers(page, "place") == [[1, 3]]
    assert numbers(page, "fair") == [[1, 2], [3]]


@pytest.mark.parametrize("id", ["fair", "gone"])
def test_what_a_version_did_not_change_cannot_be_judged(id):
    page = page_of([PLACE, FAIR], [AGAIN, FAIR])
    with pytest.raises(ValidationError, match="did not change"):
        judge(page, "place", id)
    assert not StandingMeaning.objects.exists()


def test_a_judgement_is_logged():
    page = page_of([PLACE], [AGAIN])
    judge(page, "place")
    assert PageLogEntry.objects.filter(page=page.pk).latest("pk").data == {"version": 2, "meaning stood": ["place"]}


# --- Sets that were made before words counted


def test_what_was_asked_before_is_still_the_version_that_it_was():
    page = page_of([PLACE])
    question_set = question_sets.current(page)
    question_set.digest = "old"
    question_set.save()
    import_module("content.migrations.0003_digests_know_the_words").know_the_words(apps, None)
    assert question_sets.current(page) == question_set
