from datetime import timedelta

import pytest
from django.utils import timezone

from events import bookings, offers, places, scheduling
from events.models import Companion, EventDate, Registration
from events.refusals import BookingRefused
from mailing.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.events import CompanionFactory, EventDateFactory, GuestFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def promote(date, at=None):
    return offers.promote(places.lock(date.pk)[0], at)


def history(registration):
    return [(each.what, each.why) for each in registration.transitions.all()]


def in_line(date, number, **fields):
    since = timezone.now()
    return [
        RegistrationFactory(date=date, waiting=True, waiting_since=since + timedelta(minutes=n), **fields)
        for n in range(number)
    ]


def test_a_free_place_goes_to_the_first_in_line():
    date = EventDateFactory(places_in_person=1)
    late = RegistrationFactory(date=date, waiting=True, waiting_since=timezone.now())
    early = RegistrationFactory(date=date, waiting=True, waiting_since=timezone.now() - timedelta(days=1))
    assert promote(date) == [early]
    late.refresh_from_db()
    assert late.state == "waiting"
    assert history(late) == []
    assert Message.objects.get().kind == "place_offered"


def test_there_are_never_more_offers_than_free_places_or_people():
    date = EventDateFactory(places_in_person=3)
    RegistrationFactory(date=date)
    first, second, _third = in_line(date, 3)
    assert promote(date) == [first, second]
    assert promote(date) == []
    other = EventDateFactory(places_in_person=3)
    (alone,) = in_line(other, 1)
    assert promote(other) == [alone]


def test_an_offer_can_be_answered_for_48_office_hours():
    date = EventDateFactory(places_in_person=1)
    (registration,) = in_line(date, 1)
    monday = timezone.make_aware(timezone.datetime(2026, 11, 2, 10, 0))
    EventDate.objects.filter(pk=date.pk).update(
        starts_at=monday + timedelta(days=60), ends_at=monday + timedelta(days=61)
    )
    promote(date, monday)
    registration.refresh_from_db()
    assert registration.offered_at == monday
    assert registration.offer_until == timezone.make_aware(timezone.datetime(2026, 11, 6, 10, 0))


@pytest.mark.parametrize("limit", ["registration_closes_at", "starts_at"])
def test_an_offer_never_outlasts_registration_or_the_start(limit):
    now = timezone.now()
    soon = now + timedelta(hours=3)
    date = EventDateFactory(places_in_person=1, **{limit: soon})
    (registration,) = in_line(date, 1)
    promote(date, now)
    registration.refresh_from_db()
    assert registration.offer_until <= soon


def test_who_does_not_fit_is_passed_over_with_the_reason_once():
    date = EventDateFactory(places_in_person=1, companions_count=True)
    pair, alone = in_line(date, 2)
    CompanionFactory(registration=pair)
    assert promote(date) == [alone]
    RegistrationFactory._meta.model.objects.filter(pk=alone.pk).update(state="declined")
    promote(date)
    assert history(pair) == [("skipped", "not_enough_places")]
    assert pair.transitions.get().reason == "Not enough places for them and those they bring"


def test_only_those_who_would_come_in_that_way_are_offered_the_place():
    date = EventDateFactory(hybrid=True, places_in_person=1, places_online=1)
    RegistrationFactory(date=date)
    (in_person,) = in_line(date, 1)
    (online,) = in_line(date, 1, mode="online")
    assert promote(date) == [online]
    assert history(in_person) == []


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"offers_paused": True}, "paused"),
        ({"closed": True}, "too_late"),
        ({"ongoing": True}, "too_late"),
        ({"cancelled": True}, "not_on_site"),
        ({"page__live": False}, "not_on_site"),
    ],
)
def test_nothing_is_offered_and_the_reason_is_kept(fields, why):
    date = EventDateFactory(places_in_person=1, **fields)
    (registration,) = in_line(date, 1)
    assert promote(date) == []
    assert history(registration) == [("skipped", why)]
    assert Message.objects.count() == 0


def test_accepting_an_offer_gives_the_place():
    date = EventDateFactory(places_in_person=1)
    (registration,) = in_line(date, 1)
    promote(date)
    accepted = bookings.accept(registration=registration)
    assert (accepted.state, accepted.waiting_since, accepted.offer_until) == ("placed", None, None)
    assert [what for what, _ in history(registration)] == ["offered", "accepted"]
    assert [message.kind for message in Message.objects.order_by("pk")] == ["place_offered", "booking_confirmed"]


