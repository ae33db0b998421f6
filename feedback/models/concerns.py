from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.ids import public_id
from content.privacy import NO_PERSONAL_DATA, Privacy
from feedback.models.responses import Comment
from feedback.models.surveys import Survey


class ConcernQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=Concern.State.OPEN)

    def closed(self):
        return self.filter(state=Concern.State.CLOSED)

    def overdue(self, at=None):
        """Open, and due before the day of the moment `at` (aware; now when left out)."""
        return self.open().filter(due_on__lt=timezone.localdate(at))


class Concern(models.Model):
    """
    That a comment may tell of harm, of abuse, or is a complaint: somebody's task until an outcome is written down.

    It knows days and no times, so that nothing leads from it to whoever was asked. The comment may be gone before it.
    """

    class Kind(models.TextChoices):
        HARM = "harm", _("Possible harm")
        ABUSE = "abuse", _("Possible abuse")
        COMPLAINT = "complaint", _("A complaint")

    class FoundBy(models.TextChoices):
        WORDS = "words", _("Words of the list")
        READER = "reader", _("Somebody who read it")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="concerns")
    comment = models.ForeignKey(Comment, null=True, blank=True, on_delete=models.SET_NULL, related_name="concerns")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    found_by = models.CharField(_("found by"), max_length=20, choices=FoundBy)
    raised_on = models.DateField(_("raised"), default=timezone.localdate)
    due_on = models.DateField(_("due"))
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    told_on = models.DateField(null=True, blank=True, editable=False, help_text=_("When the lead was told of it."))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.OPEN)
    outcome = models.TextField(_("what was done"), max_length=2000, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ConcernQuerySet.as_manager()
    privacy = Privacy(
        purpose="safety of people",
        kept="2 years after it was closed",
        personal=("comment", "lead", "outcome", "closed_by"),
        special=("comment", "outcome"),
        subject="comment__response__registration__person",
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("concern")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment"], condition=Q(state="open"), name="feedback_concern_open_once_for_a_comment"
            ),
            models.CheckConstraint(
                name="feedback_concern_is_closed_with_an_outcome",
                condition=Q(state="open", outcome="", closed_on=None)
                | Q(state="closed", closed_on__isnull=False) & ~Q(outcome=""),
                violation_error_message=_("Enter what was done."),
            ),
        ]

    def __str__(self):
        return self.public_id

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def is_overdue(self):
        return self.is_open and self.due_on < timezone.localdate()


class WatchWords(models.Model):
    """The words of one language that raise a concern of one kind, one in each line, as officers changed them."""

    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    kind = models.CharField(max_length=20, choices=Concern.Kind)
    words = models.TextField(blank=True)

    privacy = NO_PERSONAL_DATA

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "kind"], name="feedback_watch_words_once")]

    def __str__(self):
        return f"{self.language}: {self.get_kind_display()}"
