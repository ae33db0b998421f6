"""As many people as one likes who are to be reminded of one date, and are not yet."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from accounts.models import Person
from content.ids import random_key
from events.models import Registration, ReminderRule
from tests.factories.events import EventDateFactory

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def due_to_be_reminded(number):
    """A date in 6 days of which so many people are reminded 7 days before; returns their registrations."""
    starts_at = timezone.now() + timedelta(days=6)
    date = EventDateFactory(places_in_person=number, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    ReminderRule.objects.all().delete()
    ReminderRule.objects.create(number=7)
    ReminderRule.objects.update(since=LONG_AGO)
    people = Person.objects.bulk_create(
        Person(name=f"Person {each}", email=f"person{each}@example.org") for each in range(number)
    )
    registrations = Registration.objects.bulk_create(_placed(date, person) for person in people)
    Registration.objects.update(created_at=LONG_AGO)
    return registrations


def _placed(date, person):
    told = {"name": person.name, "email": person.email}
    return Registration(key=random_key(), date=date, person=person, mode="in_person", state="placed", **told)
