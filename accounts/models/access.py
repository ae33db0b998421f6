from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.privacy import Privacy


class AccessLog(models.Model):
    """Who read, changed or took away personal data, when, and why. Append-only; names nobody who takes part."""

    class Action(models.TextChoices):
        VIEWED = "viewed", _("Viewed")
        SEARCHED = "searched", _("Searched")
        CHANGED = "changed", _("Changed")
        EXPORTED = "exported", _("Exported")
        CANCELLED = "cancelled", _("Cancelled")
        BOOKED = "booked", _("Booked")
        SENT = "sent", _("Sent again")
        ERASED = "erased", _("Erased")

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=20, choices=Action)
    what = models.CharField(_("what"), max_length=200, help_text=_("Model and public id, or the name of the export."))
    subject = models.CharField(max_length=40, blank=True, db_index=True)
    rows = models.PositiveIntegerField(_("number of rows"), default=1)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    privacy = Privacy(
        purpose="accountability",
        kept="6 years",
        personal=("by", "subject", "reason"),
        subject="subject",
        not_personal=("what",),
    )
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("access")
        verbose_name_plural = _("access log")

    def __str__(self):
        return f"{self.action} {self.what}"
