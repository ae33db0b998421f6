from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from content.blocks import QuestionsBlock
from content.privacy import NO_PERSONAL_DATA


class BankEntry(models.Model):
    """Questions that are ready to be copied into forms. A copy is the form's own: neither changes the other."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    source = models.CharField(
        _("where they come from"),
        max_length=200,
        blank=True,
        help_text=_("Who wrote or tested them, and since when they are asked so."),
    )
    questions = StreamField(QuestionsBlock(required=True), verbose_name=_("questions"))

    privacy = NO_PERSONAL_DATA

    class Meta:
        verbose_name = _("bank questions")
        verbose_name_plural = _("question bank")
        ordering = ["name"]

    def __str__(self):
        return self.name
