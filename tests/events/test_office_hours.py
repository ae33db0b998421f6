from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from events import office_hours

LONDON = ZoneInfo("Europe/London")


def london(day, hour, minute=0):
    return datetime.fromisoformat(day).replace(hour=hour, minute=minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        # Tuesday 3 November 2026, in the morning: 48 hours are 4 office days.
        (london("2026-11-03", 8), 48, london("2026-11-06", 20)),
        (london("2026-11-03", 10, 30), 48, london("2026-11-09", 10, 30)),
        # before the office opens, and after it has closed
        (london("2026-11-03", 3), 2, london("2026-11-03", 10)),
        (london("2026-11-03", 21), 2, london("2026-11-04", 10)),
        (london("2026-11-03", 20), 2, london("2026-11-04", 10)),
        # over a weekend, and from within one
        (london("2026-11-06", 19), 2, london("2026-11-09", 9)),
        (london("2026-11-07", 12), 1, london("2026-11-09", 9)),
        # a whole day ends when the office closes
        (london("2026-11-03", 8), 12, london("2026-11-03", 20)),
    ],
)
def test_only_office_hours_count(start, hours, expected):
    assert office_hours.after(start, hours) == expected


def test_an_offer_over_the_end_of_summer_time_ends_at_the_hour_that_people_see():
    """Clocks went back on Sunday 25 October 2026: 24 office hours after Friday noon is Tuesday noon, later in UTC."""
    friday = datetime(2026, 10, 23, 11, 0, tzinfo=UTC)  # noon in London
    assert office_hours.after(friday, 24) == datetime(2026, 10, 27, 12, 0, tzinfo=UTC)


def test_an_offer_over_the_start_of_summer_time_ends_at_the_hour_that_people_see():
    """Clocks go forward on Sunday 26 March 2028."""
    friday = datetime(2028, 3, 24, 12, 0, tzinfo=UTC)  # noon in London
    assert office_hours.after(friday, 24) == datetime(2028, 3, 28, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (london("2027-03-25", 19), london("2027-03-30", 9)),  # Good Friday and Easter Monday
        (london("2026-08-28", 19), london("2026-09-01", 9)),  # the summer bank holiday of England and Wales
        (london("2026-12-24", 19), london("2026-12-29", 9)),  # Christmas, and the Monday instead of a Saturday
        (london("2027-11-30", 19), london("2027-12-01", 9)),  # St Andrew's Day is a bank holiday in Scotland
    ],
)
def test_bank_holidays_of_england_and_wales_do_not_count(start, expected):
    assert office_hours.after(start, 2) == expected


def test_the_moment_may_be_given_in_any_time_zone():
    tokyo = datetime(2026, 11, 3, 19, 0, tzinfo=ZoneInfo("Asia/Tokyo"))  # 10am in London
    assert office_hours.after(tokyo, 1) == london("2026-11-03", 11)


def test_no_hours_end_when_the_office_is_next_open():
    assert office_hours.after(london("2026-11-07", 12), 0) == london("2026-11-09", 8)
