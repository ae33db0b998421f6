"""Whether we may tell the venue and suppliers what somebody needs, when they decide anew after booking."""

from accounts import consents
from events.models import AccessNeed


def decide(*, registration, given, text):
    """
    Note what a person decided on sharing their needs; it holds for all needs of this booking from now on.

    `text` is what they were told. Needs that are added later follow the ledger.
    """
    consents.record(
        person=registration.person,
        purpose=consents.Purpose.ACCESS_NEEDS,
        decision=consents.Decision.GIVEN if given else consents.Decision.REFUSED,
        text=text,
        on_behalf=registration.booked_by,
    )
    AccessNeed.objects.filter(registration=registration).update(may_share=given)
