"""What an officer may write in a stream of questions, and what is refused beside which field."""

import pytest
from wagtail.blocks.stream_block import StreamBlockValidationError

from content.blocks import QuestionsBlock
from content.blocks.questions import definition_of
from content.questions import TYPES
from tests.content.asked import ALL, DAY, EASE, FAIR, GRID, MINUTES, PLACE, READING, SECTION, SHORT, TRAVEL, only
from tests.factories.content import option, questions


def refused(*asked):
    """The errors of a stream that was refused: {(position, field): sentence}."""
    with pytest.raises(StreamBlockValidationError) as refusal:
        QuestionsBlock().clean(questions(*asked))
    return {
        (position, name): error.messages[0]
        for position, errors in refusal.value.block_errors.items()
        for name, error in errors.block_errors.items()
    }


def test_every_type_is_accepted_as_it_is():
    stream = questions(SECTION, READING, *ALL)
    assert definition_of(QuestionsBlock().clean(stream)) == definition_of(stream)


TWICE = "Enter another short name: a question before this one has it, or a column made from it."


def test_a_short_name_stands_once_on_a_page():
    again = ("short_text", "again", {"question": "Which place?", "short_name": "place"})
    assert refused(PLACE, SECTION, again) == {(2, "short_name"): TWICE}


def test_a_short_name_is_not_the_column_of_another_question():
    column = ("short_text", "column", {"question": "Which?", "short_name": "travel_2"})
    text = ("short_text", "text", {"question": "Which?", "short_name": "travel_3_text"})
    assert refused(TRAVEL, column, text) == {(1, "short_name"): TWICE, (2, "short_name"): TWICE}


@pytest.mark.parametrize("name", ["Travel", "2nd", "how far", "naïve", "x" * 41])
def test_a_short_name_is_a_name_of_a_column(name):
    asked = ("short_text", "odd", {"question": "Which?", "short_name": name})
    assert refused(asked) == {
        (0, "short_name"): "Enter up to 40 small letters, numbers and _, beginning with a letter."
    }


def test_a_short_name_is_made_from_the_question():
    asked = [
        ("short_text", "a", {"question": "How far did you travel?"}),
        ("short_text", "b", {"question": "How far did you travel?"}),
        ("short_text", "c", {"question": "2 words, please"}),
        ("short_text", "d", {"question": "你好"}),
        ("short_text", "e", {"question": "Something that is asked at quite some length, is it not?"}),
        ("short_text", "f", {"question": "Taken already", "short_name": "words_please"}),
    ]
    cleaned = QuestionsBlock().clean(questions(*asked))
    assert [child.value["short_name"] for child in cleaned] == [
        "how_far_did_you_travel",
        "how_far_did_you_travel_2",
        "words_please_2",
        "question",
        "something_that_is_asked_at_qui",
        "words_please",
    ]


def test_four_questions_may_be_about_the_person():
    about = [(kind, id, value | {"about_you": True}) for kind, id, value in (TRAVEL, PLACE, FAIR, EASE)]
    fifth = (PLACE[0], "fifth", PLACE[2] | {"short_name": "fifth", "about_you": True})
    QuestionsBlock().clean(questions(*about))
    assert refused(*about, fifth) == {(4, "about_you"): "Select “It is about the person” for at most 4 questions."}


def test_only_closed_questions_may_be_about_the_person():
    offered = {code for code, kind in TYPES.items() if "about_you" in kind.block().child_blocks}
    assert offered == {code for code, kind in TYPES.items() if kind.closed}


def test_the_largest_number_is_not_below_the_smallest():
    asked = (MINUTES[0], "minutes", MINUTES[2] | {"maximum": -1})
    assert refused(asked) == {(0, "maximum"): "Enter a largest number that is not below the smallest."}


def test_a_choice_needs_two_answers():
    asked = (PLACE[0], "place", PLACE[2] | {"options": [option("a", "At home")]})
    with pytest.raises(StreamBlockValidationError):
        QuestionsBlock().clean(questions(asked))


def test_the_latest_day_is_not_before_the_earliest():
    asked = (DAY[0], "last", DAY[2] | {"latest": "2019-12-31"})
    assert refused(asked) == {(0, "latest"): "Enter a latest day that is not before the earliest."}


# --- Conditions


