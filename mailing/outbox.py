"""
The only code that writes messages; `dispatch` notes what becomes of those that it sends.

`queue` writes a row in the transaction of what the message tells; `manage.py worker` renders and sends it. A call is a
task for somebody, and so are text messages and letters unless GOV.UK Notify takes them.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import access
from content.ids import keyed_hash
from mailing import failures, notify, registry
from mailing.models import Message, Suppression
from mailing.rendering import Rendered, render

__all__ = [
    "FORGOTTEN",
    "Rendered",
    "done",
    "end_tasks",
    "is_by_hand",
    "lift",
    "not_reached",
    "queue",
    "render",
    "reported",
    "returned",
    "rewrite",
    "send_again",
    "suppressed",
    "suppression",
    "withdraw",
    "withhold",
]

State, Channel = Message.State, Message.Channel
# What is emptied of a message that is to be forgotten, when it comes to its end.
FORGOTTEN = {"to": "", "person": None, "about": "", "context": {}, "subject": "", "text": "", "html": ""}
# A report may come late or out of order: what is worse stays.
MAY_BECOME = {
    State.DELIVERED: [State.QUEUED, State.SENT],
    State.FAILED: [State.QUEUED, State.SENT],
    State.BOUNCED: [State.QUEUED, State.SENT, State.DELIVERED, State.FAILED],
    State.COMPLAINED: [State.QUEUED, State.SENT, State.DELIVERED, State.FAILED, State.BOUNCED],
}


def queue(
    *,
    kind,
    once,
    person=None,
    to="",
    about="",
    context=None,
    language=None,
    due_at=None,
    do_by=None,
    priority=0,
    forget=False,
    sensitive=False,
    channel=None,
):
    """
    Put a message in the outbox. The same `once` again changes nothing.

    `once` names person, kind and occasion (`"booking_confirmed:<public id>"`). `to` is an address that stands in no
    Person. `about` is the public id of the row it tells of; `context` holds ids and what changed, as JSON. `due_at`
    is aware, and so is `do_by`, by when a task must be done: by default as long as its kind is useful. `forget` wipes
    who it went to as soon as it was accepted; `sensitive` keeps the text from officers.
    `channel` is a Message.Channel, and by default the one by which the person asked to be reached.
    """
    useful_for, due_at = registry.kind(kind).useful_for, due_at or timezone.now()
    channel = channel or (Channel.EMAIL if to or not person else _channel(person))
    message = Message(
        kind=kind,
        once=key_of(once, forget=forget),
        person=person,
        to=to,
        about=about,
        context=context or {},
        language=language or (person.language if person else get_language() or settings.LANGUAGE_CODE),
        channel=channel,
        state=State.QUEUED if channel == Channel.EMAIL or notify.sends(channel) else State.TASK,
        priority=priority,
        forget=forget,
        sensitive=sensitive,
        due_at=due_at,
        do_by=do_by or (due_at + useful_for if useful_for else None),
    )
    # One statement, and only of `once` may there be a row already.
    Message.objects.bulk_create([message], update_conflicts=True, unique_fields=["once"], update_fields=["once"])


def key_of(once, *, forget=False):
    """What stands in `Message.once`: of a message that is to be forgotten, only a keyed hash."""
    return keyed_hash(once, purpose="once") if forget else once


def is_by_hand(person):
    """Whether this person is called, or gets text messages or letters: they know when that is done, and not before."""
    return _channel(person) != Channel.EMAIL


def _channel(person):
    """How the person asked to be reached, or else how they can be."""
    possible = _possible(person)
    wanted = Channel(person.channel)
    return wanted if wanted in possible else possible[0]


def _possible(person):
    """The channels by which the person can be reached, in the order of Message.Channel."""
    known = {
        Channel.EMAIL: person.address_to_write_to,
        Channel.TELEPHONE: person.number_to_call,
        Channel.TEXT: person.number_to_call,
        Channel.LETTER: person.address,
    }
    return [channel for channel in Channel if known[channel]]


def becomes_task(person):
    """Whether somebody must say or post what goes to this person, since neither e-mail nor GOV.UK Notify takes it."""
    return is_by_hand(person) and not notify.sends(_channel(person))


def suppression(address, at=None):
    """The row that says why we do not write to this address at the moment `at` (aware; default now), or None."""
    return Suppression.objects.of(address, at).first()


def suppressed(address, at=None):
    """Why we do not write to this address, in the officers' language; "" when we do."""
    found = suppression(address, at)
    with translation.override(settings.LANGUAGE_CODE):
        return str(found.get_reason_display()) if found else ""


