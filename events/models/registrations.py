from datetime import timedelta
from enum import nonmember

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from content.ids import public_id
from content.models import QuestionSet
from content.privacy import Privacy
from events.models.dates import EventDate, Mode


class RegistrationQuerySet(models.QuerySet):
    def placed(self):
        """Holds a place."""
        return self.filter(state=Registration.State.PLACED)

    def offered(self, at=None):
        """Has an offer that can still be accepted at the moment `at` (aware; now when left out)."""
        return self.filter(state=Registration.State.OFFERED).exclude(offer_until__lte=at or timezone.now())

    def lapsed_offers(self, at=None):
        """Was offered a place and did not answer in time, or could not be told of it in time; due to lapse."""
        at = at or timezone.now()
        untold = Q(offer_until=None) & (Q(date__starts_at__lte=at) | Q(date__registration_closes_at__lte=at))
        return self.filter(Q(offer_until__lte=at) | untold, state=Registration.State.OFFERED)

    def waiting(self):
        """On the waiting list, the first in line first."""
        return self.filter(state=Registration.State.WAITING).order_by("waiting_since", "pk")

    def in_line(self):
        """Waits for something: a place, or a place of the other way to come. The first in line first."""
        return self.filter(Q(state=Registration.State.WAITING) | ~Q(wanted_mode="")).order_by("waiting_since", "pk")

    def live(self):
        return self.filter(state__in=Registration.State.live)

    def likely_duplicates(self):
        """Live ones that look like an earlier one that is live too, of which nobody said that it is a second person."""
        return self.live().filter(duplicate_of__state__in=Registration.State.live, is_second_person=False)

    def holding(self):
        """Takes a place away from others: placed, or offered and not yet lapsed by the worker."""
        return self.filter(state__in=Registration.State.holding)


class Registration(models.Model):
    """
    One unit that comes to a date: a person with whom they bring.

    What was typed stands here and not on the Person, so that a booking never changes who somebody is. `key` is the
    draft's: the same key again is the same booking. `waiting_since` is their turn while they are in line, also while a
    place is offered; it is empty once they have a place. Somebody with a place may wait for one of the other way to
    come, `wanted_mode`, and keeps the place until then. `offer_until` is empty while somebody has yet to call or write
    to them. A date that is cancelled leaves its registrations as they are. `duplicate_of` is an earlier booking in the
    same name and address. `attendance_at` is when `attendance` was seen: what was seen later stands.
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
    wanted_mode = models.CharField(
        _("waits to come this way instead"), max_length=20, choices=Mode, blank=True, editable=False
    )
    name = models.CharField(_("name"), max_length=120)
    booked_by = models.CharField(
        _("booked by"), max_length=120, blank=True, help_text=_("Empty when they booked for themselves.")
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(_("telephone number"), max_length=40, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    guardian_name = models.CharField(_("parent or guardian"), max_length=120, blank=True)
    guardian_telephone = models.CharField(_("telephone number of the parent or guardian"), max_length=40, blank=True)
    message = models.TextField(_("anything else they told us"), blank=True)
    question_set = models.ForeignKey(
        QuestionSet, null=True, blank=True, on_delete=models.PROTECT, related_name="registrations", editable=False
    )
    answers = models.JSONField(_("answers to the questions of the event"), default=dict, blank=True, editable=False)
    interests = models.TextField(_("declared interests"), blank=True)
    agreed_at = models.DateTimeField(_("declared and agreed to confidentiality"), null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="duplicates", editable=False
    )
    is_second_person = models.BooleanField(_("is not the same person"), default=False)
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
    attendance_at = models.DateTimeField(null=True, blank=True, editable=False)

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
            "guardian_name",
            "guardian_telephone",
            "message",
            "answers",
            "interests",
            "agreed_at",
            "duplicate_of",
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
                condition=~Q(state="offered") | Q(offered_at__isnull=False),
                violation_error_message=_("An offer needs the time at which it was made."),
            ),
            models.CheckConstraint(
                name="events_registration_wish_has_its_turn",
                condition=Q(wanted_mode="")
                | Q(state="placed", waiting_since__isnull=False) & ~Q(wanted_mode=F("mode")),
                violation_error_message=_("Only somebody with a place can wait for the other way to come."),
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

    @property
    def is_likely_duplicate(self):
        """Whether somebody should ask if this is a second person. One query where there is an earlier booking."""
        earlier = None if self.is_second_person else self.duplicate_of
        return self.is_live and earlier is not None and earlier.is_live

    def has_offer(self, at=None):
        """Whether a place is offered that can still be accepted at the moment `at` (aware; now when left out)."""
        if self.state != self.State.OFFERED:
            return False
        return (self.offer_until or self.date.last_moment_to_answer) > (at or timezone.now())

    def can_be_restored(self, at=None, *, by=None):
        """Whether a cancellation can be undone: within an hour, and what an officer cancelled only by an officer."""
        recent = self.is_cancelled and self.cancelled_at + self.UNDO_WITHIN > (at or timezone.now())
        return recent and (by is not None or not self.cancelled_reason)

    @property
    def seats(self):
        """How many of the date's places this unit takes. One query, unless companions were prefetched."""
        return 1 + (len(self.companions.all()) if self.date.companions_count else 0)

    @property
    def in_line_for(self):
        """The way to come for which they wait, or "" for somebody who waits for nothing."""
        return self.mode if self.is_waiting else self.wanted_mode

    @property
    def calendar_sequence(self):
        """Grows whenever the calendar entry changes, by the date or by this registration alone."""
        return self.date.ical_sequence + self.ical_sequence
