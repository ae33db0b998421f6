"""Conditions as somebody reads them who sees all questions at once."""

from content.blocks.questions import definition_of, words_of
from content.conditions_in_words import Conditions, numbers
from content.questions import every
from tests.content.asked import EASE, FAIR, GRID, LONG, MINUTES, PLACE, SECTION, SHORT, TRAVEL, only
from tests.factories.content import questions


def said(*asked):
    """{short name: whom it is for}."""
    stream = questions(*asked)
    definition = definition_of(stream)
    conditions = Conditions(definition, words_of(stream))
    return {each["short_name"]: conditions.of(each) for each in every(definition) if conditions.of(each)}


def test_questions_are_numbered_with_follow_ups_and_rows_of_a_grid():
    definition = definition_of(questions(TRAVEL, SECTION, GRID, PLACE))
    assert list(numbers(definition).values()) == ["1", "2", "3a", "3b", "4"]


def test_each_test_is_said_by_the_number_of_its_question():
    assert said(
        PLACE,
        EASE,
        only(FAIR, {"question": "place", "answer": "At home"}),
        only(MINUTES, {"question": "place", "test": "is_not", "answer": "2"}),
        only(LONG, {"question": "ease", "test": "range", "lowest": 7}),
        only(SHORT, {"question": "minutes", "test": "answered"}, {"question": "fair", "test": "not_answered"}),
    ) == {
        "fair": "Only if you answered “At home” to question 1",
        "minutes": "Only if you did not answer “Elsewhere” to question 1",
        "why": "Only if you answered 7 or more to question 2",
        "word": "Only if you answered question 4 and you left out question 3",
    }


def test_one_condition_of_several_and_those_of_a_section_are_told_apart():
    assert said(
        PLACE,
        TRAVEL,
        only(SECTION, {"question": "place", "answer": "At home"}),
        only(FAIR, {"question": "travel", "answer": "By bus"}, {"question": "travel", "answer": "3"}, match="any"),
    )["fair"] == (
        "Only if you answered “At home” to question 1, and you answered “By bus” to question 2 or you answered "
        "“Another way” to question 2"
    )


def test_what_nobody_is_asked_says_so():
    assert said(only(FAIR, {"question": "nothing", "answer": "1"})) == {"fair": "Only if nobody is asked this"}
