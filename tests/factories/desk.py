from datetime import timedelta

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from events.desk import midnight_after
from events.models import Desk, DeskDevice
from tests.factories.events import EventDateFactory

PIN = "123456"


class DeskFactory(factory.django.DjangoModelFactory):
    """Open now, with the PIN 123456."""

    class Meta:
        model = Desk

    date = factory.SubFactory(EventDateFactory, ongoing=True)
    pin = factory.LazyFunction(lambda: make_password(PIN))
    opened_at = factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=30))
    closes_at = factory.LazyAttribute(lambda desk: midnight_after(timezone.now()))


class DeviceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DeskDevice

    desk = factory.SubFactory(DeskFactory)
    helper = "Sam"
    opened_at = factory.SelfAttribute("desk.opened_at")
