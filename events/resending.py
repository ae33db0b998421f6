"""Sending people the links to what they booked or joined once more."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import access
from events import history, membership_history
from events.models import Membership, Registration
from mailing import outbox
from mailing.models import Message

WAITING = (Message.State.QUEUED, Message.State.TASK)


@transaction.atomic
def send_links(contact, at=None):
    """
    Queue the links of all that is open under an e-mail address or a reference, each once a day at most.

    Nothing is returned: whoever asks must not learn whether an address is known.
    """
    at = at or timezone.now()
    today, wanted = timezone.localdate(at), _reached_at(contact.strip())
    since = at - Registration.LINK_SERVES
    for registration in (
        Registration.objects.live().filter(wanted, date__ends_at__gt=since).select_related("date", "person")
    ):
        history.tell(registration, "manage_link", once=f"manage_link:{registration.public_id}:{today}")
    for membership in Membership.objects.not_ended().filter(wanted).select_related("person"):
        once = f"membership_link:{membership.public_id}:{today}"
        membership_history.tell(membership, "membership_link", once=once)


@transaction.atomic
def send_membership_link(membership, *, by, at=None):
    """
    Queue the link of a membership again, as an officer was asked to.

    While a copy still waits, a second click sends nothing.
    """
    once = f"membership_link:{membership.public_id}:{timezone.localdate(at)}"
    if sent := Message.objects.filter(once=once).first():
        if sent.state not in WAITING:
            outbox.send_again(sent, by=by)
        return
    membership_history.record(membership, access.Action.SENT, by=by)
    membership_history.tell(membership, "membership_link", once=once)


def _reached_at(contact):
    """Rows whose person reads this e-mail address now, or that have this reference."""
    if "@" not in contact:
        return Q(public_id=contact.replace(" ", "").lower(), person__isnull=False)
    themselves = Q(person__reach_helper=False, person__email__iexact=contact)
    return themselves | Q(person__reach_helper=True, person__helper_email__iexact=contact)
