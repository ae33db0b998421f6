from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from content.ids import public_id
from content.privacy import Privacy
from events.models.dates import EventDate


class Writing(models.Model):
    """What an officer wrote to people of a date; the messages of the outbox say who got it and what became of it."""

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    key = models.CharField(max_length=60, unique=True, editable=False)
    date = models.ForeignKey(EventDate, on_delete=models.PROTECT, related_name="writings")
    subject = I18nCharField(_("subject"), max_length=120)
    body = I18nTextField(_("text"))
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    privacy = Privacy(
        purpose="registration",
        kept="12 months after the event",
        personal=("subject", "body", "made_by"),  # an officer may name somebody in it
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("message to people of a date")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.public_id
