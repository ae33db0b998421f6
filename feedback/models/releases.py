from django.db import models
from django.utils.translation import gettext_lazy as _

from content.ids import public_id
from content.privacy import NO_PERSONAL_DATA
from feedback.models.surveys import Survey


class Release(models.Model):
    """
    A snapshot of protected tables that a design team sees and takes away: made once, never changed, never live.

    `counted` is the exact number of responses and stays inside; `base` is what is shown (rounded by the profile), None
    below the minimum base.
    """

    class Why(models.TextChoices):
        CLOSED = "closed", _("The form closed")
        TEN_MORE = "ten_more", _("At least ten more people answered")

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="releases")
    why = models.CharField(max_length=20, choices=Why)
    profile = models.CharField(_("disclosure profile"), max_length=20)
    counted = models.PositiveIntegerField(editable=False)
    base = models.PositiveIntegerField(null=True, blank=True)
    tables = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    privacy = NO_PERSONAL_DATA
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("release")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "counted", "why"], name="feedback_release_once"),
        ]

    def __str__(self):
        return self.public_id
