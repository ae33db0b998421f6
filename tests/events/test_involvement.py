from datetime import timedelta

import pytest
from django.utils import timezone

from content import moments
from events.involvement import find
from reviews import involvement
from tests.factories.events import EventDateFactory, EventPageFactory, ForumPageFactory, RegistrationFactory
from tests.factories.reviews import TechnologyPageFactory

pytestmark = pytest.mark.django_db


def on(*topics):
    return involvement.open_on([topic.pk for topic in topics])


def event_on(topic, **fields):
    page = EventPageFactory(title="Meeting")
    page.topics.add(topic)
    return EventDateFactory(page=page, **fields)


def test_a_topic_knows_the_dates_that_can_be_booked():
    topic = TechnologyPageFactory()
    date = event_on(topic, places_in_person=2)
    (found,) = on(topic)[topic.pk]
    assert (found.kind, found.title, found.url, found.closes_at, found.starts_at) == (
        "event",
        "Meeting",
        date.page.url,
        date.starts_at,
        date.starts_at,
    )
    when = f"{moments.day(date.starts_at)}, {moments.span(date.starts_at, date.ends_at)}"
    assert found.how == f"{when}. 2 places left."


def test_a_full_date_is_open_for_the_waiting_list():
    topic = TechnologyPageFactory()
    event_on(topic, places_in_person=1, full=True)
    assert "Full: you can join the waiting list." in on(topic)[topic.pk][0].how


@pytest.mark.parametrize("trait", ["past", "ongoing", "closed", "not_open_yet", "cancelled"])
def test_what_cannot_be_booked_is_not_open(trait):
    topic = TechnologyPageFactory()
    event_on(topic, **{trait: True})
    assert on(topic)[topic.pk] == []


def test_an_event_is_named_once_with_its_next_date():
    topic = TechnologyPageFactory()
    later = event_on(topic)
    sooner = EventDateFactory(page=later.page, starts_at=timezone.now() + timedelta(days=2))
    (found,) = on(topic)[topic.pk]
    assert found.starts_at == sooner.starts_at


def test_a_topic_knows_the_forums_that_can_be_joined():
    topic = TechnologyPageFactory()
    forum = ForumPageFactory(title="Heart forum", how_often="Every 2 months.")
    closed, hidden = ForumPageFactory(open_to_join=False), ForumPageFactory(live=False)
    for each in (forum, closed, hidden):
        each.topics.add(topic)
    (found,) = on(topic)[topic.pk]
    assert (found.kind, found.title, found.url, found.how, found.closes_at) == (
        "forum",
        "Heart forum",
        forum.url,
        "Join this forum. Every 2 months.",
        None,
    )


def test_each_topic_has_its_own():
    first, second, other = TechnologyPageFactory(), TechnologyPageFactory(), TechnologyPageFactory()
    date = event_on(first)
    date.page.topics.add(second)
    event_on(other)
    found = on(first, second)
    assert {topic: [each.url for each in ways] for topic, ways in found.items()} == {
        first.pk: [date.page.url],
        second.pk: [date.page.url],
    }


@pytest.mark.parametrize("number", [1, 3])
def test_all_topics_together_take_a_fixed_number_of_queries(django_assert_num_queries, number):
    topics = [TechnologyPageFactory() for _turn in range(number)]
    for topic in topics:
        RegistrationFactory(date=event_on(topic))
        ForumPageFactory().topics.add(topic)
    topic_ids = [topic.pk for topic in topics]
    list(find(topic_ids, timezone.now()))
    with django_assert_num_queries(4):
        list(find(topic_ids, timezone.now()))
