"""
Why a message about a booking or a membership is no longer to be sent, and a task of it no longer to be done.

Between the moment at which it was queued and that at which it is sent somebody may have cancelled, or the date was
cancelled or has begun: then nobody reads "You have a place".
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import EventDate, Membership, Registration

State = Registration.State
LIVE = set(State.live)
# The states of a registration in which a message of a kind says what is true.
TRUE_IN = {
    "booking_confirmed": {State.PLACED},
    "waiting_list_joined": {State.WAITING},
    "place_offered": {State.OFFERED},
    "offer_lapsed": {State.LAPSED},
    "booking_changed": LIVE,
    "booking_cancelled": {State.CANCELLED, State.DECLINED},
    "date_changed": LIVE,
    "joining_instruction": LIVE,
    "date_cancelled": set(State),
    "event_cancelled": set(State),
    "papers_opened": LIVE,
    "need_arranged": LIVE,
    "need_changed": LIVE,
    "need_cannot_be_met": LIVE,
    "reminder": {State.PLACED, State.WAITING},
    "afterwards": {State.PLACED},
}
OF_CANCELLATION = {"booking_cancelled", "date_cancelled", "event_cancelled"}
OF_AFTERWARDS = {"afterwards", "papers_opened"}  # minutes are papers too


def why_not(message):
    """In words; "" while it says what is true, for kinds that are not in TRUE_IN, and where its row is gone."""
    if message.kind not in TRUE_IN:
        return ""
    told = Registration.objects.filter(public_id__in=[message.about, *message.context.get("others", [])])
    facts = told.order_by().values_list("state", "date__cancelled_at", "date__starts_at", "date__ends_at")
    found = [_why_not(message.kind, *row) for row in facts]
    return found[0] if found and all(found) else ""


def _why_not(kind, state, cancelled_at, starts_at, ends_at):
    if state not in TRUE_IN[kind]:
        return _("Their booking has changed since")
    if cancelled_at and kind not in OF_CANCELLATION:
        return _("The date was cancelled")
    if kind in OF_AFTERWARDS:
        return ""
    return _over(starts_at if kind == "reminder" else ends_at)


def _over(moment):
    return _("The date has begun or is over") if moment <= timezone.now() else ""


def why_not_to_member(message):
    """The same of what only members of a forum are told: they may have left."""
    left = Membership.objects.filter(public_id=message.about).exclude(state=Membership.State.MEMBER)
    return _("They are no member now") if left.exists() else ""


def why_not_to_remind_member(message):
    """The same of a reminder to somebody who has not booked: they may have, too."""
    date = EventDate.objects.filter(public_id=message.context.get("date")).first()
    member = Membership.objects.filter(public_id=message.about).first()
    if date is None or member is None:
        return ""
    if why_not := why_not_to_member(message):
        return why_not
    if date.is_cancelled:
        return _("The date was cancelled")
    if date.registrations.filter(person=member.person_id).exists():
        return _("They have booked since")
    return _over(date.starts_at)
