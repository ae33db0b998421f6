"""
Joining a forum and leaving it. With `membership_terms`, the only code that writes memberships.

Each function needs a transaction, which a door opens (`door.transaction_of_one_act`), and locks the membership's row,
so that two windows, two officers or a button pressed twice do a thing once.
"""

from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access, consents
from accounts.models import Person
from events import membership_history as history
from events.models import ForumPage, Membership
from events.models.forums import HowToJoin
from events.refusals import JoiningRefused

__all__ = [
    "JoiningRefused",
    "answer",
    "check_open",
    "check_to_come",
    "decide",
    "invite",
    "join",
    "leave",
    "locked",
    "restore",
]
State, Action = Membership.State, access.Action
NOT_TO_COME = gettext_lazy("Enter a day after today.")
ENDINGS = {
    State.LEFT: gettext_lazy("Membership ended"),
    State.REFUSED: gettext_lazy("Said no to the invitation"),
    State.DECLINED: gettext_lazy("Application taken back"),
}


def check_open(forum, *, to_public=True):
    """
    The forum (its page in the main language) as it is now, when people can join it.

    Raises JoiningRefused: page_gone; where the public joins by itself also closed, by_invitation.
    """
    forum = ForumPage.objects.open_to_the_public().filter(pk=forum.pk).first()
    if forum is None:
        raise JoiningRefused(_("This forum is no longer on the site."), code="page_gone")
    if to_public and not forum.open_to_join:
        raise JoiningRefused(_("This forum takes no new members now."), code="closed")
    if to_public and forum.how_to_join == HowToJoin.INVITATION:
        raise JoiningRefused(_("People join this forum by invitation."), code="by_invitation")
    return forum


def check_to_come(day, at=None):
    """Raise JoiningRefused (past) for a day that is not after that of the moment `at`; None is no day."""
    if day is not None and day <= timezone.localdate(at):
        raise JoiningRefused(NOT_TO_COME, code="past")


def join(
    *,
    forum,
    key,
    guest,
    why="",
    agreed=(),
    method=consents.Method.WEB,
    by=None,
    person=None,
    role=Membership.Role.MEMBER,
    until=None,
    tells=True,
    at=None,
):
    """
    Make somebody a member and return the Membership; where the forum decides who joins, take down their application
    (APPLIED). The same `key` again returns the same membership and changes nothing.

    `guest` is a Guest, `agreed` are Consents, given by `method`. `by` is an officer who takes it down: then the person
    is a member at once, even of a forum that is closed to the public, and `person` may be somebody whom the officer has
    found. `role` is one of Membership.Role, `until` the last day of the term. Without `tells` no message is sent.
    Raises JoiningRefused (see `check_open`; already_in for a `person` who is there), or ValidationError for details
    that no form lets through.
    """
    if found := _already_made(key):
        return found
    forum = check_open(forum, to_public=by is None)
    applies = by is None and forum.how_to_join == HowToJoin.APPLICATION
    check_to_come(until, at)
    state, kind = (State.APPLIED, "membership_applied") if applies else (State.MEMBER, "membership_joined")
    membership = Membership(
        key=key, forum=forum, state=state, why=why, role=role, until=until, joined_at=at or timezone.now()
    )
    reason = gettext_lazy("Asked to join") if applies else gettext_lazy("Joined")
    return _make(membership, guest, person, agreed, method, by=by, kind=kind if tells else "", reason=reason)


def invite(
    *,
    forum,
    key,
    guest,
    by,
    words="",
    agreed=(),
    method=consents.Method.TELEPHONE,
    person=None,
    role=Membership.Role.MEMBER,
    until=None,
    at=None,
):
    """
    Ask somebody to join and return the Membership, INVITED; they answer by the link in the message, or by telephone.

    `words` are the officer's own, and stand in the message and on the page of the link. For the rest see `join`.
    """
    if found := _already_made(key):
        return found
    check_to_come(until, at)
    membership = Membership(
        key=key,
        forum=check_open(forum, to_public=False),
        state=State.INVITED,
        decision=words,
        role=role,
        until=until,
        joined_at=at or timezone.now(),
    )
    reason = gettext_lazy("Invited")
    return _make(membership, guest, person, agreed, method, by=by, kind="membership_invited", reason=reason)


def _make(membership, guest, person, agreed, method, *, by, kind, reason):
    if not connection.in_atomic_block:
        raise TransactionManagementError("A forum is joined inside a transaction.")
    try:
        with transaction.atomic():  # a savepoint, so that the same key from two windows leaves no second person
            membership.person = _not_in_yet(person, membership.forum) if person else guest.make_person()
            for name, value in guest.typed.items():
                setattr(membership, name, value)
            membership.clean_fields(exclude=["forum", "person"])
            membership.save(force_insert=True)
            for consent in agreed:
                consent.record(person=membership.person, method=method, by=by, on_behalf=guest.booked_by)
            history.record(membership, Action.BOOKED, by=by, kind=kind, reason=reason)
            return membership
    except IntegrityError:
        if found := _already_made(membership.key):
            return found
        raise


