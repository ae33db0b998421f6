from datetime import UTC, datetime

import pytest
from django.urls import reverse

from events.models import EventDate, EventPage
from tests.factories.events import EventIndexPageFactory, ForumPageFactory, VenueFactory
from tests.factories.reviews import TechnologyPageFactory

pytestmark = pytest.mark.django_db


def url(name):
    return reverse(f"events_cms:{name}")


@pytest.fixture
def new_event():
    """What an officer types for a new event in the list of events."""
    return {
        "title": "Wearables and you",
        "parent": EventIndexPageFactory().pk,
        "activity": "co_design",
        "venue": VenueFactory().pk,
        "day": "06/08/2099",
        "starts": "10:00",
        "ends": "12:30",
        "places_in_person": "12",
        "places_online": "0",
    }


def test_a_new_event_makes_draft_and_date_together_and_opens_the_editor(officer, new_event):
    topic = TechnologyPageFactory()

    response = officer.post(url("new"), {**new_event, "topics": [topic.pk]})

    date = EventDate.objects.get()
    page = date.page
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (page.title, page.live, page.activity, page.owner) == ("Wearables and you", False, "co_design", officer.user)
    assert list(page.topics.all()) == [topic.topic_ptr]
    assert (date.starts_at, date.ends_at, date.places_in_person) == (
        datetime(2099, 8, 6, 9, tzinfo=UTC),
        datetime(2099, 8, 6, 11, 30, tzinfo=UTC),
        12,
    )


def test_a_new_event_may_stand_with_a_forum(officer, new_event):
    forum = ForumPageFactory()

    assert f'value="{forum.pk}" ' in officer.get(url("new"), {"parent": forum.pk}).text
    officer.post(url("new"), {**new_event, "parent": forum.pk})

    assert EventPage.objects.get().forum == forum


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"title": ""}, {"title": ["Enter the title of the event."]}),
        ({"day": ""}, {"day": ["Enter the day, such as 27/3/2026."]}),
        ({"ends": "09:00"}, {"ends": ["Enter an end that is after the start."]}),
        ({"places_in_person": "0"}, {"places_in_person": ["Enter the number of places in person, online or both."]}),
        ({"venue": ""}, {"venue": ["Select the venue where people meet."]}),
    ],
)
def test_what_is_wrong_with_a_new_event_stands_beside_the_field_and_nothing_is_made(officer, new_event, change, errors):
    response = officer.post(url("new"), new_event | change)

    assert response.context["form"].errors == errors
    assert response.context["form"]["activity"].value() == "co_design"
    assert not EventPage.objects.exists()
