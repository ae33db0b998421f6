"""
What looks as if no person had written it. Such a response is held until somebody has looked, never refused or lost.

What a request knows is judged when it is sent, what takes a look at others by the worker.
"""

import re
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from content import stamps
from feedback import holding
from feedback.models import Comment, Response

Suspicion = Response.Suspicion
QUICKEST = timedelta(seconds=3)  # from the first page to the last button: nobody reads as fast
LINKS = 3  # in all that one person wrote
REPEATED, LONG = 5, 80  # so many comments of so many characters or more, word for word the same
LINK = re.compile(r"https?://|\bwww\.|\[url", re.IGNORECASE)


def reasons(*, draft, answers, is_trapped, at=None):
    """Why a draft's answers look strange, as codes of Suspicion. `is_trapped`: the last page's trap was filled in."""
    trapped = is_trapped or any(page.get("website") for page in draft.answers.values())
    words = " ".join(answer for answer in answers.values() if isinstance(answer, str))
    time = _time_taken(draft, at or timezone.now())
    found = {
        Suspicion.TRAP: trapped,
        Suspicion.STAMP: time is None,
        Suspicion.FAST: time is not None and time < QUICKEST,
        Suspicion.LINKS: len(LINK.findall(words)) >= LINKS,
    }
    return [code for code, holds in found.items() if holds]


def _time_taken(draft, at):
    """Since the first of its pages was shown; None where none came from us."""
    texts = [page["stamp"][0] for page in draft.answers.values() if page.get("stamp")]
    shown = [moment for text in texts if (moment := stamps.shown_at(text, draft.purpose, at))]
    return at - min(shown) if shown else None


def hold_repeated(survey, arrived):
    """Hold every response of a survey with a long comment that came often. `arrived` are the ids of new comments."""
    new = Comment.objects.filter(pk__in=arrived).values_list("text", flat=True)
    long = {text for text in new if len(text) >= LONG}
    comments = Comment.objects.filter(response__survey=survey, response__is_test=False)
    often = comments.filter(text__in=long).values("text").annotate(times=Count("pk")).filter(times__gte=REPEATED)
    texts = [each["text"] for each in often]
    for response in Response.objects.filter(comments__in=comments.filter(text__in=texts)).distinct():
        holding.hold(response, [Suspicion.REPEATED])
