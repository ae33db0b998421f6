"""What a visitor finds in the list of what is under review."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import PageViewRestriction

from reviews import finding
from reviews.involvement import Opportunity
from reviews.models import Topic
from tests.factories.reviews import (
    CarePathwayPageFactory,
    ReviewIndexPageFactory,
    TechnologyPageFactory,
    TopicStatusFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]
NOW = datetime(2099, 8, 6, 9, tzinfo=UTC)


def closing(days, title="Tell us"):
    return Opportunity("feedback", title, "/feedback/tell-us/", "Answer questions.", NOW + timedelta(days=days))


@pytest.fixture
def titles(rf):
    """A function from what the address asks to the titles that are found, in their order."""

    def find(asked=""):
        found = finding.find(ReviewIndexPageFactory(), rf.get(f"/reviews/?{asked}"), NOW)
        return [card.topic.title for card in found.page.object_list]

    return find


@pytest.fixture
def topics(open_now):
    heart = TechnologyPageFactory(title="Heart patch", summary="Worn on the chest.")
    lungs = TechnologyPageFactory(title="Breathing test")
    hubs = CarePathwayPageFactory(title="Test hubs")
    for page, area in ((heart, "Heart"), (lungs, "Lungs"), (hubs, "Heart")):
        page.areas.add(area)
        page.save()
    TopicStatusFactory(topic=heart, status="scoping", since="2020-01-01")
    TopicStatusFactory(topic=heart, status="paused", since="2021-01-01")
    TopicStatusFactory(topic=lungs, status="scoping")
    open_now[hubs.pk] = [closing(30)]
    open_now[lungs.pk] = [closing(9)]
    return {"heart": heart, "lungs": lungs, "hubs": hubs}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Breathing test", "Test hubs", "Heart patch"]),
        ("kind=technology", ["Breathing test", "Heart patch"]),
        ("kind=pathway", ["Test hubs"]),
        ("status=paused", ["Heart patch"]),
        ("status=scoping", ["Breathing test"]),
        ("area=heart", ["Test hubs", "Heart patch"]),
        ("area=heart&kind=pathway", ["Test hubs"]),
        ("open=on", ["Breathing test", "Test hubs"]),
        ("q=chest", ["Heart patch"]),
        ("q=breath", ["Breathing test"]),
        ("q=elbow", []),
        ("q=" + "x" * 200, ["Breathing test", "Test hubs", "Heart patch"]),
        ("kind=building&status=lost&area=nowhere&sort=random&page=9", ["Breathing test", "Test hubs", "Heart patch"]),
    ],
)
def test_the_list_is_narrowed_by_what_is_asked_and_ignores_what_it_does_not_know(topics, titles, asked, found):
    assert titles(asked) == found


def test_the_newest_comes_first_when_asked(topics, titles):
    for days, name in enumerate(("hubs", "heart", "lungs")):
        Topic.objects.filter(pk=topics[name].pk).update(first_published_at=NOW - timedelta(days=days))
    assert titles("sort=newest") == ["Test hubs", "Heart patch", "Breathing test"]


def test_what_is_open_without_an_end_comes_after_what_closes_and_before_what_is_not_open(topics, titles, open_now):
    open_now[topics["heart"].pk] = [Opportunity("forum", "Heart forum", "/forums/heart/", "Join this forum.")]
    TechnologyPageFactory(title="Nothing open")
    assert titles() == ["Breathing test", "Test hubs", "Heart patch", "Nothing open"]


def test_drafts_and_private_topics_are_never_found(topics, titles):
    topics["hubs"].unpublish()
    PageViewRestriction.objects.create(page=topics["lungs"], restriction_type=PageViewRestriction.LOGIN)
    assert titles() == ["Heart patch"]
    assert titles("q=breath") == []
    assert set(Topic.objects.open_to_the_public()) == set(Topic.objects.live().public())


def test_nothing_is_found_below_a_private_list(topics, titles):
    PageViewRestriction.objects.create(page=ReviewIndexPageFactory(), restriction_type=PageViewRestriction.LOGIN)
    assert titles() == []


def test_ten_topics_stand_on_a_page(client):
    for _each in range(11):
        TechnologyPageFactory()
    html = BeautifulSoup(client.get("/reviews/?kind=technology").content, "html.parser")
    assert len(html.find_all(class_="nhsuk-card")) == 10
    assert html.find(class_="nhsuk-pagination").find(rel="next")["href"] == "?kind=technology&page=2"
    assert html.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_a_card_says_how_to_take_part_and_until_when(client, topics):
    html = BeautifulSoup(client.get("/reviews/?kind=pathway").content, "html.parser")
    card = html.find(class_="nhsuk-card")
    day = f"{timezone.localdate(NOW + timedelta(days=30)):%-d %B %Y}"
    assert card.h3.get_text(strip=True) == "Test hubs"
    assert f"Open until {day}" in " ".join(card.get_text(" ").split())


def test_a_list_in_which_nothing_fits_helps_on(client, topics):
    html = BeautifulSoup(client.get("/reviews/?q=elbow").content, "html.parser").main
    assert "Nothing fits what you asked for." in html.get_text()
    assert html.find("a", string="See everything that is under review")["href"] == "/reviews/"
    assert html.find("input", attrs={"name": "q"})["value"] == "elbow"


def test_the_filters_offer_only_what_can_be_found(client, topics):
    html = BeautifulSoup(client.get("/reviews/").content, "html.parser").main
    offered = [option["value"] for option in html.find("select", attrs={"name": "status"}).find_all("option")]
    assert offered == ["", "scoping", "paused"]
    areas = [option.get_text(strip=True) for option in html.find("select", attrs={"name": "area"}).find_all("option")]
    assert areas == ["All", "Heart", "Lungs"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_number_of_times_for_one_topic_and_for_three(client, django_assert_num_queries, number):
    for each in range(number):
        page = TechnologyPageFactory()
        TopicStatusFactory(topic=page)
        page.areas.add(f"Area {each}")
        page.save()
    client.get("/reviews/?warm")
    with django_assert_num_queries(19):
        client.get("/reviews/?warm")
