"""Many people at the same moment, on real connections: SQLite's file and PostgreSQL must give the same answer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from django.db import connections, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person
from events import bookings, door, invariants, offers, places
from events.models import Registration
from events.refusals import BookingRefused
from mailing.models import Message
from tests.factories.events import EventDateFactory, GuestFactory, RegistrationFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run all the acts at the same moment, each through the door of its own thread, and return what they returned."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            with door.transaction_of_one_act():
                return act()
        except BookingRefused as refused:
            return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def booking(date, key):
    guest = GuestFactory()
    return lambda: bookings.book(date=date, key=key, guest=guest, mode="in_person").state


def bookings_of(date, number):
    return [booking(date, f"key-of-thread-{n}") for n in range(number)]


def test_60_people_book_the_last_10_places_at_once():
    date = EventDateFactory(places_in_person=10)
    states = at_once(*bookings_of(date, 60))
    assert (states.count("placed"), states.count("waiting")) == (10, 50)
    assert Registration.objects.placed().count() == 10
    assert Registration.objects.waiting().count() == 50
    assert Message.objects.filter(kind="booking_confirmed").count() == 10
    assert Message.objects.filter(kind="waiting_list_joined").count() == 50


@pytest.mark.postgres
def test_without_the_lock_places_are_sold_twice(monkeypatch):
    """The negative control: the test above would see it."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset, **options: queryset.all())
    date = EventDateFactory(places_in_person=3)
    assert at_once(*bookings_of(date, 30)).count("placed") > 3


def test_one_button_pressed_many_times_is_one_booking():
    date = EventDateFactory()
    states = at_once(*[booking(date, "one-key")] * 12)
    assert states == ["placed"] * 12
    assert Registration.objects.count() == Person.objects.count() == Message.objects.count() == 1


def test_cancelling_and_booking_at_once_gives_each_freed_place_to_one_in_line():
    date = EventDateFactory(places_in_person=5, full=True)
    placed = list(date.registrations.all())
    line = [
        RegistrationFactory(date=date, waiting=True, waiting_since=timezone.now() - timedelta(days=9 - n))
        for n in range(8)
    ]
    cancels = [lambda one=one: bookings.cancel(registration=one).state for one in placed]
    states = at_once(*cancels, *bookings_of(date, 6))
    assert states == ["cancelled"] * 5 + ["waiting"] * 6
    assert list(Registration.objects.offered().order_by("waiting_since")) == line[:5]
    assert Message.objects.filter(kind="place_offered").count() == 5


def test_changing_wishing_cancelling_and_booking_at_once_leaves_nobody_beside_a_free_place():
    date = EventDateFactory(hybrid=True, places_in_person=4, places_online=4)
    with door.transaction_of_one_act():
        made = {
            mode: [bookings.book(date=date, key=f"{mode}-{n}", guest=GuestFactory(), mode=mode) for n in range(6)]
            for mode in ("in_person", "online")
        }
    there, here = made["online"], made["in_person"]
    states = at_once(
        *[lambda one=one: bookings.wish(registration=one, mode="online").state for one in here],
        *[lambda one=one: bookings.change(registration=one, mode="in_person").state for one in there[2:]],
        *[lambda one=one: bookings.cancel(registration=one).state for one in there[:2]],
        *bookings_of(date, 4),
    )
    assert states[-6:-4] == ["cancelled"] * 2
    assert list(invariants.findings()) == []
    counted = places.of_date(date)
    assert all(count.taken <= 4 for count in counted.values())
    assert counted["online"].taken == 4


def test_an_offer_is_accepted_or_lapses_and_never_both():
    date = EventDateFactory(places_in_person=1)
    offered, following = RegistrationFactory(date=date, offered=True), RegistrationFactory(date=date, waiting=True)
    just_in_time = offered.offer_until - timedelta(seconds=1)

    def lapse():
        return offers._end_lapsed(*places.lock(date.pk), at=offered.offer_until)

    at_once(lambda: bookings.accept(registration=offered, at=just_in_time).state, lapse, lapse)
    offered.refresh_from_db()
    following.refresh_from_db()
    assert (offered.state, following.state) in [("placed", "waiting"), ("lapsed", "offered")]
    assert Registration.objects.holding().count() == 1


def test_undoing_while_somebody_books_never_sells_the_place_twice():
    date = EventDateFactory(places_in_person=1)
    cancelled = RegistrationFactory(date=date, cancelled=True)
    undo = [lambda: bookings.restore(registration=cancelled).state] * 2
    at_once(*undo, *bookings_of(date, 4))
    assert Registration.objects.holding().count() == 1


def test_two_dates_locked_in_opposite_order_do_not_wait_for_each_other_for_ever():
    first, second = EventDateFactory(), EventDateFactory()
    orders = [(first.pk, second.pk), (second.pk, first.pk)] * 6
    found = at_once(*[lambda order=order: places.lock(*order) for order in orders])
    assert found == [[first, second]] * 12


@pytest.mark.postgres
def test_whoever_waits_too_long_for_their_turn_is_told_to_try_again(monkeypatch):
    monkeypatch.setattr(door, "LOCK_TIMEOUT", "50ms")
    date, locked, done = EventDateFactory(), Event(), Event()

    def hold():
        with transaction.atomic():
            places.lock(date.pk)
            locked.set()
            done.wait(5)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(hold)
        locked.wait(5)
        with pytest.raises(BookingRefused) as refused, door.transaction_of_one_act():
            bookings.book(date=date, key="a-key", guest=GuestFactory(), mode="in_person")
        done.set()
    assert refused.value.code == "busy"
    assert Registration.objects.count() == Person.objects.count() == 0
