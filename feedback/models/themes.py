from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from content.privacy import NO_PERSONAL_DATA, Privacy
from feedback.models.responses import Comment
from reviews.models import Outcome, Topic


class Theme(models.Model):
    """What many people said in their own words, and which outcome answers it."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="themes")
    name = I18nCharField(_("name"), max_length=120)
    description = I18nTextField(_("description"), blank=True)
    outcomes = models.ManyToManyField(Outcome, blank=True, related_name="themes", verbose_name=_("outcomes"))

    privacy = NO_PERSONAL_DATA

    class Meta:
        verbose_name = _("theme")
        ordering = ["pk"]

    def __str__(self):
        return str(self.name)


class Coding(models.Model):
    """A passage of a comment that belongs to a theme: character offsets, the end exclusive."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="codings")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="codings")
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(purpose="analysis", kept="with the comment", personal=("by",))
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["theme", "comment", "start"], name="feedback_coding_once"),
        ]

    def __str__(self):
        return f"{self.theme_id} in {self.comment_id}"
