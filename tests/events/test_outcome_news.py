"""What happened because of you: told once, to those who took part and agreed to hear."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import consents
from events import links, outcome_news
from mailing import outbox
from mailing.models import Message
from reviews import outcomes
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import EventDateFactory, RegistrationFactory
from tests.factories.reviews import TechnologyPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return TechnologyPageFactory(title="A rapid test")


@pytest.fixture
def date(topic):
    date = EventDateFactory(past=True, page__title="Try the test")
    date.page.topics.set([topic])
    return date


def took_part(date, *, hears=True, **fields):
    registration = RegistrationFactory(date=date, **fields)
    if hears:
        outcome_news.hear(registration=registration)
    return registration


def publish(topic, **fields):
    today = timezone.localdate()
    facts = {
        "you_said": "The strip is hard to read.",
        "we_did": "It has bigger letters now.",
        "decision": "done",
        "decided_on": today,
        "published_on": today,
    }
    return outcomes.record(topic=topic, by=UserFactory(), **facts | fields)


def told():
    outcome_news.tell_due()
    return list(Message.objects.filter(kind="outcome_told").order_by("pk").values_list("about", flat=True))


def test_whoever_took_part_and_agreed_is_told_once(topic, date):
    registration = took_part(date, attendance="came")
    publish(topic)
    assert told() == [registration.public_id]
    assert told() == [registration.public_id]
    found = outbox.render(Message.objects.get())
    assert found.subject == "What happened because of you"
    for words in ["Try the test", "A rapid test", "The strip is hard to read.", "It has bigger letters now."]:
        assert words in found.text


def test_only_they_are_told(topic, date):
    took_part(date, hears=False)
    took_part(date, attendance="did_not_come")
    took_part(date, cancelled=True)
    took_part(EventDateFactory(past=True))
    outcome_news.unhear(registration=took_part(date))
    publish(topic)
    assert told() == []


def test_whoever_took_part_in_two_events_is_told_once(topic, date):
    other = EventDateFactory(past=True)
    other.page.topics.set([topic])
    for each in (date, other):
        took_part(each, person=PersonFactory(name="Ada Able", email="ada@example.org"))
    publish(topic)
    assert len(told()) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"published_on": None},
        {"published_on": timezone.localdate() + timedelta(days=1)},
        {"published_on": timezone.localdate() - timedelta(days=40)},
        {"decided_on": timezone.localdate() - timedelta(days=400)},
    ],
    ids=["not published", "to be published", "long ago", "decided before they took part"],
)
def test_what_is_not_news_is_not_told(topic, date, fields):
    took_part(date)
    publish(topic, **fields)
    assert told() == []


@pytest.mark.parametrize("channel", ["email", "telephone", "letter"])
def test_it_has_words_for_every_channel(topic, date, channel):
    registration = took_part(date)
    context = {"outcome": publish(topic).pk}
    message = Message(
        kind="outcome_told",
        person=registration.person,
        about=registration.public_id,
        channel=channel,
        context=context,
    )
    assert "bigger letters" in outbox.render(message).text


# --- Agreeing, by the link


def test_somebody_agrees_on_the_page_of_their_booking_and_takes_it_back(client, date):
    registration = RegistrationFactory(date=date)
    path = links.path(registration)
    assert "Tell me what becomes of it" in client.get(path).text
    client.post(f"{path}hear/")
    client.post(f"{path}hear/")
    assert consents.current(registration.person, consents.Purpose.OUTCOMES) == "given"
    assert "Do not tell me" in client.get(path).text
    client.post(f"{path}unhear/")
    assert consents.current(registration.person, consents.Purpose.OUTCOMES) == "withdrawn"


def test_nobody_is_asked_who_has_no_place(client, date):
    assert "Tell me what becomes of it" not in client.get(links.path(RegistrationFactory(date=date, waiting=True))).text
