from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from content.privacy import NO_PERSONAL_DATA, Privacy

UPLOADED = {"purpose": "accountability of staff", "kept": "as long as the file", "personal": ("uploaded_by_user",)}


class CustomImage(AbstractImage):
    """
    A picture, with who may be named as its maker. What it shows is said by `description`, the text alternative.

    Not called Image: the reverse accessors of Wagtail's own model of that name would clash.
    """

    credit = models.CharField(_("credit"), max_length=255, blank=True)

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit")
    # What a picture shows is published; who is in it agreed to that.
    privacy = Privacy(**UPLOADED, not_personal=("title", "file", "description", "credit"))

    @property
    def default_alt_text(self):
        return self.description


class Rendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    privacy = NO_PERSONAL_DATA

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="content_rendition_once"),
        ]


class CustomDocument(AbstractDocument):
    """A file for people to read. A PDF says where the same content can be read as a page."""

    html_version = models.URLField(
        _("address of the same content as a page"), blank=True, help_text=_("A PDF is never the only version.")
    )

    admin_form_fields = (*WagtailDocument.admin_form_fields, "html_version")
    privacy = Privacy(**UPLOADED, not_personal=("title", "file"))
