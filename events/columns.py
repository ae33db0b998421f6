"""What the columns of a list of people are, guessed from their names and from what stands in them."""

import re

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from events import cells


class Column(TextChoices):
    NAME = "name", _("Full name")
    FIRST_NAME = "first_name", _("First name")
    LAST_NAME = "last_name", _("Last name")
    EMAIL = "email", _("E-mail address")
    TELEPHONE = "telephone", _("Telephone number")
    ADDRESS = "address", _("Postal address")
    MODE = "mode", _("How they come: in person or online")
    COMPANIONS = "companions", _("Who comes with them: how many, or names")
    NEEDS = "needs", _("What they need, in words")
    SHARE = "share", _("Whether we may share what they need: yes or no")
    BOOKED_BY = "booked_by", _("Who booked for them")
    LANGUAGE = "language", _("Language: English or Welsh")
    MESSAGE = "message", _("Notes")
    STATUS = "status", _("Whether they still come: who cancelled is left out")
    JOINED = "joined", _("Member since")
    ROLE = "role", _("Role in the forum")
    UNTIL = "until", _("Last day of their term")
    CONSENT_DAY = "consent_day", _("Day on which they agreed")
    CONSENT_WHERE = "consent_where", _("Where they agreed")


OF_A_BOOKING = {Column.MODE, Column.COMPANIONS, Column.NEEDS, Column.SHARE}
OF_A_MEMBER = {Column.JOINED, Column.ROLE, Column.UNTIL}
SEVERAL = {Column.NEEDS, Column.MESSAGE, Column.ADDRESS, Column.STATUS}  # more than one column may be this
EXAMPLES = 50  # rows that are looked at

# Names that Eventbrite, Microsoft Forms, Google Forms and people's own lists use, as patterns for a whole name.
NAMES = {
    Column.NAME: r"(your |attendee |member |participant |what is your )?(full )?name|attendee|participant|member",
    Column.FIRST_NAME: r"(attendee |your )?(first|given) ?names?|forename",
    Column.LAST_NAME: r"(attendee |your )?(last|family) ?names?|surname",
    Column.EMAIL: r"(attendee |your |contact |what is your )?e ?mail( address)?",
    Column.TELEPHONE: (
        r"(attendee |your |contact |what is your |cell |home |mobile |work )*(tele)?phone( number| no)?|"
        r"(mobile|tel)( number| no)?"
    ),
    Column.ADDRESS: r"((your |home |postal |billing |shipping )?address( line)?( \d)?|town|city|county|post ?code)",
    Column.MODE: r".*(how (will|would|do) (you|they) .*(attend|join|come|take part)|in person or online).*|"
    r"how they come|attendance( type| mode)?|format|mode|ticket( type)?|attending",
    Column.COMPANIONS: r".*(companions?|carers?|guests?|bringing|coming with|comes with).*",
    Column.NEEDS: r".*(access (need|requirement)s?|accessibility|dietary|reasonable adjustment|support needs?).*|needs",
    Column.SHARE: r".*(share|tell).*(need|venue|supplier).*",
    Column.BOOKED_BY: r"booked by|booked on behalf by|booker|purchaser( name)?",
    Column.LANGUAGE: r"(preferred |your )?language",
    Column.MESSAGE: r"notes?|comments?|message|anything else.*|what they told us|what brings (you|them) here",
    Column.STATUS: r"(attendee |booking |order |registration |ticket |membership )?status",
    Column.JOINED: r"joined( on| date)?|member since|date joined|start of membership",
    Column.ROLE: r"(their |forum )?role( in (the )?forum)?",
    Column.UNTIL: r"(last day|end)( date)? of (the |their )?(term|membership)|(term|membership) ends?( on| date)?|"
    r"member until",
    Column.CONSENT_DAY: r"(date of |day of )?consent( date| given on)?|consented on|order date|completion time|"
    r"timestamp|registered( on)?|registration date|date registered|signed on",
    Column.CONSENT_WHERE: r"consent (source|given where|where)|where consent.*",
}


def offered(*, to_forum):
    """The choices for a column, as pairs: what a booking, or what a membership, can be made of."""
    left_out = OF_A_BOOKING if to_forum else OF_A_MEMBER
    return [("", _("Leave it out")), *[column for column in Column.choices if column[0] not in left_out]]


def guess(header, rows, *, to_forum):
    """What each column is, as values of Column; "" where nothing is known. Nothing but notes and needs comes twice."""
    left_out = OF_A_BOOKING if to_forum else OF_A_MEMBER
    examples = [row[1:] for row in rows[:EXAMPLES]]
    found = [""] * len(header)
    for column in Column:
        if column in left_out:
            continue
        fitting = {
            place: sum(_fits(column, cells[place]) for cells in examples)
            for place, name in enumerate(header)
            if not found[place] and re.fullmatch(NAMES[column], _plain(name))
        }
        likely = [place for place, count in fitting.items() if count or column not in SPEAKING]
        if column not in SEVERAL:
            likely = sorted(likely, key=lambda place: -fitting[place])[:1]
        for place in likely:
            found[place] = column.value
    return _one_way_to_name(found)


def _plain(name):
    return re.sub(r"[^a-z0-9]+", " ", name.lower()).strip()


def _one_way_to_name(found):
    """Where a list has a full name as well as its parts, both parts are taken, or else the full name."""
    parts = {Column.FIRST_NAME, Column.LAST_NAME}
    left_out = {Column.NAME} if parts <= set(found) else parts if Column.NAME in found else set()
    return ["" if column in left_out else column for column in found]


def _reads(reader):
    return lambda text: bool(text) and cells.is_readable(reader, text)


# Columns that are known by what stands in them too: a "Ticket type" need not say how somebody comes.
SPEAKING = {
    Column.EMAIL: lambda text: "@" in text,
    Column.TELEPHONE: _reads(cells.telephone),
    Column.MODE: _reads(cells.mode),
    Column.LANGUAGE: _reads(cells.language),
    Column.SHARE: _reads(cells.yes_or_no),
    Column.CONSENT_DAY: _reads(cells.day),
    Column.JOINED: _reads(cells.day),
    Column.ROLE: _reads(cells.role),
    Column.UNTIL: _reads(cells.any_day),
    Column.COMPANIONS: _reads(cells.companions),
}


def _fits(column, text):
    return bool(text) and SPEAKING.get(column, bool)(text)
