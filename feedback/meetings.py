"""
What was said at the date of a form, beside what was written in it: notes of the date's record, of another channel.

Only notes that an officer has read through ever come here. They are never counted: a note is no person.
"""

from django.utils.translation import gettext_lazy as _

from events import records
from events.models import Note

CHANNEL = _("Said at the meeting")


def notes_of(survey):
    """The notes of a survey's date that may be shown, in their order; none for a survey without a date."""
    return Note.objects.reviewed().filter(record__date=survey.date_id, record__date__isnull=False)


def said_of(survey, *, upto):
    """Pairs of what was asked ("" for nothing) and the texts of what was said, of notes taken before a moment."""
    parts = records.parts(notes_of(survey).filter(noted_at__lt=upto))
    return [(part.asked, [note.text for note in part.said]) for part in parts if part.said]


def rows_of(survey):
    """The same for officers as rows of a file, {column: value}, each with its channel and number."""
    for part in records.parts(notes_of(survey)):
        for note in part.said:
            yield {"channel": str(CHANNEL), "number": note.number, "asked": part.asked, "said": note.text}
