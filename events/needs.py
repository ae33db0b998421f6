"""
What people may need so that they can take part: needs in words, never a diagnosis.

The first four categories are those of the Accessible Information Standard (DAPB1605). That somebody is reached by
e-mail, letter, telephone or text message is asked as "How can we reach you?" and stands with the Person.
"""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from content.choicelists import ChoiceList


class Category(TextChoices):
    CONTACT = "contact", _("A way to reach you")
    FORMAT = "format", _("Papers in another format")
    PROFESSIONAL = "professional", _("Somebody who helps us communicate")
    SUPPORT = "support", _("Help to communicate")
    EVENT = "event", _("At the event")
    DIETARY = "dietary", _("Food or drink")
    TRAVEL = "travel", _("Travel and care")
    ELSE = "else", _("Something else")


IN_CATEGORY = {
    Category.CONTACT: (
        ("relay_uk", _("Calls through Relay UK")),
        ("bsl_relay", _("Calls through a British Sign Language video relay")),
        ("through_other", _("Contact through my carer or somebody I trust")),
    ),
    Category.FORMAT: (
        ("large_print", _("Papers in large print")),
        ("easy_read", _("Papers in Easy Read")),
        ("braille", _("Papers in Braille")),
        ("moon", _("Papers in Moon")),
        ("audio", _("Papers as audio")),
        ("bsl_video", _("Papers as a British Sign Language video")),
        ("symbols", _("Papers in Makaton or with symbols")),
        ("plain_text", _("Papers as plain text by email")),
        ("word_file", _("Papers as a Word file")),
        ("coloured_paper", _("Papers on coloured paper")),
        ("paper_copies", _("Papers by post")),
    ),
    Category.PROFESSIONAL: (
        ("bsl", _("British Sign Language interpreter")),
        ("sign_supported", _("Sign Supported English interpreter")),
        ("hands_on_signing", _("Hands-on signing interpreter")),
        ("deafblind_manual", _("Deafblind manual interpreter")),
        ("communicator_guide", _("Deafblind communicator-guide")),
        ("captions", _("Live captions or a speech-to-text reporter")),
        ("lipspeaker", _("Lipspeaker or a clear view of who speaks")),
        ("note_taker", _("Note-taker")),
        ("advocate", _("Advocate")),
        ("language", _("Interpreter for a spoken language")),
    ),
    Category.SUPPORT: (
        ("hearing_loop", _("Hearing loop")),
        ("lipreading", _("People who face me, in good light, so that I can lipread")),
        ("extra_time", _("More time, or questions in advance")),
        ("check_understanding", _("Somebody to check that I understand")),
        ("passport", _("People who read my communication passport first")),
        ("communication_aid", _("Time and room for my communication aid")),
        ("talking_mats", _("Talking Mats")),
    ),
    Category.EVENT: (
        ("step_free", _("Step-free access")),
        ("seat_with_arms", _("A chair with arms or a seat near the door")),
        ("parking", _("Accessible parking")),
        ("quiet_space", _("Quiet space or extra breaks")),
        ("assistance_dog", _("Room for my assistance dog")),
        ("evacuation", _("Help to leave the building in an emergency")),
        ("online_help", _("Help to join online")),
    ),
    Category.DIETARY: (("dietary", _("Food or drink")),),
    Category.TRAVEL: (
        ("travel", _("Help with travel")),
        ("care", _("Help with the cost of care while you are away")),
    ),
    Category.ELSE: (("something_else", _("Something else")),),
}
NEEDS = ChoiceList(
    *(choice for choices in IN_CATEGORY.values() for choice in choices),
    source="after the four categories of the Accessible Information Standard (DAPB1605) and event practice",
)
CATEGORY_OF = {code: category for category, choices in IN_CATEGORY.items() for code, _label in choices}
# Asked for most often, so they stand on the first page; the others are one page further, by category.
COMMON = (
    "step_free", "seat_with_arms", "parking", "hearing_loop", "captions", "bsl", "large_print", "easy_read",
    "paper_copies", "quiet_space", "language", "online_help", "dietary", "travel", "care", "something_else",
)  # fmt: skip
# Needs that mean little without words: the question, and what to do when it was left empty.
QUESTIONS = {
    "through_other": (_("Who is it, and how do we reach them?"), _("Enter who it is and how we reach them")),
    "large_print": (_("Which size of print do you need?"), _("Enter the size of print that you need, like 18 point")),
    "braille": (_("Which Braille do you read?"), _("Enter the Braille that you read, like grade 1 or grade 2")),
    "coloured_paper": (_("Which colour of paper do you need?"), _("Enter the colour of paper that you need")),
    "language": (_("Which language do you need an interpreter for?"), _("Enter the language that you need")),
    "dietary": (_("What food or drink do you need?"), _("Enter the food or drink that you need")),
    "travel": (_("What help with travel do you need?"), _("Enter the help with travel that you need")),
    "something_else": (_("What else do you need?"), _("Enter what else you need")),
}
# Needs whose words a supplier must know; the words of the others may name somebody or tell of their life.
WORDS_FOR_SUPPLIERS = {"large_print", "braille", "coloured_paper", "language", "dietary"}
IN_PERSON_ONLY = {
    "step_free", "seat_with_arms", "hearing_loop", "dietary", "parking", "travel",
    "assistance_dog", "evacuation", "hands_on_signing", "deafblind_manual", "communicator_guide",
}  # fmt: skip
ONLINE_ONLY = {"online_help"}
# What the desk must know to receive somebody. Food, travel and what people wrote in their own words stay away from it.
AT_THE_DESK = {
    code
    for code, category in CATEGORY_OF.items()
    if category in (Category.FORMAT, Category.PROFESSIONAL, Category.SUPPORT, Category.EVENT)
} - ONLINE_ONLY
# How long before the date a need must be booked (the NHS's usual lead times; an officer may change the day).
LEAD_TIME = timedelta(weeks=1)
LEAD_TIMES = {
    **dict.fromkeys(["bsl", "lipspeaker", "sign_supported"], timedelta(weeks=4)),
    **dict.fromkeys(["hands_on_signing", "deafblind_manual", "communicator_guide"], timedelta(weeks=4)),
    **dict.fromkeys(["captions", "language", "advocate"], timedelta(weeks=3)),
    **dict.fromkeys(["braille", "moon", "easy_read", "bsl_video", "symbols"], timedelta(weeks=3)),
    **dict.fromkeys(["audio", "note_taker", "talking_mats"], timedelta(weeks=2)),
    **dict.fromkeys(["relay_uk", "bsl_relay", "through_other"], timedelta(weeks=2)),  # before we next get in touch
}
# What one supplier often does for several people at once.
BOOKED_TOGETHER = {*(code for code, _label in IN_CATEGORY[Category.PROFESSIONAL]), "hearing_loop"}
# Beyond an hour two of them take turns, or nobody can follow for long.
TAKES_TURNS = {"bsl", "sign_supported", "hands_on_signing", "deafblind_manual", "lipspeaker", "captions"}
TURNS_BEYOND = timedelta(hours=1)


