"""When something opens or came of it, an officer is offered to write to those who asked, and nothing goes by itself."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from mailing import subjects, subscriptions
from mailing.models import Message
from tests.factories.events import EventDateFactory
from tests.factories.reviews import OutcomeFactory, TechnologyPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return TechnologyPageFactory(title="Heart patch")


@pytest.fixture
def offer(topic):
    """The link of the offer, once somebody has asked for news of the topic."""
    about = subjects.key_of("topic", topic)
    subscriptions.confirm(subscriptions.ask(email="ada@example.org", about=about, language="en"))
    Message.objects.all().delete()  # the link that confirms
    return f"/cms/news/write/?{urlencode({'about': about})}"


def add_a_date(officer, topic):
    date = EventDateFactory()
    date.page.topics.add(topic)
    day = timezone.localdate(date.starts_at) + timedelta(weeks=1)
    address = reverse("events_cms:copy_date", args=[date.public_id])
    return officer.post(address, {"days": f"{day:%d/%m/%Y}", "seen": str(day)}, follow=True)


def tell_an_outcome(officer, topic):
    outcome = OutcomeFactory(topic=topic, untold=True)
    return officer.post(reverse("topics:tell_outcome", args=[outcome.pk]), follow=True)


@pytest.mark.parametrize("act", [add_a_date, tell_an_outcome])
def test_an_officer_is_offered_to_write(officer, topic, offer, act):
    assert offer in act(officer, topic).text
    assert not Message.objects.exists()


@pytest.mark.parametrize("act", [add_a_date, tell_an_outcome])
def test_nothing_is_offered_where_nobody_asked(officer, topic, act):
    page = act(officer, topic)
    assert page.status_code == 200
    assert "/cms/news/write/" not in page.text