def _already_made(key):
    return Membership.objects.select_related("forum", "person").filter(key=key).first()


def _not_in_yet(person, forum):
    """The person, locked, so that two officers do not add them twice."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if forum.memberships.not_ended().filter(person=person).exists():
        raise JoiningRefused(_("They are on the list of this forum already."), code="already_in")
    return person


def locked(membership):
    """The membership as it is now, its row locked. Raises JoiningRefused (gone) when it was erased."""
    rows = Membership.objects.select_for_update(of=["self"]).select_related("forum", "person")
    if found := rows.filter(pk=membership.pk).first():
        return found
    raise JoiningRefused(_("This membership is no longer there."), code="gone")


def decide(*, membership, takes_on, words, by, until=None, at=None):
    """
    Take somebody on who asked to join, with the last day of their term if it has one, or do not; they read `words`.

    The same decision twice is once. Raises JoiningRefused (decided) when it was decided otherwise, or taken back.
    """
    membership, at = locked(membership), at or timezone.now()
    state = State.MEMBER if takes_on else State.DECLINED
    if membership.decided_at and (membership.state, membership.decision) == (state, words):
        return membership
    if membership.state != State.APPLIED:
        said = _("There is nothing to decide any more: %(state)s.") % {"state": membership.state_in_words}
        raise JoiningRefused(said, code="decided")
    membership.state, membership.decision, membership.decided_at = state, words, at
    if takes_on:
        check_to_come(until, at)
        membership.joined_at, membership.until = at, until
    else:
        membership.left_at = at
    membership.save(update_fields=["state", "decision", "decided_at", "joined_at", "until", "left_at"])
    kind = "membership_accepted" if takes_on else "membership_declined"
    reason = gettext_lazy("Taken on") if takes_on else gettext_lazy("Not taken on")
    history.record(membership, Action.CHANGED, by=by, kind=kind, reason=reason)
    return membership


def answer(*, membership, joins, by=None, at=None):
    """
    Say yes or no to an invitation; `by` is an officer who was told by telephone. Twice is once.

    Raises JoiningRefused: invitation_over, page_gone.
    """
    membership, at = locked(membership), at or timezone.now()
    state = State.MEMBER if joins else State.REFUSED
    if membership.state == state:
        return membership
    if membership.state != State.INVITED:
        raise JoiningRefused(_("This invitation is over."), code="invitation_over")
    if not joins:
        return _end(membership, State.REFUSED, at=at, by=by)
    check_open(membership.forum, to_public=False)
    membership.state, membership.joined_at, membership.decided_at = state, at, at
    membership.save(update_fields=["state", "joined_at", "decided_at"])
    reason = gettext_lazy("Said yes to the invitation")
    history.record(membership, Action.CHANGED, by=by, kind="membership_joined", reason=reason)
    return membership


def leave(*, membership, by=None, words="", tells=True, at=None):
    """
    End a membership; what was agreed in the forum stays. Twice is once.

    Before somebody is a member this takes their application back, and an officer withdraws an invitation. The person
    gets a message, with the officer's `words` where there are any; without `tells`, and for an invitation, none.
    """
    membership, at = locked(membership), at or timezone.now()
    if membership.has_ended:
        return membership
    if membership.state == State.INVITED and by is not None:
        membership.decided_at, membership.decision = at, ""
        return _end(membership, State.DECLINED, at=at, by=by, reason=gettext_lazy("Invitation withdrawn"))
    if membership.state == State.INVITED:
        return _end(membership, State.REFUSED, at=at)
    state = State.LEFT if membership.belongs else State.DECLINED
    if not tells:
        return _end(membership, state, at=at, by=by)
    return _end(membership, state, at=at, by=by, kind="membership_ended", words=words)


def _end(membership, state, *, at, by=None, reason="", **message):
    membership.state, membership.left_at, membership.paused_until = state, at, None
    membership.save(update_fields=["state", "left_at", "paused_until", "decided_at", "decision"])
    reason = reason or ENDINGS[state]
    history.record(membership, Action.CANCELLED, by=by, reason=reason, **message)
    return membership


def restore(*, membership, by):
    """Undo a leaving: they are a member as before. Twice is once. Raises JoiningRefused (not_left)."""
    membership = locked(membership)
    if membership.state == State.MEMBER:
        return membership
    if membership.state != State.LEFT:
        raise JoiningRefused(_("Only somebody who left can be taken back in."), code="not_left")
    membership.state, membership.left_at = State.MEMBER, None
    membership.save(update_fields=["state", "left_at"])
    reason = gettext_lazy("Leaving undone")
    history.record(membership, Action.CHANGED, by=by, kind="membership_resumed", reason=reason)
    return membership
