from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from mailing import calendars

# Both sides of both clock changes of 2027, to the minute, as (start in UTC, what London's clocks say).
MOMENTS = [
    (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "00:59"),
    (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "02:00"),
    (datetime(2027, 3, 28, 9, 30, tzinfo=UTC), "10:30"),
    (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "01:30"),
    (datetime(2027, 10, 31, 2, 0, tzinfo=UTC), "02:00"),
    (datetime(2027, 10, 31, 10, 30, tzinfo=UTC), "10:30"),
    (datetime(2045, 7, 1, 9, 0, tzinfo=UTC), "10:00"),
]


def event_file(**fields):
    defaults = {
        "uid": "abc@site.example",
        "sequence": 0,
        "method": "REQUEST",
        "starts_at": datetime(2027, 3, 28, 9, tzinfo=UTC),
        "ends_at": datetime(2027, 3, 28, 11, tzinfo=UTC),
        "summary": "Patient forum",
    }
    return calendars.event_file(**defaults | fields)


@pytest.mark.parametrize(("starts_at", "clock"), MOMENTS, ids=str)
def test_the_moment_is_right_on_both_sides_of_a_clock_change(starts_at, clock):
    content = event_file(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    read = Calendar.from_ical(content)
    [event] = read.walk("VEVENT")
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert event.start.strftime("%H:%M") == clock
    assert (event.start.astimezone(UTC), event.end.astimezone(UTC)) == (starts_at, starts_at + timedelta(hours=2))
    # and for a calendar that knows only the rules in the file
    zone = read.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    assert event.start.replace(tzinfo=zone).astimezone(UTC) == starts_at


def test_the_hour_that_comes_a_second_time_is_said_in_utc():
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert b"DTSTART:20271031T013000Z" in event_file(starts_at=second, ends_at=second + timedelta(hours=2))


def test_an_invitation_says_who_invites_whom_and_how_to_cancel():
    content = event_file(
        sequence=2,
        description="To cancel, use this link: https://site.example/manage/x/",
        location="Town Hall; Room 1,\nLeeds",
        organizer=("Involvement, Leeds", "desk@example.org"),
        attendee="Ada <ada@example.org>",
        url="https://site.example/events/forum/",
    )
    [event] = Calendar.from_ical(content).walk("VEVENT")
    assert (event["uid"], event["sequence"], event["status"]) == ("abc@site.example", 2, "CONFIRMED")
    assert event["description"] == "To cancel, use this link: https://site.example/manage/x/"
    assert event["location"] == "Town Hall; Room 1,\nLeeds"
    assert (event["organizer"], event["organizer"].params["CN"]) == ("mailto:desk@example.org", "Involvement, Leeds")
    assert (event["attendee"], event["attendee"].params["RSVP"]) == ("mailto:ada@example.org", "FALSE")
    assert event["url"] == "https://site.example/events/forum/"


def test_a_cancellation_takes_the_entry_out():
    read = Calendar.from_ical(event_file(sequence=3, method="CANCEL"))
    [event] = read.walk("VEVENT")
    assert (read["method"], event["sequence"], event["status"]) == ("CANCEL", 3, "CANCELLED")


def test_the_file_has_the_line_ends_and_lengths_of_the_standard():
    content = event_file(description="é" * 200)
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75


def test_a_feed_has_a_name_and_no_attendee():
    starts_at = datetime(2027, 7, 1, 9, tzinfo=UTC)
    entry = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1), "sequence": 3, "changed_at": starts_at}
    content = calendars.feed(
        [
            entry | {"uid": "1@x", "summary": "Open day", "location": "Leeds", "url": "https://site.example/1/"},
            entry | {"uid": "2@x", "summary": "Called off", "cancelled": True},
        ],
        name="Involvement events",
    )
    read = Calendar.from_ical(content)
    assert (read["method"], read["x-wr-calname"]) == ("PUBLISH", "Involvement events")
    found = [(event["uid"], event["status"], event.get("location")) for event in read.walk("VEVENT")]
    assert found == [("1@x", "CONFIRMED", "Leeds"), ("2@x", "CANCELLED", None)]
    assert b"ATTENDEE" not in content
