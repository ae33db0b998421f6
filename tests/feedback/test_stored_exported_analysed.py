"""Whatever is asked on whatever conditions: what is stored, exported and analysed is what was shown and answered."""

import csv
import io
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.models import QuestionSet
from content.questions import TYPES, every
from feedback import analysis, codebook, exports, frames, responding
from feedback.models import Comment
from tests import strategies
from tests.factories.feedback import SurveyFactory

pytestmark = pytest.mark.django_db
PEOPLE = 6


def answer_all(survey, definition, chance):
    """Several people answer; returns what each of them was asked and said, `{question id: answer}`, None: left out."""
    question_set = QuestionSet.objects.create(page=survey.page, version=1, digest="x", definition=definition)
    said = {}
    for number in range(PEOPLE):
        answers = {question["id"]: strategies.given(question, chance) for question in every(definition)}
        response = responding.respond(
            survey=survey, question_set=question_set, answers=answers, key=f"{survey.pk}:{number}"
        )
        said[response.public_id] = {
            id: answer for id, answer in answers.items() if strategies.is_asked(definition, id, answers)
        }
    return said


def exported(question, asked):
    """What stands in the columns of one question for somebody who was asked these questions."""
    kind = question.type
    if not kind.counted:
        return [asked.get(question.id) or ""]
    if question.id not in asked:
        return [question.not_asked] * len(question.columns)
    if asked[question.id] is None:
        return [question.no_answer] * len(question.columns)
    return kind.values(question.question, asked[question.id])


@settings(max_examples=strategies.EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(strategies.definitions(), st.randoms(use_true_random=False))
def test_what_is_stored_exported_and_analysed_was_shown_and_answered(definition, chance):
    survey = SurveyFactory()
    said = answer_all(survey, definition, chance)
    book = codebook.of(survey)
    words = {question["id"] for question in every(definition) if TYPES[question["type"]].free_text}

    stored = {each.public_id: dict(each.answers) for each in survey.responses.all()}
    for comment in Comment.objects.filter(response__survey=survey).select_related("response"):
        stored[comment.response.public_id][comment.question] = comment.text
    assert stored == {
        id: {question: answer for question, answer in asked.items() if answer is not None} for id, asked in said.items()
    }
    assert all(words.isdisjoint(response.answers) for response in survey.responses.all())

    file = io.BytesIO()
    exports.write_csv(survey, file, unread=True)
    rows = {row["response"]: row for row in csv.DictReader(io.StringIO(file.getvalue().decode("utf-8-sig")))}
    for id, asked in said.items():
        for question in book.questions:
            cells = [rows[id][column] for column in question.columns]
            read = [float(cell) for cell in cells] if question.type.counted else cells
            assert read == exported(question, asked)

    frame = frames.frame(survey, book)
    for question in book.closed:
        spread = analysis.distribution(frame, question)
        given_ = [asked[question.id] for asked in said.values() if question.id in asked]
        answers = [answer for answer in given_ if answer is not None]
        assert (spread.answered, spread.missing) == (len(answers), len(given_) - len(answers))
        if question.choices:
            chosen = Counter(
                value for answer in answers for value in (answer if isinstance(answer, list) else [answer])
            )
            assert [row.count for row in spread.rows] == [chosen[choice.value] for choice in question.choices]
        else:
            assert sum(row.count for row in spread.rows) == len(answers)
            summary = analysis.number_summary(frame, question)
            assert (summary and (summary["least"], summary["most"])) == (
                answers and (min(answers), max(answers)) or None
            )
