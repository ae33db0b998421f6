from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nTextField

from content.privacy import NO_PERSONAL_DATA
from reviews.models.topics import Topic


class OutcomeQuerySet(models.QuerySet):
    def published(self, at=None):
        """Told to the public by the day `at` (a date in London; today when left out)."""
        return self.filter(published_on__lte=at or timezone.localdate())


class Outcome(models.Model):
    """ "You said, we did": what people said, what was decided, and why, also when nothing can be changed."""

    class Decision(models.TextChoices):
        DONE = "done", _("Done")
        IN_PROGRESS = "in_progress", _("In progress")
        PLANNED = "planned", _("Planned")
        CANNOT_DO = "cannot_do", _("We cannot do this")
        PASSED_ON = "passed_on", _("Passed to others")

    TAG_CLASSES = {
        Decision.DONE: "nhsuk-tag--green",
        Decision.IN_PROGRESS: "nhsuk-tag--blue",
        Decision.PLANNED: "nhsuk-tag--blue",
        Decision.CANNOT_DO: "nhsuk-tag--grey",
        Decision.PASSED_ON: "nhsuk-tag--white",
    }

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="outcomes")
    you_said = I18nTextField(_("you said"))
    we_did = I18nTextField(_("we did"))
    decision = models.CharField(_("decision"), max_length=20, choices=Decision)
    reason = I18nTextField(_("reason"), blank=True)
    decided_on = models.DateField(_("decided on"))
    published_on = models.DateField(_("shown from"), null=True, blank=True)

    objects = OutcomeQuerySet.as_manager()
    privacy = NO_PERSONAL_DATA

    class Meta:
        verbose_name = _("outcome")
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="reviews_outcome_refusal_has_a_reason",
                condition=~Q(decision="cannot_do") | ~Q(reason__in=["", "{}"]),  # no language has any text
                violation_error_message=_("Enter the reason why this cannot be done."),
            )
        ]

    def __str__(self):
        return f"{self.get_decision_display()} ({self.decided_on:%Y-%m-%d})"

    @property
    def tag_class(self):
        return self.TAG_CLASSES[self.decision]
