"""Declaring interests and agreeing to keep papers to oneself: the only code that writes it."""

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import access, consents
from events import history
from events.offers import locked
from events.refusals import BookingRefused

# What people agree to. A changed sentence is a new version in the ledger; what others agreed to stays as it was.
AGREEMENT = [
    _("The papers, and what is said about the product at the event, are confidential."),
    _("I will not copy, publish or pass on the papers. I will not tell anybody what is in them."),
    _("This holds until the organisation makes it public."),
    _("I may still speak about my own health and my own experience."),
    _("I may show the papers to somebody who comes with me or supports me. They must keep this agreement too."),
]
STATEMENT = _("I have declared my interests, and I agree to keep the papers confidential.")
WORDS = format_lazy(" ".join(["{}"] * (len(AGREEMENT) + 1)), *AGREEMENT, STATEMENT)


def agree(*, registration, interests, by=None, method=consents.Method.WEB, at=None):
    """
    Note what somebody with a place declares (`interests`, "" for nothing), and that they agreed.

    The exact words of the agreement go to the consent ledger. `by` is an officer to whom they said it, by `method`.
    Done again, it is a new declaration. Returns the Registration. Raises BookingRefused (not_live) for somebody without
    a place.
    """
    _date, registration = locked(registration)
    if not registration.has_place or registration.person is None:
        raise BookingRefused(_("You need a place to open the papers."), code="not_live")
    registration.interests, registration.agreed_at = interests, at or timezone.now()
    registration.save(update_fields=["interests", "agreed_at"])
    consents.record(
        person=registration.person,
        purpose=consents.Purpose.CONFIDENTIALITY,
        decision=consents.Decision.GIVEN,
        text=str(WORDS),
        method=method,
        by=by,
        on_behalf=registration.booked_by,
    )
    if by is not None:
        row = history.row_of(registration.public_id)
        access.record(by=by, action=access.Action.CHANGED, what=row, person=registration.person)
    return registration