def choices():
    """Pairs for a model or form field."""
    return NEEDS()


def grouped():
    """The same pairs by category, for a form field: pairs of the category's label and its pairs."""
    offered = choices()
    return [
        (category.label, [(code, label) for code, label in offered if CATEGORY_OF[code] == category])
        for category in Category
    ]


def choices_for(*, online):
    """Pairs of the needs that make sense for somebody who comes online, or in person."""
    left_out = IN_PERSON_ONLY if online else ONLINE_ONLY
    return [(code, label) for code, label in NEEDS() if code not in left_out]


def common(*, online):
    """Of those, the ones that are asked for most often, in the order in which they are asked."""
    offered = dict(choices_for(online=online))
    return [(code, offered[code]) for code in COMMON if code in offered]


def less_common(category, *, online):
    """Of those, the others of one category."""
    return [
        (code, label)
        for code, label in choices_for(online=online)
        if CATEGORY_OF[code] == category and code not in COMMON
    ]


def due_on(code, *, starts_on, today):
    """The day (in London) by which a need must be booked; today when its lead time has begun already."""
    return max(today, starts_on - lead_time(code))


def lead_time(code):
    """How long before the date a need must be booked, as a rule (a timedelta)."""
    return LEAD_TIMES.get(code, LEAD_TIME)


def usual_number(code, *, lasts):
    """How many are booked as a rule for an event that `lasts` so long (a timedelta): two where they take turns."""
    return 2 if code in TAKES_TURNS and lasts > TURNS_BEYOND else 1
