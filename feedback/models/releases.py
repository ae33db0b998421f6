import hashlib
import json

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.ids import public_id
from content.privacy import NO_PERSONAL_DATA
from feedback.models.surveys import Profile, Survey


class ReleaseIsFinal(Exception):
    """A release is made once and never changed or deleted: somebody may have taken it away."""


class ReleaseQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise ReleaseIsFinal

    def delete(self):
        raise ReleaseIsFinal


class Release(models.Model):
    """
    A snapshot of protected tables that a design team sees and takes away: made once, never changed, never live.

    `counted` is the exact number of responses and stays inside; `base` is what is shown (rounded by the profile), None
    below the minimum base. `upto` is the newest response counted: comments of later ones wait for the next release.
    `asked` stays inside too: for each table the key of its question, how many people it counts, exactly, and in which
    versions of the questions.
    """

    class Why(models.TextChoices):
        TEN_MORE = "ten_more", _("At least 10 more people answered")
        CLOSED = "closed", _("The form closed")
        KEPT = "kept", _("The form closed; too few more people had answered, so the last summary stands")

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="releases")
    why = models.CharField(max_length=20, choices=Why)
    profile = models.CharField(_("disclosure profile"), max_length=20, choices=Profile)
    counted = models.PositiveIntegerField(editable=False)
    base = models.PositiveIntegerField(null=True, blank=True)
    upto = models.PositiveBigIntegerField(default=0, editable=False)
    tables = models.JSONField(default=list)
    asked = models.JSONField(null=True, editable=False)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    objects = ReleaseQuerySet.as_manager()
    privacy = NO_PERSONAL_DATA
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("summary for design teams")
        verbose_name_plural = _("summaries for design teams")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "counted", "why"], name="feedback_release_once"),
            models.CheckConstraint(
                name="feedback_release_below_the_base_has_no_tables",
                condition=models.Q(base__isnull=False, base__gte=10) | models.Q(base=None, tables=[]),
                violation_error_message=_("A summary of fewer than 10 people holds no table."),
            ),
        ]

    def __str__(self):
        return self.public_id

    def save(self, *args, **kwargs):
        if self.pk:
            raise ReleaseIsFinal
        self.digest = digest_of(self.tables)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ReleaseIsFinal

    @property
    def is_last(self):
        """Whether it was made, or confirmed, when the form closed. A form that opens again may still bring another."""
        return self.why in (self.Why.CLOSED, self.Why.KEPT)

    @property
    def is_intact(self):
        """Whether the tables are still those that were released."""
        return self.digest == digest_of(self.tables)


def digest_of(tables):
    """The SHA-256 of protected tables as JSON."""
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()
