from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.ids import keyed_hash, public_id
from content.privacy import Privacy


class SuppressionQuerySet(models.QuerySet):
    def of(self, address, at=None):
        """The suppression of an e-mail address that holds at the moment `at` (aware; now when left out)."""
        at = at or timezone.now()
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=at), address_hash=hash_address(address))


def hash_address(address):
    """The keyed hash under which an address is suppressed; capitals make no difference."""
    return keyed_hash(address.strip().lower(), purpose="suppression")


class Suppression(models.Model):
    """An address that we no longer write to, as a keyed hash: it can be checked and not read."""

    class Reason(models.TextChoices):
        BOUNCED = "bounced", _("Messages to this address came back")
        COMPLAINED = "complained", _("Somebody at this address reported our messages as unwanted")
        REFUSED = "refused", _("Somebody at this address asked for no more messages")

    address_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=20, choices=Reason)
    source = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = SuppressionQuerySet.as_manager()
    privacy = Privacy(
        purpose="keeping to a wish or a refusal", kept="2 years", personal=("address_hash",), not_personal=("source",)
    )
    wagtail_reference_index_ignore = True

    def __str__(self):
        return self.reason


class SubscriptionQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False, ended_at=None)

    def unconfirmed(self, before):
        """Asked for before the moment `before` (aware) and never confirmed."""
        return self.filter(confirmed_at=None, asked_at__lt=before)


class Subscription(models.Model):
    """Somebody's wish to hear of a topic, a forum or everything; `about` is "all" or a public key of the subject."""

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    email = models.EmailField(_("e-mail address"))
    about = models.CharField(max_length=80, default="all")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()
    privacy = Privacy(purpose="news", kept="30 days after it ended, unconfirmed 7 days", personal=("email", "about"))
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "email", "about", condition=Q(ended_at=None), name="mailing_subscription_once_while_live"
            ),
        ]

    def __str__(self):
        return self.public_id


class AnnouncementQuerySet(models.QuerySet):
    def unfinished(self):
        """Sent by an officer, and not yet wholly in the outbox."""
        return self.filter(queued_at__isnull=False, finished_at=None)


class Announcement(models.Model):
    """
    Words that an officer sends once to all who asked to hear of something.

    `queued_at` is when the officer sent it, `reached` the last subscription of which the worker has made a message, and
    `finished_at` when the last message was in the outbox.
    """

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    about = models.CharField(_("about"), max_length=80)
    subject = models.CharField(_("subject"), max_length=120)
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    queued_at = models.DateTimeField(null=True, blank=True, editable=False)
    reached = models.PositiveBigIntegerField(default=0, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AnnouncementQuerySet.as_manager()
    privacy = Privacy(purpose="news", kept="6 years", personal=("by",), not_personal=("about", "subject", "text"))
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="mailing_announcement_finished_was_sent",
                condition=Q(finished_at=None) | Q(queued_at__isnull=False),
                violation_error_message=_("What is finished was sent."),
            ),
        ]

    def __str__(self):
        return self.subject
