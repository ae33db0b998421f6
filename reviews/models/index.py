from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from content.blocks import RICH_TEXT_FEATURES
from content.models import BasePage
from reviews import finding


class ReviewIndexPage(BasePage):
    """What is under review: filters, search and cards. `/reviews/`."""

    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)

    template = "reviews/review_index_page.html"
    subpage_types = ["reviews.TechnologyPage", "reviews.CarePathwayPage"]
    max_count_per_parent = 1
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("list of what is under review")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"found": finding.find(self, request)}
