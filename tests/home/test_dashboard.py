"""The officer's first page: each number leads to its list, and is as long as the list."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from events.viewsets.dashboard import NextDates
from tests.factories.events import (
    AccessNeedFactory,
    ActionFactory,
    ClaimFactory,
    EventDateFactory,
    ForumPageFactory,
    MembershipFactory,
    RegistrationFactory,
)
from tests.factories.mailing import MessageFactory

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"(?:: |^)(\d+)\b")


def numbers(officer):
    """{address: number} of every link on the first page whose text is or holds a number."""
    page = BeautifulSoup(officer.get("/cms/").content, "html.parser")
    links = page.select("#next-dates-section a, #messages-due-section a, #forums-to-do-section a")
    found = {link["href"]: NUMBER.search(link.get_text(" ", strip=True)) for link in links}
    return {address: int(match[1]) for address, match in found.items() if match}


def length(officer, address):
    """How many rows the list at an address has."""
    return officer.get(address).context["paginator"].count


@pytest.fixture
def busy(db):
    """A site on which every number of the first page differs from the others and from what is left out of it."""
    date = EventDateFactory(hybrid=True, places_in_person=6, places_online=8)
    placed = RegistrationFactory.create_batch(3, date=date)
    RegistrationFactory.create_batch(2, date=date, online=True)
    RegistrationFactory(date=date, offered=True)
    RegistrationFactory.create_batch(3, date=date, waiting=True)
    for wisher in placed[:2]:  # they have a place and wait to come the other way
        wisher.wanted_mode, wisher.waiting_since = "online", timezone.now()
        wisher.save()
    RegistrationFactory.create_batch(2, date=date, cancelled=True)
    yesterday = timezone.localdate() - timedelta(days=1)
    AccessNeedFactory(registration=placed[0], code="bsl", due_on=yesterday)
    AccessNeedFactory(registration=placed[1], code="parking")
    AccessNeedFactory(registration=date.registrations.waiting().first(), code="bsl", due_on=yesterday)
    RegistrationFactory.create_batch(4, date=EventDateFactory(), waiting=True)
    RegistrationFactory(date=EventDateFactory(cancelled=True), waiting=True)
    for number, fields in enumerate(
        [
            {"task": True},
            {"state": "task", "channel": "letter"},
            {"state": "failed"},
            {"state": "bounced"},
            {"state": "done", "channel": "telephone"},
        ]
    ):
        MessageFactory.create_batch(number + 1, **fields)
    MembershipFactory.create_batch(2, forum=ForumPageFactory(), applied=True)
    leave_people_to_tell()
    long_ago = timezone.now() - timedelta(days=31)
    ClaimFactory.create_batch(5, claimed_at=long_ago)
    ClaimFactory(paid_=True, claimed_at=long_ago)
    ClaimFactory()
    ActionFactory.create_batch(6, due_on=yesterday)
    ActionFactory(due_on=yesterday, done_at=timezone.now())
    ActionFactory(due_on=timezone.localdate())
    return date


def leave_people_to_tell():
    """On three dates people have not heard, two of them cancelled; on one all have, and one is over."""
    for fields, state in [
        ({}, "queued"),
        ({"cancelled": True}, "queued"),
        ({"cancelled": True}, "queued"),
        ({}, "sent"),
        ({"past": True}, "queued"),
    ]:
        registration = RegistrationFactory(date=EventDateFactory(**fields))
        MessageFactory(kind="date_changed", about=registration.public_id, state=state)


def test_each_number_is_as_long_as_the_list_to_which_it_leads(officer, busy):
    found = numbers(officer)
    assert found == {address: length(officer, address) for address in found}


def test_the_numbers_are_those_of_the_work(officer, busy):
    date = f"/cms/events/dates/{busy.public_id}/"
    expected = {
        f"{date}?state=holding&mode=in_person": 4,
        f"{date}?state=holding&mode=online": 2,
        f"{date}?state=in_line": 5,
        f"{date}needs/": 2,
        f"{date}needs/?status=overdue": 1,
        "/cms/events/?to_do=needs": 1,
        "/cms/events/?to_do=waiting": 2,
        "/cms/events/?to_do=reach": 3,
        "/cms/events/claims/?status=overdue": 5,
        "/cms/events/actions/?state=overdue": 6,
        "/cms/messages/?state=task&channel=telephone": 1,
        "/cms/messages/?state=task&channel=letter": 2,
        "/cms/messages/?state=failed": 3,
        "/cms/messages/?state=bounced": 4,
    }
    assert expected.items() <= numbers(officer).items()


@pytest.mark.parametrize("number", [1, 3])
def test_the_numbers_of_events_cost_eight_queries(number, django_assert_num_queries):
    RegistrationFactory.create_batch(number)

    with django_assert_num_queries(8):
        NextDates().get_context_data({})


def test_an_empty_site_says_that_nothing_waits(officer):
    text = officer.get("/cms/").text
    assert "Nothing is planned." in text
    assert "Nothing to do by hand, and everything arrived." in text
    assert numbers(officer) == {}
