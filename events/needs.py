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


# Needs that mean little without words: which language, what food.
ASK_FOR_WORDS = ("language", "dietary", "large_print", "travel", "something_else")
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
