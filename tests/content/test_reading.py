"""Answers that stand as text: each type of question reads them, by code or in words, and says what it cannot read."""

import pytest
from django.core.exceptions import ValidationError

from content.questions import every
from content.questions.reading import Reader
from tests.content import asked


def read(example, text, **options):
    item, words = asked.question(example)
    (question, *_more) = every([item])
    return Reader(question, words, **options)(text)


@pytest.mark.parametrize(
    ("example", "text", "answer"),
    [
        (asked.PLACE, "1", "a"),
        (asked.PLACE, " elsewhere ", "b"),
        (asked.TRAVEL, "1 3", ["bus", "else"]),
        (asked.TRAVEL, "1;3", ["bus", "else"]),
        (asked.TRAVEL, "By bus; another WAY", ["bus", "else"]),
        (asked.FAIR, "5", "strongly_disagree"),
        (asked.FAIR, "Agree", "agree"),
        (asked.GRID, "agree", "agree"),
        (asked.EASE, "0", 0),
        (asked.CLEAR, "5", 5),
        (asked.KNOWN, "2", "no"),
        (asked.KNOWN, "-8", "prefer_not"),
        (asked.MINUTES, "30", 30),
        (asked.MINUTES, "30.0", 30),
        (asked.HOURS, "1.25", 1.25),
        (asked.SHORT, " a word ", "a word"),
        (asked.LONG, "one\r\ntwo", "one\ntwo"),
        (asked.DAY, "2026-03-31", "2026-03-31"),
        (asked.DAY, "31/3/2026", "2026-03-31"),
        (asked.DAY, "31 March 2026", "2026-03-31"),
        (asked.AREA, "m13 9pl", "M13"),
    ],
)
def test_an_answer_is_read(example, text, answer):
    assert read(example, text) == answer


@pytest.mark.parametrize("example", asked.ALL, ids=lambda example: example[0])
def test_an_empty_text_is_no_answer_also_where_the_site_insists_on_one(example):
    assert read(example, "  ") is None


@pytest.mark.parametrize(
    ("example", "text", "problem"),
    [
        (asked.PLACE, "3", "Enter one of these: 1 (At home), 2 (Elsewhere)"),
        (asked.PLACE, "At h", "Enter one of these: 1 (At home), 2 (Elsewhere)"),
        (asked.TRAVEL, "1 2", "Select the answers that apply, or select “I did not travel”"),
        (asked.EASE, "11", "Enter one of these: 0 – Very hard, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 – Very easy"),
        (asked.MINUTES, "241", "Your answer to “How many minutes?” must be 240 or less"),
        (asked.MINUTES, "many", "Your answer to “How many minutes?” must be a whole number, like 30"),
        (asked.DAY, "31 3", "Your answer to “When was it?” must include a year"),
        (asked.DAY, "2026-02-30", "Your answer to “When was it?” must be a real date"),
        (asked.AREA, "Leeds", "Enter the first half of a postcode, like M13 or SW1A"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(example, text, problem):
    with pytest.raises(ValidationError) as refused:
        read(example, text)
    assert refused.value.messages[0].startswith(problem)


def test_a_beginning_stands_for_the_only_words_that_begin_so_where_that_is_allowed():
    assert read(asked.PLACE, "at h", begun=True) == "a"
    assert read(asked.FAIR, "agr", begun=True) == "agree"
    with pytest.raises(ValidationError):
        read(asked.FAIR, "strongly", begun=True)  # agree or disagree
