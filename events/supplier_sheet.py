"""
What a supplier or a venue must know of access needs: how many need what, in the room or online, and nobody's name.

Only needs that may be shared are counted. Words go along only where nothing can be arranged without them.
"""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import moments
from events import needs as needs_list
from events.models import AccessNeed, Resource
from events.models.dates import Mode

Status = AccessNeed.Status
HEADER = [
    gettext_lazy("What is needed"),
    gettext_lazy("In words"),
    gettext_lazy("How they come"),
    gettext_lazy("How many people"),
]


@dataclass(frozen=True, order=True)
class Line:
    what: str
    words: str
    mode: str
    people: int


def shareable(needs):
    """Of some needs, those that a supplier may hear of and still has something to do for."""
    return needs.filter(may_share=True, status__in=(Status.ASKED, Status.ARRANGED))


def lines(needs):
    """A Line for each kind of need, in words where a supplier must know them, and way to come."""
    counted = Counter((str(need), _words(need), need.registration.mode) for need in shareable(needs))
    return sorted(Line(what, words, str(Mode(mode).label), people) for (what, words, mode), people in counted.items())


def booked(date, codes=None):
    """What we book for these people, without who supplies the rest."""
    resources = date.resources.exclude(status=Resource.Status.NOT_TO_BE_HAD)
    return list(resources if codes is None else resources.filter(code__in=codes))


def about(date):
    """Pairs of a name and its value: when and where."""
    rows = [
        (_("Event"), date.page.title),
        (_("Date"), moments.day(date.starts_at)),
        (_("Time"), _("%(span)s, UK time") % {"span": moments.span(date.starts_at, date.ends_at)}),
        (_("Where"), date.venue.one_line if date.places_in_person else ""),
        (_("Online"), _("We send you the link") if date.places_online else ""),
    ]
    return [(name, value) for name, value in rows if value]


def _words(need):
    return need.detail if need.code in needs_list.WORDS_FOR_SUPPLIERS else ""
