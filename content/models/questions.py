from django.db import models
from django.utils.translation import gettext_lazy as _

from content.privacy import NO_PERSONAL_DATA


class QuestionSet(models.Model):
    """
    The questions of a page as they were asked: never changed, so that an answer keeps its meaning.

    `definition` is the list of blocks in plain JSON, `{"type", "id", "short_name", ...}` with option ids and limits and
    without words; `content.questions.base` tells its shape. `digest` is the SHA-256 of that JSON and of the standard
    words of the main language. Only `question_sets` makes the rows.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="question_sets")
    version = models.PositiveIntegerField(_("version"))
    digest = models.CharField(max_length=64, editable=False)
    definition = models.JSONField()
    is_trial = models.BooleanField(default=False, help_text="Only tried out so far: no version, whose number is 0.")
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = NO_PERSONAL_DATA
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["page", "version"]
        constraints = [
            models.UniqueConstraint(fields=["page", "digest"], name="content_questionset_digest_once"),
            models.UniqueConstraint(
                fields=["page", "version"], condition=models.Q(is_trial=False), name="content_questionset_version_once"
            ),
        ]

    def __str__(self):
        return f"{self.page_id}, version {self.version}"


class QuestionWording(models.Model):
    """
    The words of a question set in one language and presentation (standard, Easy Read, sign language).

    Rows are only added: the latest is in use, the others say what people were asked before.
    """

    class Presentation(models.TextChoices):
        STANDARD = "standard", _("Standard")
        EASY_READ = "easy_read", _("Easy Read")
        SIGNED = "signed", _("Sign language")

    question_set = models.ForeignKey(QuestionSet, on_delete=models.CASCADE, related_name="wordings")
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.PROTECT, related_name="+")
    presentation = models.CharField(max_length=20, choices=Presentation, default=Presentation.STANDARD)
    words = models.JSONField(help_text="Key -> text; see content.questions.base.")
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = NO_PERSONAL_DATA
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["question_set", "locale", "presentation"])]

    def __str__(self):
        return f"{self.question_set} ({self.presentation})"


class StandingMeaning(models.Model):
    """
    An officer's word that a block of questions means in this set what it meant in the set before that asked it.

    Only `versioning.judge` writes it. Of what was changed and has no such row, the meaning changed too.
    """

    question_set = models.ForeignKey(QuestionSet, on_delete=models.CASCADE, related_name="standing")
    block = models.CharField(max_length=100, help_text="The id of the block in the definition.")

    privacy = NO_PERSONAL_DATA
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question_set", "block"], name="content_standingmeaning_once"),
        ]

    def __str__(self):
        return f"{self.question_set}: {self.block}"
