"""What mail providers report about our messages, by Anymail's webhook. A report that comes twice counts once."""

import hashlib
from datetime import timedelta

from anymail.signals import EventType, tracking
from django.db import transaction
from django.utils import timezone

from mailing import outbox
from mailing.models import Delivery, Message, Suppression
from mailing.models.subscriptions import hash_address

State = Message.State
STATES = {
    EventType.DELIVERED: State.DELIVERED,
    EventType.BOUNCED: State.BOUNCED,
    EventType.REJECTED: State.BOUNCED,
    EventType.FAILED: State.FAILED,
    EventType.COMPLAINED: State.COMPLAINED,
}
BOUNCE_HOLDS = timedelta(days=180)  # a mailbox that was full or closed may be there again
REFUSALS = {
    EventType.BOUNCED: (Suppression.Reason.BOUNCED, BOUNCE_HOLDS),
    EventType.COMPLAINED: (Suppression.Reason.COMPLAINED, None),
    EventType.UNSUBSCRIBED: (Suppression.Reason.REFUSED, None),
}


def connect():
    """Called once when the site starts."""
    tracking.connect(receive, dispatch_uid="mailing")


@transaction.atomic
def receive(event, esp_name, **kwargs):
    """Note one event of a provider. Opening and clicking are none of our business and leave no trace."""
    message = _message(event)
    if message and event.event_type in STATES:
        parts = [esp_name, event.event_type, event.message_id, event.timestamp, event.event_id]  # not all have an id
        note(message, event.event_type, key=parts, at=event.timestamp or timezone.now())
    if event.recipient and event.event_type in REFUSALS:
        suppress(event.recipient, *REFUSALS[event.event_type], source=esp_name)


def _message(event):
    """The row that the event is about, by our own id in its metadata or by the provider's."""
    if outbox_id := (event.metadata or {}).get("outbox"):
        return Message.objects.filter(public_id=outbox_id).first()
    return Message.objects.filter(provider_id=event.message_id).first() if event.message_id else None


@transaction.atomic
def note(message, event, *, key, at):
    """Note one report about a message: `event` is a key of STATES, `key` the parts that make the report unique."""
    event_id = hashlib.sha256("|".join(map(str, key)).encode()).hexdigest()
    Delivery.objects.get_or_create(event_id=event_id, defaults={"message": message, "event": event, "at": at})
    outbox.reported(message, STATES[event])


def suppress(address, reason, holds=None, *, source=""):
    """Write to an address no more, for the time that `holds` says or for good, which is never shortened."""
    expires_at = timezone.now() + holds if holds else None
    fields = {"reason": reason, "source": source, "expires_at": expires_at}
    row, is_new = Suppression.objects.get_or_create(address_hash=hash_address(address), defaults=fields)
    if not is_new and row.expires_at is not None:
        Suppression.objects.filter(pk=row.pk).update(**fields)
