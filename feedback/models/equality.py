from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.privacy import NO_PERSONAL_DATA, Privacy
from feedback.models.surveys import Survey


class EqualityAnswers(models.Model):
    """
    Equality answers, apart from everything: no key to a person or response, the month only.

    Rows are written shuffled, several together (HOUSE rule), so that their order tells nothing. `answers` has each
    question that was shown by its id: None where it was left out.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="equality_answers")
    month = models.DateField()
    answers = models.JSONField()

    privacy = Privacy(
        purpose="equality monitoring", kept="2 years, in totals after that", personal=(), special=("answers",)
    )
    wagtail_reference_index_ignore = True

    def __str__(self):
        return f"{self.month:%Y-%m}"


class EqualityWaiting(models.Model):
    """
    What waits to be written, of one form and month: one row, shuffled anew and sealed whole with each answer.

    The key that opens it is not in the database, so that nothing of it can be held against when answers were written.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    sealed = models.TextField()

    privacy = Privacy(
        purpose="equality monitoring", kept="until 10 wait, or the month is over", personal=(), special=("sealed",)
    )
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "month"], name="feedback_equality_waits_once")]

    def __str__(self):
        return f"{self.month:%Y-%m}"


class EqualityTotals(models.Model):
    """The totals of one form as officers see them: protected tables, made anew when ten more people are in them."""

    survey = models.OneToOneField(Survey, on_delete=models.PROTECT, related_name="equality_totals")
    counted = models.PositiveIntegerField(editable=False)
    tables = models.JSONField()
    made_on = models.DateField(default=timezone.localdate)

    privacy = NO_PERSONAL_DATA
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("totals of equality answers")

    def __str__(self):
        return f"{self.made_on}"
