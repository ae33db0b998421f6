from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager
from wagtail.search import index

from content.blocks import RICH_TEXT_FEATURES, BodyBlock
from content.models import BasePage, ContactFields, FactsPage, PublicQuerySet
from content.panels import Fact, FactsPanel


class ForumIndexPage(BasePage):
    """All patient forums. `/forums/`."""

    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)

    template = "events/forum_index_page.html"
    subpage_types = ["events.ForumPage"]
    max_count_per_parent = 1
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("list of forums")


class HowToJoin(models.TextChoices):
    OPEN = "open", _("Anybody may join")
    APPLICATION = "application", _("People ask, and we decide")
    INVITATION = "invitation", _("Only those whom we invite")


class ForumPage(FactsPage, ContactFields):
    """A standing patient forum. Who belongs to it are Membership rows; its topics are facts, edited in "Forums"."""

    purpose = RichTextField(_("purpose"), features=RICH_TEXT_FEATURES, blank=True)
    who_it_is_for = RichTextField(_("who it is for"), features=RICH_TEXT_FEATURES, blank=True)
    how_often = models.CharField(_("how often it meets"), max_length=200, blank=True)
    what_we_ask = RichTextField(_("what we ask of members"), features=RICH_TEXT_FEATURES, blank=True)
    what_we_offer = RichTextField(_("what we offer members"), features=RICH_TEXT_FEATURES, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more about it"))
    topics = models.ManyToManyField("reviews.Topic", blank=True, related_name="forums", verbose_name=_("topics"))
    open_to_join = models.BooleanField(_("people may join"), default=True)
    how_to_join = models.CharField(_("how people join"), max_length=20, choices=HowToJoin, default=HowToJoin.OPEN)

    objects = PageManager.from_queryset(PublicQuerySet)()
    template = "events/forum_page.html"
    parent_page_types = ["events.ForumIndexPage"]
    subpage_types = ["events.EventPage"]
    page_description = _("A standing group of patients and public that meets again and again.")
    content_panels = [
        *FactsPage.content_panels,
        FactsPanel(
            "members_in_editor", "forums_cms:forum", heading=_("Members"), link_text=_("Members, topics and events")
        ),
        FieldPanel("open_to_join"),
        FieldPanel("how_to_join"),
        FieldPanel("purpose"),
        FieldPanel("who_it_is_for"),
        FieldPanel("how_often"),
        FieldPanel("what_we_ask"),
        FieldPanel("what_we_offer"),
        MultiFieldPanel(ContactFields.contact_panels, heading=_("Contact")),
        FieldPanel("body"),
    ]
    search_fields = [
        *FactsPage.search_fields,
        index.SearchField("purpose"),
        index.SearchField("who_it_is_for"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("forum")

    def members_in_editor(self):
        """For the panel of the editor, on a page that is its own original."""
        count = self.memberships.current().count()
        yield Fact(ngettext("%(count)s member", "%(count)s members", count) % {"count": count})
