"""Sending people the links to what they booked or joined once more."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events import history
from events.models import Membership, Registration
from mailing import outbox


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
    for membership in Membership.objects.current().filter(wanted).select_related("person"):
        outbox.queue(
            kind="membership_link",
            once=f"membership_link:{membership.public_id}:{today}",
            person=membership.person,
            about=membership.public_id,
        )


def _reached_at(contact):
    """Rows whose person reads this e-mail address now, or that have this reference."""
    if "@" not in contact:
        return Q(public_id=contact.replace(" ", "").lower(), person__isnull=False)
    themselves = Q(person__reach_helper=False, person__email__iexact=contact)
    return themselves | Q(person__reach_helper=True, person__helper_email__iexact=contact)
