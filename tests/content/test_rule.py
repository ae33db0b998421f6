"""The one rule of what is shown, and the pages on which it is asked."""

import pytest

from content.blocks.questions import definition_of, words_of
from content.question_pages import pages
from content.questions import answered, every, shown, verdict
from content.questions.rule import when_chosen
from tests.content.asked import EASE, FAIR, GRID, HOURS, MINUTES, PLACE, READING, SECTION, SHORT, TRAVEL, form, only
from tests.factories.content import questions


def ids(asked):
    return [each["id"] for each in asked]


def test_a_follow_up_is_shown_to_those_who_chose_its_answer():
    definition = definition_of(questions(TRAVEL, PLACE))
    assert ids(every(definition)) == ["travel", "travel.else.follow_up", "place"]
    assert ids(shown(definition, {})) == ["travel", "place"]
    assert ids(shown(definition, {"travel": ["bus"]})) == ["travel", "place"]
    assert ids(shown(definition, {"travel": ["bus", "else"]})) == ["travel", "travel.else.follow_up", "place"]


def test_an_answer_to_a_hidden_question_is_not_stored():
    definition = definition_of(questions(TRAVEL, PLACE))
    given = {"travel": ["else"], "travel.else.follow_up": "On foot", "place": "", "unknown": "x"}
    assert answered(definition, given) == {"travel": ["else"], "travel.else.follow_up": "On foot"}
    assert answered(definition, given | {"travel": ["bus"]}) == {"travel": ["bus"]}


def test_an_answer_to_a_hidden_question_shows_no_other():
    definition = [
        {"type": "scale", "id": "a"},
        {"type": "scale", "id": "b", "when": when_chosen("a", "yes")},
        {"type": "scale", "id": "c", "when": when_chosen("b", "x")},
    ]
    assert ids(shown(definition, {"a": "no", "b": "x"})) == ["a"]
    assert ids(shown(definition, {"a": "yes", "b": "x"})) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("test", "met_by"),
    [
        ({"question": "place", "answer": "At home"}, [{"place": "a"}]),
        ({"question": "place", "test": "is_not", "answer": "At home"}, [{"place": "b"}, {}]),
        ({"question": "place", "test": "answered"}, [{"place": "a"}, {"place": "b"}]),
        ({"question": "place", "test": "not_answered"}, [{}]),
    ],
)
def test_a_test_is_met_by_answers(test, met_by):
    definition = definition_of(questions(PLACE, only(SHORT, test)))
    tried = [{"place": "a"}, {"place": "b"}, {}]
    assert [answers for answers in tried if "word" in ids(shown(definition, answers))] == [
        answers for answers in tried if answers in met_by
    ]


@pytest.mark.parametrize(("ends", "met_by"), [({"lowest": 2}, [2, 2.5, 9]), ({"lowest": 2, "highest": 2}, [2])])
def test_a_range_is_met_by_numbers_with_both_ends(ends, met_by):
    definition = definition_of(questions(HOURS, only(SHORT, {"question": "hours", "test": "range", **ends})))
    tried = [0, 1.99, 2, 2.5, 9]
    assert [hours for hours in tried if "word" in ids(shown(definition, {"hours": hours}))] == met_by
    assert ids(shown(definition, {})) == ["hours"]


def test_all_conditions_hold_or_any():
    tests = ({"question": "place", "answer": "At home"}, {"question": "travel", "answer": "By bus"})
    for match, seen in (("all", [False, False, True]), ("any", [False, True, True])):
        definition = definition_of(questions(PLACE, TRAVEL, only(SHORT, *tests, match=match)))
        tried = ({"place": "b"}, {"place": "a"}, {"place": "a", "travel": ["bus", "else"]})
        assert ["word" in ids(shown(definition, answers)) for answers in tried] == seen


def test_a_section_hides_its_questions_and_an_information_page_ends_it():
    section = only(SECTION, {"question": "place", "answer": "At home"})
    definition = definition_of(questions(PLACE, section, TRAVEL, GRID, READING, FAIR))
    assert ids(shown(definition, {"place": "b"})) == ["place", "fair"]
    assert ids(shown(definition, {"place": "a", "travel": ["else"]})) == [
        "place",
        "travel",
        "travel.else.follow_up",
        "care.heard",
        "care.told",
        "fair",
    ]


def test_a_verdict_tells_answered_skipped_and_hidden_apart():
    definition = definition_of(questions(PLACE, MINUTES, only(FAIR, {"question": "place", "answer": "At home"})))
    given = {"place": "b", "minutes": None, "fair": "agree"}
    found = verdict(definition, given)
    assert (found.answered, found.skipped, found.hidden) == ({"place": "b"}, ["minutes"], ["fair"])


def test_a_condition_that_nobody_understands_is_never_met():
    stream = questions(PLACE, only(SHORT, {"question": "nothing", "test": "not_answered"}))
    assert ids(shown(definition_of(stream), {"place": "a"})) == ["place"]


# --- Pages


def test_what_hangs_on_its_own_page_is_asked_on_a_page_after_it():
    after = only(FAIR, {"question": "place", "answer": "At home"})
    last = only(SHORT, {"question": "fair", "answer": "Agree"})
    found = pages(definition_of(questions(SECTION, PLACE, after, last, EASE)))
    assert [(page.step, ids(page.questions)) for page in found] == [
        ("1", ["place", "ease"]),
        ("1-more", ["fair"]),
        ("1-more-2", ["word"]),
    ]


def test_an_information_page_may_be_for_some_only():
    stream = questions(PLACE, only(READING, {"question": "place", "answer": "Elsewhere"}))
    _first, reading = pages(definition_of(stream))
    assert [reading.applies({"place": place}) for place in ("a", "b")] == [False, True]


def test_statements_on_one_scale_are_headed_by_their_question():
    stream = questions(GRID)
    (page,) = pages(definition_of(stream))
    assert (page.title(words_of(stream)), page.introduction(words_of(stream))) == (
        "How much do you agree?",
        "<p>Think of the last time.</p>",
    )
    html = str(form(SECTION, PLACE, GRID))
    assert html.count("<fieldset") == 3
    assert html.index("Where was it?") < html.index("How much do you agree?") < html.index("Staff listened")


def test_pages_are_sections_or_single_questions():
    stream = questions(PLACE, READING, FAIR, SECTION, TRAVEL, EASE)
    found = pages(definition_of(stream))
    words = words_of(stream)
    assert [(page.step, page.title(words), ids(page.questions)) for page in found] == [
        ("1", "", ["place"]),
        ("2", "The draft", []),
        ("3", "", ["fair"]),
        ("4", "Tests you have now", ["travel", "ease"]),
        ("4-more", "", ["travel.else.follow_up"]),
    ]
    assert [page.step for page in found if page.applies({})] == ["1", "2", "3", "4"]
    assert [page.step for page in found if page.applies({"travel": ["else"]})] == ["1", "2", "3", "4", "4-more"]
    assert [page.introduction(words) for page in found] == [
        "",
        "<p>3 clinics use it.</p>",
        "",
        "<p>Think of &lt;b&gt;the last&lt;/b&gt; one.</p>",
        "",
    ]
