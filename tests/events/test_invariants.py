"""The check of the night finds what is broken on purpose, and officers see it."""

import logging
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessLog
from events import bookings, invariants
from events.models import Registration
from mailing import ticks
from mailing.models import Message, NightlyRun
from tests.events.booking import book, hybrid
from tests.factories.accounts import UserFactory
from tests.factories.events import CompanionFactory, EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def findings():
    return list(invariants.findings())


def break_places(date):
    """Give a place twice, as nothing of the site would."""
    placed = book(date, key="1")
    Registration.objects.filter(pk=book(date, key="2").pk).update(state="placed", waiting_since=None)
    return placed


def test_a_place_that_was_given_twice_is_found():
    date = EventDateFactory(places_in_person=1)
    break_places(date)
    assert findings() == [f"Date {date.public_id}, in_person: 2 places are taken of 1."]


def test_an_act_without_its_message_is_found():
    registration = book(EventDateFactory())
    bookings.change(registration=registration, message="I come by bus")
    Message.objects.filter(kind="booking_confirmed").delete()
    assert findings() == [f"Registration {registration.public_id}: no message tells that it was booked."]


def test_an_act_of_an_officer_without_its_row_in_the_log_is_found():
    registration = book(EventDateFactory())
    bookings.change(registration=registration, message="I come by bus", by=UserFactory())
    assert findings() == []
    AccessLog.objects.all().delete()
    assert findings() == [
        f"Registration {registration.public_id}: 1 acts of officers, of which 0 are in the access log."
    ]


def test_people_from_a_file_whom_nobody_told_are_well():
    book(EventDateFactory(), source="import", taken_by=UserFactory(), tells=False)
    assert Message.objects.count() == 0
    assert findings() == []


def test_whoever_waits_beside_a_place_that_is_enough_for_them_is_found():
    date = EventDateFactory(places_in_person=2, companions_count=True)
    pair = RegistrationFactory(date=date, waiting=True)
    CompanionFactory(registration=pair)
    book(date, key="1", at=timezone.now() - timedelta(days=1))
    Registration.objects.exclude(pk=pair.pk).update(state="placed", waiting_since=None)
    assert not [found for found in findings() if "free while" in found]  # 1 free, and they are 2
    pair.companions.all().delete()
    assert f"Date {date.public_id}, in_person: 1 free while 1 wait. Is the worker running?" in findings()


def test_a_wish_beside_a_free_place_is_found():
    date = hybrid()
    wishing = book(date)
    Registration.objects.filter(pk=wishing.pk).update(wanted_mode="online", waiting_since=timezone.now())
    assert findings() == [f"Date {date.public_id}, online: 1 free while 1 wait. Is the worker running?"]


@pytest.mark.parametrize("fields", [{"offers_paused": True}, {"page__live": False}, {"closed": True}])
def test_where_nothing_may_be_offered_a_free_place_is_no_finding(fields):
    RegistrationFactory(date=EventDateFactory(places_in_person=2, **fields), waiting=True)
    assert not [found for found in findings() if "free while" in found]


# --- Who hears of it


def night(at=None):
    ticks._run(ticks.jobs[invariants.JOB], at or timezone.now())


def run_of_the_night():
    today = timezone.localdate()
    NightlyRun.objects.create(job=invariants.JOB, day=today)
    night()
    return NightlyRun.objects.get(job=invariants.JOB, day=today)


def test_it_runs_every_night():
    assert ticks.jobs[invariants.JOB].every is None


def test_what_it_finds_is_an_error_in_the_log_that_names_nobody(caplog):
    placed = break_places(EventDateFactory(places_in_person=1))
    with caplog.at_level(logging.ERROR):
        assert run_of_the_night().finished_at is None
    assert "2 places are taken of 1." in caplog.text
    assert placed.name not in caplog.text
    assert placed.email not in caplog.text


def test_officers_see_it_on_their_first_page_until_it_is_mended(officer):
    date = EventDateFactory(places_in_person=1)
    break_places(date)
    run_of_the_night()
    page = officer.get(reverse("wagtailadmin_home"))
    assert f"Date {date.public_id}, in_person: 2 places are taken of 1." in page.content.decode()
    date.places_in_person = 2
    date.save()
    assert "Something is wrong" not in officer.get(reverse("wagtailadmin_home")).content.decode()


def test_a_quiet_night_shows_nothing_and_asks_little(officer, django_assert_num_queries):
    book(EventDateFactory())
    assert run_of_the_night().finished_at
    with django_assert_num_queries(1):
        assert invariants.found_last_night() == []
    assert "Something is wrong" not in officer.get(reverse("wagtailadmin_home")).content.decode()


def test_whoever_may_not_see_people_is_shown_nothing(bystander):
    break_places(EventDateFactory(places_in_person=1))
    run_of_the_night()
    assert "Something is wrong" not in bystander.get(reverse("wagtailadmin_home")).content.decode()
