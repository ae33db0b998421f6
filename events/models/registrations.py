from datetime import timedelta
from enum import nonmember

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from content.ids import public_id
from content.privacy import Privacy
from events.models.dates import EventDate, Mode


class RegistrationQuerySet(models.QuerySet):
    def placed(self):
        """Holds a place."""
        return self.filter(state=Registration.State.PLACED)

    def offered(self, at=None):
        """Has an offer that can still be accepted at the moment `at` (aware; now when left out)."""
        return self.filter(state=Registration.State.OFFERED, offer_until__gt=at or timezone.now())

    def lapsed_offers(self, at=None):
        """Was offered a place and did not answer in time; due to lapse."""
        return self.filter(state=Registration.State.OFFERED, offer_until__lte=at or timezone.now())

    def waiting(self):
        """On the waiting list, the first in line first."""
        return self.filter(state=Registration.State.WAITING).order_by("waiting_since", "pk")

    def live(self):
        return self.filter(state__in=Registration.State.live)

    def holding(self):
        """Takes a place away from others: placed, or offered and not yet lapsed by the worker."""
        return self.filter(state__in=Registration.State.holding)


class Registration(models.Model):
    """
    One unit that comes to a date: a person with whom they bring.

    What was typed stands here and not on the Person, so that a booking never changes who somebody is. `key` is the
    draft's: the same key again is the same booking. `waiting_since` is their turn while they are in line, also while a
    place is offered; it is empty once they have a place. A date that is cancelled leaves its registrations as they are.
    """

    UNDO_WITHIN = timedelta(hours=1)
    LINK_SERVES = timedelta(days=90)  # after the event

    class State(models.TextChoices):
        PLACED = "placed", _("Has a place")
        OFFERED = "offered", _("Was offered a place")
        WAITING = "waiting", _("On the waiting list")
        CANCELLED = "cancelled", _("Cancelled")
        DECLINED = "declined", _("Declined the offer")
        LAPSED = "lapsed", _("Did not answer the offer")

        live = nonmember(("placed", "offered", "waiting"))
        holding = nonmember(("placed", "offered"))

    class Source(models.TextChoices):
        WEB = "web", _("On the site")
        TELEPHONE = "telephone", _("By telephone")
        POST = "post", _("By post")
        WALK_IN = "walk_in", _("Walked in")
        IMPORT = "import", _("From a file")

    class Attendance(models.TextChoices):
        UNKNOWN = "", _("Not known yet")
        CAME = "came", _("Came")
        CAME_ONLINE = "came_online", _("Came online")
        DID_NOT_COME = "did_not_come", _("Did not come")

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    key = models.CharField(max_length=60, unique=True, editable=False)
    date = models.ForeignKey(EventDate, on_delete=models.PROTECT, related_name="registrations")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="registrations")
    state = models.CharField(_("state"), max_length=20, choices=State)
    mode = models.CharField(_("how they come"), max_length=20, choices=Mode)
    name = models.CharField(_("name"), max_length=120)
    booked_by = models.CharField(
        _("booked by"), max_length=120, blank=True, help_text=_("Empty when they booked for themselves.")
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(_("telephone number"), max_length=40, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    message = models.TextField(_("anything else they told us"), blank=True)
    source = models.CharField(_("booked how"), max_length=20, choices=Source, default=Source.WEB)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")
    link_version = models.PositiveIntegerField(default=1, editable=False)
    ical_sequence = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    offer_until = models.DateTimeField(null=True, blank=True, db_index=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    attendance = models.CharField(
        _("attendance"), max_length=20, choices=Attendance, default=Attendance.UNKNOWN, blank=True
    )

    objects = RegistrationQuerySet.as_manager()
    privacy = Privacy(
        purpose="registration",
        kept="12 months after the event; waiting list 30 days",
        personal=(
            "person",
            "name",
            "booked_by",
            "email",
            "telephone",
            "address",
            "message",
            "language",
            "cancelled_reason",
            "attendance",
            "taken_by",
        ),
        subject="person",
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("registration")
        ordering = ["date", "created_at", "pk"]
        indexes = [models.Index(fields=["date", "state", "mode"]), models.Index(fields=["state", "offer_until"])]
        constraints = [
            models.CheckConstraint(
                name="events_registration_offer_is_whole",
                condition=~Q(state="offered") | Q(offered_at__isnull=False, offer_until__isnull=False),
                violation_error_message=_("An offer needs the time until which it can be answered."),
            ),
            models.CheckConstraint(
                name="events_registration_waiting_has_its_turn",
                condition=~Q(state="waiting") | Q(waiting_since__isnull=False),
                violation_error_message=_("Somebody who waits needs the time from which they wait."),
            ),
            models.CheckConstraint(
                name="events_registration_cancelled_is_dated",
                condition=~Q(state="cancelled") | Q(cancelled_at__isnull=False),
                violation_error_message=_("A cancelled registration needs the time at which it was cancelled."),
            ),
        ]

    def __str__(self):
        return self.public_id

    @property
    def is_live(self):
        return self.state in self.State.live

    @property
    def has_place(self):
        return self.state == self.State.PLACED

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING

    @property
    def is_cancelled(self):
        return self.state == self.State.CANCELLED

    def has_offer(self, at=None):
        """Whether a place is offered that can still be accepted at the moment `at` (aware; now when left out)."""
        return self.state == self.State.OFFERED and self.offer_until > (at or timezone.now())

    def can_be_restored(self, at=None, *, by=None):
        """Whether a cancellation can be undone: within an hour, and what an officer cancelled only by an officer."""
        recent = self.is_cancelled and self.cancelled_at + self.UNDO_WITHIN > (at or timezone.now())
        return recent and (by is not None or not self.cancelled_reason)

    @property
    def seats(self):
        """How many of the date's places this unit takes. One query, unless companions were prefetched."""
        return 1 + (len(self.companions.all()) if self.date.companions_count else 0)

    @property
    def calendar_sequence(self):
        """Grows whenever the calendar entry changes, by the date or by this registration alone."""
        return self.date.ical_sequence + self.ical_sequence


class Companion(models.Model):
    """Somebody who comes with the person and moves with them: never a guest of their own."""

    class Role(models.TextChoices):
        CARER = "carer", _("Carer or family member")
        COMPANION = "companion", _("Friend or companion")
        SUPPORT_WORKER = "support_worker", _("My own support worker")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="companions")
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("who they are"), max_length=20, choices=Role, default=Role.CARER)

    privacy = Privacy(
        purpose="registration", kept="with the registration", personal=("name",), subject="registration__person"
    )
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return str(self.get_role_display())


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
