"""
The record of a date: numbered notes of what was asked and said, without names, and what is done because of it.

The only code that writes it. Every function needs a transaction. A note is read through before anybody else sees it, as
written comments are; one that changes is read again. What looks like a name is shown to whoever takes notes, with the
names of those who booked, and never refused: in a meeting nothing may be lost.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import access
from content import identifiers
from events.models import Action, Companion, DeskDevice, Note, Record

State, Kind, Audience = Note.State, Note.Kind, Record.Audience


def of_date(date):
    """The Record of a date, or None while there is none."""
    return Record.objects.filter(date=date).first()


# --- Notes


def take_notes(*, date, key, kind, text, by, at=None):
    """
    Note each line of `text` that is not empty, numbered on; `kind` is a value of Note.Kind. The same `key` is one form.

    Returns the notes. Raises ValidationError (text) for nothing, and for a line that is too long.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise ValidationError({"text": _("Enter what was asked or said.")})
    if any(len(line) > Note.LONGEST for line in lines):
        raise ValidationError({"text": _("Enter at most %s characters in one line.") % Note.LONGEST})
    record = _locked(date)
    if made := list(record.notes.filter(key__startswith=f"{key}:")):
        return made
    last = record.notes.aggregate(last=Max("number"))["last"] or 0
    at = at or timezone.now()
    notes = [
        Note(key=f"{key}:{place}", record=record, number=last + place, kind=kind, text=line, noted_at=at)
        for place, line in enumerate(lines, start=1)
    ]
    for note in notes:
        note.clean_fields(exclude=["record"])
    Note.objects.bulk_create(notes)
    _log(date, by, ngettext("%s note was taken", "%s notes were taken", len(notes)) % len(notes))
    return notes


def change_note(*, note, kind, text, by):
    """Write a note anew; it is then read through again. Raises ValidationError (text)."""
    note = _locked_note(note)
    if not text.strip():
        raise ValidationError({"text": _("Enter what was asked or said, or withhold the note.")})
    note.kind, note.text, note.state = kind, text.strip(), State.UNREAD
    note.clean_fields(exclude=["record"])
    note.save(update_fields=["kind", "text", "state"])
    _log(note.record.date, by, _("Note %s was changed") % note.number)
    return note


def clear(*, notes, by):
    """They were read through and, as they stand now, name nobody. Returns how many that changes."""
    ids = [note.pk for note in notes]
    found = list(Note.objects.select_for_update().filter(pk__in=ids).exclude(state=State.CLEAR).order_by("pk"))
    Note.objects.filter(pk__in=[note.pk for note in found]).update(state=State.CLEAR)
    for note in found[:1]:
        _log(note.record.date, by, ngettext("%s note was read", "%s notes were read", len(found)) % len(found))
    return len(found)


def withhold(*, note, by):
    """No form of it may be shown."""
    note = _locked_note(note)
    note.state = State.WITHHELD
    note.save(update_fields=["state"])
    _log(note.record.date, by, _("Note %s was withheld") % note.number)
    return note


def finder(date):
    """A function from a text to what in it may say who somebody is, among them the names of those who booked."""
    return identifiers.finder(names_at(date))


def names_at(date):
    """The names of those who booked a date, of those who come along, and of those who stand at its desk."""
    registrations = date.registrations.order_by()
    names = {name for row in registrations.values_list("name", "booked_by", "guardian_name") for name in row}
    names |= {*Companion.objects.filter(registration__in=registrations).values_list("name", flat=True)}
    names |= {*DeskDevice.objects.filter(desk__date=date).values_list("helper", flat=True)}
    return names - {""}


def warned(notes, find):
    """The same notes, each with `warnings`: what in it may say who somebody is, found by `find`."""
    for note in notes:
        note.warnings = find(note.text)
    return notes


@dataclass(frozen=True)
class Part:
    """What was said to one question; "" where nothing was asked before."""

    asked: str
    said: list


def parts(notes):
    """Notes in their order as Parts, of which each begins with what was asked."""
    found = []
    for note in notes:
        if note.is_question or not found:
            found.append(Part(note.text if note.is_question else "", []))
        if not note.is_question:
            found[-1].said.append(note)
    return found


# --- Who reads it


def publish(*, date, audience, by, at=None):
    """
    Let `audience` (a value of Record.Audience) read what was read through, or nobody.

    Raises ValidationError while a note is still to be read.
    """
    record = _locked(date)
    unread = record.notes.unread().count()
    if audience and unread:
        words = ngettext(
            "%(count)s note is still to be read through. Say that it names nobody, or withhold it.",
            "%(count)s notes are still to be read through. Say that they name nobody, or withhold them.",
            unread,
        )
        raise ValidationError(words % {"count": unread}, code="unread")
    if audience and not record.notes.reviewed().exists():
        raise ValidationError(_("There is nothing to publish yet."), code="empty")
    record.audience = audience
    record.published_at = (record.published_at or at or timezone.now()) if audience else None
    record.published_by = by if audience else None
    record.save()
    _log(date, by, _("The record was published") if audience else _("The record was taken back"))
    return record


def for_everybody(date):
    """Whether anyone may read the record of a date, of which the query may have brought its record."""
    record = getattr(date, "record", None)
    return record is not None and record.audience == Audience.EVERYBODY


def for_registration(registration):
    """The published record that somebody with a place may read, or None."""
    record = of_date(registration.date) if registration.has_place else None
    return record if record and record.is_published else None


# --- Actions


def promise(*, date, what, owner=None, due_on=None, by):
    """Note that something will be done, by whom (a user) and by which day. Raises ValidationError."""
    action = Action(record=_locked(date), what=what, owner=owner, due_on=due_on)
    action.full_clean(exclude=["record", "owner"])
    action.save()
    _log(date, by, _("An action was noted"))
    return action


def change_action(*, action, what, owner, due_on, is_done, outcome, by, at=None):
    """Change an action, or note that it is done and what came of it. Raises ValidationError (outcome)."""
    action = Action.objects.select_for_update(of=["self"]).select_related("record__date").get(pk=action.pk)
    if is_done and not outcome.strip():
        raise ValidationError({"outcome": _("Enter what came of it.")})
    action.what, action.owner, action.due_on, action.outcome = what, owner, due_on, outcome
    action.done_at = (action.done_at or at or timezone.now()) if is_done else None
    action.full_clean(exclude=["record", "owner"])
    action.save()
    _log(action.record.date, by, _("An action is done") if is_done else _("An action was changed"))
    return action


# --- What they share


def _locked(date):
    record, _is_new = Record.objects.get_or_create(date=date)
    return Record.objects.select_for_update().get(pk=record.pk)


def _locked_note(note):
    return Note.objects.select_for_update(of=["self"]).select_related("record__date").get(pk=note.pk)


def _log(date, by, what):
    access.record(by=by, action=access.Action.CHANGED, what=f"record of date {date.public_id}", reason=what)
