"""News: asked for, written once, put into the outbox by the worker, ended with one click."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from events import bookings
from mailing import announcements, dispatch, outbox, subjects, subscriptions
from mailing.models import Announcement, Message, Subscription
from mailing.ticks import Ticker
from tests.factories.events import EventDateFactory, ForumPageFactory, GuestFactory
from tests.factories.reviews import TechnologyPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return TechnologyPageFactory(title="Heart patch")


def subscribe(email, about=subjects.ALL, language="en"):
    subscription = subscriptions.ask(email=email, about=about, language=language)
    subscriptions.confirm(subscription)
    Message.objects.all().delete()  # the link that confirms
    return subscription


def written(topic, **fields):
    about = subjects.key_of("topic", topic)
    given = {"about": about, "subject": "News for you", "text": "Come to us.", "language": "en", "by": None}
    return announcements.write(**given | fields)


def send(announcement):
    return announcements.send(announcement=announcement, by=None)


def news():
    """To whom there is news in the outbox."""
    return sorted(Message.objects.filter(kind="announcement").values_list("to", flat=True))


def refusal(act, *args, **fields):
    with pytest.raises(ValidationError) as refused:
        act(*args, **fields)
    return " ".join(refused.value.messages)


# --- Asking


@pytest.mark.parametrize("kind", ["topic", "forum"])
def test_somebody_asks_for_news_on_the_page_itself(client, kind):
    page = {"topic": TechnologyPageFactory, "forum": ForumPageFactory}[kind](title="Heart patch")
    address = f"/alerts/?about={subjects.key_of(kind, page)}"
    assert address in client.get(page.url).text
    assert "Heart patch" in client.get(address).text
    client.post(address, {"email": "ada@example.org"})
    assert Subscription.objects.get().about == subjects.key_of(kind, page)


def test_the_mail_that_asks_to_confirm_names_it_in_the_text_and_not_in_the_subject(topic, mailoutbox):
    subscriptions.ask(email="ada@example.org", about=subjects.key_of("topic", topic), language="en")
    dispatch.drain()
    assert "Heart patch" in mailoutbox[0].body
    assert "Heart patch" not in mailoutbox[0].subject


@pytest.mark.parametrize("about", ["topic:nonsense", "nonsense", "topic:00000000-0000-0000-0000-000000000000"])
def test_a_subject_that_is_unknown_is_not_found(client, about):
    assert client.get("/alerts/", {"about": about}).status_code == 404


def test_a_page_that_was_taken_down_is_no_subject(client, topic):
    topic.unpublish()
    assert client.get("/alerts/", {"about": subjects.key_of("topic", topic)}).status_code == 404


# --- Who gets it


def test_those_get_it_who_confirmed_for_this_or_for_everything_once_each(topic):
    about = subjects.key_of("topic", topic)
    subscribe("both@example.org")
    mine = subscribe("both@example.org", about)
    subscribe("everything@example.org")
    subscribe("other@example.org", subjects.key_of("topic", TechnologyPageFactory()))
    subscribe("welsh@example.org", about, language="cy")
    subscriptions.ask(email="unconfirmed@example.org", about=about, language="en")
    subscriptions.end(subscribe("ended@example.org", about))
    announcement = written(topic)
    assert announcements.readers(announcement).count() == 2
    assert announcements.in_other_languages(announcement) == 1
    send(announcement)
    announcements.queue_due(timezone.now())
    assert news() == ["both@example.org", "everything@example.org"]
    assert Message.objects.get(to="both@example.org").about == mine.public_id  # whose link ends the news of this


def test_whoever_confirms_after_it_was_sent_gets_none(topic, clock):
    subscribe("early@example.org")
    announcement = written(topic)
    send(announcement)
    clock.shift(timedelta(minutes=1))
    subscribe("late@example.org")
    announcements.queue_due(timezone.now())
    assert news() == ["early@example.org"]


def test_it_is_sent_once_however_often_the_button_and_the_tick_come(topic):
    subscribe("ada@example.org")
    announcement = written(topic)
    assert [send(announcement), send(announcement)] == [True, False]
    for _tick in range(3):
        announcements.queue_due(timezone.now())
    assert news() == ["ada@example.org"]


def test_a_long_list_goes_in_batches_by_the_worker_and_never_in_the_request(topic, monkeypatch):
    monkeypatch.setattr(announcements, "BATCH", 2)
    for number in range(5):
        subscribe(f"reader{number}@example.org")
    announcement = written(topic)
    send(announcement)
    sizes = [len(news())]
    for _tick in range(4):
        Ticker().tick()
        sizes.append(len(news()))
    assert sizes == [0, 2, 4, 5, 5]
    announcement.refresh_from_db()
    assert announcement.finished_at


def test_to_nobody_nothing_is_sent(topic):
    assert "Nobody would get this" in refusal(send, written(topic))


def test_the_subject_does_not_name_the_topic(topic):
    assert "Leave the name out of the subject" in refusal(written, topic, subject="A heart PATCH for you")


def test_what_was_sent_is_not_changed(topic):
    subscribe("ada@example.org")
    announcement = written(topic)
    announcements.change(announcement=announcement, text="Better.")
    send(announcement)
    assert "cannot be changed" in refusal(announcements.change, announcement=announcement, text="Worse.")
    assert Announcement.objects.get().text == "Better."


# --- What arrives, and ending it


def arrive(topic):
    subscription = subscribe("ada@example.org", subjects.key_of("topic", topic))
    send(written(topic, text="Come to us.\n\nhttps://example.org/page"))
    announcements.queue_due(timezone.now())
    dispatch.drain()
    return subscription


def test_it_says_why_it_came_and_can_be_ended_by_one_click_without_a_cookie(topic, settings, mailoutbox):
    settings.BASE_URL = "https://site.example"
    subscription = arrive(topic)
    [mail] = mailoutbox
    assert mail.subject == "News for you"
    assert "you asked for news about: Heart patch" in mail.body
    address = subscriptions.address(subscription, "alert_end")
    assert mail.extra_headers["List-Unsubscribe"] == f"<{address}>"
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = address.removeprefix("https://site.example")
    answer = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert not Subscription.objects.confirmed().exists()


def test_it_is_in_the_language_in_which_it_was_written(topic):
    row = written(topic, language="cy", text="Dewch atom ni.")
    message = Message(kind="announcement", language="cy", context={"announcement": row.public_id})
    found = outbox.render(message)
    assert '<html lang="cy">' in found.html
    assert "Dewch atom ni." in found.text
    assert "We do not have this message" not in found.text


def test_ending_it_withholds_what_waits_and_touches_no_booking(topic, mailoutbox):
    about = subjects.key_of("topic", topic)
    subscription = subscribe("ada@example.org", about)
    send(written(topic))
    announcements.queue_due(timezone.now())
    date = EventDateFactory()
    guest = GuestFactory(email="ada@example.org")
    registration = bookings.book(date=date, key="a-key", guest=guest, mode="in_person")
    subscriptions.end(subscription)
    dispatch.drain()
    assert [mail.subject for mail in mailoutbox] == [Message.objects.get(kind="booking_confirmed").subject]
    registration.refresh_from_db()
    assert registration.has_place
    withheld = Message.objects.get(kind="announcement")
    assert (withheld.state, withheld.why) == ("withheld", "They asked for no more news")


def test_a_booking_asks_for_no_news(topic):
    bookings.book(date=EventDateFactory(), key="a-key", guest=GuestFactory(), mode="in_person")
    assert not Subscription.objects.exists()


def test_a_booking_message_has_no_link_that_ends_news(mailoutbox):
    bookings.book(date=EventDateFactory(), key="a-key", guest=GuestFactory(), mode="in_person")
    dispatch.drain()
    assert "List-Unsubscribe" not in mailoutbox[0].extra_headers


# --- The screens


@pytest.fixture
def typed(topic):
    return {
        "about": subjects.key_of("topic", topic),
        "language": "en",
        "subject": "News for you",
        "text": "Come to us.",
    }


def test_an_officer_writes_looks_sends_and_sees_what_arrived(officer, typed):
    subscribe("ada@example.org", typed["about"])
    subscribe("bob@example.org")
    response = officer.post("/cms/news/write/", typed)
    announcement = Announcement.objects.get()
    address = f"/cms/news/{announcement.public_id}/"
    assert response.headers["Location"] == address
    page = officer.get(address).text
    assert "Come to us." in page
    assert "2 people get it." in page
    assert not news()
    for _click in range(2):
        officer.post(f"{address}send/")
    Ticker().tick()
    dispatch.drain()
    assert "<strong>Sent:</strong> 2" in officer.get(address).text
    assert "ada@example.org" not in officer.get(address).text


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(officer, typed):
    page = officer.post("/cms/news/write/", typed | {"subject": "Heart patch"})
    assert "Leave the name out of the subject" in page.text
    assert "Come to us." in page.text
    assert not Announcement.objects.exists()


def test_an_offer_to_write_leads_to_the_form_with_the_subject_chosen(officer, typed):
    assert f'value="{typed["about"]}" selected' in officer.get("/cms/news/write/", {"about": typed["about"]}).text


def test_somebody_without_rights_sends_nothing(bystander, topic):
    subscribe("ada@example.org")
    announcement = written(topic)
    bystander.post(f"/cms/news/{announcement.public_id}/send/")
    announcement.refresh_from_db()
    assert announcement.queued_at is None
    assert bystander.get("/cms/news/").status_code == 302
