"""What people may need so that they can take part: needs in words, never a diagnosis."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from content.choicelists import ChoiceList

NEEDS = ChoiceList(
    ("step_free", _("Step-free access")),
    ("seat_with_arms", _("A chair with arms or a seat near the door")),
    ("hearing_loop", _("Hearing loop")),
    ("bsl", _("British Sign Language interpreter")),
    ("captions", _("Live captions or a speech-to-text reporter")),
    ("lipspeaker", _("Lipspeaker or a clear view of who speaks")),
    ("large_print", _("Papers in large print")),
    ("easy_read", _("Papers in Easy Read")),
    ("braille", _("Papers in Braille")),
    ("audio", _("Papers as audio")),
    ("paper_copies", _("Papers by post")),
    ("quiet_space", _("Quiet space or extra breaks")),
    ("extra_time", _("More time, or questions in advance")),
    ("language", _("Interpreter for a spoken language")),
    ("dietary", _("Food or drink")),
    ("parking", _("Accessible parking")),
    ("travel", _("Help with travel")),
    ("care", _("Help with the cost of care while you are away")),
    ("online_help", _("Help to join online")),
    ("something_else", _("Something else")),
    source="after the four categories of the Accessible Information Standard (DAPB1605) and event practice",
)


def choices():
    """Pairs for a model or form field."""
    return NEEDS()


def choices_for(*, online):
    """Pairs of the needs that make sense for somebody who comes online, or in person."""
    left_out = IN_PERSON_ONLY if online else ONLINE_ONLY
    return [(code, label) for code, label in NEEDS() if code not in left_out]


# Needs that mean little without words: the question, and what to do when it was left empty.
QUESTIONS = {
    "large_print": (_("Which size of print do you need?"), _("Enter the size of print that you need, like 18 point")),
    "language": (_("Which language do you need an interpreter for?"), _("Enter the language that you need")),
    "dietary": (_("What food or drink do you need?"), _("Enter the food or drink that you need")),
    "travel": (_("What help with travel do you need?"), _("Enter the help with travel that you need")),
    "something_else": (_("What else do you need?"), _("Enter what else you need")),
}
IN_PERSON_ONLY = {"step_free", "seat_with_arms", "hearing_loop", "dietary", "parking", "travel"}
ONLINE_ONLY = {"online_help"}
# How long before the date a need must be booked (the NHS's usual lead times; an officer may change the day).
LEAD_TIMES = {
    "bsl": timedelta(weeks=4),
    "captions": timedelta(weeks=3),
    "lipspeaker": timedelta(weeks=4),
    "language": timedelta(weeks=3),
    "braille": timedelta(weeks=3),
    "easy_read": timedelta(weeks=3),
}
LEAD_TIME = timedelta(weeks=1)


def due_on(code, *, starts_on, today):
    """The day (in London) by which a need must be booked; today when its lead time has begun already."""
    return max(today, starts_on - LEAD_TIMES.get(code, LEAD_TIME))
