from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.privacy import Privacy
from events import needs
from events.models.registrations import Registration


class AccessNeed(models.Model):
    """One need of one registration: what is needed, never why. Its steps follow the Accessible Information Standard."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked for")
        ARRANGED = "arranged", _("Arranged")
        CANNOT_MEET = "cannot_meet", _("Cannot be met")
        MET = "met", _("Met")
        NOT_MET = "not_met", _("Not met")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="needs")
    code = models.CharField(_("need"), max_length=40, choices=needs.choices)
    detail = models.CharField(_("in words"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.ASKED)
    alternative = models.CharField(_("what we offer instead"), max_length=300, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(_("to be arranged by"), null=True, blank=True)
    may_share = models.BooleanField(_("may be shared with the venue or supplier"), default=False)
    is_late = models.BooleanField(_("asked for after the stated day"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        purpose="access needs",
        kept="30 days after the event",
        personal=("detail", "owner"),
        special=("code", "detail"),
        not_personal=("alternative",),
        subject="registration__person",
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("access need")
        ordering = ["registration", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "code"],
                name="events_accessneed_once",
                violation_error_message=_("This need is noted already."),
            ),
            models.CheckConstraint(
                name="events_accessneed_refusal_offers_something",
                condition=~Q(status="cannot_meet") | ~Q(alternative=""),
                violation_error_message=_("Enter what we offer instead."),
            ),
        ]

    def __str__(self):
        return str(needs.NEEDS.label(self.code))
