from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from i18nfield.fields import I18nTextField

from content.models import main_locale
from content.privacy import NO_PERSONAL_DATA
from events.models.pages import EventPage


class ReminderRule(models.Model):
    """So long before or after a date, these people get a reminder. An event with rules of its own has only those."""

    class Unit(models.TextChoices):
        DAYS = "days", _("Days")
        HOURS = "hours", _("Hours")

    class Side(models.TextChoices):
        BEFORE = "before", _("Before it begins")
        AFTER = "after", _("After it ended")

    class Audience(models.TextChoices):
        PLACED = "placed", _("Everybody with a place")
        IN_PERSON = "in_person", _("Those with a place in person")
        ONLINE = "online", _("Those with a place online")
        WAITING = "waiting", _("Those on the waiting list")
        MEMBERS = "members", _("Members of the forum who have not booked")
        CAME = "came", _("Those who came")

    page = models.ForeignKey(
        EventPage,
        verbose_name=_("event"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="reminder_rules",
        help_text=_("Empty: for all events that have no reminders of their own."),
    )
    number = models.PositiveSmallIntegerField(_("how long"))
    unit = models.CharField(_("counted in"), max_length=10, choices=Unit, default=Unit.DAYS)
    side = models.CharField(_("when"), max_length=10, choices=Side, default=Side.BEFORE)
    audience = models.CharField(_("to whom"), max_length=20, choices=Audience, default=Audience.PLACED)
    note = I18nTextField(
        _("what to add"),
        blank=True,
        help_text=_("Day, time, place and how to join are said without it. Name no condition and no person."),
    )
    since = models.DateTimeField(auto_now=True)

    privacy = NO_PERSONAL_DATA

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["page", "side", "-unit", "-number", "pk"]
        constraints = [
            models.CheckConstraint(
                name="events_reminder_is_some_time_away",
                condition=Q(number__gt=0),
                violation_error_message=_("Enter a number that is more than 0."),
            ),
            models.CheckConstraint(
                name="events_reminder_of_who_came_is_afterwards",
                condition=~Q(audience="came") | Q(side="after"),
                violation_error_message=_("Who came is known only afterwards: select “After it ended”."),
            ),
            models.CheckConstraint(
                name="events_reminder_of_who_may_come_is_before",
                condition=~Q(audience__in=["waiting", "members"]) | Q(side="before"),
                violation_error_message=_("Those without a place are reminded before: select “Before it begins”."),
            ),
            models.CheckConstraint(
                name="events_reminder_afterwards_says_something",
                condition=Q(side="before") | ~Q(note__in=["", "{}"]),  # no language has any text
                violation_error_message=_("Enter what you want to say afterwards."),
            ),
        ]

    def __str__(self):
        words = {
            (self.Unit.DAYS, self.Side.BEFORE): ngettext("%(n)s day before", "%(n)s days before", self.number),
            (self.Unit.HOURS, self.Side.BEFORE): ngettext("%(n)s hour before", "%(n)s hours before", self.number),
            (self.Unit.DAYS, self.Side.AFTER): ngettext("%(n)s day after", "%(n)s days after", self.number),
            (self.Unit.HOURS, self.Side.AFTER): ngettext("%(n)s hour after", "%(n)s hours after", self.number),
        }
        return words[self.unit, self.side] % {"n": self.number}

    def clean(self):
        if self.page and self.page.locale_id != main_locale().pk:
            raise ValidationError({"page": _("Choose the page in the main language: its dates are the same.")})

    @property
    def is_afterwards(self):
        return self.side == self.Side.AFTER

    def moment(self, date):
        """
        When this reminder of a date is due (aware). Days are counted on London's clock: what begins at 10am is reminded
        of at 10am, on whichever side of a clock change.
        """
        anchor = date.ends_at if self.is_afterwards else date.starts_at
        direction = 1 if self.is_afterwards else -1
        if self.unit == self.Unit.HOURS:
            return anchor + direction * timedelta(hours=self.number)
        on_the_clock = timezone.make_naive(anchor, timezone.get_default_timezone())
        return timezone.make_aware(
            on_the_clock + direction * timedelta(days=self.number), timezone.get_default_timezone()
        )
