"""Whether we may tell the venue and suppliers what somebody needs, when they decide anew after booking."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import consents
from events import history
from events.models import AccessNeed, Transition


def decide(*, registration, given, text, method=consents.Method.WEB, by=None, at=None):
    """
    Note what a person decided on sharing their needs; it holds for all needs of this booking from now on.

    `text` is what they were told. Needs that are added later follow the ledger. `by` is the officer who writes it
    down, `method` how they heard it. Raises ValidationError for somebody who was erased.
    """
    if registration.person is None:
        raise ValidationError(_("This person was erased."))
    consents.record(
        person=registration.person,
        purpose=consents.Purpose.ACCESS_NEEDS,
        decision=consents.Decision.GIVEN if given else consents.Decision.REFUSED,
        text=text,
        method=method,
        by=by,
        on_behalf=registration.booked_by,
    )
    changed = AccessNeed.objects.filter(registration=registration).exclude(may_share=given).update(may_share=given)
    if by is not None or changed:
        why = _("whether needs may be shared")
        history.record(registration, Transition.What.CHANGED, at=at or timezone.now(), by=by, why=why)
