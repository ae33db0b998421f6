from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.ids import public_id
from content.privacy import Privacy
from feedback.models.surveys import Survey


class AnswersFile(models.Model):
    """
    A file of answers on its way in: all of it, or nothing.

    `header` and `rows` are its cells as text, each row after its number in the file; `digest` is the SHA-256 of the
    file, so that the same file again brings nobody twice. `day` holds for rows that do not say theirs. Once it is
    taken in, no cell stays.
    """

    class Status(models.TextChoices):
        CHECKED = "checked", _("Read, nothing is taken in yet")
        RUNNING = "running", _("Being taken in")
        DONE = "done", _("Taken in")

    KEPT_DAYS = 7

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="files")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    header = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    day = models.DateField()
    status = models.CharField(max_length=20, choices=Status, default=Status.CHECKED)
    taken = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        purpose="feedback",
        kept="7 days",
        personal=("rows", "by"),
        special=("rows",),
        not_personal=("file_name", "header", "digest"),
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file of answers")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.public_id
