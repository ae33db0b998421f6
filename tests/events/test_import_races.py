"""One file in the hands of two workers at once, on real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from accounts.models import ConsentRecord, Person
from events import importing
from events.models import GuestImport, Membership, Registration
from events.sheets import Sheet
from tests.factories.accounts import UserFactory
from tests.factories.events import EventDateFactory, ForumPageFactory

pytestmark = pytest.mark.django_db(transaction=True)
CHOSEN = {
    "columns": ["name", "email"],
    "mode": "in_person",
    "channel": "email",
    "evidence": "Paper",
    "given_on": "2026-05-03",
    "wording": "You agree to come.",
    "shares": False,
    "tells": False,
}


def taken_in_by_two_workers(**target):
    people = [[number, f"Person {number}", f"{number}@example.org"] for number in range(2, 12)]
    officer = UserFactory()
    file = importing.bring_in(sheet=Sheet(["Name", "Email"], people), file_name="people.csv", by=officer, **target)
    importing.match(file=file, chosen=CHOSEN)
    GuestImport.objects.update(status="running")
    start = Barrier(2)

    def work(_worker):
        try:
            start.wait()
            return importing.take_in.call(file.public_id)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(work, range(2)))


def test_each_row_is_booked_once():
    assert 10 in taken_in_by_two_workers(date=EventDateFactory())
    assert (Registration.objects.count(), Person.objects.count(), ConsentRecord.objects.count()) == (10, 10, 10)


def test_each_row_joins_once():
    assert 10 in taken_in_by_two_workers(forum=ForumPageFactory())
    assert (Membership.objects.count(), Person.objects.count(), ConsentRecord.objects.count()) == (10, 10, 10)
