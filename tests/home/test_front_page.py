"""What the home page gathers, and the pages of words and news."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from tests.factories.events import EventDateFactory, EventPageFactory
from tests.factories.home import HomePageFactory, NewsIndexPageFactory, NewsPageFactory, StandardPageFactory
from tests.factories.reviews import OutcomeFactory, TechnologyPageFactory, TopicStatusFactory

pytestmark = pytest.mark.django_db


def read(client, address="/"):
    return BeautifulSoup(client.get(address).content, "html.parser").main


def cards_below(html, heading):
    group = html.find("h2", string=heading).find_next("ul")
    return [" ".join(card.get_text(" ").split()) for card in group.find_all(class_="nhsuk-card")]


def test_an_empty_site_has_a_home_page(client):
    HomePageFactory(headline="Help to shape better care")
    html = read(client)
    assert html.h1.get_text(strip=True) == "Help to shape better care"
    assert html.find_all("h2") == []


def test_what_is_under_review_is_shown_in_four_cards_that_lead_on(client):
    for number in range(5):
        TopicStatusFactory(topic=TechnologyPageFactory(title=f"Topic {number}"))
    TechnologyPageFactory(title="Draft", live=False)
    html = read(client)
    assert len(cards_below(html, "What is under review")) == 4
    assert "Draft" not in html.get_text()
    assert html.find("a", href="/reviews/").get_text(strip=True) == "See everything that is under review"


def test_the_next_dates_say_what_when_and_where(client):
    page = EventPageFactory(title="Heart meeting", summary="We talk.")
    starts_at = datetime(2099, 8, 6, 12, tzinfo=UTC)
    EventDateFactory(page=page, hybrid=True, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    EventDateFactory(page=page, past=True)
    EventDateFactory(page=page, cancelled=True)
    EventDateFactory(page=EventPageFactory(live=False))
    (card,) = cards_below(read(client), "What is on soon")
    assert card.startswith("Heart meeting Thursday 6 August 2099, 1pm to 3pm Example Library,")
    assert " or Online We talk. " in card


def test_what_changed_is_told_with_its_topic_and_only_once_it_may_be_told(client):
    outcome = OutcomeFactory(you_said="Buses are rare.", we_did="A bus stops at the door.")
    OutcomeFactory(you_said="Not told.", untold=True)
    OutcomeFactory(you_said="Of a draft.", topic__live=False)
    day = f"{timezone.localdate():%-d %B %Y}"
    assert cards_below(read(client), "What changed because of you") == [
        f"You said: Buses are rare. We did: A bus stops at the door. Done {day} {outcome.topic.title}"
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_home_page_asks_the_same_number_of_times_for_one_of_each_and_for_three(
    client, django_assert_num_queries, number
):
    for _each in range(number):
        topic = TechnologyPageFactory()
        TopicStatusFactory(topic=topic)
        OutcomeFactory(topic=topic)
        page = EventPageFactory()
        page.topics.add(topic)
        EventDateFactory(page=page)
    client.get("/?warm")
    with django_assert_num_queries(20):
        client.get("/?warm")


def test_a_page_of_words_says_when_it_was_last_reviewed(client):
    words = [{"type": "rich_text", "value": "<p>We keep little.</p>"}]
    page = StandardPageFactory(title="Privacy notice", slug="privacy", body=words, reviewed_on="2026-03-01")
    html = read(client, page.url)
    assert html.h1.get_text(strip=True) == "Privacy notice"
    assert "We keep little." in html.get_text()
    assert "Page last reviewed: 1 March 2026" in html.get_text()


def test_news_stands_newest_first_ten_to_a_page(client):
    for day in range(1, 13):
        NewsPageFactory(title=f"News of {day}", date=f"2026-03-{day:02}")
    NewsPageFactory(title="Draft", live=False)
    html = read(client, "/news/")
    titles = [heading.get_text(strip=True) for heading in html.find_all("h2", class_="nhsuk-card__heading")]
    assert titles == [f"News of {day}" for day in range(12, 2, -1)]
    assert [page.title for page in client.get("/news/?page=2").context["news"]] == ["News of 2", "News of 1"]


def test_a_list_without_news_says_so(client):
    NewsIndexPageFactory()
    assert "There is no news yet." in read(client, "/news/").get_text()
