"""
The only code that reminds people of a form: once, and only who was asked by their own link and has not answered.

Of an anonymous form the reminder is forgotten as soon as it was sent: who got one had not answered by then.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from feedback.models import Survey
from mailing import outbox
from mailing.models import Message

INVITATION, REMINDER = "feedback_invitation", "feedback_reminder"


def remind_due(at=None):
    """A job of the worker: remind of each open form whoever was asked so many days before the moment `at` (aware)."""
    at = at or timezone.now()
    for survey in Survey.objects.reminding(at).select_related("page"):
        if not survey.lacks_lead:
            _remind(survey, at)


@transaction.atomic
def _remind(survey, at):
    waiting = survey.invitations.filter(answered=False, registration__person__isnull=False)
    waiting = {each.public_id: each for each in waiting.select_related("registration__person")}
    keys = {id: _once(id) for id in _told(waiting, at - timedelta(days=survey.reminds_after))}
    known = _known(keys.values(), survey)
    for id, once in keys.items():
        if outbox.key_of(once, forget=survey.anonymous) not in known:
            outbox.queue(
                kind=REMINDER,
                once=once,
                person=waiting[id].registration.person,
                about=id,
                language=waiting[id].registration.language,
                due_at=at,
                do_by=survey.closes_at,
                forget=survey.anonymous,
            )


def _once(id):
    return f"{REMINDER}:{id}"


def _told(ids, by):
    """Those of the invitations that arrived `by` a moment, as far as we know."""
    arrived = Message.objects.filter(kind=INVITATION, about__in=ids, due_at__lte=by, state__in=Message.State.arrived)
    return sorted(set(arrived.values_list("about", flat=True)))


def _known(keys, survey):
    keys = [outbox.key_of(once, forget=survey.anonymous) for once in keys]
    return set(Message.objects.filter(once__in=keys).values_list("once", flat=True))
