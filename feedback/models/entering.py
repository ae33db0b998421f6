from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.privacy import Privacy
from feedback.models.surveys import Survey


class Entering(models.Model):
    """
    How many answers somebody entered for a form on one day: the log of that.

    A line with a time for each answer would tell when it was given, and so by whom: a call to somebody is noted with
    its time. So this is one row for a day, and it names no answer.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="entering")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    day = models.DateField()
    number = models.PositiveIntegerField(default=0)

    privacy = Privacy(purpose="accountability", kept="with the form", personal=("by",))
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("day of entering")
        constraints = [
            models.UniqueConstraint(fields=["survey", "by", "day"], name="feedback_entering_once"),
        ]

    def __str__(self):
        return f"{self.number} on {self.day}"
