from datetime import timedelta
from enum import nonmember

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from content.ids import public_id
from content.privacy import Privacy
from events.models.forums import ForumPage


class MembershipQuerySet(models.QuerySet):
    def current(self):
        """Members now; somebody who pauses is none."""
        return self.filter(state=Membership.State.MEMBER)

    def belonging(self):
        """Members and those who pause: their terms run."""
        return self.filter(state__in=Membership.State.belonging)

    def not_ended(self):
        """Those, and whoever waits for our answer or we for theirs."""
        return self.exclude(state__in=Membership.State.ended)

    def applications_first(self):
        """Who waits for an answer, the longest first; then everybody else by name."""
        waits = Case(When(state=Membership.State.APPLIED, then="joined_at"))
        return self.order_by(waits.asc(nulls_last=True), "name", "pk")

    def applied(self):
        """Whoever asked to join and has no answer yet."""
        return self.filter(state=Membership.State.APPLIED)

    def with_term_ending(self, at=None):
        """Those whose term ends within 30 days of the moment `at`, or is over while nobody has ended or extended it."""
        return self.belonging().filter(until__lte=timezone.localdate(at) + Membership.TERM_ENDS_SOON)

    def with_term_over(self, at=None):
        return self.belonging().filter(until__lt=timezone.localdate(at))


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

        belonging = nonmember(("member", "paused"))
        ended = nonmember(("left", "declined", "refused"))

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        CHAIR = "chair", _("Chair")
        CARER_REPRESENTATIVE = "carer_representative", _("Carer representative")

    ANSWER_WITHIN = timedelta(days=14)  # whoever asks to join hears from us
    TERM_ENDS_SOON = timedelta(days=30)

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

    @property
    def language(self):
        """In which we write to them."""
        return self.person.language if self.person else settings.LANGUAGE_CODE

    @property
    def belongs(self):
        """A member, even one who pauses."""
        return self.state in self.State.belonging

    @property
    def has_ended(self):
        return self.state in self.State.ended

    @property
    def was_taken_back(self):
        """They asked to join, and changed their mind before anybody decided."""
        return self.state == self.State.DECLINED and self.decided_at is None

    @property
    def state_in_words(self):
        return gettext("Took their application back") if self.was_taken_back else self.get_state_display()

    @property
    def answer_by(self):
        """The day by which somebody who asked to join hears from us; None for everybody else."""
        return timezone.localdate(self.joined_at + self.ANSWER_WITHIN) if self.state == self.State.APPLIED else None

    def answer_is_late(self, at=None):
        return self.answer_by is not None and self.answer_by < timezone.localdate(at)

    def term_ends_soon(self, at=None):
        return self.belongs and self.until is not None and self.until <= timezone.localdate(at) + self.TERM_ENDS_SOON

    def term_is_over(self, at=None):
        """The last day of the term has passed; they stay a member until an officer ends or extends it."""
        return self.belongs and self.until is not None and self.until < timezone.localdate(at)
