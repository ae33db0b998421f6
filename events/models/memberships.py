from enum import nonmember

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from content.ids import public_id
from content.privacy import Privacy
from events.models.forums import ForumPage


class MembershipQuerySet(models.QuerySet):
    def current(self):
        """Members now; somebody who pauses is none."""
        return self.filter(state=Membership.State.MEMBER)


class Membership(models.Model):
    """Somebody who belongs to a forum. As for a booking, `key` is the draft's: the same key is the same membership."""

    class State(models.TextChoices):
        APPLIED = "applied", _("Asked to join")
        INVITED = "invited", _("Invited to join")
        MEMBER = "member", _("Member")
        PAUSED = "paused", _("Paused")
        LEFT = "left", _("Left")
        DECLINED = "declined", _("Not taken on")
        REFUSED = "refused", _("Said no to the invitation")

        ended = nonmember(("left", "declined", "refused"))

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        CHAIR = "chair", _("Chair")
        CARER_REPRESENTATIVE = "carer_representative", _("Carer representative")

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    key = models.CharField(max_length=60, unique=True, editable=False)
    forum = models.ForeignKey(ForumPage, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="memberships")
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.MEMBER)
    role = models.CharField(_("role"), max_length=30, choices=Role, default=Role.MEMBER)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(_("telephone number"), max_length=40, blank=True)
    why = models.TextField(_("what brings you here"), blank=True)
    link_version = models.PositiveIntegerField(default=1, editable=False)
    joined_at = models.DateTimeField(default=timezone.now)
    until = models.DateField(_("term ends"), null=True, blank=True)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decision = models.TextField(_("what we wrote to them"), blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    privacy = Privacy(
        purpose="registration",
        kept="12 months after leaving",
        personal=("person", "name", "email", "telephone", "why", "decision"),
        subject="person",
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("membership")
        ordering = ["forum", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="events_membership_left_is_dated",
                condition=~Q(state="left") | Q(left_at__isnull=False),
                violation_error_message=_("Somebody who left needs the day on which they left."),
            )
        ]

    def __str__(self):
        return self.public_id
