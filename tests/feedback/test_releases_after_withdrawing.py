"""However people come and withdraw: no two tables for design teams tell by their difference what a few of them said."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content import question_sets
from feedback import releases
from feedback.disclosure import LEAST_DIFFERENCE
from feedback.models import Response
from tests import strategies
from tests.content.asked import FAIR, PLACE, only
from tests.factories.content import questions
from tests.factories.feedback import SurveyFactory

pytestmark = pytest.mark.django_db
KEYS = count()
SAID = [{"place": "a", "fair": "agree"}, {"place": "a", "fair": "disagree"}, {"place": "b"}]
# One round changes who was asked the second question, and lets enough others come for a summary.
few, many = st.sampled_from([0, 1, 3]), st.sampled_from([0, 0, 9, 11, 12])
rounds = st.lists(st.tuples(few, many, many, st.sampled_from([0, 1])), min_size=2, max_size=6)


def come(survey, answers, number):
    question_set = question_sets.current(survey.page)
    Response.objects.bulk_create(
        Response(survey=survey, question_set=question_set, key=f"key {next(KEYS)}", answers=answers)
        for _each in range(number)
    )


def withdraw(survey, answers, number):
    pks = [response.pk for response in survey.responses.all() if response.answers == answers]
    survey.responses.filter(pk__in=pks[:number]).delete()


def asked(survey):
    """Who is in the table of each question."""
    responses = list(survey.responses.all())
    everybody = frozenset(response.pk for response in responses)
    return {"place": everybody, "fair": frozenset(each.pk for each in responses if each.answers["place"] == "a")}


def numbers(table):
    return [table["answered"], table["missing"], *(row["count"] for row in table["rows"])]


@settings(max_examples=min(strategies.EXAMPLES, 30), deadline=None, suppress_health_check=list(HealthCheck))
@given(rounds)
def test_two_tables_that_differ_differ_by_ten_people_or_more(steps):
    conditional = only(FAIR, {"question": "place", "answer": "At home"})
    survey = SurveyFactory(page__questions=questions(PLACE, conditional))
    come(survey, SAID[0], 20)
    shown = {"place": [], "fair": []}
    for swapped, coming, leaving, said in steps:
        look(releases.make_release(survey=survey), asked(survey), shown)
        withdraw(survey, SAID[1 - said], swapped + leaving)
        come(survey, SAID[said], swapped + coming)
        come(survey, SAID[2], 10 + leaving)
    look(releases.make_release(survey=survey), asked(survey), shown)


def look(release, people, shown):
    """Hold each table that was made anew against all that were `shown` before of its question, and add it."""
    for table in release.tables if release else []:
        if table["rows"] and "as_on" not in table:
            before = shown[table["short_name"]]
            for others, seen in before:
                assert numbers(table) == seen or len(people[table["short_name"]] ^ others) >= LEAST_DIFFERENCE
            before.append((people[table["short_name"]], numbers(table)))
