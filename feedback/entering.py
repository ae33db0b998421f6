"""
The only code that writes answers which an officer enters: from paper, from the telephone, from an interpreted call.

They go through `responding.respond`, as every answer does. What is kept of who entered them is a number for each day.
"""

from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from content import moments
from feedback import responding
from feedback.models import Entering, Response, Survey
from feedback.responding import RespondingRefused

Channel = Response.Channel
CHANNELS = (Channel.PAPER, Channel.TELEPHONE, Channel.SIGNED)


def check_takes(survey, at=None):
    """Raise RespondingRefused unless an officer may enter answers at the moment `at` (aware; now when left out)."""
    at = at or timezone.now()
    try:
        responding.check_open(survey, at)
    except RespondingRefused as refused:
        if refused.code != "closed":
            raise
    if survey.is_closed(at - survey.ENTERED_FOR):
        raise RespondingRefused(
            _("This form closed at %(when)s. Answers are entered for %(days)s days after that.")
            % {"when": moments.day_and_hour(survey.closes_at), "days": survey.ENTERED_FOR.days},
            code="closed",
        )


@transaction.atomic
def enter(*, survey, answers, key, by, channel, day, reference="", at=None, **facts):
    """
    Keep answers, `{question id: answer}`, that were given on a `day` while the form was open; returns the Response.

    `facts` are those of `respond`: question_set, language, presentation, consents. `reference` is that of the booking,
    where the form is by personal link and not anonymous; its link is used by this. The same key again returns the same
    response. Raises ValidationError by field, RespondingRefused. `at` is aware; now when left out.
    """
    at = at or timezone.now()
    check_takes(survey, at)
    given_at = moment_of(survey, day, at)
    invitation = _invitation(survey, reference) if asks_for_reference(survey) else None
    entering = _locked_day(survey, by, at)
    if found := responding.response_of(key):
        return found
    response = responding.respond(
        survey=survey, answers=answers, key=key, invitation=invitation, channel=channel, by=by, at=given_at, **facts
    )
    if survey.knows_whom_it_asked:
        _count_apart(survey, response)
    entering.number += 1
    entering.save(update_fields=["number"])
    if invitation:
        person = invitation.registration.person
        access.record(by=by, action=access.Action.CHANGED, what=f"answers {response.public_id} entered", person=person)
    return response


def _count_apart(survey, response):
    """Beside the answers stays what stands beside those that came on the site."""
    survey = count_how_they_came(survey, response.channel)
    responding.count_apart(survey, response)
    response.channel = Channel.WEB
    response.save(update_fields=["channel", "presentation", "language"])


def count_how_they_came(survey, channel, number=1):
    """Count on the survey, in a transaction, how answers came that do not say it themselves; returns it, locked."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    survey.came_by[channel] = survey.came_by.get(channel, 0) + number
    survey.save(update_fields=["came_by"])
    return survey


def came_by(survey):
    """Pairs of how entered answers came, in words, and how many did, where that was counted apart."""
    return [(Channel(code).label, number) for code, number in sorted(survey.came_by.items())]


def entered_today(survey, by, at=None):
    """How many answers somebody entered for a form on the day of `at` (aware; now when left out)."""
    found = Entering.objects.filter(survey=survey, by=by, day=timezone.localdate(at)).first()
    return found.number if found else 0


def asks_for_reference(survey):
    """Whether it must be said whose answers they are. Of an anonymous form nobody notes that."""
    return survey.invites and not survey.anonymous


def moment_of(survey, day, at=None):
    """A moment of the day on which answers were given at which the form was open. Raises ValidationError on `day`."""
    if day > timezone.localdate(at):
        raise ValidationError({"day": _("Enter a day that is not in the future.")})
    given_at = max(timezone.make_aware(datetime.combine(day, time())), survey.opens_at)
    if timezone.localdate(given_at) != day:
        raise ValidationError(
            {"day": _("Enter a day on or after %s, when the form opened.") % moments.day(survey.opens_at)}
        )
    if survey.is_closed(given_at):
        raise ValidationError(
            {"day": _("Enter a day on or before %s, when the form closed.") % moments.day(survey.closes_at)}
        )
    return given_at


def _invitation(survey, reference):
    """The invitation of a booking. Whoever was not asked yet is noted as asked: they have answered."""
    registration = survey.date.registrations.filter(public_id=reference.strip().lower(), person__isnull=False).first()
    if registration is None:
        raise ValidationError({"reference": _("Enter the reference of a booking for this date.")})
    return survey.invitations.get_or_create(registration=registration)[0]


def _locked_day(survey, by, at):
    """The row is the lock between two windows that send the same answers at once."""
    day, _made = Entering.objects.get_or_create(survey=survey, by=by, day=timezone.localdate(at))
    return Entering.objects.select_for_update().get(pk=day.pk)
