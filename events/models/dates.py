from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from content.ids import public_id
from content.privacy import NO_PERSONAL_DATA
from events.models.pages import EventPage
from events.models.venues import Venue


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")


class EventDateQuerySet(models.QuerySet):
    """Half-open words of time: every date is upcoming, ongoing or past at a moment, never two of them."""

    def upcoming(self, at=None):
        """Not yet begun at the moment `at` (aware; now when left out)."""
        return self.filter(starts_at__gt=at or timezone.now())

    def ongoing(self, at=None):
        at = at or timezone.now()
        return self.filter(starts_at__lte=at, ends_at__gt=at)

    def past(self, at=None):
        return self.filter(ends_at__lte=at or timezone.now())

    def not_over(self, at=None):
        """Upcoming or ongoing."""
        return self.filter(ends_at__gt=at or timezone.now())

    def scheduled(self):
        return self.filter(cancelled_at=None)

    def open_for_registration(self, at=None):
        """Within the registration window at the moment `at`, not cancelled; says nothing of places."""
        at = at or timezone.now()
        return (
            self.scheduled()
            .upcoming(at)
            .filter(Q(registration_opens_at=None) | Q(registration_opens_at__lte=at))
            .filter(Q(registration_closes_at=None) | Q(registration_closes_at__gt=at))
        )

    def offering(self, mode):
        """With places for this way to come (a value of Mode)."""
        return self.filter(places_online__gt=0) if mode == Mode.ONLINE else self.filter(places_in_person__gt=0)

    def of_forum(self, forum):
        """Of the events under a forum (its page in the main language)."""
        return self.filter(page__in=EventPage.objects.child_of(forum))

    def on_public_pages(self):
        return self.filter(page__in=EventPage.objects.open_to_the_public())


class EventDate(models.Model):
    """
    When and where an event takes place, and how many may come: the row that a booking locks.

    In person and online are two capacities; 0 places means that this way is not offered.
    """

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    page = models.ForeignKey(EventPage, on_delete=models.PROTECT, related_name="dates")
    starts_at = models.DateTimeField(_("starts"), db_index=True)
    ends_at = models.DateTimeField(_("ends"))
    places_in_person = models.PositiveIntegerField(_("places in person"), default=0)
    places_online = models.PositiveIntegerField(_("places online"), default=0)
    companions_count = models.BooleanField(
        _("people who come along take a place"),
        default=False,
        help_text=_("A carer or support worker usually does not take a place from somebody else."),
    )
    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), null=True, blank=True, on_delete=models.PROTECT, related_name="dates"
    )
    note = I18nCharField(_("note about this date"), max_length=300, blank=True)
    joining_instruction = I18nTextField(
        _("joining instruction"), blank=True, help_text=_("Shown only to people with a place.")
    )
    joining_link = models.URLField(_("link to join online"), blank=True)
    dial_in = models.CharField(_("number to join by telephone"), max_length=60, blank=True)
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    needs_by = models.DateField(
        _("tell us your needs by"), null=True, blank=True, help_text=_("A later request is still accepted.")
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to answer an offer"), default=48, help_text=_("Counted between 8am and 8pm on working days.")
    )
    offers_paused = models.BooleanField(_("offers to the waiting list are paused"), default=False)
    ical_sequence = models.PositiveIntegerField(default=0, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_reason = I18nCharField(_("why it was cancelled"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EventDateQuerySet.as_manager()
    privacy = NO_PERSONAL_DATA

    class Meta:
        verbose_name = _("date")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="events_date_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("Enter an end that is after the start."),
            ),
            models.CheckConstraint(
                name="events_date_offers_a_place",
                condition=Q(places_in_person__gt=0) | Q(places_online__gt=0),
                violation_error_message=_("Enter the number of places in person, online or both."),
            ),
            models.CheckConstraint(
                name="events_date_in_person_has_a_venue",
                condition=Q(places_in_person=0) | Q(venue__isnull=False),
                violation_error_message=_("Select the venue where people meet."),
            ),
            models.CheckConstraint(
                name="events_date_registration_closes_after_it_opens",
                condition=Q(registration_opens_at=None)
                | Q(registration_closes_at=None)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
                violation_error_message=_("Enter a closing time that is after the opening time."),
            ),
        ]

    def __str__(self):
        return f"{timezone.localtime(self.starts_at):%d/%m/%Y %H:%M}"

    @property
    def is_cancelled(self):
        return self.cancelled_at is not None

    def obstacle(self, at=None, *, to_public=True):
        """
        Why this date cannot be booked at the moment `at` (aware; now when left out): cancelled, over, closed,
        not_open_yet, or "". The registration window is the public's; an officer books until the end.
        """
        at = at or timezone.now()
        if self.is_cancelled:
            return "cancelled"
        if (self.starts_at if to_public else self.ends_at) <= at:
            return "over"
        if to_public and self.registration_closes_at and self.registration_closes_at <= at:
            return "closed"
        if to_public and self.registration_opens_at and self.registration_opens_at > at:
            return "not_open_yet"
        return ""

    @property
    def last_moment_to_answer(self):
        """Until when a place may be offered or accepted: registration's end, or the start where that comes first."""
        return min(self.registration_closes_at or self.starts_at, self.starts_at)

    @property
    def modes(self):
        """The ways to come that this date offers, as values of Mode."""
        return [mode for mode in Mode if self.places(mode)]

    def places(self, mode):
        """How many seats there are for this way to come (a value of Mode)."""
        return self.places_online if mode == Mode.ONLINE else self.places_in_person
