"""What `/account/` shows of forums and events: what was booked and joined by the people whom a user has claimed."""

from django.utils import timezone

from accounts import sections
from events import details, links
from events.models import Membership


def register():
    """Called once when the site starts."""
    sections.register("events/account_section.html", section)


def section(user):
    """Pairs of the row and its personal link, for dates to come and forums; None where there are none."""
    registrations = details.registrations().live().filter(person__claimed_by=user)
    to_come = registrations.filter(date__ends_at__gt=timezone.now()).order_by("date__starts_at")
    memberships = Membership.objects.not_ended().filter(person__claimed_by=user).select_related("forum", "person")
    found = {
        "registrations": [(registration, links.path(registration)) for registration in to_come],
        "memberships": [(membership, links.path(membership)) for membership in memberships],
    }
    return found if any(found.values()) else None


def may_claim(user, person):
    """Whether a user may have this person's bookings in their account: only with the address that we write to."""
    if not user.is_authenticated or person is None or person.claimed_by_id is not None:
        return False
    return user.email.lower() == person.address_to_write_to.lower()
