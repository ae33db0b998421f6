from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.ids import public_id
from content.models import QuestionSet, QuestionWording
from content.privacy import Privacy
from events.models import Registration
from feedback.models.surveys import Survey


class ResponseQuerySet(models.QuerySet):
    def counted(self):
        """What analysis and exports read: received, not held and not spam, never a test."""
        return self.filter(state=Response.State.RECEIVED, is_test=False)


class Response(models.Model):
    """
    One person's answers to a survey, as one document bound to the question set that was asked.

    An anonymous survey's response keeps the day and no time, and no registration. `key` is a keyed hash of the
    draft's: the same key again is the same response. `words` is empty once they can no longer be withdrawn. Closed
    answers stand in `answers` by question id; free text is Comment rows.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        HELD = "held", _("Held until somebody has looked")
        SPAM = "spam", _("Not a real answer")

    class Channel(models.TextChoices):
        WEB = "web", _("On the site")
        PAPER = "paper", _("On paper")
        TELEPHONE = "telephone", _("By telephone")
        SIGNED = "signed", _("By a signed or interpreted call")
        IMPORT = "import", _("From a file")

    class Suspicion(models.TextChoices):
        """Why a response waits until somebody has looked at it."""

        TRAP = "trap", _("A field that people cannot see was filled in")
        FAST = "fast", _("Answered faster than anybody can read the questions")
        STAMP = "stamp", _("Did not come from our first page")
        LINKS = "links", _("Several links in what was written")
        REPEATED = "repeated", _("The same words came several times")
        OFFICER = "officer", _("Held by an officer")

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    key = models.CharField(max_length=64, unique=True, editable=False)
    words = models.CharField(
        max_length=64, blank=True, editable=False, help_text=_("A keyed hash of the four words that withdraw it.")
    )
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="responses")
    question_set = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="responses")
    answers = models.JSONField(default=dict)
    day = models.DateField(_("day"), default=timezone.localdate, db_index=True)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")
    presentation = models.CharField(
        max_length=20, choices=QuestionWording.Presentation, default=QuestionWording.Presentation.STANDARD
    )
    channel = models.CharField(_("channel"), max_length=20, choices=Channel, default=Channel.WEB)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.RECEIVED)
    held_for = models.JSONField(default=list, blank=True, help_text=_("Codes of Suspicion; they stay when released."))
    may_quote = models.BooleanField(_("words may be quoted without a name"), default=False)
    may_research = models.BooleanField(_("answers may be used in research"), default=False)
    may_credit = models.BooleanField(_("the person may be named"), default=False)
    is_test = models.BooleanField(default=False)
    registration = models.ForeignKey(
        Registration, null=True, blank=True, on_delete=models.SET_NULL, related_name="responses"
    )

    objects = ResponseQuerySet.as_manager()
    privacy = Privacy(
        purpose="feedback",
        kept="1 year after the survey closes",
        personal=("answers", "registration"),
        special=("answers",),
        not_personal=("held_for", "words"),
        subject="registration__person",
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("response")
        ordering = ["day", "pk"]
        permissions = [("withdraw_response", _("Can withdraw answers for whoever reads their four words out"))]
        indexes = [
            models.Index(fields=["survey", "state"]),
            models.Index(fields=["words"], name="feedback_response_words", condition=~Q(words="")),
        ]

    def __str__(self):
        return self.public_id

    @property
    def suspicions(self):
        """Why it was held, in words."""
        return [self.Suspicion(code).label for code in self.held_for]


class CommentQuerySet(models.QuerySet):
    def reviewed(self):
        """Read by a person and fit to be shown: nothing else ever reaches a design team. A concern keeps it back."""
        return self.filter(state__in=(Comment.State.CLEAR, Comment.State.MASKED)).exclude(concerns__state="open")

    def arrived(self):
        """Those that the worker has not looked through yet."""
        return self.filter(finds__isnull=True)


class Comment(models.Model):
    """
    One free-text answer. What nobody has read, and what was masked, is read only with the right `redact_comment`.

    `finds` is what in `text` may say who somebody is, as [start, end, kind]; null until the worker has looked.
    """

    class State(models.TextChoices):
        UNREAD = "unread", _("Not read yet")
        CLEAR = "clear", _("Read, nothing to mask")
        MASKED = "masked", _("Read and masked")
        WITHHELD = "withheld", _("Withheld")

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="comments")
    question = models.CharField(max_length=100, help_text=_("The question's id in the question set."))
    short_name = models.CharField(max_length=60)
    text = models.TextField(_("text"))
    original = models.TextField(blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.UNREAD)
    finds = models.JSONField(null=True, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()
    privacy = Privacy(
        purpose="feedback",
        kept="1 year after the survey closes, unless quoted",
        personal=("text", "original"),
        special=("text", "original"),
        not_personal=("question", "short_name"),
        subject="response__registration__person",
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("comment")
        ordering = ["response", "pk"]
        permissions = [("redact_comment", _("Can read comments that nobody has read yet, and what was masked"))]
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="feedback_comment_once"),
        ]
        indexes = [
            models.Index(fields=["response"], name="feedback_comment_arrived", condition=Q(finds__isnull=True)),
        ]

    def __str__(self):
        return f"comment {self.pk}"
