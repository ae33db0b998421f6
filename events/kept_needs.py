"""
What somebody needs whenever they come, kept because they said that we may: the only code that writes it.

It is offered again only to somebody whose address is confirmed: a member by their link, or a person whom the holder of
an account has claimed. Each time they say if it is still right.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import consents
from accounts.consents import Decision, Purpose
from events.models import AccessNeed, KeptNeed

KEPT_FOR = timedelta(days=365)  # after somebody last said that it is right


def of(person):
    """What is kept for a person, in the order in which it was told."""
    return person.kept_needs.all()


def keep(*, person, needed, asked, at=None):
    """
    Keep the `needed` (AccessNeeds) for next time; what was kept before of the codes `asked` and is not needed goes.

    `asked` are the codes that they could choose from: who comes online once still needs step-free access elsewhere.
    """
    today = timezone.localdate(at)
    codes = [need.code for need in needed]
    person.kept_needs.filter(code__in=asked).exclude(code__in=codes).delete()
    KeptNeed.objects.bulk_create(
        [KeptNeed(person=person, code=need.code, detail=need.detail, confirmed_on=today) for need in needed],
        update_conflicts=True,
        unique_fields=["person", "code"],
        update_fields=["detail", "confirmed_on"],
    )


def confirm(*, kept, at=None):
    """Somebody said of these KeptNeeds that they are still right."""
    KeptNeed.objects.filter(pk__in=[need.pk for need in kept]).update(confirmed_on=timezone.localdate(at))


def forget(*, person):
    """Delete what is kept for a person; returns how many needs that were."""
    count, _rows = person.kept_needs.all().delete()
    return count


def withdraw(*, person):
    """A person says that we may no longer keep what they need: it goes, and the ledger says so."""
    forget(person=person)
    consents.record(
        person=person,
        purpose=Purpose.KEEP_NEEDS,
        decision=Decision.WITHDRAWN,
        text=_("Delete what we keep of my needs"),
    )


def as_needs(kept):
    """Unsaved AccessNeeds from KeptNeeds."""
    return [AccessNeed(code=need.code, detail=need.detail) for need in kept]


def to_delete(at):
    """For the retention: what nobody has said to be right for 12 months."""
    return KeptNeed.objects.filter(confirmed_on__lte=timezone.localdate(at - KEPT_FOR))
