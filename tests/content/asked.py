"""A question of each type, as the tests of content/ ask them: (type, id, value)."""

from content.blocks.questions import definition_of, words_of
from content.question_pages import pages
from tests.factories.content import condition, option, questions, row

TRAVEL = (
    "several_choices",
    "travel",
    {
        "question": "How did you travel?",
        "hint": "Select all that apply.",
        "short_name": "travel",
        "options": [
            option("bus", "By bus"),
            option("none", "I did not travel", exclusive=True),
            option("else", "Another way", follow_up="How else did you travel?"),
        ],
    },
)
PLACE = (
    "single_choice",
    "place",
    {"question": "Where was it?", "short_name": "place", "options": [option("a", "At home"), option("b", "Elsewhere")]},
)
FAIR = ("scale", "fair", {"question": "The plan is fair", "short_name": "fair", "scale": "agreement"})
EASE = (
    "ten",
    "ease",
    {"question": "How easy was it?", "short_name": "ease", "low_label": "Very hard", "high_label": "Very easy"},
)
MINUTES = (
    "number",
    "minutes",
    {
        "question": "How many minutes?",
        "short_name": "minutes",
        "unit": "minutes",
        "minimum": 0,
        "maximum": 240,
        "optional": True,
    },
)
SHORT = ("short_text", "word", {"question": "Which word?", "short_name": "word"})
LONG = ("long_text", "why", {"question": "Why?", "short_name": "why", "max_length": 500, "optional": True})
KNOWN = (
    "yes_no",
    "known",
    {"question": "Was it explained?", "short_name": "known", "not_sure": True, "prefer_not": True},
)
CLEAR = (
    "rating",
    "clear",
    {"question": "How clear was it?", "short_name": "clear", "highest": 5, "low_label": "Not", "high_label": "Very"},
)
GRID = (
    "grid",
    "care",
    {
        "question": "How much do you agree?",
        "hint": "Think of the last time.",
        "short_name": "care",
        "scale": "agreement",
        "rows": [row("heard", "Staff listened"), row("told", "I knew what was next")],
    },
)
HOURS = ("number", "hours", {"question": "How many hours?", "short_name": "hours", "minimum": 0, "decimals": 2})
DAY = (
    "day",
    "last",
    {"question": "When was it?", "short_name": "last", "earliest": "2020-01-01", "latest": "2026-12-31"},
)
AREA = ("outcode", "area", {"question": "First half of your postcode?", "short_name": "area"})
SECTION = ("section", "now", {"title": "Tests you have now", "text": "Think of <b>the last</b> one."})
READING = ("information", "draft", {"title": "The draft", "text": "<p>3 clinics use it.</p>"})
ALL = (TRAVEL, PLACE, FAIR, EASE, MINUTES, SHORT, LONG, KNOWN, CLEAR, GRID, HOURS, DAY, AREA)


def only(asked, *conditions, match="all"):
    """The same question, section or page, for those whose earlier answers meet conditions."""
    kind, id, value = asked
    return kind, id, value | {"conditions": [condition(**each) for each in conditions], "match": match}


def question(asked):
    """The definition of one question, and its words."""
    stream = questions(asked)
    return definition_of(stream)[0], words_of(stream)


def form(*asked, data=None, answers=None):
    """The form of the first page."""
    stream = questions(*asked)
    (page, *_rest) = pages(definition_of(stream))
    return page.form_class(words_of(stream), answers or {})(data)
