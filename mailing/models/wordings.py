from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.privacy import Privacy


class MessageWordingQuerySet(models.QuerySet):
    def of(self, kind, language):
        """Every version of the words of a kind (its name) in a language, the latest first."""
        return self.filter(kind=kind, language=language).order_by("-pk")

    def latest_of_each(self):
        """The latest version of each kind and language."""
        newest = self.order_by().values("kind", "language").annotate(newest=models.Max("pk"))
        return self.filter(pk__in=newest.values("newest"))


class MessageWording(models.Model):
    """
    One version of the words of a kind of message in a language, as an officer wrote them.

    A version is never changed: the latest holds, and the others say who wrote what and when. One without a body says
    that the words of the site itself hold again.
    """

    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=120, blank=True)
    body = models.TextField(_("text"), blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = MessageWordingQuerySet.as_manager()
    privacy = Privacy(
        purpose="accountability of staff",
        kept="as long as the site",
        personal=("made_by",),
        not_personal=("kind", "subject", "body"),
    )
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("words of a message")
        verbose_name_plural = _("words of messages")
        indexes = [models.Index(fields=["kind", "language"])]
        constraints = [
            models.CheckConstraint(
                name="mailing_wording_is_whole",
                condition=models.Q(subject="", body="") | ~models.Q(subject="") & ~models.Q(body=""),
                violation_error_message=_("A message needs a subject and a text."),
            )
        ]

    def __str__(self):
        return f"{self.kind} ({self.language})"