def refused_condition(*asked):
    """The errors of conditions: {(position, number of the condition, field): sentence}."""
    with pytest.raises(StreamBlockValidationError) as refusal:
        QuestionsBlock().clean(questions(*asked))
    return {
        (position, number, name): error.messages[0]
        for position, errors in refusal.value.block_errors.items()
        for number, condition in errors.block_errors["conditions"].block_errors.items()
        for name, error in condition.block_errors.items()
    }


EARLIER = "Enter the short name of a question that stands before this."


@pytest.mark.parametrize(
    ("condition", "field", "sentence"),
    [
        ({"question": "nothing", "answer": "Yes"}, "question", EARLIER),
        ({"question": "fair", "answer": "Agree"}, "question", EARLIER),
        ({"question": "ease", "answer": "7"}, "question", EARLIER),
        ({"question": "place", "answer": "On a ship"}, "answer", "Enter one of the answers: “At home”, “Elsewhere”."),
        ({"question": "place"}, "answer", "Enter one of the answers: “At home”, “Elsewhere”."),
        ({"question": "place", "answer": "3 times"}, "answer", "Enter one of the answers: “At home”, “Elsewhere”."),
        (
            {"question": "word", "test": "answered"},
            "question",
            "Enter another short name: this question is answered in people's own words.",
        ),
        (
            {"question": "minutes", "answer": "5"},
            "test",
            "Select another test: this question has no list of answers.",
        ),
        (
            {"question": "place", "test": "range", "lowest": 1},
            "test",
            "Select another test: this question is not answered with a number.",
        ),
        (
            {"question": "minutes", "test": "range"},
            "lowest",
            "Enter the lowest number, the highest number, or both.",
        ),
        (
            {"question": "minutes", "test": "range", "lowest": 2, "highest": 1},
            "highest",
            "Enter a highest number that is not below the lowest.",
        ),
    ],
)
def test_a_condition_is_refused_in_words(condition, field, sentence):
    assert refused_condition(PLACE, MINUTES, SHORT, only(FAIR, condition), EASE) == {(3, 0, field): sentence}


def test_a_section_may_have_conditions_too():
    section = only(SECTION, {"question": "place", "answer": "Nowhere"})
    assert refused_condition(PLACE, section, FAIR) == {
        (1, 0, "answer"): "Enter one of the answers: “At home”, “Elsewhere”."
    }


def test_a_condition_keeps_the_number_of_an_answer_with_its_words():
    tests = [{"question": "place", "answer": "elsewhere"}, {"question": "ease", "answer": "7"}]
    cleaned = QuestionsBlock().clean(questions(PLACE, EASE, only(FAIR, *tests, match="any")))
    assert [each["answer"] for each in cleaned[2].value["conditions"]] == ["2. Elsewhere", "7"]


@pytest.mark.parametrize(
    ("options", "value"),
    [
        ([option("b", "Elsewhere"), option("a", "At home")], "b"),  # moved
        ([option("a", "Gartref"), option("b", "Rhywle arall")], "b"),  # translated
    ],
)
def test_a_condition_still_finds_an_answer_that_was_moved_or_worded_anew(options, value):
    place = (PLACE[0], "place", PLACE[2] | {"options": options})
    asked = only(FAIR, {"question": "place", "answer": "2. Elsewhere"})
    _place, fair = definition_of(QuestionsBlock().clean(questions(place, asked)))
    assert fair["when"][0]["tests"][0]["value"] == value


def test_a_condition_may_name_one_of_several_statements():
    asked = only(FAIR, {"question": "care_2", "answer": "Agree"})
    _grid, fair = definition_of(QuestionsBlock().clean(questions(GRID, asked)))
    assert fair["when"][0]["tests"][0]["question"] == "care.told"


@pytest.mark.parametrize(
    "conditions",
    [
        [{"question": "place", "answer": "At home"}, {"question": "place", "answer": "Elsewhere"}],
        [{"question": "place", "test": "not_answered"}],
        [{"question": "minutes", "test": "range", "lowest": 241}],
    ],
)
def test_a_question_to_which_no_answers_lead_is_refused(conditions):
    with pytest.raises(StreamBlockValidationError) as refusal:
        QuestionsBlock().clean(questions(PLACE, MINUTES, only(FAIR, *conditions)))
    (error,) = refusal.value.block_errors[2].block_errors["conditions"].non_block_errors
    assert str(error) == "Change the conditions: no answers lead here."