@transaction.atomic
def lift(address, *, by, person=None):
    """Write to an address again, as an officer says. Raises ValidationError when nothing kept us from it."""
    deleted, _rows = Suppression.objects.of(address).delete()
    if not deleted:
        raise ValidationError(_("We write to this address already."))
    what = f"address of person {person.public_id}" if person else "address that is written to again"
    access.record(by=by, action=access.Action.CHANGED, what=what, person=person)


def reported(message, state):
    """A provider says what became of a message: `state` is one of MAY_BECOME."""
    changed = Message.objects.filter(pk=message.pk, state__in=MAY_BECOME[state]).update(state=state)
    if changed and state == State.BOUNCED:
        returned(message)


def returned(message):
    """
    A message came back: it goes another way than by e-mail where there is one, once for each occasion.

    Its room is told, inside the caller's transaction, since what said "they know" is no longer true.
    """
    person = message.person
    ways = [way for way in _possible(person) if way not in (Channel.EMAIL, message.channel)] if person else []
    goes_on = bool(ways) and not (message.sensitive or message.forget)
    if goes_on:
        _copy(message, once=f"{_occasion(message)}#other-way", channel=ways[0], do_by=message.do_by)
    registry.kind(message.kind).on_returned(message, goes_on)


def _occasion(message):
    """What the message and all its copies have in common."""
    return message.once.partition("#")[0]


def _copy(message, *, once, **fields):
    queue(
        kind=message.kind,
        once=once,
        person=message.person,
        to=message.to,
        about=message.about,
        context=message.context,
        language=message.language,
        priority=message.priority,
        **fields,
    )


@transaction.atomic
def send_again(message, *, by):
    """
    Queue the same message anew, to where the person is reached now, and return the new row.

    A copy that still waits is returned as it is, so that a second click sends nothing. Raises ValidationError for a
    message whose content is gone (a sign-in code, an invitation that was to be forgotten).
    """
    if message.sensitive or message.forget:
        raise ValidationError(_("This message cannot be sent again, because its content was not kept."))
    occasion = _occasion(message)
    copies = Message.objects.filter(once__startswith=f"{occasion}#").order_by("pk")
    latest = copies.last()
    if latest and latest.state in State.waiting:
        return latest
    access.record(by=by, action=access.Action.SENT, what=f"message {message.public_id}", person=message.person)
    once = f"{occasion}#{len(copies) + 1}"
    _copy(message, once=once)
    return Message.objects.get(once=once)


def rewrite(message, *, kind, context):
    """Let a message that nobody has seen say something else. False when it is being sent, was sent or is done."""
    registry.kind(kind)
    return bool(_unseen(message).update(kind=kind, context=context, lease_until=None))


def withhold(messages, why):
    """Send or do none of these messages (a QuerySet) any more, and say `why`. One that is being sent arrives."""
    waiting = messages.filter(state__in=State.waiting)
    forgotten = waiting.filter(forget=True).update(state=State.WITHHELD, why=why, **FORGOTTEN)
    return forgotten + waiting.update(state=State.WITHHELD, why=why)


def end_tasks(at):
    """A job of the worker: nobody is to do by hand what comes too late, or what is no longer so."""
    withhold(Message.objects.tasks().filter(do_by__lte=at), _("Nobody did it in time"))
    for message in Message.objects.tasks():
        if message.kind in registry.kinds and (why := registry.kind(message.kind).why_not(message)):
            withhold(Message.objects.filter(pk=message.pk), why)


def withdraw(message):
    """Take back a message that nobody has seen. False when it is being sent, was sent or is done."""
    return bool(_unseen(message).delete()[0])


def _unseen(message):
    """
    It waits for its first attempt, or for another after one that the server is known not to have taken.

    A worker may hold it with the rest of its batch. It does not begin with it once the lease is not its own.
    """
    refused = ~Q(why="") & ~Q(why__in=failures.UNCLEAR)
    waits = Message.objects.filter(Q(lease_until=None) | Q(attempts=0) | refused, pk=message.pk)
    return waits.filter(state__in=State.waiting)


def done(message, *, by):
    """Somebody called, wrote or posted it, also where an e-mail did not arrive. The words are kept as said."""
    rendered = render(message)
    with transaction.atomic():
        _close(message, by, State.DONE, subject=rendered.subject, text=rendered.text, html=rendered.html)
        registry.kind(message.kind).on_done(message)


def not_reached(message, *, by, why=""):
    """Somebody tried by hand and did not reach the person."""
    _close(message, by, State.FAILED, why=why or _("Could not reach them"))


def _close(message, by, state, **fields):
    open_ones = Message.objects.exclude(state__in=State.arrived).filter(pk=message.pk)
    fields |= FORGOTTEN if message.forget else {}
    if not open_ones.update(state=state, done_by=by, sent_at=timezone.now(), **fields):
        raise ValidationError(_("This task was closed by somebody else."))
    message.refresh_from_db()
