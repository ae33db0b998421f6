"""
What changes while somebody belongs to a forum: their role, their term, a pause. See `memberships` for the transaction.

When a term is over nothing happens by itself: they stay a member, shown as overdue, until an officer ends or extends
it.
"""

from datetime import timedelta

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access
from content import moments
from events import door, office_hours
from events import membership_history as history
from events.memberships import check_to_come, locked
from events.models import Membership
from events.refusals import JoiningRefused
from mailing.models import Message

State, Role, Action = Membership.State, Membership.Role, access.Action
EVERY = timedelta(minutes=10)


def _of_member(membership):
    """The membership, locked. Raises JoiningRefused (not_a_member)."""
    membership = locked(membership)
    if not membership.belongs:
        raise JoiningRefused(_("This membership has ended, or has not begun."), code="not_a_member")
    return membership


def change_role(*, membership, role, by):
    """Make somebody chair, carer representative or member. They are told of an office that they are given."""
    membership = _of_member(membership)
    if membership.role == role:
        return membership
    membership.role = Role(role)
    membership.save(update_fields=["role"])
    reason = format_lazy(gettext_lazy("Role: {role}"), role=membership.role.label)
    kind = "" if role == Role.MEMBER else "membership_role"
    history.record(membership, Action.CHANGED, by=by, kind=kind, reason=reason, role=role)
    return membership


def set_term(*, membership, until, by, at=None):
    """Set the last day of a term, which is to come, or None for no end. Raises JoiningRefused: past, not_a_member."""
    membership = _of_member(membership)
    if membership.until == until:
        return membership
    check_to_come(until, at)
    membership.until = until
    membership.save(update_fields=["until"])
    history.record(membership, Action.CHANGED, by=by, kind="membership_term", reason=_term_in_words(until))
    return membership


def _term_in_words(until):
    if until is None:
        return gettext_lazy("Term without an end")
    return format_lazy(gettext_lazy("Term until {day}"), day=moments.day(until))


def pause(*, membership, until=None, by=None, at=None):
    """
    Let somebody rest: they are no member until the day `until`, or until they come back where it is None.

    Again with another day changes the day. Whoever did it themself sees it on the page; an officer's act is told.
    Raises JoiningRefused: past, not_a_member.
    """
    membership = _of_member(membership)
    if (membership.state, membership.paused_until) == (State.PAUSED, until):
        return membership
    check_to_come(until, at)
    membership.state, membership.paused_until = State.PAUSED, until
    membership.save(update_fields=["state", "paused_until"])
    kind = "membership_paused" if by is not None else ""
    history.record(membership, Action.CHANGED, by=by, kind=kind, reason=gettext_lazy("Paused"))
    return membership


def resume(*, membership, by=None):
    """End a pause. Twice is once. Raises JoiningRefused (not_a_member)."""
    membership = _of_member(membership)
    if membership.state == State.MEMBER:
        return membership
    _come_back(membership)
    kind = "membership_resumed" if by is not None else ""
    history.record(membership, Action.CHANGED, by=by, kind=kind, reason=gettext_lazy("Back from the pause"))
    return membership


def _come_back(membership):
    membership.state, membership.paused_until = State.MEMBER, None
    membership.save(update_fields=["state", "paused_until"])


# --- The worker


def do_what_is_due(at=None):
    """A job of the worker: end the pauses whose day has come, and remind of terms that end, each once."""
    at = at or timezone.now()
    for act, due in ((_end_pause, pauses_to_end(at)), (_remind, terms_to_remind_of(at))):
        for membership in due:
            with door.transaction_of_one_act():
                act(locked(membership), at)


def pauses_to_end(at):
    return Membership.objects.filter(state=State.PAUSED, paused_until__lte=timezone.localdate(at))


def terms_to_remind_of(at):
    """Terms that end within 30 days and have not ended, of whose end nobody was told: due and not done."""
    once = Concat(Value("membership_term_ends:"), "public_id", Value(":"), Cast("until", CharField()))
    told = Message.objects.filter(once=OuterRef("occasion"))
    ending = Membership.objects.with_term_ending(at).filter(until__gte=timezone.localdate(at), person__isnull=False)
    return ending.annotate(occasion=once).exclude(Exists(told))


def _end_pause(membership, at):
    day = membership.paused_until
    if membership.state != State.PAUSED or day is None or day > timezone.localdate(at):
        return  # somebody was quicker
    _come_back(membership)
    once = f"membership_resumed:{membership.public_id}:{day}"
    history.tell(membership, "membership_resumed", once=once, due_at=office_hours.after(at, 0))


def _remind(membership, at):
    if not membership.term_ends_soon(at) or membership.term_is_over(at):
        return
    once = f"membership_term_ends:{membership.public_id}:{membership.until}"
    history.tell(membership, "membership_term_ends", once=once, due_at=office_hours.after(at, 0))
