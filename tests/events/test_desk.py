"""Opening a desk, on which devices it is open and until when."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import retention
from accounts.models import AccessLog
from events import desk
from events.models import CheckIn, Desk, DeskDevice
from tests.factories.accounts import UserFactory
from tests.factories.desk import PIN, DeskFactory, DeviceFactory
from tests.factories.events import EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 7, 10, 9, tzinfo=UTC)  # 10am in London


def date_at(starts_at, hours=2, **fields):
    return EventDateFactory(starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), **fields)


def open_for(date, at):
    return desk.open_for(date=date, by=UserFactory(), at=at)


def logged():
    return list(AccessLog.objects.order_by("pk").values_list("action", "rows", "reason"))


# --- An officer opens it


def test_it_is_open_until_midnight_in_london():
    opened, _pin = open_for(date_at(TEN), TEN)

    assert opened.closes_at == datetime(2026, 7, 10, 23, tzinfo=UTC)
    assert opened.is_open(opened.closes_at - timedelta(seconds=1))
    assert not opened.is_open(opened.closes_at)


@pytest.mark.parametrize(
    ("starts_at", "midnight"),
    [
        (datetime(2026, 3, 29, 10, tzinfo=UTC), datetime(2026, 3, 29, 23, tzinfo=UTC)),  # the day has 23 hours
        (datetime(2026, 10, 25, 10, tzinfo=UTC), datetime(2026, 10, 26, 0, tzinfo=UTC)),  # and this one 25
    ],
)
def test_midnight_is_right_on_the_days_on_which_clocks_change(starts_at, midnight):
    assert open_for(date_at(starts_at), starts_at)[0].closes_at == midnight


@pytest.mark.parametrize(
    ("at", "words"),
    [(TEN - timedelta(hours=11), "on the day itself"), (TEN + timedelta(hours=15), "This date is over")],
    ids=["the evening before", "the night after"],
)
def test_it_opens_on_the_day_of_the_date_only(at, words):
    with pytest.raises(ValidationError, match=words):
        open_for(date_at(TEN), at)
    assert not Desk.objects.exists()


def test_a_date_of_two_days_has_a_desk_on_each():
    date = date_at(TEN, hours=30)

    first, _pin = open_for(date, TEN)
    second, _pin = open_for(date, TEN + timedelta(hours=24))

    assert second.closes_at - first.closes_at == timedelta(hours=24)


@pytest.mark.parametrize(
    ("fields", "words"), [({"cancelled": True}, "cancelled"), ({"online": True}, "Everybody comes online")]
)
def test_there_is_no_desk_where_nobody_comes(fields, words):
    with pytest.raises(ValidationError, match=words):
        open_for(date_at(TEN, **fields), TEN)


def test_opened_again_it_is_the_same_desk_with_a_new_pin_and_new_tries():
    date = date_at(TEN)
    first, old = open_for(date, TEN)
    Desk.objects.update(wrong_pins=5)

    second, new = open_for(date, TEN + timedelta(hours=1))

    assert (second.pk, second.wrong_pins, len(new)) == (first.pk, 0, 6)
    assert old not in second.pin
    assert new not in second.pin
    assert logged() == [("changed", 1, "Opened, with a new PIN")] * 2


def test_two_open_desks_of_a_date_are_refused_by_the_database():
    first = DeskFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        DeskFactory(date=first.date, closes_at=first.closes_at)


# --- A helper enters


def test_the_right_pin_opens_it_on_a_device_and_that_is_logged_with_how_many_people_it_shows():
    opened = DeskFactory()
    RegistrationFactory.create_batch(2, date=opened.date)
    RegistrationFactory(date=opened.date, waiting=True)

    device = desk.enter(desk=opened, pin=PIN, helper="Sam")

    assert device.is_open()
    assert logged() == [("viewed", 2, "")]
    assert device.public_id in AccessLog.objects.get().what


def test_wrong_pins_are_counted_and_the_fifth_locks_even_the_right_one_out():
    opened = DeskFactory()

    tried = [desk.enter(desk=opened, pin="000000", helper="Mallory") for _try in range(5)]
    tried.append(desk.enter(desk=opened, pin=PIN, helper="Sam"))

    opened.refresh_from_db()
    assert tried == [None] * 6
    assert opened.is_locked
    assert not DeskDevice.objects.exists()


def test_a_locked_desk_goes_on_where_it_is_open():
    device = DeviceFactory(desk__wrong_pins=5)
    assert device.is_open()


@pytest.mark.parametrize(
    "fields", [{"revoked_at": timezone.now()}, {"closes_at": timezone.now() - timedelta(minutes=1)}]
)
def test_a_desk_that_is_closed_opens_to_nobody(fields):
    assert desk.enter(desk=DeskFactory(**fields), pin=PIN, helper="Sam") is None


# --- Closing


def test_an_officer_closes_it_everywhere_at_once():
    device, other = DeviceFactory(), DeviceFactory()

    desk.revoke(desk=device.desk, by=UserFactory())
    desk.revoke(desk=device.desk, by=UserFactory())

    device.desk.refresh_from_db()
    assert not device.is_open()
    assert not device.may_send()
    assert other.is_open()
    assert logged() == [("changed", 1, "Closed on all devices")]


def test_closed_on_one_device_it_stays_open_on_the_other():
    device = DeviceFactory()
    other = DeviceFactory(desk=device.desk)

    device = desk.close(device=device)

    assert (device.is_open(), device.may_send(), other.is_open()) == (False, False, True)


def test_after_midnight_a_device_sends_but_sees_nothing():
    device = DeviceFactory()
    night = device.desk.closes_at

    assert (device.is_open(night), device.may_send(night)) == (False, True)
    assert not device.may_send(night + timedelta(hours=12))


def test_who_stood_at_the_desk_is_forgotten_30_days_later():
    device = DeviceFactory()
    registration = RegistrationFactory(date=device.desk.date, attendance="came")
    CheckIn.objects.create(
        key="6f1e6a0e-0000-4000-8000-000000000001", device=device, registration=registration, at=timezone.now()
    )

    retention.run(device.desk.closes_at + timedelta(days=29))
    kept = DeskDevice.objects.exists()
    retention.run(device.desk.closes_at + timedelta(days=30))

    registration.refresh_from_db()
    assert kept
    assert not DeskDevice.objects.exists()
    assert registration.attendance == "came"
