"""Two devices, or one that sends twice, at the same instant, on real connections."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.db.models import QuerySet
from django.utils import timezone

from events import check_ins, desk
from events.door import transaction_of_one_act
from events.models import CheckIn, Desk, DeskDevice, Registration
from tests.factories.accounts import UserFactory
from tests.factories.desk import DeskFactory, DeviceFactory
from tests.factories.events import EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    start = Barrier(len(works))

    def do(work):
        try:
            start.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(do, works))


def act(verb, **given):
    def work():
        with transaction_of_one_act():
            return verb(**given)

    return work


@pytest.fixture
def device():
    return DeviceFactory(desk=DeskFactory(opened_by=UserFactory(), date=EventDateFactory(ongoing=True)))


def test_a_walk_in_that_is_sent_twice_at_once_is_one_person(device):
    given = {"device": device, "key": uuid.uuid4(), "name": "Wanda", "contact": "wanda@example.org"}

    at_once(*[act(check_ins.walk_in, at=timezone.now(), **given)] * 4)

    assert (Registration.objects.count(), CheckIn.objects.count()) == (1, 1)
    assert Registration.objects.get().attendance == "came"


def test_of_acts_of_many_devices_at_once_the_last_by_time_holds(device):
    registration = RegistrationFactory(date=device.desk.date)
    now = timezone.now()

    def note(number):
        when, came = now - timedelta(minutes=number), number == 0
        who = registration.public_id
        return act(check_ins.note, device=device, key=uuid.uuid4(), who=who, came=came, at=when)

    at_once(*map(note, range(6)))

    registration.refresh_from_db()
    assert (registration.attendance, CheckIn.objects.count()) == ("came", 6)


def test_wrong_pins_that_come_at_once_are_each_counted(device):
    def guess():
        return desk.enter(desk=device.desk, pin="000000", helper="Mallory")

    assert at_once(*[guess] * 8) == [None] * 8

    device.desk.refresh_from_db()
    assert device.desk.wrong_pins == 5
    assert DeskDevice.objects.count() == 1


@pytest.mark.postgres
def test_without_the_lock_wrong_pins_are_lost(monkeypatch, device):
    """The negative control: the test above would see it."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset, **options: queryset.all())

    counted = 0
    for _round in range(5):
        at_once(*[lambda: desk.enter(desk=device.desk, pin="000000", helper="Mallory")] * 4)
        device.desk.refresh_from_db()
        counted += device.desk.wrong_pins
        Desk.objects.update(wrong_pins=0)

    assert counted < 5 * 4


def test_two_officers_open_one_desk():
    date, officer = EventDateFactory(ongoing=True), UserFactory()

    opened = at_once(*[lambda: desk.open_for(date=date, by=officer)] * 2)

    assert len({each.pk for each, _pin in opened}) == 1
