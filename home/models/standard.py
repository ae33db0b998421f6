from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from content.blocks import BodyBlock
from content.models import BasePage


class StandardPage(BasePage):
    """A page of words: about us, privacy, payment, accessibility."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)

    template = "home/standard_page.html"
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    page_description = _("A page of words.")
    content_panels = [*BasePage.content_panels, FieldPanel("body"), FieldPanel("reviewed_on")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("page of words")
