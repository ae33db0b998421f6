"""The types of questions: what is frozen, asked, stored, said and exported; and the one rule of what is shown."""

import pytest

from content.blocks.questions import definition_of, words_of
from content.question_pages import pages
from content.questions import TYPES, Choice, Column, answered, every, shown, verdict
from content.questions.rule import when_chosen
from tests.content.asked import (
    ALL,
    AREA,
    CLEAR,
    DAY,
    EASE,
    FAIR,
    GRID,
    HOURS,
    KNOWN,
    LONG,
    MINUTES,
    PLACE,
    READING,
    SECTION,
    SHORT,
    TRAVEL,
    only,
)
from tests.factories.content import questions


def question(asked):
    """The definition of one question, and its words."""
    stream = questions(asked)
    return definition_of(stream)[0], words_of(stream)


def form(*asked, data=None, answers=None):
    """The form of the first page."""
    stream = questions(*asked)
    (page, *_rest) = pages(definition_of(stream))
    return page.form_class(words_of(stream), answers or {})(data)


# --- What is frozen


def frozen(kind, id, **facts):
    return {"type": kind, "id": id, "short_name": id, "optional": False, "about_you": False, **facts}


def chosen(id, follow_up=False, exclusive=False):
    return {"id": id, "follow_up": follow_up, "exclusive": exclusive}


def test_a_definition_holds_everything_but_words():
    assert definition_of(questions(SECTION, *ALL)) == [
        {"type": "section", "id": "now"},
        frozen(
            "several_choices",
            "travel",
            options=[chosen("bus"), chosen("none", exclusive=True), chosen("else", follow_up=True)],
        ),
        frozen("single_choice", "place", options=[chosen("a"), chosen("b")]),
        frozen("scale", "fair", scale="agreement"),
        frozen("ten", "ease"),
        frozen("number", "minutes", optional=True, minimum=0, maximum=240),
        frozen("short_text", "word", max_length=200),
        frozen("long_text", "why", optional=True, max_length=500),
        frozen("yes_no", "known", not_sure=True, prefer_not=True),
        frozen("rating", "clear", highest=5),
        frozen("grid", "care", scale="agreement", rows=[{"id": "heard"}, {"id": "told"}]),
        frozen("number", "hours", minimum=0, maximum=None, decimals=2),
        frozen("day", "last", earliest="2020-01-01", latest="2026-12-31"),
        frozen("outcode", "area"),
    ]


def test_a_condition_is_frozen_by_ids_and_values():
    asked = only(
        SHORT,
        {"question": "place", "answer": "at home"},
        {"question": "travel", "test": "is_not", "answer": "3"},
        {"question": "care_2", "answer": "2. Cytuno"},
        {"question": "hours", "test": "range", "lowest": 2},
        {"question": "last", "test": "answered"},
        match="any",
    )
    *_rest, word = definition_of(questions(PLACE, TRAVEL, GRID, HOURS, DAY, asked))
    assert word["when"] == [
        {
            "match": "any",
            "tests": [
                {"question": "place", "test": "is", "value": "a"},
                {"question": "travel", "test": "is_not", "value": "else"},
                {"question": "care.told", "test": "is", "value": "agree"},
                {"question": "hours", "test": "range", "from": 2, "to": None},
                {"question": "last", "test": "answered"},
            ],
        }
    ]


def test_a_condition_that_nobody_understands_is_never_met():
    stream = questions(PLACE, only(SHORT, {"question": "nothing", "test": "not_answered"}))
    assert ids(shown(definition_of(stream), {"place": "a"})) == ["place"]


def test_words_stand_by_key():
    assert words_of(questions(SECTION, READING, TRAVEL, EASE, MINUTES, GRID)) == {
        "now": "Tests you have now",
        "now.text": "Think of <b>the last</b> one.",
        "draft": "The draft",
        "draft.text": "<p>3 clinics use it.</p>",
        "travel": "How did you travel?",
        "travel.hint": "Select all that apply.",
        "travel.bus": "By bus",
        "travel.none": "I did not travel",
        "travel.else": "Another way",
        "travel.else.follow_up": "How else did you travel?",
        "ease": "How easy was it?",
        "ease.low": "Very hard",
        "ease.high": "Very easy",
        "minutes": "How many minutes?",
        "minutes.unit": "minutes",
        "care": "How much do you agree?",
        "care.hint": "Think of the last time.",
        "care.heard": "Staff listened",
        "care.told": "I knew what was next",
    }


# --- The rule


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


# --- What is asked and stored


