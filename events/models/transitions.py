from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.privacy import Privacy
from events.models.registrations import Registration


class Transition(models.Model):
    """What happened to a registration, by whom, and why an offer was or was not made. Append-only."""

    class What(models.TextChoices):
        BOOKED = "booked", _("Took a place")
        JOINED_LIST = "joined_list", _("Joined the waiting list")
        OFFERED = "offered", _("Was offered a place")
        SKIPPED = "skipped", _("Was not offered the place")
        ACCEPTED = "accepted", _("Accepted the offer")
        DECLINED = "declined", _("Declined the offer")
        LAPSED = "lapsed", _("Did not answer in time")
        CANCELLED = "cancelled", _("Cancelled")
        RESTORED = "restored", _("Undid the cancellation")
        CHANGED = "changed", _("Changed")
        WISHED = "wished", _("Waits to come the other way")
        MOVED = "moved", _("Came to their place of the other way")
        CALLED = "called", _("Was told of the offer")
        OVERRIDE = "override", _("Was given a place beyond the number")

    class Skip(models.TextChoices):
        """Why somebody in line was passed over; kept as `why` of a transition SKIPPED."""

        NOT_ENOUGH_PLACES = "not_enough_places", _("Not enough places for them and those they bring")
        PAUSED = "paused", _("Offers were paused")
        TOO_LATE = "too_late", _("It was too late to offer a place")
        NOT_ON_SITE = "not_on_site", _("The event was cancelled or not on the site")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="transitions")
    what = models.CharField(max_length=20, choices=What)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=300, blank=True)

    privacy = Privacy(
        purpose="accountability",
        kept="with the registration",
        personal=("by", "why"),
        subject="registration__person",
    )
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return str(self.get_what_display())

    @property
    def reason(self):
        """Why, in words."""
        return self.Skip(self.why).label if self.why in self.Skip.values else self.why
