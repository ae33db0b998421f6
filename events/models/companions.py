from django.db import models
from django.utils.translation import gettext_lazy as _

from content.privacy import Privacy
from events.models.registrations import Registration


class Companion(models.Model):
    """Somebody who comes with the person and moves with them: never a guest of their own."""

    class Role(models.TextChoices):
        CARER = "carer", _("Carer or family member")
        COMPANION = "companion", _("Friend or companion")
        SUPPORT_WORKER = "support_worker", _("My own support worker")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="companions")
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("who they are"), max_length=20, choices=Role, default=Role.CARER)

    privacy = Privacy(
        purpose="registration", kept="with the registration", personal=("name",), subject="registration__person"
    )
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return str(self.get_role_display())
