from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale

from content import moments
from events.models import EventDate
from tests.events.walking import soup, text
from tests.factories.events import (
    EventDateFactory,
    EventIndexPageFactory,
    EventPageFactory,
    ForumIndexPageFactory,
    ForumPageFactory,
    RegistrationFactory,
    VenueFactory,
)
from tests.factories.reviews import PromiseFactory, TechnologyPageFactory

pytestmark = pytest.mark.django_db


def titles(response):
    """The headings of the cards of a list."""
    return [card.get_text(strip=True) for card in soup(response).main.find_all(class_="nhsuk-card__heading")]


def buttons(response):
    return [
        " ".join(link.get_text(" ", strip=True).split())
        for link in soup(response).main.find_all("a", class_="nhsuk-button")
    ]


# --- An event


def test_an_event_shows_its_dates_with_what_is_left_and_how_to_book(client):
    page = EventPageFactory(payment="<p>We offer £50.</p>", who_sees="Only our team.", breaks="One of 20 minutes.")
    date = EventDateFactory(page=page, places_in_person=3)
    RegistrationFactory(date=date)
    response = client.get(page.url)
    shown = text(response)
    for words in [
        f"{moments.day(date.starts_at)} {moments.span(date.starts_at, date.ends_at)}, UK time "
        "Example Library, 1 Market Street, Exampleton, ZX1 1EX",
        "2 places left",
        "We offer £50.",
        "A payment may affect benefits",
        "Who sees it Only our team.",
        "Who pays for the work The health service pays for this work.",
        "Breaks One of 20 minutes.",
        "Step-free route from the street Yes",
        "Hearing loop No",
        "Quiet room No",
        "Prayer room Ask us",
        "01632 960 001",
    ]:
        assert words in shown
    assert buttons(response) == [f"Book a place on {moments.day(date.starts_at)}"]
    assert soup(response).main.find("a", class_="nhsuk-button")["href"] == f"/book/{date.public_id}/"


def test_how_to_join_is_never_in_a_public_page(client):
    page = EventPageFactory()
    EventDateFactory(page=page, hybrid=True)
    source = client.get(page.url).content.decode()
    for secret in ["Ring the bell", "meet.example.org", "01632 960 999"]:
        assert secret not in source


@pytest.mark.parametrize(
    ("given", "words", "button"),
    [
        ({"places_in_person": 1}, "1 place left", "Book a place"),
        ({"places_in_person": 1, "full": True}, "Full: you can join the waiting list", "Join the waiting list"),
        ({"online": True}, "Online 10 places left", "Book a place"),
        ({"hybrid": True}, "In person: 10 places left Online: 10 places left", "Book a place"),
        ({"closed": True}, "Booking has closed.", None),
        ({"not_open_yet": True}, "You can book from ", None),
        ({"cancelled": True}, "Cancelled The hall is flooded.", None),
        ({"ongoing": True}, "This has begun, so you can no longer book.", None),
    ],
)
def test_a_date_says_if_it_can_be_booked(client, given, words, button):
    page = EventPageFactory()
    EventDateFactory(page=page, **given)
    response = client.get(page.url)
    assert words in text(response)
    assert [each.partition(" on ")[0] for each in buttons(response)] == ([button] if button else [])


def test_places_are_a_hint_that_says_when_they_were_counted(client, time_machine):
    time_machine.move_to(datetime(2099, 8, 6, 9, 30, tzinfo=UTC))
    page = EventPageFactory()
    EventDateFactory(page=page)
    assert "Places as they were at 10:30am." in text(client.get(page.url))


def test_a_place_in_line_makes_the_date_one_to_wait_for(client):
    page = EventPageFactory()
    RegistrationFactory(date=EventDateFactory(page=page), waiting=True)
    assert "Full: you can join the waiting list" in text(client.get(page.url))


def test_past_dates_are_listed_below_and_cannot_be_booked(client):
    page = EventPageFactory()
    date = EventDateFactory(page=page, past=True)
    shown = text(client.get(page.url))
    assert "There are no dates to come at the moment." in shown
    assert f"Past dates {moments.day(date.starts_at)}" in shown


def test_an_event_says_by_when_people_hear_what_became_of_it(client):
    page = EventPageFactory()
    due = PromiseFactory(page=page)
    assert f"We will tell you by {moments.day(due.by)} what became of what people said." in text(client.get(page.url))
    PromiseFactory(page=page, by=timezone.localdate() - timedelta(days=1), why_late="Two people were ill.")
    assert "We are late. Two people were ill." in text(client.get(page.url))


def test_an_event_names_its_topics_and_not_those_that_nobody_may_see(client):
    page = EventPageFactory()
    page.topics.set([TechnologyPageFactory(title="Heart patch"), TechnologyPageFactory(title="Secret", live=False)])
    shown = text(client.get(page.url))
    assert "Heart patch" in shown
    assert "Secret" not in shown


def test_a_translation_shows_the_facts_of_the_original(client):
    date = EventDateFactory(places_in_person=3)
    welsh = Locale.objects.get_or_create(language_code="cy")[0]
    for page in [date.page.get_parent().get_parent().specific, date.page.get_parent().specific]:
        page.copy_for_translation(welsh).specific.save_revision().publish()
    translated = date.page.copy_for_translation(welsh)
    translated.title = "Digwyddiad"
    translated.save_revision().publish()
    response = client.get(translated.url)
    assert f"/cy/book/{date.public_id}/" in response.content.decode()
    assert EventDate.objects.count() == 1


