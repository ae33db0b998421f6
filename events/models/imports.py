from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.ids import public_id
from content.privacy import Privacy
from events.models.dates import EventDate
from events.models.forums import ForumPage


class GuestImport(models.Model):
    """
    A file of people who come to a date or belong to a forum, on its way in.

    `header` and `rows` are the cells of the file as text, each row after its number in the file; `chosen` is which
    column is what and what holds for all rows, `fates` what became of each row. Once the file is taken in, only the
    cells of rows that were left out stay. Row n is booked under the key `import:<public id>:<n>`, so that nothing is
    booked twice when it is started again.
    """

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("Read")
        MATCHED = "matched", _("Checked")
        RUNNING = "running", _("Being taken in")
        DONE = "done", _("Taken in")

    KEPT_DAYS = 7

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    date = models.ForeignKey(EventDate, null=True, blank=True, on_delete=models.CASCADE, related_name="imports")
    forum = models.ForeignKey(ForumPage, null=True, blank=True, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200)
    header = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    chosen = models.JSONField(default=dict)
    fates = models.JSONField(default=list)
    status = models.CharField(max_length=20, choices=Status, default=Status.UPLOADED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(
        purpose="registration",
        kept="7 days",
        personal=("rows", "fates", "by"),
        special=("rows",),
        not_personal=("file_name", "header", "chosen"),
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of people")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="events_guestimport_into_one_thing",
                condition=Q(date__isnull=False, forum=None) | Q(date=None, forum__isnull=False),
                violation_error_message=_("A file is taken in for a date or for a forum."),
            )
        ]

    def __str__(self):
        return self.public_id
