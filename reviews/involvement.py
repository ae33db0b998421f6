"""
What is open on a topic and until when.

events/ and feedback/ register a finder in `ready()`; reviews/ asks and never imports them.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone

LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Opportunity:
    """One way to take part: `kind` is "event", "feedback" or "forum", `closes_at` aware or None for always open."""

    kind: str
    title: str
    url: str
    how: str  # a short sentence in plain English
    closes_at: datetime | None = None
    starts_at: datetime | None = None

    @property
    def closes_first(self):
        return self.closes_at or LAST


_finders = []


def register(finder):
    """`finder(topic_ids, at)` yields pairs of a topic's id and an Opportunity, in few queries for all of them."""
    _finders.append(finder)
    return finder


def open_on(topic_ids, at=None):
    """What is open at the moment `at` (aware; now when left out): topic id -> opportunities, first to close first."""
    at = at or timezone.now()
    topic_ids = list(topic_ids)
    found = defaultdict(list)
    for finder in _finders if topic_ids else ():
        for topic_id, opportunity in finder(topic_ids, at):
            found[topic_id].append(opportunity)
    for opportunities in found.values():
        opportunities.sort(key=lambda opportunity: (opportunity.closes_first, opportunity.title))
    return found
