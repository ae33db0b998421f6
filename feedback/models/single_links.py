from django.db import models
from django.utils.translation import gettext_lazy as _

from content.privacy import Privacy
from feedback.models.surveys import Survey


class SingleLink(models.Model):
    """
    A link that opens a form once, to whoever was given it: which is which, nobody but them knows.

    Of the link stays a keyed hash. The rows stand in another order than the links were handed over, and have no time;
    only `responding` writes `answered`, in all rows of a survey at once.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="single_links")
    hash = models.CharField(max_length=64, unique=True, editable=False)
    answered = models.BooleanField(default=False)

    registration_id = None  # as an Invitation has one: this leads to nobody
    privacy = Privacy(not_personal=("hash",))
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("single-use link")

    def __str__(self):
        return f"link {self.pk}"
