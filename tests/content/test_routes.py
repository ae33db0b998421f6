"""Every way through a set of questions, as its editor is told; and nobody gets lost on any of them."""

from content.blocks.questions import definition_of, words_of
from content.routes import Path, in_editor, paths, unreached
from tests.content.asked import EASE, FAIR, GRID, MINUTES, PLACE, READING, SECTION, SHORT, TRAVEL, only
from tests.factories.content import questions


def ways(*asked):
    stream = questions(*asked)
    return paths(definition_of(stream), words_of(stream))


def test_without_conditions_there_is_one_way():
    found = ways(SECTION, PLACE, TRAVEL, READING, GRID)
    assert (found.listed, found.is_complete) == ([Path((), pages=3, questions=4)], True)


def test_each_class_of_answers_is_a_way_of_its_own():
    found = ways(PLACE, only(SECTION, {"question": "place", "answer": "At home"}), FAIR, EASE, READING)
    assert found.listed == [
        Path((("place", "“At home”"),), pages=3, questions=3),
        Path((("place", "“Elsewhere”"),), pages=2, questions=1),
    ]


def test_a_question_that_may_be_left_out_opens_a_way_for_no_answer():
    asked = only(SHORT, {"question": "minutes", "test": "range", "lowest": 30, "highest": 60})
    assert ways(MINUTES, asked).listed == [
        Path((("minutes", "any other answer"),), pages=1, questions=1),
        Path((("minutes", "30 to 60"),), pages=2, questions=2),
    ]
    asked = only(SHORT, {"question": "minutes", "test": "not_answered"})
    assert ways(MINUTES, asked).listed == [
        Path((("minutes", "any other answer"),), pages=1, questions=1),
        Path((("minutes", "no answer"),), pages=2, questions=2),
    ]


def test_a_number_without_limits_may_lie_beside_a_range():
    number = (MINUTES[0], "minutes", MINUTES[2] | {"minimum": None, "maximum": None, "optional": False})
    asked = only(SHORT, {"question": "minutes", "test": "range", "lowest": 0, "highest": 60})
    assert [path.because for path in ways(number, asked).listed] == [
        (("minutes", "any other answer"),),
        (("minutes", "0 to 60"),),
    ]


def test_several_answers_are_tried_together():
    both = ({"question": "travel", "answer": "By bus"}, {"question": "travel", "answer": "Another way"})
    found = ways(TRAVEL, only(FAIR, *both))
    assert [path.because for path in found.listed] == [
        (("travel", "“By bus”"),),
        (("travel", "“By bus” and “Another way”"),),
    ]


def test_a_way_goes_on_only_through_what_is_shown():
    second = only(FAIR, {"question": "place", "answer": "At home"})
    third = only(EASE, {"question": "fair", "answer": "Agree"})
    assert [path.because for path in ways(PLACE, second, third).listed] == [
        (("place", "“At home”"), ("fair", "any other answer")),
        (("place", "“At home”"), ("fair", "“Agree”")),
        (("place", "“Elsewhere”"),),
    ]


def test_too_many_ways_are_not_all_tried():
    asked = []
    for number in range(12):
        place = (PLACE[0], f"p{number}", PLACE[2] | {"short_name": f"p{number}"})
        fair = (FAIR[0], f"f{number}", FAIR[2] | {"short_name": f"f{number}"})
        asked += [place, only(fair, {"question": f"p{number}", "answer": "At home"})]
    definition = definition_of(questions(*asked))
    assert not paths(definition, {}).is_complete
    assert unreached(definition) == set()


def test_a_block_that_no_answers_reach_is_found():
    home, elsewhere = ({"question": "place", "answer": each} for each in ("At home", "Elsewhere"))
    stream = questions(PLACE, only(SECTION, home, elsewhere), FAIR, READING, only(EASE, home, elsewhere, match="any"))
    assert unreached(definition_of(stream)) == {"now"}


def test_an_editor_reads_the_length_of_each_way():
    stream = questions(PLACE, only(FAIR, {"question": "place", "answer": "At home"}))
    assert [(fact.text, fact.note) for fact in in_editor(definition_of(stream), words_of(stream))] == [
        ("2 questions on 2 pages", "place: “At home”"),
        ("1 question on 1 page", "place: “Elsewhere”"),
    ]
    assert [(fact.text, fact.note) for fact in in_editor(definition_of(questions(PLACE)), {})] == [
        ("1 question on 1 page", "Everybody")
    ]
    assert list(in_editor([], {})) == []
