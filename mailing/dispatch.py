"""
Claims what is due in the outbox, sends it, and marks what became of it.

A claim is a lease: nobody else touches the row until `lease_until`. A worker that dies loses nothing, since another
takes its messages when the lease ends. When it dies between a mail server's acceptance and our noting it, the message
is sent twice, with the same Message-ID; it is never lost. The log names each message that may have been.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from mailing import failures, outbox, registry
from mailing.models import Message, Suppression
from mailing.sending import send

logger = logging.getLogger(__name__)
State = Message.State
BATCH = 50


def drain(at=None):
    """Send until nothing is due at the moment `at`; returns how many rows were claimed."""
    total = 0
    while sent := send_due(at):
        total += sent
    return total


def send_due(at=None, stopping=lambda: False):
    """Claim one batch and send it; returns how many rows were claimed. Between two messages it asks `stopping`."""
    messages = claim(at)
    if not messages:
        return 0
    connection = get_connection()
    for position, message in enumerate(messages):
        if stopping():
            _give_back(messages[position:])
            break
        if _begin(message) and not _attempt(message, connection):
            _give_back(messages[position + 1 :])
            break
    connection.close()
    return len(messages)


def claim(at=None, limit=BATCH):
    """Lease the messages that are due at the moment `at` (aware; now when left out), urgent ones first."""
    at = at or timezone.now()
    if not Message.objects.due(at).exists():  # on SQLite a transaction takes the one write lock: not for nothing
        return []
    with transaction.atomic():
        rows = Message.objects.due(at).select_for_update(skip_locked=True)
        messages = list(rows.order_by("-priority", "due_at", "pk")[:limit])
        until = at + timedelta(seconds=settings.MAIL_LEASE_SECONDS)
        Message.objects.filter(pk__in=[message.pk for message in messages]).update(lease_until=until)
    for message in messages:
        message.lease_until = until
    return messages


def _ours(message):
    """The row, as long as nobody else leased it or closed it."""
    return Message.objects.filter(pk=message.pk, lease_until=message.lease_until, state=State.QUEUED)


def _begin(message):
    """Renew the lease and count the attempt; False when the message is no longer ours to send."""
    until = timezone.now() + timedelta(seconds=settings.MAIL_LEASE_SECONDS)
    if not _ours(message).update(lease_until=until, attempts=F("attempts") + 1, why=""):
        return False
    if message.attempts and not message.why:  # an attempt that came to an end and failed has a reason
        logger.warning("message %s may arrive twice: a worker ended while it sent it", message.public_id)
        message.why = failures.NO_ANSWER
    message.lease_until = until
    message.attempts += 1
    if message.attempts > failures.MAX_ATTEMPTS:  # the last one ended with the worker's death
        _finish(message, State.FAILED, "It was tried too often")
        return False
    return True


def _attempt(message, connection):
    """Send one message and note what became of it; False when the server is to blame and the others should wait."""
    try:
        if why := _of_no_use(message):
            _finish(message, State.WITHHELD, why)
            return True
        if message.channel == Message.Channel.EMAIL and (refused := outbox.suppression(message.address)):
            came_back = refused.reason == Suppression.Reason.BOUNCED
            _finish(message, State.WITHHELD, outbox.suppressed(message.address), came_back=came_back)
            return True
        rendered = outbox.render(message)
        provider_id = send(message, rendered, connection)
    except Exception as error:  # any error is an answer about this message, and must not stop the others
        connection.close()
        return _failed(message, error)
    _sent(message, rendered, provider_id)
    return True


def _of_no_use(message):
    """Why it is not sent: much may have happened since it was queued. "" while it is of use."""
    kind = registry.kind(message.kind)
    too_late = kind.useful_for and timezone.now() > max(message.due_at, message.created_at) + kind.useful_for
    return "It was too late to be of use" if too_late else kind.why_not(message)


def _sent(message, rendered, provider_id):
    # A delivery report may have been faster than we are.
    state = Case(When(state=State.QUEUED, then=Value(State.SENT)), default=F("state"))
    text = {"subject": rendered.subject, "text": rendered.text, "html": rendered.html}
    note = {"state": state, "why": "", "sent_at": timezone.now(), "provider_id": provider_id, "lease_until": None}
    if _note(message, **text | _wiped(message) | note):
        logger.info("message %s sent", message.public_id)
    else:
        logger.warning("message %s may arrive twice: it was sent after its lease had ended", message.public_id)


def _note(message, **fields):
    """Write down that it was sent, and whether it was still ours. One statement: an e-mail needs no transaction."""
    ours = Message.objects.filter(pk=message.pk, lease_until=message.lease_until)
    if message.channel == Message.Channel.EMAIL:
        return ours.update(**fields)
    with transaction.atomic():
        noted = ours.update(**fields)
        if noted:  # as if somebody had written or posted it
            registry.kind(message.kind).on_done(message)
    return noted


def _wiped(message):
    """The fields to empty when a message comes to its end."""
    if message.forget:
        return outbox.FORGOTTEN
    nothing = {"context": {}, "subject": "", "text": "", "html": ""}
    # The demonstration shows its sign-in codes to whoever tries it.
    return nothing if message.sensitive and not settings.DEMO else {}


def _failed(message, error):
    logger.warning("message %s: %s\n%s", message.public_id, type(error).__name__, failures.place(error))
    verdict = failures.judge(error)
    if verdict.unclear:
        logger.warning("message %s may arrive twice: the mail server did not say whether it took it", message.public_id)
    if verdict.state != State.QUEUED:
        _finish(message, verdict.state, verdict.why, came_back=verdict.state == State.BOUNCED)
    elif message.attempts >= failures.MAX_ATTEMPTS:
        _finish(message, State.FAILED, verdict.why)
    else:  # nobody touches it until the pause is over
        until = timezone.now() + failures.pause(message.attempts)
        # Once nobody knows whether it arrived, a later refusal does not say that it did not.
        why = message.why if message.why in failures.UNCLEAR else verdict.why
        _ours(message).update(lease_until=until, why=why)
    return not verdict.server


def _finish(message, state, why, *, came_back=False):
    with transaction.atomic():
        closed = _ours(message).update(state=state, why=why, lease_until=None, **_wiped(message))
        if closed and came_back:
            outbox.returned(message)
    logger.info("message %s %s", message.public_id, state)


def _give_back(messages):
    for message in messages:
        _ours(message).update(lease_until=None)
