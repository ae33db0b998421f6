"""
What people hear when a date changes: what is different, before and after, in one message by their own channel.

A message that nobody has seen yet takes the next change in, so that whoever reads it learns once what is different from
what they knew; where everything is as they knew it, it is taken back.
"""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from content import moments
from events import history
from events.models.dates import Mode
from mailing import outbox, wordings
from mailing.models import Message

State = Message.State
LABELS = {
    "day": _("Date"),
    "time": _("Time"),
    "where": _("Where"),
    "joining_instruction": _("How to join"),
    "joining_link": _("Link to join"),
    "dial_in": _("Join by telephone"),
}
JOINING = {"joining_instruction", "joining_link", "dial_in"}
CHANGES = ("date_changed", "joining_instruction")
KINDS = (*CHANGES, "date_cancelled", "event_cancelled")


@dataclass(frozen=True)
class Reader:
    """What decides which facts of a date concern somebody, and in which language."""

    mode: str
    has_place: bool
    language: str


def reader(registration):
    return Reader(registration.mode, registration.has_place, wordings.language_of_site(registration.language))


def facts(date, of):
    """What a Reader must hear of when it changes: name -> words. How to join is there only for those with a place."""
    with translation.override(of.language):
        return {
            "day": moments.day(date.starts_at),
            "time": moments.span(date.starts_at, date.ends_at),
            **(_in_person(date) if of.mode == Mode.IN_PERSON else {}),
            **(_joining(date, of.mode) if of.has_place else {}),
        }


def _in_person(date):
    return {"where": date.venue.one_line if date.venue else ""}


def _joining(date, mode):
    how = {"joining_instruction": str(date.joining_instruction)}
    return how | {"joining_link": date.joining_link, "dial_in": date.dial_in} if mode == Mode.ONLINE else how


def known(registrations, date):
    """What each of these people knows of a date before it changes, for `tell`: {Reader: facts}."""
    return {of: facts(date, of) for of in {reader(each) for each in registrations}}


def tell(registrations, date, known):
    """Tell those whom the change concerns; returns their registrations. `known` is from before, `date` as it is now."""
    now = {of: facts(date, of) for of in known}
    return [each for each in registrations if each.person and _tell(each, known[reader(each)], now[reader(each)])]


def _tell(registration, was, now):
    last = Message.objects.filter(kind__in=CHANGES, about=registration.public_id).order_by("pk").last()
    unheard = last.context.get("before", {}) if last and last.state not in State.arrived else {}
    before = _different(was | unheard, now)
    if last and _took_in(last, registration, before):
        return bool(before)
    before = before or _different(was, now)  # what it was not in time to take back
    if before:
        once = f"date_changed:{registration.public_id}:{registration.calendar_sequence}"
        history.tell(registration, _kind(before), once=once, before=before)
    return bool(before)


def _took_in(last, registration, before):
    if last.state not in (State.QUEUED, State.TASK):
        return False
    if not before:
        return outbox.withdraw(last)
    context = {"sequence": registration.calendar_sequence, "before": before}
    return outbox.rewrite(last, kind=_kind(before), context=context)


def _different(before, now):
    return {name: words for name, words in before.items() if words != now.get(name, "")}


def _kind(before):
    return "joining_instruction" if before.keys() <= JOINING else "date_changed"


def in_words(registration, before):
    """Rows of a label, the words before and the words now, of what is different from `before`; for a message."""
    now = facts(registration.date, reader(registration))
    return [[LABELS[name], was, now.get(name, "")] for name, was in _different(before, now).items()]
