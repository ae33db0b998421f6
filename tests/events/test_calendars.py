from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from events import links
from tests.factories.events import EventDateFactory, EventPageFactory, ForumPageFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def entries(response):
    return [
        (str(event["SUMMARY"]), str(event["STATUS"])) for event in Calendar.from_ical(response.content).walk("VEVENT")
    ]


def test_the_calendar_of_the_site_has_all_dates_to_come_and_takes_out_cancelled_ones(client):
    EventDateFactory(page__title="Soon", starts_at=timezone.now() + timedelta(days=1))
    EventDateFactory(page__title="Off", cancelled=True)
    EventDateFactory(page__title="Draft", page__live=False)
    EventDateFactory(page__title="Long ago", starts_at=timezone.now() - timedelta(days=60))
    response = client.get("/events/calendar.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert entries(response) == [("Soon", "CONFIRMED"), ("Off", "CANCELLED")]


def test_a_forum_has_a_calendar_of_its_own(client):
    forum = ForumPageFactory()
    EventDateFactory(page=EventPageFactory(title="Ours", parent=forum))
    EventDateFactory(page__title="Theirs")
    response = client.get(f"/forums/{forum.translation_key}/calendar.ics")
    assert entries(response) == [("Ours", "CONFIRMED")]


def test_a_calendar_never_says_how_to_join(client):
    EventDateFactory(hybrid=True)
    content = client.get("/events/calendar.ics").content.decode()
    for secret in ["Ring the bell", "meet.example.org", "01632 960 999"]:
        assert secret not in content


def test_the_calendar_of_a_forum_that_nobody_may_see_is_not_found(client):
    forum = ForumPageFactory(live=False)
    assert client.get(f"/forums/{forum.translation_key}/calendar.ics").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_calendar_asks_the_database_a_fixed_number_of_times(client, django_assert_num_queries, number):
    for _turn in range(number):
        EventDateFactory()
    client.get("/events/calendar.ics")
    with django_assert_num_queries(4):
        client.get("/events/calendar.ics")


def test_a_calendar_that_did_not_change_reads_the_same_each_time(client, settings):
    settings.PAGE_CACHE_SECONDS = 0
    EventDateFactory()
    assert client.get("/events/calendar.ics").content == client.get("/events/calendar.ics").content


def test_the_list_of_events_and_a_forum_lead_to_a_calendar_to_subscribe_to(client):
    forum = ForumPageFactory()
    date = EventDateFactory(page__parent=forum)
    assert f"webcal://testserver/forums/{forum.translation_key}/calendar.ics" in client.get(forum.url).text
    elsewhere = EventDateFactory()
    assert "webcal://testserver/events/calendar.ics" in client.get(elsewhere.page.get_parent().url).text
    assert date.page.get_parent().specific == forum


def test_the_file_of_a_booking_says_that_its_date_is_cancelled(client):
    registration = RegistrationFactory(date__cancelled=True)
    response = client.get(f"{links.path(registration)}event.ics")
    assert [status for _summary, status in entries(response)] == ["CANCELLED"]
