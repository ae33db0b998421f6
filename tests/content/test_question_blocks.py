"""What an officer may write in a stream of questions, and what is refused beside which field."""

import pytest
from wagtail.blocks.stream_block import StreamBlockValidationError

from content.blocks import QuestionsBlock
from content.blocks.questions import definition_of
from content.questions import TYPES
from tests.content.asked import ALL, EASE, FAIR, MINUTES, PLACE, READING, SECTION, TRAVEL
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
