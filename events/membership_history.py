"""What happened to a membership: a line of the access log, and the message that tells the person, together."""

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from accounts import access
from accounts.models import AccessLog, Person
from mailing import outbox


def record(membership, action, *, reason="", by=None, kind="", **context):
    """
    Append to the access log and queue the message `kind`, where one is given.

    `by` is the officer, None the person themself. `reason` (lazy) says what was done; `context` goes to the message.
    """
    with translation.override(settings.LANGUAGE_CODE):
        line = access.record(by=by, action=action, what=what(membership), person=membership.person, reason=str(reason))
    if kind:
        tell(membership, kind, once=f"{kind}:{membership.public_id}:{line.pk}", **context)


def what(membership):
    """How the access log calls a membership."""
    return f"membership {membership.public_id}"


def tell(membership, kind, *, once, due_at=None, do_by=None, **context):
    """Queue one message about a membership; nobody is told of one whose person was erased."""
    if membership.person is not None:
        outbox.queue(
            kind=kind,
            once=once,
            person=membership.person,
            about=membership.public_id,
            due_at=due_at,
            do_by=do_by,
            context=context,
        )


def of(membership):
    """The lines of the access log in which something was done, the newest first. Reading is left out."""
    lines = AccessLog.objects.filter(what=what(membership)).exclude(action=access.Action.VIEWED)
    if membership.person is not None:  # by the key that has an index; what was merged brought its own key
        merged = Person.objects.filter(Q(pk=membership.person_id) | Q(merged_into=membership.person_id))
        lines = lines.filter(subject__in=merged.values("subject"))
    return lines.select_related("by")
