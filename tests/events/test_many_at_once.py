"""A ward, a library, a whole meeting behind one network address: 60 people who book at once meet no limit."""

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection

from content.journeys import Journey
from content.models import Draft
from events.models import Registration
from tests.events.walking import address_of, heading, send, soup, walk
from tests.factories.content import DraftFactory
from tests.factories.events import EventDateFactory

pytestmark = pytest.mark.django_db
PEOPLE = 60
FEW = 3
START = {"draft": "", "for_whom": "self"}


@pytest.fixture(autouse=True)
def five_minutes():
    """All of it within one window of the limit."""
    cache.clear()
    with time_machine.travel("2026-03-02 12:00:00+00:00", tick=False):
        yield
    cache.clear()


@pytest.fixture
def few_starts(monkeypatch):
    """The limit itself, without 300 requests to come to it."""
    monkeypatch.setattr(Journey, "starts", (FEW, 300))


@pytest.fixture
def date(five_minutes, db):
    return EventDateFactory(places_in_person=PEOPLE)


@pytest.mark.parametrize(
    ("proxies", "address"),
    [
        (0, {"REMOTE_ADDR": "192.0.2.1"}),
        (1, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.1", "HTTP_X_FORWARDED_PROTO": "https"}),
    ],
)
def test_60_people_on_one_address_meet_no_limit(client, date, settings, proxies, address):
    """The first page and the last of each; between them stands no limit, and one goes all the way."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    start = f"/book/{date.public_id}/"
    walk(client, start)
    prepared = Draft.objects.get()
    for number in range(PEOPLE):
        client.cookies.clear()
        assert client.post(f"{start}for-whom/", START, **address).status_code == 302
        draft = DraftFactory(key=f"key-{number}", purpose=prepared.purpose, answers=prepared.answers)
        done = client.post(f"{start}check/", {"draft": draft.key}, **address)
        assert "/done/" in done.url
    assert date.registrations.placed().count() == PEOPLE


def test_behind_a_proxy_it_is_the_visitor_who_is_counted_and_not_the_proxy(client, date, settings, few_starts):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    first = client.get(f"/book/{date.public_id}/", follow=True)
    for _start in range(FEW):
        client.post(address_of(first), START, HTTP_X_FORWARDED_FOR="192.0.2.1")
    assert client.post(address_of(first), START, HTTP_X_FORWARDED_FOR="192.0.2.1").status_code == 429
    assert client.post(address_of(first), START, HTTP_X_FORWARDED_FOR="192.0.2.2").status_code == 302


def test_only_starting_is_limited_and_what_was_started_can_be_sent(client, date, few_starts):
    check = walk(client, f"/book/{date.public_id}/")
    first = client.get(f"/book/{date.public_id}/", follow=True)
    for _start in range(FEW - 1):
        assert client.post(address_of(first), START).status_code == 302
    assert client.post(address_of(first), START).status_code == 429
    assert heading(send(client, check)) == "You have a place"
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(("modes", "queries"), [({}, 14), ({"hybrid": True}, 14)])
def test_the_last_step_needs_a_number_of_queries_that_is_known(client, date, modes, queries, django_assert_num_queries):
    """Many wait for it at once; a query more is a place less in each second."""
    date = EventDateFactory(**modes)
    walk(client, f"/book/{EventDateFactory().public_id}/", until="done")  # what is read once per process
    client.cookies.clear()
    check = walk(client, f"/book/{date.public_id}/")
    key = soup(check).find("input", {"name": "draft"})["value"]
    with django_assert_num_queries(queries + (connection.vendor == "postgresql")):  # which is told how long to wait
        assert client.post(address_of(check), {"draft": key}).status_code == 302
