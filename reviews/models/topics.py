from django import forms
from django.db import models
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from content.blocks import RICH_TEXT_FEATURES, BodyBlock
from content.models import ContactFields, FactsPage, PublicQuerySet, main_locale
from content.panels import Fact, FactsPanel
from content.privacy import NO_PERSONAL_DATA
from reviews import facts, lists
from reviews.blocks import StepBlock
from reviews.page_forms import TopicPageForm


class Condition(TagBase):
    """A condition in plain words, such as "asthma"."""

    free_tagging = True
    privacy = NO_PERSONAL_DATA

    class Meta:
        verbose_name = _("condition")
        ordering = ["name"]


class Area(TagBase):
    """A subject area, such as "Heart": the index filters by it."""

    free_tagging = True
    privacy = NO_PERSONAL_DATA

    class Meta:
        verbose_name = _("area")
        ordering = ["name"]


class TopicCondition(ItemBase):
    tag = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="items")
    content_object = ParentalKey("reviews.Topic", on_delete=models.CASCADE, related_name="condition_items")
    privacy = NO_PERSONAL_DATA


class TopicArea(ItemBase):
    tag = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="items")
    content_object = ParentalKey("reviews.Topic", on_delete=models.CASCADE, related_name="area_items")
    privacy = NO_PERSONAL_DATA


class TopicQuerySet(PublicQuerySet):
    def with_original(self):
        """Each with `original_id`: the page on which its facts hang, as `Topic.original` says."""
        main = Topic._base_manager.filter(
            translation_key=OuterRef("translation_key"), locale=main_locale(), alias_of=None
        )
        ids = Subquery(main.values("pk")[:1]), F("alias_of_id"), F("pk")
        return self.annotate(original_id=Coalesce(*ids, output_field=models.IntegerField()))

    def with_status(self):
        """Each with `status_now`, the code of its newest status ("" when it has none), and `status_since`."""
        newest = Topic._base_manager.filter(pk=OuterRef("original_id")).order_by("-statuses__since", "-statuses__pk")
        return self.with_original().annotate(
            status_now=Coalesce(Subquery(newest.values("statuses__status")[:1]), Value("")),
            status_since=Subquery(newest.values("statuses__since")[:1]),
        )

    def of_kind(self, kind):
        """Technologies ("technology") or care pathways ("pathway")."""
        return self.filter(technologypage__isnull=kind != Topic.Kind.TECHNOLOGY)

    def in_area(self, slug):
        return self.filter(area_items__tag__slug=slug)


