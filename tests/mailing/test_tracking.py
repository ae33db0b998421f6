import os
import subprocess
import sys

import pytest
from anymail.signals import AnymailTrackingEvent, tracking
from django.core.checks import Warning
from django.utils import timezone

from mailing import checks, dispatch
from mailing.models import Delivery, Suppression
from tests.factories.mailing import MessageFactory, queued

pytestmark = pytest.mark.django_db


def report(event_type, message, **fields):
    event = AnymailTrackingEvent(
        **{
            "event_type": event_type,
            "timestamp": timezone.now(),
            "event_id": None,
            "message_id": "provider-7",
            "metadata": {"outbox": message.public_id},
            "recipient": message.to,
        }
        | fields
    )
    tracking.send(sender=None, event=event, esp_name="Postmark")
    message.refresh_from_db()
    return message.state


@pytest.mark.parametrize(
    ("event_type", "state", "suppressed"),
    [
        ("delivered", "delivered", ""),
        ("bounced", "bounced", "bounced"),
        ("rejected", "bounced", ""),
        ("failed", "failed", ""),
        ("complained", "complained", "complained"),
        ("unsubscribed", "sent", "refused"),
        ("deferred", "sent", ""),
        ("opened", "sent", ""),
        ("clicked", "sent", ""),
    ],
)
def test_what_a_report_changes(event_type, state, suppressed):
    assert report(event_type, MessageFactory(sent=True)) == state
    assert "".join(Suppression.objects.values_list("reason", flat=True)) == suppressed


def test_a_report_that_comes_twice_counts_once():
    message = MessageFactory(sent=True)
    timestamp = timezone.now()
    for _ in range(2):
        report("bounced", message, timestamp=timestamp)
    assert (Delivery.objects.count(), Suppression.objects.count()) == (1, 1)


def test_a_late_report_of_delivery_does_not_undo_a_complaint():
    message = MessageFactory(sent=True)
    report("complained", message)
    assert report("delivered", message) == "complained"
    assert Delivery.objects.count() == 2


def test_a_message_is_known_by_the_provider_s_id_too():
    assert report("delivered", MessageFactory(sent=True, provider_id="provider-7"), metadata={}) == "delivered"


def test_a_report_about_a_message_of_somebody_else_is_let_be():
    assert report("delivered", MessageFactory(sent=True), metadata={"outbox": "nosuchid"}) == "sent"


def test_opening_leaves_no_trace():
    report("opened", MessageFactory(sent=True))
    assert not Delivery.objects.exists()


def test_after_a_bounce_the_address_is_left_alone():
    message = MessageFactory(sent=True)
    report("bounced", message)
    again = queued(kind="greeting", once="again", to=message.to.upper())
    dispatch.drain()
    again.refresh_from_db()
    assert again.state == "withheld"


def test_a_complaint_is_not_shortened_by_a_bounce():
    message = MessageFactory(sent=True)
    report("complained", message)
    report("bounced", message)
    assert list(Suppression.objects.values_list("reason", "expires_at")) == [("complained", None)]


def test_a_report_faster_than_the_worker_is_kept(settings, monkeypatch):
    message = MessageFactory()
    send = dispatch.send

    def send_and_report(*arguments):
        provider_id = send(*arguments)
        report("delivered", message)
        return provider_id

    monkeypatch.setattr(dispatch, "send", send_and_report)
    dispatch.drain()
    message.refresh_from_db()
    assert (message.state, message.lease_until, message.subject) == ("delivered", None, "Good morning from")


def test_the_provider_is_given_our_own_id(settings):
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    message = MessageFactory()
    dispatch.drain()
    message.refresh_from_db()
    assert (message.state, bool(message.provider_id)) == ("sent", True)


BOUNCE = {
    "RecordType": "Bounce",
    "ID": 42,
    "Type": "HardBounce",
    "MessageID": "provider-7",
    "Email": "ada@example.org",
    "BouncedAt": "2026-11-24T09:00:00Z",
}


@pytest.mark.parametrize("address", ["/anymail/postmark/tracking/", "/anymail/brevo/tracking/"])
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Basic Y2xvc2VkOg=="}], ids=["nobody", "closed:"])
def test_as_the_site_comes_nobody_can_silence_an_address(client, address, headers):
    answer = client.post(address, BOUNCE, content_type="application/json", headers=headers)
    assert (answer.status_code, Suppression.objects.exists()) == (400, False)


def test_an_empty_secret_is_none():
    """The settings of a deployment are read anew by a process of its own."""
    code = "from django.conf import settings; print(settings.ANYMAIL['WEBHOOK_SECRET'] == settings.NOBODYS_SECRET)"
    for anymail in ["{}", '{"WEBHOOK_SECRET": ""}', '{"WEBHOOK_SECRET": "name:password"}']:
        environment = os.environ | {"ANYMAIL": anymail, "DEBUG": "1"}
        said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        assert said.stdout.strip() == str("password" not in anymail)


def test_a_webhook_without_the_secret_is_refused(client, settings):
    settings.ANYMAIL = {"WEBHOOK_SECRET": "name:password"}
    assert client.post("/anymail/postmark/tracking/", "{}", content_type="application/json").status_code == 400


def test_a_webhook_with_the_secret_reports(client, settings):
    settings.ANYMAIL = {"WEBHOOK_SECRET": "name:password"}
    message = MessageFactory(sent=True)
    body = {
        "RecordType": "Delivery",
        "MessageID": "provider-7",
        "Recipient": message.to,
        "DeliveredAt": "2026-11-24T09:00:00Z",
        "Metadata": {"outbox": message.public_id},
    }
    headers = {"Authorization": "Basic bmFtZTpwYXNzd29yZA=="}
    address = "/anymail/postmark/tracking/"
    for _ in range(2):
        assert client.post(address, body, content_type="application/json", headers=headers).status_code == 200
    message.refresh_from_db()
    assert (message.state, Delivery.objects.get().message) == ("delivered", message)


@pytest.mark.parametrize(
    ("backend", "secret", "found"),
    [
        ("anymail.backends.postmark.EmailBackend", "", ["mailing.W001"]),
        ("anymail.backends.postmark.EmailBackend", "a:b", []),
        ("django.core.mail.backends.smtp.EmailBackend", "", []),
        ("django.core.mail.backends.filebased.EmailBackend", "", ["mailing.W002"]),
    ],
)
def test_the_deployment_check_asks_for_a_secret_and_for_real_mail(settings, backend, secret, found):
    settings.EMAIL_BACKEND, settings.ANYMAIL = backend, {"WEBHOOK_SECRET": secret or settings.NOBODYS_SECRET}
    warnings = checks.webhooks_have_a_secret(None) + checks.mail_leaves_the_machine(None)
    assert [warning.id for warning in warnings] == found
    assert all(isinstance(warning, Warning) for warning in warnings)
