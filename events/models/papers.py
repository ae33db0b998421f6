from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from content.ids import public_id
from content.privacy import NO_PERSONAL_DATA
from events.models.dates import EventDate


def private_files():
    """Where files lie that only a view of ours hands out. No web server serves this folder."""
    return FileSystemStorage(location=settings.PRIVATE_ROOT, base_url=None)


class Paper(models.Model):
    """An agenda, a paper or minutes of a date, for everybody, for members of the forum or for those with a place."""

    class Kind(models.TextChoices):
        AGENDA = "agenda", _("Agenda")
        PAPER = "paper", _("Paper")
        MINUTES = "minutes", _("Minutes")

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", _("Everybody")
        MEMBERS = "members", _("Members of the forum, and those with a place")
        PLACED = "placed", _("Those with a place")

    FILE_TYPES = ("pdf", "docx", "odt", "pptx", "xlsx", "ods", "txt", "rtf", "mp3", "png", "jpg")

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    date = models.ForeignKey(EventDate, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.PAPER)
    title = I18nCharField(_("title"), max_length=200)
    file = models.FileField(
        _("file"), storage=private_files, upload_to="papers/%Y/", validators=[FileExtensionValidator(FILE_TYPES)]
    )
    audience = models.CharField(_("who can open it"), max_length=20, choices=Audience, default=Audience.PLACED)
    tells = models.BooleanField(
        _("tell those who can open it"),
        default=False,
        help_text=_(
            "Those with a place, and members of the forum where it is for members or everybody. Told once nothing was "
            "added for 15 minutes, so that several papers make one message."
        ),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = NO_PERSONAL_DATA
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("paper")
        ordering = ["date", "kind", "pk"]

    def __str__(self):
        return str(self.title)
