"""Joining a forum and leaving it: the only code that writes memberships. Each function needs a transaction."""

from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from events.models import ForumPage, Membership
from events.refusals import JoiningRefused
from mailing import outbox

__all__ = ["JoiningRefused", "check_open", "join", "leave"]
State = Membership.State


def check_open(forum):
    """Raise JoiningRefused when nobody can join this forum (its page in the main language) now: page_gone, closed."""
    if not ForumPage.objects.open_to_the_public().filter(pk=forum.pk).exists():
        raise JoiningRefused(_("This forum is no longer on the site."), code="page_gone")
    if not forum.open_to_join:
        raise JoiningRefused(_("This forum takes no new members now."), code="closed")


def join(*, forum, key, guest, why="", by=None, person=None, at=None):
    """
    Make somebody a member and return the Membership. The same `key` again returns the same one and changes nothing.

    `guest` is a Guest. `by` is an officer who takes it down for them, and only an officer gives a `person` whom they
    have found. Raises JoiningRefused, or ValidationError for details that no form lets through.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("A forum is joined inside a transaction.")
    if found := _already_made(key):
        return found
    check_open(forum)
    try:
        with transaction.atomic():  # a savepoint, so that the same key from two windows leaves no second person
            person = person or guest.make_person()
            membership = Membership(
                key=key, forum=forum, person=person, why=why, joined_at=at or timezone.now(), **guest.typed
            )
            membership.clean_fields(exclude=["forum", "person"])
            membership.save(force_insert=True)
            _log(membership, access.Action.BOOKED, by)
            outbox.queue(
                kind="membership_joined",
                once=f"membership_joined:{membership.public_id}",
                person=person,
                about=membership.public_id,
            )
            return membership
    except IntegrityError:
        if found := _already_made(key):
            return found
        raise


def _already_made(key):
    return Membership.objects.select_related("person").filter(key=key).first()


def leave(*, membership, by=None, at=None):
    """End a membership; what was agreed in the forum stays. Twice is once."""
    membership = Membership.objects.select_for_update(of=["self"]).select_related("person").get(pk=membership.pk)
    if membership.state == State.LEFT:
        return membership
    membership.state, membership.left_at = State.LEFT, at or timezone.now()
    membership.save(update_fields=["state", "left_at"])
    _log(membership, access.Action.CANCELLED, by)
    return membership


def _log(membership, action, by):
    """An officer's act stands in the access log."""
    if by is not None:
        access.record(by=by, action=action, what=f"membership {membership.public_id}", person=membership.person)
