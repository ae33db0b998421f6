from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager
from wagtail.search import index

from content.blocks import RICH_TEXT_FEATURES, QuestionsBlock
from content.models import BasePage, FactsPage, PublicQuerySet


class FeedbackIndexPage(BasePage):
    """Every form that is open, will open or has told its results. `/feedback/`."""

    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)

    template = "feedback/feedback_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["feedback.FeedbackPage"]
    max_count_per_parent = 1
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("list of feedback forms")


class FeedbackPage(FactsPage):
    """A feedback form in words: its start page and its questions. Its Survey row says when it is open."""

    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)
    questions = StreamField(QuestionsBlock(), blank=True, verbose_name=_("questions"))
    who_sees = models.CharField(_("who will see the answers"), max_length=300, blank=True)
    what_happens_next = RichTextField(_("what happens with the answers"), features=RICH_TEXT_FEATURES, blank=True)
    support = models.CharField(_("where to get help if this is upsetting"), max_length=300, blank=True)
    topics = models.ManyToManyField(
        "reviews.Topic", blank=True, related_name="feedback_pages", verbose_name=_("topics")
    )

    objects = PageManager.from_queryset(PublicQuerySet)()
    template = "feedback/feedback_page.html"
    parent_page_types = ["feedback.FeedbackIndexPage"]
    subpage_types = []
    page_description = _("A form with questions about a topic or an event.")
    content_panels = [
        *FactsPage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("questions"),
        MultiFieldPanel(
            [FieldPanel("who_sees"), FieldPanel("what_happens_next"), FieldPanel("support")],
            heading=_("What becomes of the answers"),
        ),
    ]
    search_fields = [*FactsPage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("feedback form")
