"""Pages go live and expire by the worker's tick; what was kept of other pages and what topics list follow at once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from mailing.ticks import Ticker
from reviews import involvement
from tests.factories.events import EventDateFactory, EventPageFactory, RegistrationFactory
from tests.factories.reviews import TechnologyPageFactory

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(minutes=1)

MOMENTS = pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 2, 9, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),  # 2:30am: the hour after the one that did not exist
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # 1:30am for the first time
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # and for the second
    ],
    ids=str,
)


@pytest.fixture(autouse=True)
def pages_are_kept(settings):
    """For longer than any test: what changes did not wait until it ran out."""
    settings.PAGE_CACHE_SECONDS = 3600
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def topic():
    return TechnologyPageFactory(title="Heart patch")


def event_on(topic, **fields):
    page = EventPageFactory(title="Wearables and you", **fields)
    page.topics.add(topic)
    return EventDateFactory(page=page)


def schedule(page, **moments):
    for name, moment in moments.items():
        setattr(page, name, moment)
    page.save_revision().publish()


def is_seen(client, topic, page):
    """Whether people find the event: by its own address, on the kept page of its topic, and in the registry."""
    seen = {
        client.get(page.get_url()).status_code == 200,
        "Wearables and you" in client.get(topic.url).text,
        bool(involvement.open_on([topic.pk])[topic.pk]),
    }
    assert len(seen) == 1, "Its page, its topic and the registry do not say the same."
    return seen.pop()


@MOMENTS
def test_a_page_goes_live_at_its_moment_and_not_before(client, time_machine, topic, moment):
    time_machine.move_to(moment - A_MINUTE, tick=False)
    page = event_on(topic, live=False).page
    schedule(page, go_live_at=moment)
    Ticker().tick()
    assert not is_seen(client, topic, page)
    time_machine.move_to(moment + A_MINUTE, tick=False)
    Ticker().tick()
    assert is_seen(client, topic, page)


@MOMENTS
def test_a_page_expires_at_its_moment_and_whoever_has_a_place_keeps_it(client, time_machine, topic, moment):
    time_machine.move_to(moment - A_MINUTE, tick=False)
    date = event_on(topic)
    registration = RegistrationFactory(date=date)
    schedule(date.page, expire_at=moment)
    Ticker().tick()
    assert is_seen(client, topic, date.page)
    time_machine.move_to(moment + A_MINUTE, tick=False)
    Ticker().tick()
    assert not is_seen(client, topic, date.page)
    assert client.get(f"/book/{date.public_id}/", follow=True).status_code == 410
    registration.refresh_from_db()
    assert registration.has_place


def test_a_worker_that_stood_still_catches_up(client, time_machine, topic):
    moment = datetime(2026, 3, 2, 9, tzinfo=UTC)
    time_machine.move_to(moment - A_MINUTE, tick=False)
    page = event_on(topic, live=False).page
    schedule(page, go_live_at=moment)
    time_machine.move_to(moment + timedelta(days=3), tick=False)
    assert not is_seen(client, topic, page)
    Ticker().tick()
    assert is_seen(client, topic, page)


def test_a_draft_of_a_page_that_is_live_waits_for_its_moment(client, time_machine, topic):
    moment = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    time_machine.move_to(moment - A_MINUTE, tick=False)
    page = event_on(topic).page
    page.save_revision().publish()
    page.refresh_from_db()  # which revision is live: Wagtail would otherwise withdraw the page until the moment
    page.summary = "The words of tomorrow."
    schedule(page, go_live_at=moment)
    Ticker().tick()
    now = client.get(page.url)
    assert now.status_code == 200
    assert "The words of tomorrow." not in now.text
    time_machine.move_to(moment + A_MINUTE, tick=False)
    Ticker().tick()
    assert "The words of tomorrow." in client.get(page.url).text
