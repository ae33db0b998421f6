"""What happened to a registration: one row of its history, and the message that tells the person, together."""

from accounts import access
from events.models import Registration, Transition
from mailing import outbox

State, What = Registration.State, Transition.What
MESSAGES = {
    What.BOOKED: "booking_confirmed",
    What.ACCEPTED: "booking_confirmed",
    What.JOINED_LIST: "waiting_list_joined",
    What.OFFERED: "place_offered",
    What.LAPSED: "offer_lapsed",
    What.DECLINED: "booking_cancelled",
    What.CANCELLED: "booking_cancelled",
    What.WISHED: "booking_changed",
    What.MOVED: "booking_changed",
    What.OVERRIDE: "booking_confirmed",
}
LOGGED = {
    What.CANCELLED: access.Action.CANCELLED,
    What.BOOKED: access.Action.BOOKED,
    What.JOINED_LIST: access.Action.BOOKED,
}
ACTIONS = {*LOGGED.values(), access.Action.CHANGED}


def record(registration, what, *, at, by=None, why="", tells=True, **context):
    """
    Append to the history and queue the message of it; an officer's act stands in the access log as well.

    `by` is the officer, None the person themself or the site. `context` goes to the message, which is written unless
    `tells` is False.
    """
    transition = Transition.objects.create(registration=registration, what=what, at=at, by=by, why=why)
    if by is not None:
        action = LOGGED.get(what, access.Action.CHANGED)
        row = row_of(registration.public_id)
        access.record(by=by, action=action, what=row, person=registration.person, reason=why)
    if tells and (kind := message_of(what, has_place=registration.has_place, changes="changes" in context)):
        tell(registration, kind, once=once(kind, registration.public_id, transition.pk), **context)
    return transition


def row_of(public_id):
    """What the access log calls a registration."""
    return f"registration {public_id}"


def once(kind, public_id, transition_id):
    """What makes the message of one act unique, and finds it again."""
    return f"{kind}:{public_id}:{transition_id}"


def tell(registration, kind, *, once, priority=0, do_by=None, **context):
    """Queue one message about a registration. Nobody is told of a registration whose person was erased."""
    if registration.person is None:
        return
    outbox.queue(
        kind=kind,
        once=once,
        person=registration.person,
        about=registration.public_id,
        language=registration.language,
        priority=priority,
        do_by=do_by,
        context={"sequence": registration.calendar_sequence, **context},
    )


def message_of(what, *, has_place, changes=False):
    """The kind of the message that tells of this, or None. A change is told when it says what changed: `changes`."""
    if what == What.RESTORED:
        return "booking_confirmed" if has_place else "waiting_list_joined"
    if what == What.CHANGED:
        return "booking_changed" if changes else None
    return MESSAGES.get(what)
