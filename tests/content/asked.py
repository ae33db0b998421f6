"""A question of each type, as the tests of content/ ask them: (type, id, value)."""

from tests.factories.content import option

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
SECTION = ("section", "now", {"title": "Tests you have now", "text": "Think of <b>the last</b> one."})
READING = ("information", "draft", {"title": "The draft", "text": "<p>3 clinics use it.</p>"})
ALL = (TRAVEL, PLACE, FAIR, EASE, MINUTES, SHORT, LONG)
