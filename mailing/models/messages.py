from enum import nonmember

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from content.ids import public_id
from content.privacy import Privacy
from mailing import registry


class MessageQuerySet(models.QuerySet):
    def due(self, at=None):
        """Ready to be claimed by a worker at the moment `at` (aware; now when left out)."""
        at = at or timezone.now()
        return self.filter(state=Message.State.QUEUED, due_at__lte=at).filter(
            Q(lease_until=None) | Q(lease_until__lte=at)
        )

    def tasks(self):
        """What somebody must do by hand: a call, a text message or a letter."""
        return self.filter(state=Message.State.TASK)

    def most_urgent_first(self):
        """Tasks by when they must be done; what may be done at any time stands last, the oldest first."""
        return self.order_by(F("do_by").asc(nulls_last=True), "due_at", "pk")


class Message(models.Model):
    """
    One message in the outbox, written in the transaction of what it tells.

    It holds no text until it is sent: `kind` and `context` (ids, what changed) say what to render, `about` is the
    public id of the row it is about. `once` is unique: the same occasion never makes two messages for one person.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting to be sent")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Delivered")
        BOUNCED = "bounced", _("Came back")
        COMPLAINED = "complained", _("Reported as unwanted")
        WITHHELD = "withheld", _("Not sent")
        FAILED = "failed", _("Failed")
        TASK = "task", _("To be done by hand")
        DONE = "done", _("Done by hand")

        waiting = nonmember(("queued", "task"))  # nobody has seen it yet
        arrived = nonmember(("sent", "delivered", "complained", "done"))  # as far as we know

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        TELEPHONE = "telephone", _("Telephone call")
        TEXT = "text", _("Text message")
        LETTER = "letter", _("Letter")

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    once = models.CharField(max_length=200, unique=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="messages")
    to = models.EmailField(_("address"), blank=True, help_text=_("Only where no person row has it."))
    about = models.CharField(max_length=40, blank=True, db_index=True)
    context = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")
    channel = models.CharField(_("channel"), max_length=20, choices=Channel, default=Channel.EMAIL)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.QUEUED)
    why = models.CharField(_("why"), max_length=300, blank=True)
    priority = models.SmallIntegerField(default=0)
    forget = models.BooleanField(default=False, help_text=_("Wipe address and text as soon as it was accepted."))
    sensitive = models.BooleanField(default=False, help_text=_("The text is never shown to an officer."))
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    do_by = models.DateTimeField(null=True, blank=True, help_text=_("By when it must be done, where it is by hand."))
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    provider_id = models.CharField(max_length=200, blank=True, db_index=True)

    objects = MessageQuerySet.as_manager()
    privacy = Privacy(
        purpose="registration",
        kept="text 14 days, the row 12 months",
        personal=("person", "to", "about", "once", "context", "subject", "text", "html", "why", "done_by"),
        subject="person",
        not_personal=("kind", "provider_id"),
    )
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "due_at"])]
        constraints = [
            models.CheckConstraint(
                name="mailing_message_task_is_not_email",
                condition=~Q(state="task") | ~Q(channel="email") | ~Q(why=""),
                violation_error_message=_("An e-mail becomes a task only with a reason."),
            ),
        ]

    def __str__(self):
        return self.public_id

    @property
    def label(self):
        """What officers call it; the bare name of a kind that is no more."""
        kind = registry.kinds.get(self.kind)
        return kind.label if kind else self.kind

    @property
    def address(self):
        """The e-mail address that it goes to now: its own, or that of the person; may be empty."""
        return self.to or (self.person.address_to_write_to if self.person else "")

    @property
    def reader(self):
        """Whom it goes to in a list: the address, or the name of somebody who has none."""
        return self.address or (self.person.name if self.person else "")


class Delivery(models.Model):
    """One report of a provider about a message; `event_id` is unique, so a report that comes twice counts once."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40)
    event_id = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField()

    privacy = Privacy(
        purpose="registration",
        kept="12 months",
        personal=("message",),
        subject="message__person",
        not_personal=("event", "event_id"),
    )
    wagtail_reference_index_ignore = True

    def __str__(self):
        return self.event