def test_a_preview_of_a_page_that_was_never_saved_has_no_dates(rf, client):
    page = EventIndexPageFactory()
    unsaved = EventPageFactory.build(title="New", locale=page.locale)
    unsaved.path, unsaved.depth = "", 0
    response = unsaved.make_preview_request()
    assert "There are no dates to come at the moment." in text(response)


@pytest.mark.parametrize("number", [1, 3])
def test_an_event_page_asks_the_database_a_fixed_number_of_times(client, django_assert_num_queries, number):
    page = EventPageFactory()
    for _turn in range(number):
        RegistrationFactory(date=EventDateFactory(page=page, venue=VenueFactory()))
        EventDateFactory(page=page, past=True)
    client.get(page.url)
    with django_assert_num_queries(17):
        client.get(page.url)


# --- The list of events


def test_the_list_shows_dates_to_come_the_first_first(client):
    index = EventIndexPageFactory()
    later = EventDateFactory(starts_at=timezone.now() + timedelta(days=9), page__title="Later")
    EventDateFactory(starts_at=timezone.now() + timedelta(days=2), page__title="Sooner")
    EventDateFactory(ongoing=True, page__title="Now")
    EventDateFactory(past=True, page__title="Past")
    EventDateFactory(page__title="Draft", page__live=False)
    EventDateFactory(page=later.page, starts_at=timezone.now() + timedelta(days=10))
    assert titles(client.get(index.url)) == ["Now", "Sooner", "Later", "Later"]
    assert titles(client.get(index.url + "?when=past")) == ["Past"]


def test_the_list_can_be_filtered(client):
    index, forum = EventIndexPageFactory(), ForumPageFactory(title="Heart forum", slug="heart")
    EventDateFactory(online=True, page__title="Online")
    EventDateFactory(page__title="Test", page__activity="usability_test")
    EventDateFactory(page=EventPageFactory(title="In a forum", parent=forum))

    def shown(query):
        return set(titles(client.get(f"{index.url}?{query}")))

    assert shown("how=online") == {"Online"}
    assert shown("how=in_person") == {"Test", "In a forum"}
    assert shown("activity=usability_test") == {"Test"}
    assert shown("forum=heart") == {"In a forum"}
    assert shown("forum=heart&how=online") == set()
    assert shown("forum=nonsense&how=boat") == {"Online", "Test", "In a forum"}


def test_a_filter_that_finds_nothing_says_so(client):
    index = EventIndexPageFactory()
    assert "There is nothing here at the moment." in text(client.get(index.url))
    assert "Nothing fits what you asked for." in text(client.get(f"{index.url}?how=online"))


def test_a_long_list_comes_in_pages(client):
    index, page = EventIndexPageFactory(), EventPageFactory()
    EventDateFactory.create_batch(11, page=page)
    assert len(titles(client.get(index.url))) == 10
    assert len(titles(client.get(f"{index.url}?page=2"))) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_a_fixed_number_of_times(client, django_assert_num_queries, number):
    index = EventIndexPageFactory()
    for _turn in range(number):
        RegistrationFactory(date=EventDateFactory(page=EventPageFactory(parent=ForumPageFactory())))
    client.get(index.url)
    with django_assert_num_queries(14):
        client.get(index.url)


# --- Forums


def test_a_forum_says_what_it_is_and_how_to_join(client):
    forum = ForumPageFactory(purpose="<p>We ask simple questions.</p>", how_often="Every 2 months.")
    forum.topics.set([TechnologyPageFactory(title="Heart patch")])
    date = EventDateFactory(page=EventPageFactory(title="Meeting", parent=forum))
    EventDateFactory(page__title="Elsewhere")
    response = client.get(forum.url)
    shown = text(response)
    for words in ["We ask simple questions.", "Every 2 months.", "Heart patch", moments.day(date.starts_at)]:
        assert words in shown
    assert titles(response) == ["Meeting"]
    assert buttons(response) == ["Join this forum"]
    assert soup(response).main.find("a", class_="nhsuk-button")["href"] == f"/join/{forum.translation_key}/"


def test_a_forum_that_takes_nobody_says_so(client):
    response = client.get(ForumPageFactory(open_to_join=False).url)
    assert "This forum takes no new members now." in text(response)
    assert buttons(response) == []


def test_the_list_of_forums_names_those_that_anyone_may_see(client):
    index = ForumIndexPageFactory()
    ForumPageFactory(title="Heart")
    ForumPageFactory(title="Hidden", live=False)
    assert titles(client.get(index.url)) == ["Heart"]


@pytest.mark.parametrize("number", [1, 3])
def test_a_forum_page_asks_the_database_a_fixed_number_of_times(client, django_assert_num_queries, number):
    forum = ForumPageFactory()
    for _turn in range(number):
        forum.topics.add(TechnologyPageFactory())
        RegistrationFactory(date=EventDateFactory(page=EventPageFactory(parent=forum)))
    client.get(forum.url)
    with django_assert_num_queries(15):
        client.get(forum.url)