def test_accepting_twice_is_accepting_once():
    registration = RegistrationFactory(offered=True)
    bookings.accept(registration=registration)
    assert bookings.accept(registration=registration).state == "placed"
    assert Message.objects.count() == 1


def test_an_offer_that_has_run_out_cannot_be_accepted():
    registration = RegistrationFactory(offered=True)
    with pytest.raises(BookingRefused) as refused:
        bookings.accept(registration=registration, at=registration.offer_until)
    assert (refused.value.code, refused.value.messages) == ("offer_over", ["This offer is over."])


@pytest.mark.parametrize("state", ["cancelled", "lapsed", "waiting"])
def test_without_an_offer_nothing_can_be_accepted_or_declined(state):
    registration = RegistrationFactory(
        state=state, cancelled_at=timezone.now(), waiting_since=timezone.now() if state == "waiting" else None
    )
    for answer in (bookings.accept, bookings.decline):
        with pytest.raises(BookingRefused):
            answer(registration=registration)


def test_an_offer_of_a_cancelled_date_cannot_be_accepted():
    with pytest.raises(BookingRefused):
        bookings.accept(registration=RegistrationFactory(offered=True, date=EventDateFactory(cancelled=True)))


def test_declining_hands_the_place_to_the_next_in_line():
    date = EventDateFactory(places_in_person=1)
    first, second = in_line(date, 2)
    promote(date)
    declined = bookings.decline(registration=first)
    second.refresh_from_db()
    assert (declined.state, second.state) == ("declined", "offered")
    assert bookings.decline(registration=first).state == "declined"
    assert [message.kind for message in Message.objects.order_by("pk")] == [
        "place_offered",
        "booking_cancelled",
        "place_offered",
    ]


def test_an_accepted_place_that_is_cancelled_goes_to_the_next_and_not_back():
    """pretix#1163: an offer that was redeemed and then cancelled must free its place and never come back to life."""
    date = EventDateFactory(places_in_person=1)
    first, second = in_line(date, 2)
    promote(date)
    bookings.accept(registration=first)
    bookings.cancel(registration=first)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("cancelled", "offered")
    assert places.of_date(date)["in_person"].free == 0


def test_an_offer_that_nobody_answered_lapses_and_goes_on():
    date = EventDateFactory(places_in_person=1)
    first, second = in_line(date, 2)
    promote(date)
    first.refresh_from_db()
    offers.lapse_due(first.offer_until - timedelta(seconds=1))
    assert Registration.objects.get(pk=first.pk).state == "offered"
    offers.lapse_due(first.offer_until)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("lapsed", "offered")
    assert [what for what, _ in history(first)] == ["offered", "lapsed"]
    offers.lapse_due(timezone.now())
    assert Message.objects.filter(kind="offer_lapsed").count() == 1


def test_the_worker_offers_whatever_is_free_while_somebody_waits():
    date = EventDateFactory(places_in_person=2)
    (registration,) = in_line(date, 1)
    offers.lapse_due()
    registration.refresh_from_db()
    assert registration.state == "offered"


def test_the_worker_looks_at_nothing_where_nothing_is_due(django_assert_num_queries):
    date = EventDateFactory(places_in_person=1, full=True)
    in_line(date, 2)
    with django_assert_num_queries(3):
        offers.lapse_due()


def test_more_places_are_offered_at_once():
    date = EventDateFactory(places_in_person=1, full=True)
    first, second, third = in_line(date, 3)
    scheduling.change_date(date=date, by=UserFactory(), tell=False, places_in_person=3)
    states = [Registration.objects.get(pk=each.pk).state for each in (first, second, third)]
    assert states == ["offered", "offered", "waiting"]


def test_fewer_places_than_people_offer_nothing_and_take_nothing():
    date = EventDateFactory(places_in_person=3, full=True)
    in_line(date, 1)
    scheduling.change_date(date=date, by=UserFactory(), tell=False, places_in_person=1, reason="The room is smaller.")
    assert places.of_date(date)["in_person"].free <= 0
    assert date.registrations.placed().count() == 3


def test_a_pair_moves_from_the_list_together():
    date = EventDateFactory(places_in_person=2, companions_count=True, full=True)
    pair = bookings.book(
        date=date, key="pair", guest=GuestFactory(), mode="in_person", companions=[Companion(name="Cara")]
    )
    one, other = date.registrations.placed()
    bookings.cancel(registration=one)
    pair.refresh_from_db()
    assert (pair.state, history(pair)) == ("waiting", [("joined_list", ""), ("skipped", "not_enough_places")])
    bookings.cancel(registration=other)
    pair.refresh_from_db()
    assert pair.state == "offered"
