"""
The gate for inclusion: booking of a date cannot open until its page, its venue and a promise state what `statements`
lists. What counts is what the site shows: the page in the main language as it is published, no draft.

An administrator can open a date despite it, with a reason that is logged and shown. Once all is stated, that has no
more effect.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts import access
from events import statements
from events.models import EventDate, Override, Registration

Source = Registration.Source
# Whoever still decides whether to come must be able to know. Who walks in is there, and sees; who stands in a file has
# a place already.
STOPS = (Source.WEB, Source.TELEPHONE, Source.POST)


def stated(date):
    """
    The date with what is stated of it, in one query, or none for a date that came by `to_book`; None where its page is
    not public.
    """
    if not hasattr(date, "is_on_site"):
        date = EventDate.objects.to_book().only(*statements.FIELDS).get(pk=date.pk)
    return date if date.is_on_site else None


def is_passed(date):
    """Whether people can book a date of `with_statements` as far as the gate goes."""
    return bool(date.gate_override) or not statements.missing(date)


def excuse(date):
    """Why people can book although not everything is stated, in the words of whoever opened it; else ""."""
    return date.gate_override if date.gate_override and statements.missing(date) else ""


def obstacle(date):
    """In the manner of `EventDate.obstacle`: "not_stated", or "" where people can book."""
    return "" if is_passed(date) else "not_stated"


def items(date):
    """The checklist of a date, for the CMS: also what stands in a draft."""
    return statements.checklist([EventDate.objects.with_statements().get(pk=date.pk)])


def open_despite(*, date, by, reason):
    """
    Let people book although not everything is stated. `reason` stands on the public page and in the access log.

    Raises ValidationError where there is nothing to open or no reason.
    """
    if is_passed(EventDate.objects.with_statements().get(pk=date.pk)):
        raise ValidationError(_("Booking can open: nothing is in its way."))
    override = Override(date=date, rule=Override.Rule.GATE, reason=reason.strip(), by=by)
    override.full_clean()
    override.save()
    access.record(by=by, action=access.Action.CHANGED, what=f"gate of date {date.public_id}", reason=override.reason)
    return override
