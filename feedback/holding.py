"""
The only code that sets responses apart: held until somebody has looked, counted after all, or not a real answer.

A held response is in no figure, file or summary. What was written in it is looked through as any other: whoever tells
of harm in a strange way tells of harm.
"""

from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from feedback.models import Response

State, Suspicion = Response.State, Response.Suspicion


@transaction.atomic
def hold(response, reasons, *, by=None, why=""):
    """
    Hold a response that is counted, for `reasons` of Response.Suspicion, and return whether that changed anything.

    What an officer has released is held again by an officer only: `by`, who says `why`. Raises ValidationError (why).
    """
    _refuse_without_reason(by, why)
    held = _locked([response], [State.RECEIVED]).first()
    if held is None or (held.held_for and by is None):
        return False
    held.state, held.held_for = State.HELD, list(dict.fromkeys([*held.held_for, *reasons]))
    held.save(update_fields=["state", "held_for"])
    if by:  # nothing that the site holds by itself is noted: a log keeps the time
        _log([held], by, "hold", why)
    return True


def release(responses, *, by, why):
    """Count responses that were held or marked as not real; returns how many. Raises ValidationError (why)."""
    return _set(responses, [State.HELD, State.SPAM], State.RECEIVED, by=by, what="release", why=why)


def mark_spam(responses, *, by, why):
    """Say that responses are no real answers; returns how many that changed. Raises ValidationError (why)."""
    return _set(responses, [State.HELD, State.RECEIVED], State.SPAM, by=by, what="spam", why=why)


@transaction.atomic
def _set(responses, before, state, *, by, what, why):
    _refuse_without_reason(by, why)
    changed = list(_locked(responses, before))
    Response.objects.filter(pk__in=[each.pk for each in changed]).update(state=state)
    _log(changed, by, what, why)
    return len(changed)


def _locked(responses, states):
    """Those that are in one of these states now, under a lock, form by form."""
    found = Response.objects.filter(pk__in=[each.pk for each in responses], state__in=states)
    return found.select_for_update(of=["self"]).select_related("survey__page").order_by("survey", "pk")


def _refuse_without_reason(by, why):
    if by and not why.strip():
        raise ValidationError({"why": _("Enter the reason.")})


def _log(responses, by, what, why):
    """One line in the history of each form's page."""
    for survey, group in groupby(responses, key=lambda response: response.survey):
        said = f"{', '.join(response.public_id for response in group)}. {why.strip()}"
        log(instance=survey.page, action=f"feedback.{what}", user=by, data={"what": said})
