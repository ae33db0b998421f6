"""Several dates booked at once by several people, on real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from events import bookings, places
from events.models import EventDate, Registration
from mailing.models import Message
from tests.events.test_booking_dates import choose, day, series, start
from tests.events.test_races import at_once
from tests.events.walking import heading, send, text, walk
from tests.factories.events import GuestFactory

__all__ = ["series"]  # the fixture

pytestmark = pytest.mark.django_db(transaction=True)


def booking(dates, key):
    guest = GuestFactory()

    def book():
        places.lock(*[date.pk for date in dates])
        return [
            bookings.book(date=date, key=f"{key}:{date.public_id}", guest=guest, mode="in_person").state
            for date in dates
        ]

    return book


def test_people_who_book_the_same_dates_in_any_order_never_wait_for_each_other_for_ever(series):
    dates = series(*[{"places_in_person": 3}] * 3)
    orders = [dates, dates[::-1], [dates[1], dates[2], dates[0]]] * 4
    states = at_once(*[booking(order, f"key-{number}") for number, order in enumerate(orders)])
    assert len(states) == 12
    for date in dates:
        found = list(date.registrations.values_list("state", flat=True))
        assert (found.count("placed"), found.count("waiting")) == (3, 9)


def test_one_button_pressed_many_times_books_each_date_once(series):
    dates = series({}, {})
    assert at_once(*[booking(dates, "one-key")] * 6) == [["placed", "placed"]] * 6
    assert Registration.objects.count() == Message.objects.count() == 2


@pytest.mark.postgres
def test_a_date_that_closes_at_the_last_moment_is_named_and_none_is_booked(client, series):
    """Somebody closes it after all dates were looked at, while the booking waits for its turn."""
    dates = series({}, {})
    check = walk(client, start(dates), dates=choose(*dates))
    is_closed, has_looked = Event(), Event()

    def close():
        with transaction.atomic():
            EventDate.objects.filter(pk=dates[1].pk).update(registration_closes_at=timezone.now())
            is_closed.set()
            assert has_looked.wait(10)
        connections.close_all()

    def watch(execute, sql, *rest):
        if "lock_timeout" in sql:  # the first statement of the booking's transaction
            has_looked.set()
        return execute(sql, *rest)

    with ThreadPoolExecutor(1) as pool, connection.execute_wrapper(watch):
        closing = pool.submit(close)
        is_closed.wait(10)
        page = send(client, check)
        closing.result()
    assert (page.status_code, heading(page)) == (409, f"{day(dates[1])}: Booking for this date has closed.")
    assert "None of the dates is booked." in text(page)
    assert Registration.objects.count() == Message.objects.count() == 0
