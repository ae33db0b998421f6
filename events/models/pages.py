from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager
from wagtail.search import index

from content import moments, routes
from content.blocks import RICH_TEXT_FEATURES, BodyBlock, QuestionsBlock
from content.blocks.questions import definition_of, words_of
from content.models import BasePage, ContactFields, FactsPage, PublicQuerySet
from content.panels import Fact, FactsPanel
from events import statements
from events.blocks import ScreeningBlock
from events.models.forums import ForumPage


class EventIndexPage(BasePage):
    """What is on: dates to come, and those past. `/events/`."""

    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)

    template = "events/event_index_page.html"
    subpage_types = ["events.EventPage"]
    max_count_per_parent = 1
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("list of events")


class EventPage(FactsPage, ContactFields):
    """What an event is and what to expect, in words; a page may tell of a series. Its EventDate rows say when."""

    class Activity(models.TextChoices):
        DISCUSSION = "discussion", _("Discussion")
        CO_DESIGN = "co_design", _("Co-design workshop")
        USABILITY_TEST = "usability_test", _("Usability test")
        DEVICE_TRIAL = "device_trial", _("Trial of a device")
        SURVEY_VISIT = "survey_visit", _("Survey visit")
        INFORMATION = "information", _("Information session")

    activity = models.CharField(_("kind of activity"), max_length=20, choices=Activity, default=Activity.DISCUSSION)
    what_to_expect = RichTextField(_("what to expect"), features=RICH_TEXT_FEATURES, blank=True)
    payment = RichTextField(
        _("payment"),
        features=RICH_TEXT_FEATURES,
        blank=True,
        help_text=_('What is offered and how it is paid, or plainly "no payment".'),
    )
    expenses = RichTextField(_("expenses"), features=RICH_TEXT_FEATURES, blank=True)
    who_sees = models.CharField(_("who will see what people say"), max_length=300, blank=True)
    who_pays = models.CharField(_("who pays for the work"), max_length=300, blank=True)
    what_happens_next = RichTextField(_("what happens afterwards"), features=RICH_TEXT_FEATURES, blank=True)
    breaks = models.CharField(_("breaks"), max_length=200, blank=True)
    captions = models.CharField(_("captions"), max_length=200, blank=True)
    interpreters = models.CharField(_("interpreters"), max_length=200, blank=True)
    recording = models.CharField(_("recording"), max_length=200, blank=True)
    materials = models.CharField(_("papers and when they are sent"), max_length=200, blank=True)
    safeguarding = models.CharField(
        _("whom to tell of a worry about somebody under 18"),
        max_length=200,
        blank=True,
        help_text=_("Needed where people under 16 may come."),
    )
    screening = StreamField(
        ScreeningBlock(),
        blank=True,
        verbose_name=_("questions that decide who can come"),
        help_text=_("Asked before anything else. The answers are not kept."),
    )
    screening_help = RichTextField(_("where else people find help"), features=RICH_TEXT_FEATURES, blank=True)
    questions = StreamField(
        QuestionsBlock(), blank=True, verbose_name=_("questions to everybody who books"), help_text=_("Ask little.")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more about it"))
    topics = models.ManyToManyField("reviews.Topic", blank=True, related_name="events", verbose_name=_("topics"))

    objects = PageManager.from_queryset(PublicQuerySet)()
    template = "events/event_page.html"
    parent_page_types = ["events.EventIndexPage", "events.ForumPage"]
    subpage_types = []
    page_description = _("A meeting, workshop, test or visit with one or several dates.")
    content_panels = [
        *FactsPage.content_panels,
        FactsPanel(
            "dates_in_editor", "events_cms:event", heading=_("Dates"), link_text=_("Dates, topics and promises")
        ),
        FactsPanel(
            "statements_in_editor",
            "events_cms:event",
            heading=_("Before booking can open"),
            link_text=_("See it with the dates"),
            icon="tasks",
        ),
        FieldPanel("activity"),
        FieldPanel("what_to_expect"),
        MultiFieldPanel([FieldPanel("payment"), FieldPanel("expenses")], heading=_("Payment and expenses")),
        MultiFieldPanel(
            [
                FieldPanel("breaks"),
                FieldPanel("captions"),
                FieldPanel("interpreters"),
                FieldPanel("recording"),
                FieldPanel("materials"),
            ],
            heading=_("Taking part comfortably"),
        ),
        MultiFieldPanel(
            [FieldPanel("who_sees"), FieldPanel("who_pays"), FieldPanel("what_happens_next")],
            heading=_("What becomes of what people say"),
        ),
        MultiFieldPanel([*ContactFields.contact_panels, FieldPanel("safeguarding")], heading=_("Contact")),
        MultiFieldPanel([FieldPanel("screening"), FieldPanel("screening_help")], heading=_("Who may come")),
        FieldPanel("questions"),
        FactsPanel("routes_in_editor", heading=_("Ways through the questions, as saved"), icon="arrow-right"),
        FieldPanel("body"),
    ]
    search_fields = [
        *FactsPage.search_fields,
        index.SearchField("what_to_expect"),
        index.SearchField("body"),
        index.FilterField("activity"),
    ]

    class Meta:
        verbose_name = _("event")

    def dates_in_editor(self):
        """For the panel of the editor, on a page that is its own original."""
        for date in self.dates.all():
            words = f"{moments.day(date.starts_at)}, {moments.span(date.starts_at, date.ends_at)}"
            note = _("cancelled") if date.is_cancelled else ""
            yield Fact(words, note, reverse("events_cms:date", args=[date.public_id]))

    def routes_in_editor(self):
        """For the panel of the editor: every path through the questions with its length."""
        return routes.in_editor(definition_of(self.questions), words_of(self.questions))

    def statements_in_editor(self):
        """For the panel of the editor: what has to be stated, and what is missing of it, before people can book."""
        items = statements.checklist(list(self.dates.scheduled().upcoming().with_statements()))
        if items:
            yield Fact(statements.verdict(items))
        for item in items:
            yield Fact(item.label, item.in_words, "" if item.is_stated else item.url)

    @property
    def forum(self):
        """The forum under which the event stands, or None."""
        parent = self.get_parent()
        return parent.specific if issubclass(parent.specific_class or object, ForumPage) else None
