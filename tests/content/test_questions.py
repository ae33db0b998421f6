"""The types of questions: what is frozen, asked, stored, said and exported."""

import pytest

from content.blocks.questions import definition_of, words_of
from content.question_pages import pages
from content.questions import TYPES, Choice, Column, answered, every
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
    form,
    only,
    question,
)
from tests.factories.content import questions

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
