"""Text messages and letters through GOV.UK Notify, which stands on this machine as its documentation describes it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Registration
from mailing import checks, dispatch, notify
from mailing.models import Delivery, Message
from tests.factories.accounts import PersonFactory
from tests.factories.events import RegistrationFactory
from tests.factories.mailing import queued
from tests.mailing import fake_notify

pytestmark = pytest.mark.django_db
RECEIPTS = "/notify/receipts/"


@pytest.fixture
def govuk(settings):
    settings.NOTIFY_API_KEY = fake_notify.API_KEY
    settings.NOTIFY_TEXT_TEMPLATE, settings.NOTIFY_LETTER_TEMPLATE = "the-text", "the-letter"
    settings.NOTIFY_CALLBACK_TOKEN = "a-token"
    settings.EMAIL_TIMEOUT = 0.5
    with fake_notify.served() as fake:
        settings.NOTIFY_URL = fake.url
        yield fake


def to(once="1", **details):
    return queued(kind="greeting", once=once, person=PersonFactory(**details), context={"place": "Leeds"})


def text(**details):
    return to(by_telephone=True, channel="text", **details)


def sent(message):
    dispatch.drain()
    message.refresh_from_db()
    return message.state


def test_a_text_message_goes_to_the_number_with_our_reference(govuk):
    message = text()
    assert sent(message) == "sent"
    [(path, body)] = govuk.taken
    assert path == "/v2/notifications/sms"
    assert (body["phone_number"], body["template_id"], body["reference"]) == (
        "01632 960 001",
        "the-text",
        message.public_id,
    )
    assert "Good morning from Leeds" in body["personalisation"]["text"]
    assert message.text.strip() == body["personalisation"]["text"]


def test_a_letter_goes_to_the_address_line_by_line(govuk):
    message = to(by_letter=True, name="Ada Lovelace")
    assert sent(message) == "sent"
    [(path, body)] = govuk.taken
    filled = body["personalisation"]
    assert path == "/v2/notifications/letter"
    assert [filled[f"address_line_{number}"] for number in range(1, 5)] == [
        "Ada Lovelace",
        "1 Example Street",
        "Exampleton",
        "EX1 1EX",
    ]
    assert filled["heading"] == "Good morning from Leeds"
    assert not filled["text"].startswith(filled["heading"])


def test_a_call_stays_a_task(govuk):
    assert to(by_telephone=True).state == "task"


@pytest.mark.parametrize(
    ("setting", "state"), [("NOTIFY_API_KEY", "task"), ("NOTIFY_TEXT_TEMPLATE", "task"), ("NOTIFY_URL", "queued")]
)
def test_without_key_or_template_it_is_a_task(govuk, settings, setting, state):
    setattr(settings, setting, "")
    assert text().state == state


def test_what_does_not_fit_becomes_a_task(govuk, monkeypatch):
    monkeypatch.setattr(notify, "LONGEST_TEXT", 10)
    message = text()
    assert (sent(message), message.why) == ("task", "It is too long to be sent by itself")
    assert govuk.taken == []


def test_a_text_about_a_booking_is_short_and_says_neither_event_nor_topic(govuk):
    registration = RegistrationFactory(person=PersonFactory(by_telephone=True, channel="text"))
    message = queued(kind="booking_confirmed", once="1", person=registration.person, about=registration.public_id)
    assert sent(message) == "sent"
    words = govuk.taken[0][1]["personalisation"]["text"]
    assert "You have a place." in words
    assert "/manage/" in words
    assert registration.date.page.title not in words
    assert len(words) < 306  # two parts of a text message


@pytest.mark.parametrize(
    ("fault", "state", "taken"),
    [
        (429, "sent", 1),
        (500, "sent", 1),
        (503, "sent", 1),
        (403, "sent", 1),
        (1.0, "sent", 2),
        ("half", "sent", 2),
        ("cut", "sent", 2),
        (400, "failed", 0),
    ],
    ids=["too many", "broken", "away", "our key", "silent", "half an answer", "cut", "our fault"],
)
def test_what_becomes_of_a_fault(govuk, time_machine, caplog, fault, state, taken):
    time_machine.move_to(timezone.now(), tick=True)
    message = text()
    govuk.faults.append(fault)
    dispatch.drain()
    time_machine.shift(timedelta(minutes=2))
    message_state = sent(message)
    assert (message_state, len(govuk.taken)) == (state, taken)
    assert (f"message {message.public_id} may arrive twice" in caplog.text) is (taken == 2)
    assert len({body["reference"] for _path, body in govuk.taken}) <= 1


def test_an_offer_by_text_begins_to_run_when_it_was_sent(govuk):
    person = PersonFactory(by_telephone=True, channel="text")
    registration = RegistrationFactory(offered=True, offer_until=None, person=person)
    message = queued(kind="place_offered", once="1", person=person, about=registration.public_id)
    assert sent(message) == "sent"
    assert Registration.objects.get().offer_until


# --- Receipts


TOKEN = "a-token"


def receive(client, message, status, token=TOKEN, **fields):
    receipt = {"id": "740e5834", "reference": message.public_id, "to": "0", "status": status} | fields
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.post(RECEIPTS, receipt, content_type="application/json", headers=headers)
    message.refresh_from_db()
    return answer.status_code


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("delivered", "delivered"),
        ("permanent-failure", "bounced"),
        ("temporary-failure", "failed"),
        ("technical-failure", "failed"),
        ("sending", "sent"),
    ],
)
def test_what_a_receipt_changes(govuk, client, status, state):
    message = text()
    sent(message)
    assert receive(client, message, status, completed_at="2026-11-24T09:00:00.000000Z") == 204
    assert message.state == state


def test_a_receipt_that_comes_twice_counts_once(govuk, client):
    message = text(address="1 Example Street")
    sent(message)
    for _ in range(2):
        assert receive(client, message, "permanent-failure") == 204
    assert Delivery.objects.count() == 1
    assert list(Message.objects.tasks().values_list("channel", flat=True)) == ["telephone"]


@pytest.mark.parametrize("token", ["", "wrong"])
def test_a_receipt_without_the_token_is_refused(govuk, client, token):
    message = text()
    sent(message)
    assert (receive(client, message, "delivered", token=token), message.state) == (403, "sent")


def test_where_no_token_is_set_every_receipt_is_refused(govuk, client, settings):
    settings.NOTIFY_CALLBACK_TOKEN = ""
    assert receive(client, text(), "delivered", token="") == 403


@pytest.mark.parametrize("body", ["", "[]", "{}", "nonsense", '{"reference": "x", "status": "delivered"}'])
def test_a_receipt_that_makes_no_sense_is_refused(govuk, client, body):
    headers = {"Authorization": "Bearer a-token"}
    assert client.post(RECEIPTS, body, content_type="application/json", headers=headers).status_code == 400


def test_a_receipt_of_somebody_else_s_message_is_let_be(govuk, client):
    message = to()  # by e-mail
    assert (receive(client, message, "permanent-failure"), message.state) == (204, "queued")


def test_a_receipt_is_not_read_by_opening_its_address(govuk, client):
    assert client.get(RECEIPTS).status_code == 405


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"NOTIFY_API_KEY": ""}, []),
        ({}, []),
        ({"NOTIFY_TEXT_TEMPLATE": "", "NOTIFY_LETTER_TEMPLATE": ""}, ["mailing.W003"]),
        ({"NOTIFY_CALLBACK_TOKEN": ""}, ["mailing.W004"]),
    ],
    ids=["off", "whole", "no template", "no token"],
)
def test_the_deployment_check_asks_for_what_is_missing(govuk, settings, fields, found):
    for name, value in fields.items():
        setattr(settings, name, value)
    assert [warning.id for warning in checks.notify_is_whole(None)] == found
