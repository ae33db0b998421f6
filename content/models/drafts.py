from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.ids import random_key
from content.privacy import Privacy


class DraftQuerySet(models.QuerySet):
    def live(self, at=None):
        """Not yet expired at the moment `at` (aware; now when left out)."""
        return self.filter(expires_at__gt=at or timezone.now())

    def expired(self, at=None):
        return self.filter(expires_at__lte=at or timezone.now())


class Draft(models.Model):
    """
    What somebody has typed so far on the way through question pages.

    `key` is a secret that travels in the form, never in an address; it is also the idempotency key of the last step.
    `purpose` is `"<journey>:<subject's public id>"`, so that a key cannot be used on another journey. `code` opens a
    draft on any device, and only one that was saved to come back to has it.
    """

    LIFETIME = timedelta(hours=24)
    SAVED_FOR = timedelta(days=30)

    key = models.CharField(max_length=40, unique=True, default=random_key, editable=False)
    purpose = models.CharField(max_length=80)
    code = models.CharField(max_length=10, blank=True, editable=False)
    answers = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), db_index=True)

    objects = DraftQuerySet.as_manager()
    privacy = Privacy(
        purpose="registration or feedback, until it is sent",
        kept="24 hours after the last page, 30 days where somebody saved it to come back",
        personal=("answers",),
        not_personal=("purpose", "code"),
    )
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="content_draft_code_once"),
        ]

    def __str__(self):
        return f"draft {self.pk}"

    def save(self, *args, **kwargs):
        self.expires_at = self.expires_at or timezone.now() + self.LIFETIME
        super().save(*args, **kwargs)
