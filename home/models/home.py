from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField

from content.blocks import RICH_TEXT_FEATURES, BodyBlock
from content.models import BasePage
from home import front_page


class HomePage(BasePage):
    """The front door: what is under review, what is on soon, what changed because of you."""

    headline = models.CharField(_("headline"), max_length=65, blank=True)
    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)
    picture = models.ForeignKey(
        "content.CustomImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Beside the introduction. Its description is what people hear who cannot see it."),
    )
    reviews_text = models.CharField(_("words above what is under review"), max_length=300, blank=True)
    events_text = models.CharField(_("words above what is on soon"), max_length=300, blank=True)
    outcomes_text = models.CharField(_("words above what changed"), max_length=300, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))

    template = "home/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("headline"),
        FieldPanel("introduction"),
        FieldPanel("picture"),
        FieldPanel("reviews_text"),
        FieldPanel("events_text"),
        FieldPanel("outcomes_text"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | front_page.of(self)
