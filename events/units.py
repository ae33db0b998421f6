"""Whom a person brings and what they need: the rows that hang on a registration and move with it."""

from django.utils import timezone

from events import needs
from events.models import AccessNeed, Companion


def add_companions(registration, companions):
    """Write unsaved Companions. Raises ValidationError for details that no form lets through."""
    for companion in companions:
        companion.registration = registration
        companion.clean_fields(exclude=["registration"])
    Companion.objects.bulk_create(companions)


def replace_companions(registration, companions):
    """Write these Companions instead of those that are there; nothing is written where they are the same."""
    current = list(registration.companions.all())
    if sorted((each.name, each.role) for each in current) == sorted((each.name, each.role) for each in companions):
        return
    registration.companions.all().delete()
    add_companions(registration, companions)


def add_needs(registration, needed, at, *, may_share):
    """Write unsaved AccessNeeds, each with the day by which it must be arranged. A late one is accepted and flagged."""
    date, today = registration.date, timezone.localdate(at)
    for need in needed:
        need.registration = registration
        need.may_share = may_share
        need.is_late = date.needs_by is not None and today > date.needs_by
        need.due_on = needs.due_on(need.code, starts_on=timezone.localdate(date.starts_at), today=today)
        need.clean_fields(exclude=["registration"])
    AccessNeed.objects.bulk_create(needed)


def replace_needs(registration, needed, at, *, may_share):
    """
    Write these AccessNeeds instead of those that are there. A need of the same code stays, with what was arranged for
    it; in other words it is to be arranged again.
    """
    current = {need.code: need for need in registration.needs.all()}
    wanted = {need.code: need for need in needed}
    if gone := current.keys() - wanted.keys():
        registration.needs.filter(code__in=gone).delete()
    for code in current.keys() & wanted.keys():
        if current[code].detail != wanted[code].detail:
            need = current[code]
            need.detail = wanted[code].detail
            need.status, need.alternative, need.told_at = AccessNeed.Status.ASKED, "", None
            need.clean_fields(exclude=["registration", "owner"])
            need.save(update_fields=["detail", "status", "alternative", "told_at"])
    if new := [need for code, need in wanted.items() if code not in current]:
        add_needs(registration, new, at, may_share=may_share)
