"""Dates that people drop in to, and those that are booked on another site: their places are never counted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content import moments
from events.models import Registration
from events.models.dates import EventDate
from events.refusals import BookingRefused
from events.viewsets.dashboard import NextDates
from reviews import involvement
from tests.events.booking import book
from tests.events.walking import heading, soup, text
from tests.factories.events import EventDateFactory, EventPageFactory, RegistrationFactory
from tests.factories.reviews import TechnologyPageFactory

pytestmark = pytest.mark.django_db
ELSEWHERE = {"booking": "elsewhere", "booking_address": "https://tickets.example.org/heart?ref=1"}


@pytest.fixture
def drop_in(db):
    return EventDateFactory(hybrid=True, booking="drop_in", places_in_person=1, full=True)


@pytest.fixture
def elsewhere(db):
    return EventDateFactory(**ELSEWHERE)


def test_a_date_to_drop_in_says_so_on_its_card_and_in_the_list(client, drop_in):
    for address in (drop_in.page.url, drop_in.page.get_parent().url):
        page = text(client.get(address))
        assert "No need to book: come along" in page
        assert "Book a place" not in page
        assert "Full" not in page
        assert "left" not in page


def test_a_date_that_is_booked_elsewhere_links_there_names_the_site_and_says_that_it_leaves_this_one(client, elsewhere):
    page = client.get(elsewhere.page.url)
    link = soup(page).main.find("a", href=elsewhere.booking_address)
    assert (link.get_text(strip=True), link.get("target")) == ("Book on tickets.example.org", None)
    assert "The link leads away from this site." in text(page)
    assert "Booked on another site: tickets.example.org" in text(client.get(elsewhere.page.get_parent().url))


def test_the_way_in_of_a_date_to_drop_in_says_when_and_where(client, drop_in):
    page = client.get(f"/book/{drop_in.public_id}/", follow=True)
    when = f"{moments.day(drop_in.starts_at)}, {moments.span(drop_in.starts_at, drop_in.ends_at)}"
    assert (page.status_code, heading(page)) == (409, "You do not need to book. You can just come.")
    assert f"It takes place on {when}." in text(page)
    assert "Where: Example Library, 1 Market Street, Exampleton, ZX1 1EX." in text(page)
    assert "It also takes place online." in text(page)


def test_the_way_in_of_a_date_booked_elsewhere_leads_there(client, elsewhere):
    page = client.get(f"/book/{elsewhere.public_id}/", follow=True)
    assert (page.status_code, heading(page)) == (409, "Places for this date are booked on another site.")
    assert soup(page).main.find("a", href=elsewhere.booking_address).get_text() == "Book on tickets.example.org"


@pytest.mark.parametrize(("code", "given"), [("drop_in", {"booking": "drop_in"}), ("elsewhere", ELSEWHERE)])
@pytest.mark.parametrize("source", ["web", "telephone"])
def test_nobody_is_given_a_place_here(code, given, source):
    with pytest.raises(BookingRefused) as refused:
        book(EventDateFactory(**given), source=source)
    assert refused.value.code == code
    assert not Registration.objects.exists()


def test_a_registration_window_is_no_matter_where_no_place_is_given(client):
    date = EventDateFactory(booking="drop_in", closed=True)
    assert "No need to book: come along" in text(client.get(date.page.url))
    assert set(EventDate.objects.open_for_registration()) == {date}


def test_both_stand_in_the_calendar_that_people_subscribe_to(client, drop_in, elsewhere):
    feed = client.get("/events/calendar.ics").content.decode()
    assert feed.count("BEGIN:VEVENT") == 2


def test_a_topic_says_how_people_come(drop_in):
    topic = TechnologyPageFactory()
    drop_in.page.topics.add(topic)
    (opportunity,) = involvement.open_on([topic.pk])[topic.pk]
    assert opportunity.how.endswith("No need to book: come along.")


# --- In the CMS


def test_lists_and_the_first_page_say_it_and_count_no_places(officer, drop_in, elsewhere):
    rows = NextDates().get_context_data({})["rows"]
    shown = {row["date"]: ([taken for taken, _url in row["ways"]], row["state"]) for row in rows}
    assert shown == {drop_in: (["", ""], "Drop in"), elsewhere: (["", ""], "Booked elsewhere")}
    page = officer.get(reverse("events_cms:index")).text
    assert "Drop in" in page
    assert "Booked elsewhere" in page


def test_the_page_of_a_date_counts_no_places_and_books_for_nobody(officer, elsewhere):
    page = officer.get(reverse("events_cms:date", args=[elsewhere.public_id])).text
    assert "On another site" in page
    assert "tickets.example.org" in page
    assert "0 of 10 places" not in page
    assert "Book for somebody" not in page


def test_a_date_for_members_first_says_so_in_the_list(officer):
    EventDateFactory(members_first_until=timezone.now() + timedelta(days=1))
    assert "Members first" in officer.get(reverse("events_cms:index")).text


def test_a_date_that_is_booked_here_is_as_it_was(client):
    page = EventPageFactory()
    RegistrationFactory(date=EventDateFactory(page=page))
    assert "9 places left" in text(client.get(page.url))
