"""The types of questions: what is frozen, asked, stored, said and exported; and the one rule of what is shown."""

import pytest

from content.blocks.questions import definition_of, words_of
from content.question_pages import pages
from content.questions import TYPES, Choice, Column, answered, every, shown
from tests.content.asked import ALL, EASE, FAIR, LONG, MINUTES, PLACE, READING, SECTION, SHORT, TRAVEL
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
    ]


def test_words_stand_by_key():
    assert words_of(questions(SECTION, READING, TRAVEL, EASE, MINUTES)) == {
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
    hidden = {"type": "short_text", "id": "b", "when": {"question": "a", "option": "yes"}}
    definition = [
        {"type": "scale", "id": "a"},
        hidden,
        {"type": "short_text", "id": "c", "when": {"question": "b", "option": "x"}},
    ]
    assert ids(shown(definition, {"a": "no", "b": "x"})) == ["a"]


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
    ],
)
def test_an_answer_is_stored_and_said(asked, typed, stored, said):
    definition, words = question(asked)
    answering = form(asked, data={definition["id"]: typed})
    assert answering.errors == {}
    assert answered([definition], answering.cleaned_data) == {definition["id"]: stored}
    assert answered([definition], {definition["id"]: stored}) == {definition["id"]: stored}
    kind = TYPES[definition["type"]]
    assert kind.said(definition, words, stored) == said
    assert isinstance(stored, kind.stored)


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
    ],
)
def test_an_answer_is_refused_in_words(asked, typed, error):
    definition, _words = question(asked)
    assert form(asked, data={definition["id"]: typed}).errors == {definition["id"]: [error]}


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
