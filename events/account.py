"""What `/account/` shows of forums and events: what the people whom a user has claimed booked, joined and need."""

from django.utils import timezone

from accounts import sections
from events import details, links
from events.models import KeptNeed, Membership


def register():
    """Called once when the site starts."""
    sections.register("events/account_section.html", section)


def section(user):
    """
    Pairs of the row and its personal link, for dates to come and forums, and what is kept of needs.

    None where there is nothing.
    """
    registrations = details.registrations().live().filter(person__claimed_by=user)
    to_come = registrations.filter(date__ends_at__gt=timezone.now()).order_by("date__starts_at")
    memberships = Membership.objects.not_ended().filter(person__claimed_by=user).select_related("forum", "person")
    kept = KeptNeed.objects.filter(person__in=claimed(user)).select_related("person").order_by("person", "pk")
    found = {
        "kept_needs": list(kept),
        "registrations": [(registration, links.path(registration)) for registration in to_come],
        "memberships": [(membership, links.path(membership)) for membership in memberships],
    }
    return found if any(found.values()) else None


def claimed(user):
    """The people whom a user has claimed."""
    return user.people.filter(merged_into=None).order_by("name", "pk")


def people_of(user):
    """The same by public id, in the order of their names; nobody for a visitor, without a query."""
    return {person.public_id: person for person in claimed(user)} if user.is_authenticated else {}


def may_claim(user, person):
    """Whether a user may have this person's bookings in their account: only with the address that we write to."""
    if not user.is_authenticated or person is None or person.claimed_by_id is not None:
        return False
    return user.email.lower() == person.address_to_write_to.lower()
