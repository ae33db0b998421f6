"""The rows of a file of people as a page shows them: by fate, what is left out first."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from events import import_rows, importing
from events.importing import LEFT_OUT, Fate
from events.models import GuestImport
from events.viewsets.forums import url_of_forum

Status = GuestImport.Status


def words(row):
    return [Fate(row.fate).label, " ".join(map(str, row.why))]


def results(file):
    """The rows of a file that was taken in, each with its fate; of those taken in, as they are called now."""
    made = {found.public_id: found for found in importing.made(file)}
    left_out = {raw[0]: import_rows.read(file, raw) for raw in file.rows}
    return [_result(fate, made, left_out) for fate in file.fates]


def _result(fate, made, left_out):
    row = left_out.get(fate["row"]) or import_rows.Row(fate["row"])
    row.fate, row.why, row.about = fate["fate"], fate["why"], fate["about"]
    if found := made.get(row.about):
        row.said = {"name": found.name, "email": found.email, "telephone": found.telephone}
        row.said["address"] = found.person.address if found.person else ""
    return row


@dataclass(frozen=True)
class Group:
    """The rows of one fate: triples of row, the address of what it is about, and sentences about it."""

    fate: Fate
    rows: list
    may_tick: bool

    @property
    def heading(self):
        return f"{self.fate.label} ({len(self.rows)})"

    @property
    def about(self):
        """What the sentences of its rows say; "" where there are none."""
        if not any(sentences for _row, _url, sentences in self.rows):
            return ""
        return _("Why") if self.fate in LEFT_OUT else _("What we read")


def groups(rows, file):
    return list(_groups(rows, file))


def _groups(rows, file):
    is_plan = file.status == Status.MATCHED
    for fate, _count in importing.totals(rows):
        found = [
            (row, _url_about(row, file), row.why or (list(import_rows.in_words(file, row)) if is_plan else []))
            for row in rows
            if row.fate == fate
        ]
        yield Group(fate, found, is_plan and fate == Fate.DUPLICATE)


def _url_about(row, file):
    if not row.about:
        return ""
    return reverse("events_cms:registration", args=[row.about]) if file.date_id else url_of_forum(file.forum)