@pytest.mark.parametrize(
    ("asked", "typed", "stored", "said"),
    [
        (PLACE, "b", "b", "Elsewhere"),
        (TRAVEL, ["bus", "else"], ["bus", "else"], "By bus\nAnother way"),
        (FAIR, "not_sure", "not_sure", "I am not sure, or it does not apply to me"),
        (EASE, "0", 0, "0 – Very hard"),
        (EASE, "7", 7, "7"),
        (MINUTES, "15", 15, "15 minutes"),
        (SHORT, " Angiogram ", "Angiogram", "Angiogram"),
        (LONG, "Because.", "Because.", "Because."),
        (KNOWN, "no", "no", "No"),
        (KNOWN, "prefer_not", "prefer_not", "Prefer not to say"),
        (CLEAR, "5", 5, "5 – Very"),
        (HOURS, "2.50", 2.5, "2.5"),
        (HOURS, "3", 3.0, "3"),
        (HOURS, "1,000", 1000.0, "1000"),
        (DAY, ("31", "march", "2026"), "2026-03-31", "31 March 2026"),
        (AREA, "m13", "M13", "M13"),
        (AREA, "SW1A 1AA", "SW1A", "SW1A"),
    ],
)
def test_an_answer_is_stored_and_said(asked, typed, stored, said):
    definition, words = question(asked)
    answering = form(asked, data=sent(definition, typed))
    assert answering.errors == {}
    assert answered([definition], answering.cleaned_data) == {definition["id"]: stored}
    assert answered([definition], {definition["id"]: stored}) == {definition["id"]: stored}
    kind = TYPES[definition["type"]]
    assert kind.said(definition, words, stored) == said
    assert isinstance(stored, kind.stored_in(definition))


def sent(definition, typed):
    """What a browser sends: a date in three parts."""
    id = definition["id"]
    return {f"{id}_{part}": each for part, each in enumerate(typed)} if isinstance(typed, tuple) else {id: typed}


def test_each_statement_of_a_grid_is_answered_and_stored_as_a_question():
    definition = definition_of(questions(GRID))
    answering = form(GRID, data={"care.heard": "agree"})
    assert answering.errors == {"care.told": ["Select your answer to “I knew what was next”"]}
    given = {"care.heard": "agree", "care.told": "not_sure"}
    answering = form(GRID, data=given)
    assert answering.errors == {}
    assert answered(definition, answering.cleaned_data) == given


@pytest.mark.parametrize(
    ("asked", "typed", "error"),
    [
        (PLACE, "", "Select your answer to “Where was it?”"),
        (PLACE, "bus", "Select one of the answers on this page"),
        (TRAVEL, [], "Select at least 1 answer to “How did you travel?”"),
        (TRAVEL, ["bus", "none"], "Select the answers that apply, or select “I did not travel”"),
        (FAIR, "", "Select your answer to “The plan is fair”"),
        (EASE, "11", "Select one of the answers on this page"),
        (MINUTES, "300", "Your answer to “How many minutes?” must be 240 or less"),
        (MINUTES, "2.5", "Your answer to “How many minutes?” must be a whole number, like 30"),
        (SHORT, "", "Enter your answer to “Which word?”"),
        (LONG, "x" * 501, "Your answer to “Why?” must be 500 characters or less"),
        (KNOWN, "", "Select your answer to “Was it explained?”"),
        (CLEAR, "6", "Select one of the answers on this page"),
        (HOURS, "1.234", "Your answer to “How many hours?” must have 2 numbers or fewer after the point"),
        (HOURS, "two", "Your answer to “How many hours?” must be a number, like 12.50"),
        (HOURS, "-1", "Your answer to “How many hours?” must be 0 or more"),
        (DAY, ("", "", ""), "Enter a date to answer “When was it?”"),
        (DAY, ("31", "2", "2026"), "Your answer to “When was it?” must be a real date"),
        (DAY, ("31", "12", "2019"), "Your answer to “When was it?” must be 1 January 2020 or later"),
        (DAY, ("1", "1", "2027"), "Your answer to “When was it?” must be 31 December 2026 or earlier"),
        (AREA, "Leeds", "Enter the first half of a postcode, like M13 or SW1A"),
        (AREA, "", "Enter your answer to “First half of your postcode?”"),
    ],
)
def test_an_answer_is_refused_in_words(asked, typed, error):
    definition, _words = question(asked)
    assert form(asked, data=sent(definition, typed)).errors == {definition["id"]: [error]}


@pytest.mark.parametrize("asked", [MINUTES, LONG])
def test_an_optional_question_may_be_left_out(asked):
    answering = form(asked, data={})
    assert answering.errors == {}
    assert answered(definition_of(questions(asked)), answering.cleaned_data) == {}


