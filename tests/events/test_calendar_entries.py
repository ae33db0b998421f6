"""
What the calendars of people make of the files in our messages, read from the mail that arrived.

`Shelf` is a calendar as RFC 5546 wants it: one entry for a UID, a higher SEQUENCE replaces it (a later DTSTAMP where
they are the same), CANCEL takes it out, and an older file changes nothing. It reads with two libraries that share no
code.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import vobject
from icalendar import Calendar

from events import bookings, scheduling
from mailing import dispatch
from tests.events.booking import book
from tests.factories.accounts import UserFactory
from tests.factories.events import EventDateFactory, GuestFactory

pytestmark = pytest.mark.django_db
TWO_HOURS = timedelta(hours=2)
STARTS = datetime(2027, 7, 15, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    location: str


def with_icalendar(content):
    """The method of a file and its entries, their times by the rules in the file alone."""
    read = Calendar.from_ical(content)
    zone = read.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)

    def moment(prop):
        return prop.dt.replace(tzinfo=zone).astimezone(UTC) if "TZID" in prop.params else prop.dt

    for each in read.walk("VEVENT"):
        times = (moment(each["DTSTART"]), moment(each["DTEND"]))
        yield (
            str(read["METHOD"]),
            Entry(str(each["UID"]), each["SEQUENCE"], each["DTSTAMP"].dt, *times, str(each["LOCATION"])),
        )


def with_vobject(content):
    read = vobject.readOne(content)
    for each in read.vevent_list:
        times = (each.dtstart.value.astimezone(UTC), each.dtend.value.astimezone(UTC))
        sequence, stamp = int(each.sequence.value), each.dtstamp.value
        yield read.method.value, Entry(each.uid.value, sequence, stamp, *times, each.location.value)


class Shelf:
    def __init__(self, reader):
        self.reader, self.entries, self.newest = reader, {}, {}

    def take(self, content):
        for method, entry in self.reader(content):
            version = (entry.sequence, entry.stamp)
            if version < self.newest.get(entry.uid, version):
                continue
            self.newest[entry.uid] = version
            self.entries.pop(entry.uid, None)
            if method == "REQUEST":
                self.entries[entry.uid] = entry

    @property
    def starts(self):
        return sorted(entry.starts_at for entry in self.entries.values())


@pytest.fixture(params=[with_icalendar, with_vobject], ids=["icalendar", "vobject"])
def reader(request):
    return request.param


@pytest.fixture
def files(smtp_sink):
    """A function that sends what waits, and returns the calendar files of all mail so far, oldest first."""

    def sent():
        dispatch.drain()
        return [
            part.get_payload(decode=True).decode()
            for mail in smtp_sink
            for part in mail.walk()
            if part.get_content_type() == "text/calendar"
        ]

    return sent


@pytest.fixture
def shelf(reader, files):
    """A function to a calendar that has taken all files that were sent, in their order or in `order`."""

    def filled(order=lambda found: found):
        own = Shelf(reader)
        for content in order(files()):
            own.take(content)
        return own

    return filled


def move(date, starts_at):
    scheduling.change_date(date=date, by=UserFactory(), tell=True, starts_at=starts_at, ends_at=starts_at + TWO_HOURS)


def test_a_date_that_moves_replaces_the_entry(shelf):
    date = EventDateFactory(starts_at=STARTS)
    book(date)
    assert shelf().starts == [STARTS]
    move(date, STARTS + TWO_HOURS)
    assert shelf().starts == [STARTS + TWO_HOURS]


def test_an_older_file_that_comes_late_changes_nothing(shelf, files):
    date = EventDateFactory(starts_at=STARTS)
    book(date)
    files()
    move(date, STARTS + TWO_HOURS)
    assert shelf(order=reversed).starts == [STARTS + TWO_HOURS]


def test_cancelling_takes_the_entry_out_and_undoing_brings_it_back(shelf):
    registration = book(EventDateFactory(starts_at=STARTS))
    bookings.cancel(registration=registration)
    assert shelf().starts == []
    bookings.restore(registration=registration)
    assert shelf().starts == [STARTS]


def test_a_date_that_is_cancelled_after_it_moved_is_taken_out(shelf, files):
    date = EventDateFactory(starts_at=STARTS)
    book(date)
    move(date, STARTS + TWO_HOURS)
    files()
    bookings.cancel_date(date=date, by=UserFactory(), reason="Flooded.")
    assert shelf().starts == []
    assert shelf(order=reversed).starts == []


def test_an_event_that_is_cancelled_takes_out_all_its_dates(shelf):
    first = EventDateFactory(starts_at=STARTS)
    second = EventDateFactory(page=first.page, starts_at=STARTS + timedelta(days=7))
    for date in (first, second):
        book(date, key=str(date.pk), guest=GuestFactory(name="Ada Able", email="ada@example.org"))
    assert len(shelf().starts) == 2
    bookings.cancel_event(page=first.page, by=UserFactory(), reason="The project has ended.")
    assert shelf().starts == []


def test_whoever_changes_to_online_has_the_same_entry_with_another_place(shelf):
    registration = book(EventDateFactory(hybrid=True, starts_at=STARTS))
    bookings.change(registration=registration, mode="online")
    (entry,) = shelf().entries.values()
    assert (entry.location, entry.starts_at) == ("Online", STARTS)


def test_two_people_of_one_mailbox_do_not_disturb_each_other(shelf):
    date = EventDateFactory(starts_at=STARTS)
    ada, bob = (
        book(date, key=name, guest=GuestFactory(name=name, email="family@example.org")) for name in ("Ada", "Bob")
    )
    assert shelf().starts == [STARTS, STARTS]
    bookings.cancel(registration=ada)
    (left,) = shelf().entries
    assert left.startswith(bob.public_id)
    move(date, STARTS + TWO_HOURS)
    assert shelf().starts == [STARTS + TWO_HOURS]


# 10am in London on the days before and after both clock changes of 2027, as it is in UTC.
CLOCKS = [
    datetime(2027, 3, 27, 10, tzinfo=UTC),
    datetime(2027, 3, 28, 9, tzinfo=UTC),
    datetime(2027, 10, 30, 9, tzinfo=UTC),
    datetime(2027, 10, 31, 10, tzinfo=UTC),
]


@pytest.mark.parametrize("moved_to", CLOCKS, ids="{:%d %b}".format)
@pytest.mark.parametrize("starts_at", CLOCKS, ids="{:%d %b}".format)
def test_times_are_right_on_both_sides_of_both_clock_changes(shelf, starts_at, moved_to):
    date = EventDateFactory(starts_at=starts_at, ends_at=starts_at + TWO_HOURS)
    book(date)
    move(date, moved_to)
    (entry,) = shelf().entries.values()
    assert (entry.starts_at, entry.ends_at) == (moved_to, moved_to + TWO_HOURS)


def test_the_calendar_of_the_site_is_read_and_a_date_that_moved_replaces_itself(client, reader):
    date = EventDateFactory(starts_at=STARTS, places_in_person=1)
    ((method, before),) = reader(client.get("/events/calendar.ics").content.decode())
    move(date, STARTS + TWO_HOURS)
    ((_method, after),) = reader(client.get("/events/calendar.ics").content.decode())
    assert (method, after.uid, after.starts_at) == ("PUBLISH", before.uid, STARTS + TWO_HOURS)
    assert after.sequence > before.sequence
