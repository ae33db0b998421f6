from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import erasure, export, retention
from accounts.models import Person
from events import bookings, housekeeping, invariants
from events.models import AccessNeed, Companion, Membership, Registration
from mailing.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.events import (
    AccessNeedFactory,
    CompanionFactory,
    EventDateFactory,
    GuestFactory,
    MembershipFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db


def ended(**ago):
    moment = timezone.now() - timedelta(**ago)
    return EventDateFactory(starts_at=moment - timedelta(hours=2), ends_at=moment)


# --- Retention


def test_access_needs_go_30_days_after_the_event():
    kept = AccessNeedFactory(registration__date=ended(days=29))
    AccessNeedFactory(registration__date=ended(days=30))
    retention.run()
    assert list(AccessNeed.objects.all()) == [kept]


@pytest.mark.parametrize("state", ["waiting", "offered", "declined", "lapsed"])
def test_who_never_had_a_place_goes_30_days_after_the_event_with_the_person(state):
    fields = {state: True} if state in ("waiting", "offered") else {"state": state}
    registration = RegistrationFactory(date=ended(days=30), **fields)
    kept = RegistrationFactory(date=ended(days=29), **fields)
    retention.run()
    assert list(Registration.objects.all()) == [kept]
    assert not Person.objects.filter(pk=registration.person_id).exists()


def test_somebody_who_waited_in_vain_and_has_another_booking_stays():
    waited = RegistrationFactory(date=ended(days=30), waiting=True)
    RegistrationFactory(person=waited.person)
    retention.run()
    assert Person.objects.filter(pk=waited.person_id).exists()


def test_12_months_after_the_event_a_number_is_left_and_no_name():
    registration = RegistrationFactory(
        date=ended(days=365), booked_by="Cara", telephone="01632 960 001", address="1 Street", message="By bus."
    )
    CompanionFactory(registration=registration)
    registration.transitions.create(what="changed", why="Called Ada")
    recent = RegistrationFactory(date=ended(days=364))
    retention.run()
    registration.refresh_from_db()
    assert (registration.state, registration.mode, registration.companions.get().name) == ("placed", "in_person", "")
    typed = ["name", "booked_by", "email", "telephone", "address", "message"]
    assert [getattr(registration, field) for field in typed] == [""] * 6
    assert registration.person is None
    assert registration.transitions.get().why == ""
    assert Person.objects.get() == recent.person


def test_a_membership_goes_12_months_after_leaving():
    year_ago = timezone.now() - timedelta(days=365)
    kept = [MembershipFactory(joined_at=year_ago), MembershipFactory(applied=True, joined_at=year_ago)]
    for state in ("left", "declined", "refused"):
        MembershipFactory(state=state, left_at=year_ago)
    MembershipFactory(invited=True, joined_at=year_ago)
    retention.run()
    assert list(Membership.objects.order_by("pk")) == kept


def test_nothing_is_emptied_twice():
    RegistrationFactory(date=ended(days=365))
    retention.run()
    assert not housekeeping.names_to_empty(timezone.now()).exists()


# --- Erasure and export


def test_erasing_somebody_gives_their_place_to_the_next_and_leaves_no_name():
    date = EventDateFactory(places_in_person=1)
    registration = bookings.book(
        date=date,
        key="1",
        guest=GuestFactory(name="Ada Able", email="ada@example.org"),
        mode="in_person",
        companions=[Companion(name="Cara Carer")],
        needed=[AccessNeed(code="dietary", detail="No nuts")],
    )
    following = bookings.book(date=date, key="2", guest=GuestFactory(), mode="in_person")
    past = RegistrationFactory(person=registration.person, date=ended(days=3), name="Ada Able")
    MembershipFactory(person=registration.person)
    erasure.erase(person=registration.person, by=UserFactory(), reason="asked")
    for each in (registration, past, following):
        each.refresh_from_db()
    assert (registration.state, registration.name, registration.person) == ("cancelled", "", None)
    assert (past.state, past.name, past.person) == ("placed", "", None)
    assert following.state == "offered"
    assert Membership.objects.count() == AccessNeed.objects.count() == 0
    assert Companion.objects.get().name == ""
    assert not Message.objects.filter(about=registration.public_id).exists()


def test_everything_about_somebody_can_be_taken_along():
    need = AccessNeedFactory(detail="No nuts")
    CompanionFactory(registration=need.registration)
    MembershipFactory(person=need.registration.person)
    found = export.everything_about(need.registration.person)
    assert {"registration", "access need", "companion", "membership"} <= found.keys()


# --- Invariants


def test_all_is_well():
    date = EventDateFactory(places_in_person=1)
    for key in ("1", "2"):
        bookings.book(date=date, key=key, guest=GuestFactory(), mode="in_person")
    output = StringIO()
    call_command("check_invariants", stdout=output)
    assert output.getvalue() == "All is well.\n"


def test_what_must_not_be_is_found():
    date = EventDateFactory(places_in_person=1)
    first, second = RegistrationFactory(date=date), RegistrationFactory(date=date)
    free = EventDateFactory(places_in_person=2)
    stuck = RegistrationFactory(date=free, offered=True, offer_until=timezone.now() - timedelta(hours=1))
    waiting = RegistrationFactory(date=free, waiting=True)
    assert list(invariants.findings()) == [
        f"Date {date.public_id}, in_person: 2 places are taken of 1.",
        f"Date {free.public_id}, in_person: 1 free while 1 wait. Is the worker running?",
        f"Registration {stuck.public_id}: the offer has run out and still holds a place. Is the worker running?",
        *[
            f"Registration {each.public_id}: no message was written about it."
            for each in (first, second, stuck, waiting)
        ],
    ]
    with pytest.raises(CommandError, match="7 found"):
        call_command("check_invariants", stdout=StringIO())


def test_more_people_than_places_is_well_where_an_override_is_recorded():
    date = EventDateFactory(places_in_person=1)
    RegistrationFactory.create_batch(2, date=date)[0].transitions.create(what="override", why="A carer came as well.")
    assert not any("places are taken" in finding for finding in invariants.findings())
