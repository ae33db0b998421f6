"""What becomes of a message when a real mail server goes wrong while it takes it."""

from datetime import timedelta

import pytest

from mailing import dispatch
from tests.factories.mailing import MessageFactory
from tests.mailing import fake_notify
from tests.mailing.sinks import cut, listening, slow

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.3
    with listening() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        yield sink


def send(message, clock):
    """Send until nothing is due, over the pauses between attempts."""
    for _attempt in range(3):
        dispatch.drain()
        clock.shift(timedelta(hours=1))
    message.refresh_from_db()


@pytest.mark.parametrize(
    ("step", "fault", "arrived", "attempts"),
    [
        ("MAIL", "421 closing", 1, 2),
        ("RCPT", "450 mailbox is busy", 1, 2),
        ("DATA", "452 disk is full", 1, 2),
        ("MAIL", cut, 1, 2),
        ("DATA", cut, 1, 2),
        ("ACCEPTED", cut, 2, 2),
        ("RCPT", slow(1), 1, 2),
        ("ACCEPTED", slow(1), 2, 2),
        ("ACCEPTED", slow(0.05), 1, 1),
    ],
    ids=[
        "421",
        "450",
        "452",
        "gone at the start",
        "gone in the middle",
        "gone after acceptance",
        "silent before acceptance",
        "silent after acceptance",
        "slow",
    ],
)
def test_a_fault_that_passes_is_tried_again(server, clock, caplog, step, fault, arrived, attempts):
    message = MessageFactory()
    server.faults[step, 1] = fault
    send(message, clock)
    assert (message.state, message.attempts, len(server.messages)) == ("sent", attempts, arrived)
    assert len({copy["Message-ID"] for copy in server.messages}) == 1
    if arrived == 2:
        assert f"message {message.public_id} may arrive twice" in caplog.text


@pytest.mark.parametrize(
    ("step", "fault", "state", "why"),
    [
        ("RCPT", "550 no such mailbox", "bounced", "The address was refused (550)"),
        ("DATA", "554 looks like spam", "failed", "The mail server answered 554"),
    ],
    ids=["550", "554"],
)
def test_a_refusal_for_good_is_final(server, clock, step, fault, state, why):
    message = MessageFactory()
    server.faults[step, 1] = fault
    send(message, clock)
    assert (message.state, message.why, message.attempts) == (state, why, 1)
    assert server.messages == []


@pytest.fixture
def provider(settings):
    with fake_notify.served(fake_notify.FakePostmark()) as fake:
        settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
        settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "token", "POSTMARK_API_URL": fake.url, "REQUESTS_TIMEOUT": 0.5}
        yield fake


@pytest.mark.parametrize(
    ("fault", "state", "taken"),
    [
        (None, "sent", 1),
        ("half", "sent", 2),
        ("cut", "sent", 2),
        (1.0, "sent", 2),
        (503, "sent", 1),
        (422, "failed", 0),
    ],
    ids=["no fault", "half an answer", "cut", "silent", "away", "refused"],
)
def test_what_becomes_of_a_fault_of_a_provider(provider, clock, caplog, fault, state, taken):
    message = MessageFactory()
    provider.faults.append(fault)
    send(message, clock)
    assert (message.state, len(provider.taken)) == (state, taken)
    assert (f"message {message.public_id} may arrive twice" in caplog.text) is (taken == 2)


@pytest.mark.parametrize("fault", ["450 mailbox is busy", "550 no such mailbox", "554 no"], ids=["450", "550", "554"])
def test_a_fault_of_one_message_does_not_stop_the_others(server, clock, fault):
    MessageFactory.create_batch(3)
    server.faults["RCPT", 2] = fault
    assert dispatch.send_due() == 3
    assert len(server.messages) == 2