def test_a_question_may_hold_any_sign():
    asked = ("short_text", "odd", {"question": "100% {of} <b>it</b>?", "short_name": "odd"})
    answering = form(asked, data={"odd": "x" * 201})
    assert answering.errors == {"odd": ["Your answer to “100% {of} <b>it</b>?” must be 200 characters or less"]}
    assert "<b>it" not in str(answering)
    assert form(asked, data={}).errors == {"odd": ["Enter your answer to “100% {of} <b>it</b>?”"]}


def test_answers_that_exclude_the_others_stand_below_an_or():
    html = str(form(TRAVEL))
    assert html.index("By bus") < html.index("Another way") < html.index(">or<") < html.index("I did not travel")


# --- How answers are counted


@pytest.mark.parametrize(
    ("asked", "answer", "exported"),
    [
        (PLACE, "b", {"place": 2}),
        (PLACE, None, {"place": None}),
        (TRAVEL, ["bus", "else"], {"travel_1": 1, "travel_2": 0, "travel_3": 1}),
        (TRAVEL, None, {"travel_1": None, "travel_2": None, "travel_3": None}),
        (FAIR, "disagree", {"fair": 4}),
        (EASE, 0, {"ease": 0}),
        (MINUTES, 15, {"minutes": 15}),
        (SHORT, "Angiogram", {"word": "Angiogram"}),
        (KNOWN, "prefer_not", {"known": -8}),
        (CLEAR, 1, {"clear": 1}),
        (HOURS, 2.5, {"hours": 2.5}),
        (DAY, "2026-03-31", {"last": "2026-03-31"}),
        (AREA, "M13", {"area": "M13"}),
    ],
)
def test_an_answer_fills_the_columns_of_its_question(asked, answer, exported):
    definition, _words = question(asked)
    kind = TYPES[definition["type"]]
    names = [column.name for column in kind.columns(definition)]
    assert dict(zip(names, kind.values(definition, answer), strict=True)) == exported


def test_columns_lead_to_their_words():
    definition, words = question(TRAVEL)
    assert [
        (column, words[column.key]) for each in every([definition]) for column in TYPES[each["type"]].columns(each)
    ] == [
        (Column("travel_1", "travel.bus"), "By bus"),
        (Column("travel_2", "travel.none"), "I did not travel"),
        (Column("travel_3", "travel.else"), "Another way"),
        (Column("travel_3_text", "travel.else.follow_up"), "How else did you travel?"),
    ]


def test_choices_say_their_code_and_place():
    place, words = question(PLACE)
    assert TYPES["single_choice"].choices(place, words) == [Choice("a", 1, "At home"), Choice("b", 2, "Elsewhere")]
    travel, words = question(TRAVEL)
    assert [each.alone for each in TYPES["several_choices"].choices(travel, words)] == [False, True, False]
    fair, words = question(FAIR)
    assert [(each.value, each.code, each.ranked) for each in TYPES["scale"].choices(fair, words)] == [
        ("strongly_agree", 1, True),
        ("agree", 2, True),
        ("neither", 3, True),
        ("disagree", 4, True),
        ("strongly_disagree", 5, True),
        ("not_sure", 6, False),
    ]


def test_each_statement_of_a_grid_has_a_column():
    grid, words = question(GRID)
    assert [(column, words[column.key]) for each in every([grid]) for column in TYPES[each["type"]].columns(each)] == [
        (Column("care_1", "care.heard"), "Staff listened"),
        (Column("care_2", "care.told"), "I knew what was next"),
    ]


def test_whoever_prefers_not_to_say_says_nothing_else_and_has_a_place_of_their_own():
    refusable = (TRAVEL[0], "travel", TRAVEL[2] | {"prefer_not": True})
    travel, words = question(refusable)
    kind = TYPES["several_choices"]
    assert [(str(each.label), each.alone, each.ranked) for each in kind.choices(travel, words)][-1] == (
        "Prefer not to say",
        True,
        False,
    )
    assert [column.name for column in kind.columns(travel)] == ["travel_1", "travel_2", "travel_3", "travel_prefer_not"]
    assert kind.values(travel, ["prefer_not"]) == [0, 0, 0, 1]
    assert form(refusable, data={"travel": ["bus", "prefer_not"]}).errors == {
        "travel": ["Select the answers that apply, or select “Prefer not to say”"]
    }
    assert "prefer_not" not in question(TRAVEL)[0]


def test_a_date_is_shown_again_as_it_was_stored():
    stream = questions(DAY)
    (page,) = pages(definition_of(stream))
    html = str(page.form(words_of(stream), None, answers={}, initial={"last": "2026-03-31"}))
    assert 'value="31"' in html
    assert 'value="2026"' in html
