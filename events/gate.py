"""
The gate for inclusion: booking of a date cannot open until its page, its venue and a promise state what `statements`
lists. What counts is what the site shows: the page in the main language as it is published, no draft.

An administrator can open a date despite it, with a reason that is logged and shown. Once all is stated, that has no
more effect.
"""

from events import statements
from events.models import EventDate, Registration

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
