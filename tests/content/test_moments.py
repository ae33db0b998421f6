from datetime import UTC, date, datetime

import pytest

from content import moments


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2018, 8, 6, 16, 0, tzinfo=UTC), "5pm"),  # summer time
        (datetime(2018, 8, 6, 16, 30, tzinfo=UTC), "5:30pm"),
        (datetime(2018, 12, 6, 9, 5, tzinfo=UTC), "9:05am"),
        (datetime(2018, 8, 6, 11, 0, tzinfo=UTC), "midday"),
        (datetime(2018, 8, 5, 23, 0, tzinfo=UTC), "midnight"),
        (datetime(2018, 8, 6, 11, 30, tzinfo=UTC), "12:30pm"),
    ],
)
def test_an_hour_is_written_as_people_say_it(moment, expected):
    assert moments.hour(moment) == expected


def test_a_day_is_the_one_in_london():
    assert moments.day(datetime(2018, 8, 5, 23, 30, tzinfo=UTC)) == "Monday 6 August 2018"
    assert moments.day(date(2018, 8, 6)) == "Monday 6 August 2018"


def test_day_and_hour():
    assert moments.day_and_hour(datetime(2018, 8, 6, 16, 30, tzinfo=UTC)) == "5:30pm on Monday 6 August 2018"


def test_a_span_names_the_second_day_only_when_it_is_another_one():
    starts = datetime(2018, 8, 6, 9, 0, tzinfo=UTC)
    assert moments.span(starts, datetime(2018, 8, 6, 12, 0, tzinfo=UTC)) == "10am to 1pm"
    assert moments.span(starts, datetime(2018, 8, 7, 12, 0, tzinfo=UTC)) == "10am to 1pm on Tuesday 7 August 2018"
