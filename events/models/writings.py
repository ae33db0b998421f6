from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from content.ids import public_id
from content.privacy import Privacy
from events.models.dates import EventDate
from events.models.forums import ForumPage


class Writing(models.Model):
    """
    What an officer wrote to people of a date, or to members of a forum; the messages of the outbox say who got it and
    what became of it.
    """

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    key = models.CharField(max_length=60, unique=True, editable=False)
    date = models.ForeignKey(EventDate, null=True, on_delete=models.PROTECT, related_name="writings")
    forum = models.ForeignKey(ForumPage, null=True, on_delete=models.PROTECT, related_name="writings")
    subject = I18nCharField(_("subject"), max_length=120)
    body = I18nTextField(_("text"))
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    privacy = Privacy(
        purpose="registration",
        kept="12 months after the event, or after it was written to a forum",
        personal=("subject", "body", "made_by"),  # an officer may name somebody in it
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("message to people of a date or a forum")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="events_writing_of_a_date_or_a_forum",
                condition=Q(date__isnull=False, forum=None) | Q(date=None, forum__isnull=False),
                violation_error_message=_("It is written to people of a date or to members of a forum."),
            )
        ]

    def __str__(self):
        return self.public_id

    @property
    def about(self):
        """The EventDate or the ForumPage."""
        return self.date or self.forum