class Topic(FactsPage, ContactFields):
    """Something under review: a technology or a care pathway. Status, milestones and promises hang on it."""

    class Kind(models.TextChoices):
        TECHNOLOGY = "technology", _("Technology")
        PATHWAY = "pathway", _("Care pathway")

    programme = models.CharField(_("programme"), max_length=40, choices=lists.programmes, blank=True)
    what_it_is = RichTextField(_("what it is"), features=RICH_TEXT_FEATURES, blank=True)
    who_it_is_for = RichTextField(_("who it is for"), features=RICH_TEXT_FEATURES, blank=True)
    what_is_being_decided = RichTextField(_("what is being decided"), features=RICH_TEXT_FEATURES, blank=True)
    what_can_change = RichTextField(_("what can still change"), features=RICH_TEXT_FEATURES, blank=True)
    what_cannot_change = RichTextField(_("what cannot change"), features=RICH_TEXT_FEATURES, blank=True)
    who_decides = models.CharField(_("who decides"), max_length=300, blank=True)
    who_pays = models.CharField(_("who pays for this work"), max_length=300, blank=True)
    who_sees = models.CharField(_("who will see what people say"), max_length=300, blank=True)
    conditions = ClusterTaggableManager(
        through=TopicCondition, blank=True, verbose_name=_("conditions"), related_name="topics"
    )
    areas = ClusterTaggableManager(through=TopicArea, blank=True, verbose_name=_("areas"), related_name="topics")
    places = models.CharField(_("places affected"), max_length=300, blank=True, help_text=_("Separated by commas."))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more about it"))
    easy_read = models.ForeignKey(
        "content.CustomDocument",
        verbose_name=_("Easy Read document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    signed_video = models.ForeignKey(
        "content.CustomDocument",
        verbose_name=_("sign language video"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    related_topics = ParentalManyToManyField("self", blank=True, symmetrical=False, related_name="+")

    objects = PageManager.from_queryset(TopicQuerySet)()
    base_form_class = TopicPageForm
    parent_page_types = []
    subpage_types = []
    PROGRAMMES = STATUSES = MILESTONES = None

    about_panels = [
        FieldPanel("programme"),
        FieldPanel("what_it_is"),
        FieldPanel("who_it_is_for"),
        FieldPanel("what_is_being_decided"),
        FieldPanel("what_can_change"),
        FieldPanel("what_cannot_change"),
        FieldPanel("who_decides"),
    ]
    closing_panels = [
        MultiFieldPanel(
            [FieldPanel("who_pays"), FieldPanel("who_sees"), InlinePanel("partners", label=_("Partner"))],
            heading=_("Partners, who pays and who will see what people say"),
        ),
        MultiFieldPanel(
            [FieldPanel("conditions"), FieldPanel("areas"), FieldPanel("places")], heading=_("Conditions and areas")
        ),
        MultiFieldPanel(ContactFields.contact_panels, heading=_("Contact")),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("easy_read"), FieldPanel("signed_video")], heading=_("Other ways to read this")),
        FieldPanel("related_topics", widget=forms.CheckboxSelectMultiple),
    ]
    facts_panel = FactsPanel(
        "facts_in_editor", "topics:facts", heading=_("Status, milestones and promises"), link_text=_("Change them")
    )
    search_fields = [
        *FactsPage.search_fields,
        index.SearchField("what_it_is"),
        index.SearchField("who_it_is_for"),
        index.SearchField("what_is_being_decided"),
        index.SearchField("body"),
        index.RelatedFields("conditions", [index.SearchField("name")]),
        index.RelatedFields("areas", [index.SearchField("name")]),
    ]

    @property
    def status(self):
        """The newest TopicStatus, or None. Lists ask `TopicQuerySet.with_status` instead."""
        original = self.original
        return original.statuses.first() if original.pk else None

    @property
    def kind(self):
        return self.Kind.TECHNOLOGY if issubclass(self.specific_class, TechnologyPage) else self.Kind.PATHWAY

    @property
    def place_names(self):
        return [name.strip() for name in self.places.split(",") if name.strip()]

    def get_context(self, request, *args, **kwargs):
        related = Topic.objects.open_to_the_public().filter(pk__in=[topic.pk for topic in self.related_topics.all()])
        own = {"facts": facts.of(self), "related": related, "index_url": self.get_parent().get_url(request)}
        return super().get_context(request, *args, **kwargs) | own

    def facts_in_editor(self):
        """For the panel of the editor, on a page that is its own original."""
        for status in self.statuses.all()[:1]:
            yield Fact(f"{_('Status')}: {status}", _("since %s") % date_format(status.since))
        for milestone in self.milestones.all():
            note = _("provisional") if milestone.provisional else ""
            yield Fact(f"{date_format(milestone.starts_on)}: {milestone}", note)
        for promise in self.promises.open():
            yield Fact(_("We will tell you by %s") % date_format(promise.by))
        for outcome in self.outcomes.all():
            yield Fact(f"{outcome.get_decision_display()}: {outcome.you_said}")


class TopicPartner(Orderable):
    class Kind(models.TextChoices):
        PROVIDER = "provider", _("Health or care provider")
        ACADEMIA = "academia", _("University")
        INDUSTRY = "industry", _("Company")
        CHARITY = "charity", _("Charity")
        COMMISSIONER = "commissioner", _("Commissioner of services")
        COMMUNITY = "community", _("Community organisation")

    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    role = models.CharField(_("what they do here"), max_length=300, blank=True)
    pays = models.BooleanField(_("pays for some of this work"), default=False)
    url = models.URLField(_("web address"), blank=True)

    privacy = NO_PERSONAL_DATA

    def __str__(self):
        return self.name


class TechnologyPage(Topic):
    how_it_works = RichTextField(_("how it works"), features=RICH_TEXT_FEATURES, blank=True)
    maker = models.CharField(_("who makes it"), max_length=200, blank=True)
    evidence = RichTextField(_("evidence so far"), features=RICH_TEXT_FEATURES, blank=True)
    regulatory = RichTextField(_("regulatory standing"), features=RICH_TEXT_FEATURES, blank=True)

    template = "reviews/technology_page.html"
    parent_page_types = ["reviews.ReviewIndexPage"]
    subpage_types = []
    page_description = _("A technology under review.")
    PROGRAMMES, STATUSES, MILESTONES = (
        lists.TECHNOLOGY_PROGRAMMES,
        lists.TECHNOLOGY_STATUSES,
        lists.TECHNOLOGY_MILESTONES,
    )

    content_panels = [
        *FactsPage.content_panels,
        Topic.facts_panel,
        *Topic.about_panels,
        MultiFieldPanel(
            [FieldPanel("how_it_works"), FieldPanel("maker"), FieldPanel("evidence"), FieldPanel("regulatory")],
            heading=_("The technology"),
        ),
        *Topic.closing_panels,
    ]
    search_fields = [*Topic.search_fields, index.SearchField("how_it_works"), index.SearchField("evidence")]

    class Meta:
        verbose_name = _("technology")
        verbose_name_plural = _("technologies")


class CarePathwayPage(Topic):
    steps_today = StreamField([("step", StepBlock())], blank=True, verbose_name=_("steps today"))
    steps_proposed = StreamField([("step", StepBlock())], blank=True, verbose_name=_("proposed steps"))

    template = "reviews/care_pathway_page.html"
    parent_page_types = ["reviews.ReviewIndexPage"]
    subpage_types = []
    page_description = _("A care pathway under review.")
    PROGRAMMES, STATUSES, MILESTONES = lists.PATHWAY_PROGRAMMES, lists.PATHWAY_STATUSES, lists.PATHWAY_MILESTONES

    content_panels = [
        *FactsPage.content_panels,
        Topic.facts_panel,
        *Topic.about_panels,
        MultiFieldPanel([FieldPanel("steps_today"), FieldPanel("steps_proposed")], heading=_("The pathway")),
        *Topic.closing_panels,
    ]

    class Meta:
        verbose_name = _("care pathway")
        verbose_name_plural = _("care pathways")
