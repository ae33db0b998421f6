"""What one row of a file of people says: a guest and what they book or join, or what is wrong with which cell."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.consents import Purpose
from accounts.models import Person
from content import moments
from events import booking_forms, cells, details
from events.columns import SEVERAL, Column
from events.guests import Consent, Guest
from events.models.dates import Mode

Channel = Person.Channel
READERS = {
    Column.EMAIL: cells.email,
    Column.TELEPHONE: cells.telephone,
    Column.MODE: cells.mode,
    Column.COMPANIONS: cells.companions,
    Column.NEEDS: cells.needed,
    Column.SHARE: cells.yes_or_no,
    Column.LANGUAGE: cells.language,
    Column.STATUS: cells.comes,
    Column.JOINED: cells.day,
    Column.ROLE: cells.role,
    Column.UNTIL: cells.last_day,
    Column.CONSENT_DAY: cells.day,
}
LONGEST = {
    Column.NAME: 120,
    Column.BOOKED_BY: 120,
    Column.EMAIL: 254,
    Column.ADDRESS: 500,
    Column.MESSAGE: 1000,
    Column.CONSENT_WHERE: 200,
}


@dataclass
class Row:
    """One row, and later its fate. `said` is what its cells mean, by Column; `faults` are sentences."""

    number: int
    said: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)
    fate: str = ""
    why: list = field(default_factory=list)
    about: str = ""  # the public id of what was made, or of whom they look like

    @property
    def name(self):
        return self.said.get(Column.NAME, "")

    @property
    def is_gone(self):
        """Whether the file itself says that they no longer come."""
        return self.said.get(Column.STATUS) is False

    @property
    def reach(self):
        return self.said.get(Column.EMAIL) or self.said.get(Column.TELEPHONE) or self.said.get(Column.ADDRESS, "")


def read(file, raw):
    """The Row of a GuestImport whose columns are chosen; `raw` is its number and its cells."""
    number, *texts = raw
    row, said = Row(number), {}
    for column, names in _places(file).items():
        filled = [(file.header[place], texts[place]) for place in names if texts[place]]
        if filled:
            said[column] = _value(row, column, filled)
    if Column.NAME not in said:
        said[Column.NAME] = " ".join(filter(None, [said.get(Column.FIRST_NAME), said.get(Column.LAST_NAME)]))
    row.said = {column: value for column, value in said.items() if value is not None}
    row.faults += list(_missing(file, row))
    return row


def _places(file):
    """Column -> the places at which it stands."""
    found = {}
    for place, column in enumerate(file.chosen["columns"]):
        if column:
            found.setdefault(Column(column), []).append(place)
    return found


def _value(row, column, filled):
    """What the cells of a column mean; None, with a fault, where they mean nothing."""
    text = (", " if column in SEVERAL - {Column.MESSAGE} else "\n").join(text for _name, text in filled)
    if len(text) > (most := LONGEST.get(column, 1000)):
        row.faults.append(_at(filled, text, _("write %(most)s characters or fewer") % {"most": most}))
        return None
    try:
        return READERS[column](text) if column in READERS else text
    except cells.ValidationError as error:
        row.faults.append(_at(filled, text, error.messages[0]))
        return None


def _at(filled, text, what):
    shown = text if len(text) <= 60 else f"{text[:60]}…"
    words = {"column": filled[0][0], "text": shown.replace("\n", " "), "what": what}
    return _("%(column)s “%(text)s”: %(what)s.") % words


def _missing(file, row):
    said = row.said
    if not row.name:
        yield _("There is no name.")
    elif len(row.name) > LONGEST[Column.NAME]:
        yield _("The name must have 120 characters or fewer.")
    if not row.reach and not row.faults:
        yield _("There is no e-mail address, telephone number or postal address.")
    if file.date and (mode := mode_of(file, row)) not in file.date.modes:
        yield _("This date has no places online.") if mode == Mode.ONLINE else _("This date has no places in person.")
    if not (said.get(Column.CONSENT_DAY) or file.chosen["given_on"]):
        yield _("There is no day on which they agreed.")
    if not (said.get(Column.CONSENT_WHERE) or file.chosen["evidence"]):
        yield _("It is not said where they agreed.")


def in_words(file, row):
    """What was read in a row beside who it is, for whoever looks through it before it is taken in."""
    said = row.said
    yield from [Mode(mode_of(file, row)).label] if file.date else []
    yield from [
        _("with %(who)s") % {"who": details.companion_in_words(each)} for each in said.get(Column.COMPANIONS, ())
    ]
    yield from map(details.need_in_words, said.get(Column.NEEDS, ()))
    if Column.BOOKED_BY in said:
        yield _("booked by %(name)s") % {"name": said[Column.BOOKED_BY]}
    if Column.ROLE in said:
        yield said[Column.ROLE].label
    if Column.UNTIL in said:
        yield _("until %(day)s") % {"day": moments.day(said[Column.UNTIL])}
    source = _source(file, row)
    yield _("agreed: %(where)s, %(day)s") % {"where": source["evidence"], "day": moments.day(source["given_on"])}


# --- What the verbs take


def mode_of(file, row):
    return row.said.get(Column.MODE) or file.chosen["mode"]


def guest_of(file, row):
    said = row.said
    return Guest(
        name=row.name,
        booked_by=said.get(Column.BOOKED_BY, ""),
        channel=_channel(file, said),
        email=said.get(Column.EMAIL, ""),
        telephone=said.get(Column.TELEPHONE, ""),
        address=said.get(Column.ADDRESS, ""),
        language=said.get(Column.LANGUAGE, "en"),
        is_16_or_over=True,  # the officer assures it of all rows
    )


def _channel(file, said):
    """The way that the officer chose for all, for whoever can be reached by it; otherwise the first that there is."""
    answers_to = {
        Channel.EMAIL: Column.EMAIL,
        Channel.TELEPHONE: Column.TELEPHONE,
        Channel.TEXT: Column.TELEPHONE,
        Channel.LETTER: Column.ADDRESS,
    }
    wanted = Channel(file.chosen["channel"])
    return next(channel for channel in [wanted, *answers_to] if said.get(answers_to[channel]))


def agreed(file, row):
    """The consents, each with its source and day, in the words that were read out or shown."""
    source = _source(file, row)
    yield Consent(purpose=Purpose.REGISTRATION, given=True, text=file.chosen["wording"], **source)
    shares = row.said.get(Column.SHARE, True if file.chosen["shares"] else None)
    if row.said.get(Column.NEEDS) and shares is not None:  # who was never asked has neither agreed nor refused
        yield Consent(purpose=Purpose.ACCESS_NEEDS, given=shares, text=sharing_words(row), **source)


def _source(file, row):
    """Where and on which day somebody agreed, in a row without faults."""
    return {
        "evidence": row.said.get(Column.CONSENT_WHERE) or file.chosen["evidence"],
        "given_on": row.said.get(Column.CONSENT_DAY) or date.fromisoformat(file.chosen["given_on"]),
    }


def sharing_words(row):
    with translation.override(row.said.get(Column.LANGUAGE, "en")):
        return f"{booking_forms.SHARE_QUESTION} {booking_forms.SHARE_HINT}"
