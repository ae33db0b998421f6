from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content import qr
from events.models import EventDate
from tests.events.walking import soup
from tests.factories.events import EventDateFactory, EventPageFactory

pytestmark = pytest.mark.django_db


def poster(client, name, *args):
    return client.get(reverse(f"events_cms:{name}", args=args))


def words(response):
    return " ".join(soup(response).main.get_text(" ", strip=True).split())


@pytest.fixture(autouse=True)
def base_url(settings):
    settings.BASE_URL = "https://involve.example.org"


def test_the_poster_of_an_event_says_what_when_where_and_how_to_get_there(officer):
    page = EventPageFactory(title="Wearables and you")
    starts_at = datetime(2099, 8, 6, 9, tzinfo=UTC)
    first = EventDateFactory(page=page, starts_at=starts_at)
    EventDateFactory(page=page, online=True, starts_at=starts_at + timedelta(weeks=1))
    EventDateFactory(page=page, past=True)
    EventDateFactory(page=page, cancelled=True)
    response = poster(officer, "event_poster", page.pk)
    said = words(response)
    assert "Thursday 6 August 2099 10am to midday Example Library, 1 Market Street" in said
    assert "Thursday 13 August 2099 10am to midday Online" in said
    assert said.count("midday") == 2
    assert f"Find out more and book: involve.example.org/e/{first.public_id}/" in said
    assert "01632 960 001" in said
    assert qr.svg(f"https://involve.example.org/e/{first.public_id}/") in response.text


def test_the_poster_of_one_date_tells_of_that_date_alone(officer):
    first = EventDateFactory()
    second = EventDateFactory(page=first.page, starts_at=first.starts_at + timedelta(weeks=1))
    said = words(poster(officer, "poster", second.public_id))
    assert f"/e/{second.public_id}/" in said
    assert said.count("Example Library") == 1


def test_an_event_without_a_date_to_come_has_no_address_to_show(officer):
    date = EventDateFactory(past=True)
    response = poster(officer, "event_poster", date.page_id)
    assert "There is no date to come" in words(response)
    assert "<svg" not in response.text


def test_the_short_address_leads_to_the_page_wherever_it_moved(client):
    date = EventDateFactory()
    page = date.page
    page.slug = "renamed"
    page.save_revision().publish()
    response = client.get(f"/e/{date.public_id}/")
    assert (response.status_code, response.headers["Location"]) == (302, EventDate.objects.get().page.url)
    assert client.get(response.headers["Location"]).status_code == 200


def test_a_date_that_is_over_still_leads_there(client):
    assert client.get(f"/e/{EventDateFactory(past=True).public_id}/").status_code == 302


def test_an_event_that_was_taken_down_is_gone_and_an_unknown_address_not_found(client):
    date = EventDateFactory()
    date.page.unpublish()
    assert client.get(f"/e/{date.public_id}/").status_code == 410
    assert client.get("/e/2222222222/").status_code == 404


def test_the_poster_is_reached_from_the_date_and_from_the_event(officer):
    date = EventDateFactory(starts_at=timezone.now() + timedelta(days=3))
    assert reverse("events_cms:poster", args=[date.public_id]) in poster(officer, "date", date.public_id).text
    assert reverse("events_cms:event_poster", args=[date.page_id]) in poster(officer, "event", date.page_id).text
