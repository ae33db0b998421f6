"""Waiting for the other way to come while keeping the place."""

import pytest
from django.utils import timezone

from events import bookings, places
from events.models import Registration
from tests.events.booking import book, changes, history, hybrid, kinds

pytestmark = pytest.mark.django_db


def full_both_ways():
    date = hybrid()
    return date, book(date, key="1"), book(date, key="2", mode="online")


def test_somebody_waits_for_the_other_way_and_keeps_their_place():
    date, registration, _online = full_both_ways()
    at = timezone.now()
    wishing = bookings.wish(registration=registration, mode="online", at=at)
    assert (wishing.state, wishing.mode, wishing.wanted_mode, wishing.waiting_since) == (
        "placed",
        "in_person",
        "online",
        at,
    )
    assert history(wishing) == ["booked", "wished"]
    assert changes() == [["How you take part", "In person", "In person. You wait for a place: Online"]]
    counted = places.of_date(date)
    assert [(mode, count.taken, count.waiting) for mode, count in counted.items()] == [
        ("in_person", 1, 0),
        ("online", 1, 1),
    ]
    assert places.position_in_line(wishing) == 1


def test_when_it_comes_free_they_are_moved_and_the_place_they_leave_goes_on():
    date, registration, online = full_both_ways()
    following = book(date, key="3")
    bookings.wish(registration=registration, mode="online")
    bookings.cancel(registration=online)
    registration.refresh_from_db()
    following.refresh_from_db()
    assert (registration.state, registration.mode, registration.wanted_mode, registration.waiting_since) == (
        "placed",
        "online",
        "",
        None,
    )
    assert (following.state, history(registration)) == ("offered", ["booked", "wished", "moved"])
    assert kinds()[-3:] == ["booking_cancelled", "booking_changed", "place_offered"]
    assert changes() == [["How you take part", "In person. You wait for a place: Online", "Online"]]


def test_a_place_that_is_left_reaches_somebody_who_stood_before_in_the_line_of_the_other_way():
    date = hybrid(in_person=1, online=1)
    first, second = book(date, key="1"), book(date, key="2", mode="online")
    bookings.wish(registration=second, mode="in_person", at=timezone.now())
    third = book(date, key="3", mode="online")
    bookings.cancel(registration=first)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.mode, third.state) == ("in_person", "offered")


def test_where_there_is_room_a_wish_is_a_change():
    registration = bookings.wish(registration=book(hybrid()), mode="online")
    assert (registration.mode, registration.wanted_mode) == ("online", "")
    assert history(registration) == ["booked", "changed"]


def test_wishing_twice_is_wishing_once():
    _date, registration, _online = full_both_ways()
    bookings.wish(registration=registration, mode="online")
    bookings.wish(registration=registration, mode="online")
    assert history(registration) == ["booked", "wished"]


def test_who_wishes_no_longer_keeps_their_place():
    date, registration, online = full_both_ways()
    bookings.wish(registration=registration, mode="online")
    kept = bookings.unwish(registration=registration)
    assert (kept.state, kept.wanted_mode, kept.waiting_since) == ("placed", "", None)
    bookings.unwish(registration=registration)
    assert history(kept) == ["booked", "wished", "changed"]
    bookings.cancel(registration=online)
    assert Registration.objects.get(pk=kept.pk).mode == "in_person"
    assert places.of_date(date)["online"].waiting == 0


def test_paused_offers_move_nobody_and_resuming_moves_at_once():
    date, registration, online = full_both_ways()
    bookings.wish(registration=registration, mode="online")
    date.offers_paused = True
    date.save()
    bookings.cancel(registration=online)
    assert Registration.objects.get(pk=registration.pk).mode == "in_person"
    assert registration.transitions.last().reason == "Offers were paused"
    assert bookings.change(registration=registration, mode="online").mode == "online"  # only they wait


def test_cancelling_ends_the_wish_and_undoing_brings_the_place_back():
    _date, registration, _online = full_both_ways()
    bookings.wish(registration=registration, mode="online")
    cancelled = bookings.cancel(registration=registration)
    assert (cancelled.wanted_mode, cancelled.waiting_since) == ("", None)
    restored = bookings.restore(registration=registration)
    assert (restored.state, restored.mode) == ("placed", "in_person")
