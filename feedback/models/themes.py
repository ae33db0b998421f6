from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from content.privacy import NO_PERSONAL_DATA, Privacy
from events.models import Note
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
    """
    A passage of a written comment, or of a note of what was said at a date, that belongs to a theme.

    `start` and `end` are character offsets, the end exclusive.
    """

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="codings")
    comment = models.ForeignKey(Comment, null=True, blank=True, on_delete=models.CASCADE, related_name="codings")
    note = models.ForeignKey(Note, null=True, blank=True, on_delete=models.CASCADE, related_name="codings")
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(purpose="analysis", kept="with the comment or note", personal=("by",))
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["theme", "comment", "start"], name="feedback_coding_once"),
            models.UniqueConstraint(fields=["theme", "note", "start"], name="feedback_coding_of_note_once"),
            models.CheckConstraint(
                name="feedback_coding_of_a_comment_or_a_note",
                condition=Q(comment=None, note__isnull=False) | Q(comment__isnull=False, note=None),
                violation_error_message=_("A passage is of one comment or of one note."),
            ),
        ]

    def __str__(self):
        return f"{self.theme_id} in {self.comment_id or self.note_id}"
