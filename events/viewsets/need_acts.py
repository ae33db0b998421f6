"""What can be done with an access need now, as the lists of needs and the page of a registration show it."""

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from events import arranging
from events.models import AccessNeed
from events.needs import BOOKED_TOGETHER

Status = AccessNeed.Status


def add(need, *, may_handle):
    """
    Give a need `acts`, pairs of the label and address of a button, `to_change`, the address of its form, and `to_book`,
    where something is booked for it and others at once.
    """
    registration = need.registration
    may_handle = may_handle and registration.is_live and not is_past(registration.date)
    need.acts = list(_acts(need)) if may_handle else []
    need.to_change = to_change([need]) if may_handle else ""
    need.to_book = _to_book(need) if may_handle and need.is_open else ""
    return need


def _to_book(need):
    if need.code not in BOOKED_TOGETHER:
        return ""
    address = reverse("events_cms:add_resource", args=[need.registration.date.public_id])
    return f"{address}?{urlencode({'code': need.code})}"


def of(registration, *, may_handle):
    """The needs of a registration with what can be done, and whether they are overdue."""
    overdue = set(registration.needs.overdue().values_list("pk", flat=True))
    needs = [add(need, may_handle=may_handle) for need in registration.needs.select_related("owner")]
    for need in needs:
        need.is_overdue = need.pk in overdue
    return needs


def is_past(date):
    """Whether nothing can be arranged for a date any more."""
    return date.is_cancelled or date.ends_at <= timezone.now()


def to_change(needs):
    """The address of the form for these needs of one date."""
    address = reverse("events_cms:needs_change", args=[needs[0].registration.date.public_id])
    return f"{address}?{urlencode({'need': [need.pk for need in needs]}, doseq=True)}"


def _acts(need):
    date = need.registration.date
    if need.status == Status.ASKED:
        yield _("Arranged: tell them"), reverse("events_cms:needs_arrange", args=[date.public_id])
    elif need.told_at is None and need.status in arranging.SETTLED:
        yield _("Tell them now"), reverse("events_cms:needs_tell", args=[date.public_id])
