"""Where a topic stands: facts that an officer states, with history; never drafted with the page."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from content.privacy import NO_PERSONAL_DATA, Privacy
from reviews import lists
from reviews.models.topics import Topic


class TopicStatus(models.Model):
    """One step of a topic's history. The newest row is the status now; a topic may pause, skip or go back."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="statuses")
    status = models.CharField(_("status"), max_length=40, choices=lists.statuses)
    reason = I18nCharField(_("reason"), max_length=300, blank=True)
    since = models.DateField(_("since"), default=timezone.localdate)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(purpose="accountability", kept="as long as the topic", personal=("by",), not_personal=("reason",))

    class Meta:
        verbose_name = _("status")
        verbose_name_plural = _("statuses")
        ordering = ["-since", "-pk"]
        indexes = [models.Index(fields=["topic", "-since"])]

    def __str__(self):
        return str(lists.status_label(self.status))

    @property
    def is_open(self):
        return lists.is_ongoing(self.status)

    @property
    def tag_class(self):
        return lists.tag_class(self.status)


class MilestoneQuerySet(models.QuerySet):
    def past(self, at=None):
        """Over before the day `at` (a date in London; today when left out)."""
        return self.filter(ends_on__lt=at or timezone.localdate())

    def current(self, at=None):
        on = at or timezone.localdate()
        return self.filter(starts_on__lte=on, ends_on__gte=on)

    def coming(self, at=None):
        return self.filter(starts_on__gt=at or timezone.localdate())

    def not_over(self, at=None):
        """Current or coming."""
        return self.filter(ends_on__gte=at or timezone.localdate())


class Milestone(models.Model):
    """A dated step of a topic, a day or a range of days, both inclusive. Provisional until it is certain."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="milestones")
    kind = models.CharField(_("kind"), max_length=40, choices=lists.milestones)
    title = I18nCharField(_("title"), max_length=200)
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"), help_text=_("The same day for something that takes one day."))
    provisional = models.BooleanField(_("provisional"), default=True)
    url = models.URLField(_("web address"), blank=True)

    objects = MilestoneQuerySet.as_manager()
    privacy = NO_PERSONAL_DATA

    class Meta:
        verbose_name = _("milestone")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="reviews_milestone_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Enter an end that is not before the start."),
            )
        ]

    def __str__(self):
        return str(self.title)


class PromiseQuerySet(models.QuerySet):
    def open(self):
        return self.filter(kept_on=None)

    def overdue(self, at=None):
        """Not kept, and due before the day `at` (a date in London; today when left out)."""
        return self.open().filter(by__lt=at or timezone.localdate())


class Promise(models.Model):
    """ "We will tell you by": the day on which people hear what became of what they said, for any page."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="promises")
    by = models.DateField(_("we will tell you by"))
    kept_on = models.DateField(_("told on"), null=True, blank=True)
    why_late = I18nCharField(_("why it is late"), max_length=300, blank=True)

    objects = PromiseQuerySet.as_manager()
    privacy = NO_PERSONAL_DATA

    class Meta:
        verbose_name = _("promise")
        ordering = ["by", "pk"]

    def __str__(self):
        return f"{self.by:%Y-%m-%d}"

    @property
    def is_overdue(self):
        return self.kept_on is None and self.by < timezone.localdate()
