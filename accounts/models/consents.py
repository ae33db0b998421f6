from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.privacy import NO_PERSONAL_DATA, Privacy


class Purpose(models.TextChoices):
    REGISTRATION = "registration", _("Taking part in this event or forum")
    ACCESS_NEEDS = "access_needs", _("Sharing access needs with the venue or supplier")
    KEEP_NEEDS = "keep_needs", _("Keeping access needs for next time")
    QUOTE = "quote", _("Quoting words without a name")
    USE_IN_RESEARCH = "use_in_research", _("Using answers in research")
    RESEARCH = "research", _("Being asked about research")
    CREDIT = "credit", _("Being named as somebody who took part")
    NEWS = "news", _("News of other ways to take part")
    OUTCOMES = "outcomes", _("Hearing what became of what was said")
    CONFIDENTIALITY = "confidentiality", _("Declaring interests and keeping papers confidential")
    RECORDING = "recording", _("Being photographed or recorded")


class ConsentWording(models.Model):
    """The exact words that somebody agreed to: immutable, one row per purpose, language and version."""

    purpose = models.CharField(max_length=40, choices=Purpose)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    version = models.PositiveIntegerField()
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = NO_PERSONAL_DATA

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose", "language", "version"], name="accounts_consentwording_once")
        ]

    def __str__(self):
        return f"{self.purpose} ({self.language}, {self.version})"


class ConsentRecord(models.Model):
    """
    One decision in the ledger. Append-only: the latest row of a subject and purpose is what holds now.

    It names nobody: `subject` is `Person.subject` (ICO: record who, when, how, and what they were told).
    """

    class Decision(models.TextChoices):
        GIVEN = "given", _("Given")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Method(models.TextChoices):
        WEB = "web", _("On the site")
        TELEPHONE = "telephone", _("By telephone")
        PAPER = "paper", _("On paper")
        IN_PERSON = "in_person", _("In person")
        SIGNED = "signed", _("By sign language video")
        IMPORT = "import", _("From a file")

    subject = models.CharField(max_length=40, db_index=True)
    purpose = models.CharField(max_length=40, choices=Purpose)
    decision = models.CharField(max_length=20, choices=Decision)
    method = models.CharField(max_length=20, choices=Method, default=Method.WEB)
    wording = models.ForeignKey(ConsentWording, on_delete=models.PROTECT, related_name="records")
    captured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    on_behalf = models.CharField(_("said by somebody else, with what authority"), max_length=200, blank=True)
    evidence = models.CharField(
        _("where it was given"), max_length=200, blank=True, help_text=_("For what came in from a file.")
    )
    given_on = models.DateField(_("given on"), null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        purpose="proof of consent",
        kept="6 years",
        personal=("subject", "captured_by", "on_behalf", "evidence", "given_on"),
        subject="subject",
    )
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject", "purpose", "-at"])]

    def __str__(self):
        return f"{self.purpose}: {self.decision}"
