"""A file of people whose columns are matched, and what becomes of its rows."""

from events import columns, importing
from events.models import GuestImport
from events.sheets import Sheet
from tests.factories.accounts import UserFactory
from tests.factories.events import EventDateFactory

CHOSEN = {
    "mode": "in_person",
    "channel": "email",
    "evidence": "Our form on Eventbrite",
    "given_on": "2026-05-03",
    "wording": "You agree to come.",
    "shares": False,
    "adults": True,
    "tells": False,
}
HEADER = ["Name", "Email", "Phone"]


def bring_in(*rows, header=HEADER, date=None, forum=None, **chosen):
    """A file whose columns are matched as they are guessed."""
    date = date or (None if forum else EventDateFactory())
    numbered = [[number, *row, *[""] * (len(header) - len(row))] for number, row in enumerate(rows, start=2)]
    by = UserFactory(is_staff=True)
    file = importing.bring_in(sheet=Sheet(header, numbered), file_name="people.csv", by=by, date=date, forum=forum)
    guessed = columns.guess(file.header, file.rows, to_forum=forum is not None)
    importing.match(file=file, chosen=CHOSEN | {"columns": guessed} | chosen)
    return GuestImport.objects.select_related("date", "forum", "by").get(pk=file.pk)


def take_in(file, second=()):
    importing.start(file=file, by=file.by, second=second)
    importing.take_in.call(file.public_id)
    file.refresh_from_db()
    return file


def planned(file, **kwargs):
    return [(row.number, row.fate) for row in importing.plan(file, **kwargs)]


def fates(file):
    return [(fate["row"], fate["fate"]) for fate in file.fates]
