"""An event with questions of its own, and somebody who answered them."""

from content import question_sets
from tests.factories.content import option
from tests.factories.content import questions as stream
from tests.factories.events import EventDateFactory, EventPageFactory, RegistrationFactory

PLACES = [
    option("hospital", "In a hospital"),
    option("elsewhere", "Somewhere else", follow_up="Where was that?"),
]
ASKED = (
    ("section", "s1", {"title": "Your last test", "text": "Think about the last one."}),
    ("single_choice", "place", {"question": "Where was it?", "short_name": "place", "options": PLACES}),
    ("section", "s2", {"title": "The day itself", "text": ""}),
    ("short_text", "hope", {"question": "What do you hope for?", "short_name": "hope", "optional": True}),
)
KEPT = {"place": "elsewhere", "place.elsewhere.follow_up": "At home", "hope": "To be heard"}
SAID = {"Where was it?": "Somewhere else", "Where was that?": "At home", "What do you hope for?": "To be heard"}


def date_that_asks():
    return EventDateFactory(page=EventPageFactory(questions=stream(*ASKED)))


def who_answered(date=None, **fields):
    """A registration with the answers KEPT."""
    date = date or date_that_asks()
    return RegistrationFactory(date=date, question_set=question_sets.current(date.page), answers=KEPT, **fields)
