"""Time that counts while somebody may answer an offer: 8am to 8pm in London on working days."""

from datetime import UTC, datetime, time, timedelta

import holidays
from django.utils import timezone

OPENS, CLOSES = time(8), time(20)
SATURDAY = 5
NONE = timedelta(0)
BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG")  # Wales has the same ones


def after(start, hours):
    """
    The moment (UTC) at which `hours` office hours have passed since `start` (aware).

    Clocks change on Sunday nights, so an office day always has 12 hours. Weekends and bank holidays of England and
    Wales have none.
    """
    start, left, day = start.astimezone(UTC), timedelta(hours=hours), timezone.localdate(start)
    while True:
        opens, closes = _office_day(day)
        begins = max(start, opens)
        room = max(closes - begins, NONE) if _is_working_day(day) else NONE
        if room and room >= left:
            return begins + left
        left -= room
        day += timedelta(days=1)


def _is_working_day(day):
    return day.weekday() < SATURDAY and day not in BANK_HOLIDAYS


def _office_day(day):
    """When the office opens and closes on a day in London, both in UTC so that they can be subtracted."""
    london = timezone.get_default_timezone()
    return [datetime.combine(day, moment, london).astimezone(UTC) for moment in (OPENS, CLOSES)]
