"""
What in people's own words may say who somebody is: found by the worker, soon after it arrived, and only suggested.

A find is likely and never certain, so a person confirms: see `reviewing`. The same look raises concerns: see `triage`.
"""

from django.contrib.auth import get_user_model
from django.db import transaction

from content import identifiers
from content.identifiers import Found, Kind
from events import records
from feedback import suspecting, triage
from feedback.models import Comment, Survey

AT_ONCE = 500  # comments in one transaction


def look_at_arrived(at=None):
    """A job of the worker: look through what was written since, form by form, whatever became of its response."""
    arrived = Comment.objects.arrived().filter(response__is_test=False)
    for survey in Survey.objects.filter(pk__in=arrived.values("response__survey")).select_related("date"):
        find, watch = finder(survey), triage.watch()
        of_survey = arrived.filter(response__survey=survey).order_by("pk")
        while ids := list(of_survey.values_list("pk", flat=True)[:AT_ONCE]):
            _look_at(ids, find, watch, at)
            suspecting.hold_repeated(survey, ids)


@transaction.atomic
def _look_at(ids, find, watch, at):
    comments = Comment.objects.arrived().select_for_update(of=["self"]).select_related("response__survey")
    comments = list(comments.filter(pk__in=ids))
    for comment in comments:
        comment.finds = [[found.start, found.end, found.kind.value] for found in find(comment.text)]
        if kind := watch(comment):
            triage.raise_concern(comment=comment, kind=kind, at=at)
    Comment.objects.bulk_update(comments, ["finds"])


def finder(survey):
    """A function from a text to its `Found`s, with the names of staff and of whoever booked or ran the form's date."""
    staff = get_user_model().objects.filter(is_staff=True).exclude(name="").values_list("name", flat=True)
    names = records.names_at(survey.date) if survey.date else set()
    return identifiers.finder(names | {*staff})


def found_in(comment):
    """The `Found`s of a comment as they were noted; [] where the worker has not looked."""
    return [Found(Kind(kind), comment.text[start:end], start, end) for start, end, kind in comment.finds or []]


def suggestion(comment):
    """The text of a comment with a token in place of each find."""
    return identifiers.masked(comment.text, found_in(comment))


def pieces(comment):
    """The text in its order as pairs of a piece and the Kind of what it may say, None for all between."""
    pairs, last = [], 0
    for found in found_in(comment):
        pairs += [(comment.text[last : found.start], None), (found.text, found.kind)]
        last = found.end
    return [(text, kind) for text, kind in [*pairs, (comment.text[last:], None)] if text]
