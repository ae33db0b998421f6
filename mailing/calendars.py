"""
Calendar files (RFC 5545, RFC 5546) that a calendar accepts, and can later update or take out again.

The same `uid` with a higher `sequence` changes the entry; with the method CANCEL it takes it out. Times are in London,
with the rules of its clock changes in the file, so that 10am stays 10am.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.utils import timezone
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vDuration, vText, vUri

from mailing.registry import Attachment

LONDON = ZoneInfo("Europe/London")
REFRESH = timedelta(hours=6)  # how often a calendar should look for what changed
PRODUCT = "-//Involvement//Patient and public involvement//EN"


def event_file(
    *,
    uid,
    sequence,
    method,
    starts_at,
    ends_at,
    summary,
    description="",
    location="",
    organizer=("", ""),
    attendee=None,
    url="",
    cancelled=False,
):
    """
    The bytes of a file with one entry. `method` is REQUEST, CANCEL or PUBLISH; the moments are aware. What is
    `cancelled` says so also where it is published.

    `organizer` is (name, e-mail address); `attendee` is the one person whom it goes to, or None for a plain download.
    `summary` must say nothing of needs or conditions, since calendars are shared.
    """
    entry = _entry(uid=uid, starts_at=starts_at, ends_at=ends_at, summary=summary)
    entry.add("sequence", sequence)
    entry.add("status", "CANCELLED" if cancelled or method == "CANCEL" else "CONFIRMED")
    _add_given(entry, description=description, location=location, url=url)
    if organizer[1]:
        entry.add("organizer", _address(organizer[1], CN=organizer[0]))
    if attendee:
        entry.add("attendee", _address(attendee, ROLE="REQ-PARTICIPANT", PARTSTAT="ACCEPTED", RSVP="FALSE"))
    return _file([entry], method=method)


def attachment(content, *, method, number=1):
    """
    A calendar file as a message carries it: its method stands in the content type too, where calendars look.

    `number` tells the files of one message apart.
    """
    name = "event.ics" if number == 1 else f"event-{number}.ics"
    return Attachment(name, content, f"text/calendar; method={method}; charset=utf-8")


def feed(entries, *, name):
    """
    The bytes of a calendar to subscribe to. Each entry is a dictionary of uid, starts_at, ends_at, summary, sequence,
    changed_at (aware, so that what did not change reads the same each time), and where it has them description,
    location, url and cancelled.
    """
    events = []
    for entry in entries:
        known = {key: entry[key] for key in ("uid", "starts_at", "ends_at", "summary")}
        event = _entry(**known, stamp=entry["changed_at"])
        event.add("sequence", entry["sequence"])
        event.add("status", "CANCELLED" if entry.get("cancelled") else "CONFIRMED")
        _add_given(event, **{key: entry.get(key, "") for key in ("description", "location", "url")})
        events.append(event)
    return _file(events, method="PUBLISH", name=name)


def _entry(*, uid, starts_at, ends_at, summary, stamp=None):
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp or timezone.now())
    event.add("dtstart", _in_london(starts_at))
    event.add("dtend", _in_london(ends_at))
    event.add("summary", summary)
    return event


def _in_london(moment: datetime):
    """The moment on London's clock; in UTC for the hour that comes a second time when the clocks go back."""
    local = moment.astimezone(LONDON)
    return moment.astimezone(UTC) if local.fold else local


def _add_given(event, *, description, location, url):
    if description:
        event.add("description", description)
    if location:
        event.add("location", location)
    if url:
        event.add("url", vUri(url))


def _address(email, **parameters):
    """A `mailto:` with its parameters; "Name <address>" is read too."""
    address = vCalAddress(f"mailto:{parseaddr(email)[1]}")
    for name, value in parameters.items():
        if value:
            address.params[name] = vText(value)
    return address


def _file(events, *, method, name=""):
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)  # what most calendars read
        calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", vDuration(REFRESH))  # the same for older ones
    for component in [_london(), *events]:
        calendar.add_component(component)
    return calendar.to_ical()


def _london():
    """
    The clock in London as it has changed since 1996 (Summer Time Order 2002): the last Sundays of March and October.

    The library can write this too, but as a list of dates that ends in 2038 and has each spring an hour late.
    """
    zone = Timezone()
    zone.add("tzid", LONDON.key)
    for part, offset, moment, month in [
        (TimezoneDaylight(), (0, 1), datetime(1996, 3, 31, 1), 3),
        (TimezoneStandard(), (1, 0), datetime(1996, 10, 27, 2), 10),
    ]:
        part.add("tzname", "BST" if offset[1] else "GMT")
        part.add("dtstart", moment)
        part.add("tzoffsetfrom", timedelta(hours=offset[0]))
        part.add("tzoffsetto", timedelta(hours=offset[1]))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(part)
    return zone
