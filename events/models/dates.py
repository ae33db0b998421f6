from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from content.ids import public_id
from content.privacy import NO_PERSONAL_DATA, Privacy
from events.models.pages import EventPage
from events.models.venues import Venue
from reviews.models import Promise


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")


class Booking(models.TextChoices):
    """How people come by a place on a date."""

    HERE = "here", _("On this site")
    DROP_IN = "drop_in", _("No booking: people drop in")
    ELSEWHERE = "elsewhere", _("On another site")


class Age(models.IntegerChoices):
    """From which age somebody may come. Under 13 only a parent or guardian books (UK GDPR article 8, DPA 2018)."""

    ANY = 0, _("Any age. Under 16 with a parent or guardian to contact, under 13 booked by them")
    THIRTEEN = 13, _("13 or over. Under 16 with a parent or guardian to contact")
    SIXTEEN = 16, _("16 or over")
    EIGHTEEN = 18, _("18 or over")


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
        """
        Everybody can book it, or come without booking here, at the moment `at`; says nothing of places.

        Neither cancelled nor begun; and where it is booked here, within the window and not only for members.
        """
        at = at or timezone.now()
        in_window = (
            (Q(registration_opens_at=None) | Q(registration_opens_at__lte=at))
            & (Q(registration_closes_at=None) | Q(registration_closes_at__gt=at))
            & (Q(members_first_until=None) | Q(members_first_until__lte=at))
        )
        return self.scheduled().upcoming(at).filter(in_window | ~Q(booking=Booking.HERE))

    def offering(self, mode):
        """With places for this way to come (a value of Mode)."""
        return self.filter(places_online__gt=0) if mode == Mode.ONLINE else self.filter(places_in_person__gt=0)

    def of_forum(self, forum):
        """Of the events under a forum (its page in the main language)."""
        return self.filter(page__in=EventPage.objects.child_of(forum))

    def on_public_pages(self):
        return self.filter(page__in=EventPage.objects.open_to_the_public())

    def with_statements(self):
        """
        With all that the gate for inclusion asks (`events.gate`), in the same query: page, venue, `told_by` (the last
        day of the page's open promises) and `gate_override` (why booking may open although not everything is stated).
        """
        promises = Promise.objects.open().filter(page=OuterRef("page")).order_by("-by")
        overrides = Override.objects.filter(date=OuterRef("pk"), rule=Override.Rule.GATE).order_by("-at", "-pk")
        return self.select_related("page", "venue").annotate(
            told_by=Subquery(promises.values("by")[:1]), gate_override=Subquery(overrides.values("reason")[:1])
        )

    def to_book(self):
        """With all that decides whether somebody can book, but for the places: `with_statements`, and `is_on_site`."""
        page = EventPage.objects.open_to_the_public().filter(pk=OuterRef("page"))
        return self.with_statements().annotate(is_on_site=Exists(page))


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
    booking = models.CharField(_("how people book"), max_length=20, choices=Booking, default=Booking.HERE)
    booking_address = models.URLField(_("where people book"), blank=True)
    minimum_age = models.PositiveSmallIntegerField(_("who may come"), choices=Age, default=Age.SIXTEEN)
    needs_agreement = models.BooleanField(
        _("a product is discussed"),
        default=False,
        help_text=_("People declare their interests and agree to confidentiality before papers open to them."),
    )
    note = I18nCharField(_("note about this date"), max_length=300, blank=True)
    joining_instruction = I18nTextField(
        _("joining instruction"), blank=True, help_text=_("Shown only to people with a place.")
    )
    joining_link = models.URLField(_("link to join online"), blank=True)
    dial_in = models.CharField(_("number to join by telephone"), max_length=60, blank=True)
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    members_first_until = models.DateTimeField(
        _("only members of the forum can book until"),
        null=True,
        blank=True,
        help_text=_("Members book by the link to their membership. Leave it empty when everybody may book at once."),
    )
    changes_until = models.DateTimeField(
        _("people can change or cancel until"), null=True, blank=True, help_text=_("Empty: until the date begins.")
    )
    needs_by = models.DateField(
        _("tell us your needs by"), null=True, blank=True, help_text=_("A later request is still accepted.")
    )
    needs_answer_by = models.DateField(_("we say by then what is arranged"), null=True, blank=True)
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
            models.CheckConstraint(
                name="events_date_booked_elsewhere_says_where",
                condition=~Q(booking="elsewhere") | ~Q(booking_address=""),
                violation_error_message=_("Enter the address of the page on which people book."),
            ),
        ]

    def __str__(self):
        return f"{timezone.localtime(self.starts_at):%d/%m/%Y %H:%M}"

    @property
    def is_cancelled(self):
        return self.cancelled_at is not None

    @property
    def is_booked_here(self):
        """Whether places are given on this site: otherwise nobody's are counted."""
        return self.booking == Booking.HERE

    @property
    def booking_host(self):
        """The name of the other site on which people book."""
        return urlsplit(self.booking_address).hostname or ""

    @property
    def is_for_under_16(self):
        """Whether people under 16 may come, so that somebody must be named for worries about them."""
        return self.minimum_age < Age.SIXTEEN

    def obstacle(self, at=None, *, to_public=True, is_member=False):
        """
        Why this date cannot be booked at the moment `at` (aware; now when left out): cancelled, over, drop_in,
        elsewhere, closed, not_open_yet, members_first, or "". The registration window is the public's; an officer books
        until the end. Only `is_member` books while members go first.
        """
        at = at or timezone.now()
        if self.is_cancelled:
            return "cancelled"
        if (self.starts_at if to_public else self.ends_at) <= at:
            return "over"
        if not self.is_booked_here:
            return self.booking
        return self._window(at, is_member) if to_public else ""

    def _window(self, at, is_member):
        if self.registration_closes_at and self.registration_closes_at <= at:
            return "closed"
        if self.registration_opens_at and self.registration_opens_at > at:
            return "not_open_yet"
        if self.members_first_until and self.members_first_until > at and not is_member:
            return "members_first"
        return ""

    def can_be_changed(self, at=None):
        """Whether people may change or give back what they booked by their link; afterwards they get in touch."""
        return (self.changes_until or self.starts_at) > (at or timezone.now())

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


class Override(models.Model):
    """A rule of a date that somebody set aside, with the reason that is shown. Append-only."""

    class Rule(models.TextChoices):
        GATE = "gate", _("Booking opened although not everything is stated")
        PLACES = "places", _("Fewer places than people who have one")

    date = models.ForeignKey(EventDate, on_delete=models.CASCADE, related_name="overrides")
    rule = models.CharField(_("rule"), max_length=20, choices=Rule)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    privacy = Privacy(
        purpose="accountability", kept="with the event", personal=("by",), not_personal=("rule", "reason")
    )
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="events_override_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Enter the reason."),
            )
        ]

    def __str__(self):
        return str(self.get_rule_display())
