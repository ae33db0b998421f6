"""
Trying a form out, also before it is published or opens: by a link that names nobody and ends by itself.

What was entered is kept as answers are, marked as a test, and counted nowhere. It goes when the form opens, and after
30 days.
"""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import DateField, F, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from content import ids
from content.models import QuestionSet
from feedback.models import Response, Survey

SCOPE = "try"
LASTS = timedelta(days=14)
KEPT = timedelta(days=30)
ID_LENGTH = 10  # of a survey's public id; after it stands the last day


def token(survey, at=None):
    """A link to try a form out, until the end of a day two weeks from the moment `at` (aware; now when left out)."""
    last = timezone.localdate(at) + LASTS
    return ids.sign(survey.public_id + _as_text(last), scope=SCOPE)


def address(survey, at=None):
    """The address with host, in the active language."""
    return settings.BASE_URL + reverse("try", args=[token(survey, at)])


def find(token, at=None):
    """The survey that a token was made for and the last day on which it opens; None for any other text."""
    identifier = ids.split(token)
    if not ids.is_signed(token, scope=SCOPE):
        return None
    survey = Survey.objects.select_related("page", "date").filter(public_id=identifier[:ID_LENGTH]).first()
    return (survey, _as_day(identifier[ID_LENGTH:])) if survey else None


def _as_text(day):
    """A day in the letters of public ids."""
    number, text = day.toordinal(), ""
    while number:
        number, digit = divmod(number, len(ids.ALPHABET))
        text = ids.ALPHABET[digit] + text
    return text


def _as_day(text):
    number = 0
    for letter in text:
        number = number * len(ids.ALPHABET) + ids.ALPHABET.index(letter)
    return date.fromordinal(number)


def over(at):
    """Tests whose time is over at the moment `at` (aware): made before the form opened, or 30 days ago."""
    opened = Q(survey__opens_at__lte=at, day__lte=TruncDate(F("survey__opens_at"), output_field=DateField()))
    return Response.objects.filter(is_test=True).filter(opened | Q(day__lte=timezone.localdate(at) - KEPT))


@transaction.atomic
def clear(responses):
    """Delete tests, and the questions that nobody but them was asked."""
    responses.filter(is_test=True).delete()
    QuestionSet.objects.filter(is_trial=True, responses=None).delete()


def clear_due(at):
    """A job of the worker."""
    clear(over(at))
