from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager
from wagtail.search import index

from content import moments, presentations, routes, versions
from content.blocks import RICH_TEXT_FEATURES, QuestionsBlock
from content.blocks.presentations import EasyReadBlock, SignedBlock
from content.blocks.questions import definition_of, words_of
from content.models import BasePage, FactsPage, PublicQuerySet
from content.panels import Fact, FactsPanel
from content.questions import TYPES, every


class FeedbackIndexPage(BasePage):
    """Every form that is open, will open or has told its results. `/feedback/`."""

    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)

    template = "feedback/feedback_index_page.html"
    subpage_types = ["feedback.FeedbackPage"]
    max_count_per_parent = 1
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("list of feedback forms")


class FeedbackPageForm(WagtailAdminPageForm):
    """Looks from Easy Read and sign language to the questions that they are about: a block sees only itself."""

    def clean(self):
        cleaned = super().clean()
        for name in presentations.FIELDS.values():
            if cleaned.get(name) and "questions" in cleaned:
                try:
                    presentations.check(cleaned[name], cleaned["questions"])
                except ValidationError as error:
                    self.add_error(name, error)
        return cleaned


class FeedbackPage(FactsPage):
    """A feedback form in words: its start page and its questions. Its Survey row says when it is open."""

    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)
    questions = StreamField(QuestionsBlock(), blank=True, verbose_name=_("questions"))
    easy_read = StreamField(
        EasyReadBlock(),
        blank=True,
        verbose_name=_("Easy Read"),
        help_text=_("The same questions in short sentences with pictures. What is not said here is asked as above."),
    )
    signed = StreamField(
        SignedBlock(),
        blank=True,
        verbose_name=_("sign language"),
        help_text=_("The same questions as clips. They are shown above the words, and play only when asked."),
    )
    who_sees = models.CharField(_("who will see the answers"), max_length=300, blank=True)
    who_pays = models.CharField(
        _("who pays for this"),
        max_length=300,
        blank=True,
        help_text=_("Who asks for the answers and who funds the work."),
    )
    what_happens_next = RichTextField(_("what happens with the answers"), features=RICH_TEXT_FEATURES, blank=True)
    consent_wording = models.TextField(
        _("consent wording"),
        max_length=600,
        blank=True,
        help_text=_("Shown where people are asked for consent, in place of ours: who asks, what for, how to withdraw."),
    )
    support = models.CharField(_("where to get help if this is upsetting"), max_length=300, blank=True)
    topics = models.ManyToManyField(
        "reviews.Topic", blank=True, related_name="feedback_pages", verbose_name=_("topics")
    )

    objects = PageManager.from_queryset(PublicQuerySet)()
    template = "feedback/feedback_page.html"
    parent_page_types = ["feedback.FeedbackIndexPage"]
    subpage_types = []
    base_form_class = FeedbackPageForm
    page_description = _("A form with questions about a topic or an event.")
    content_panels = [
        *FactsPage.content_panels,
        FactsPanel(
            "facts_in_editor",
            "feedback_cms:form",
            heading=_("When it is open, and what people said"),
            link_text=_("Open"),
        ),
        FieldPanel("introduction"),
        FieldPanel("questions"),
        FactsPanel("routes_in_editor", heading=_("Ways through the questions, as saved"), icon="arrow-right"),
        FieldPanel("easy_read"),
        FieldPanel("signed"),
        FactsPanel(
            "lacking_in_editor", heading=_("What is not said in Easy Read or sign language, as saved"), icon="view"
        ),
        MultiFieldPanel(
            [
                FieldPanel("who_sees"),
                FieldPanel("who_pays"),
                FieldPanel("what_happens_next"),
                FieldPanel("consent_wording"),
                FieldPanel("support"),
            ],
            heading=_("What becomes of the answers"),
        ),
    ]
    search_fields = [*FactsPage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("feedback form")

    @property
    def asks_for_words(self):
        """Whether a question is answered in people's own words, as the page stands."""
        return any(TYPES[each["type"]].free_text for each in every(definition_of(self.questions)))

    def facts_in_editor(self):
        """What the editor shows of the survey. Called on the page of the main language."""
        survey = getattr(self, "survey", None)
        if survey is None:
            return
        for label, at in ((_("Opens"), survey.opens_at), (_("Closes"), survey.closes_at)):
            yield Fact(
                _("%(label)s: %(when)s") % {"label": label, "when": moments.day_and_hour(at) if at else _("not set")}
            )
        yield Fact(_("Who may answer: %s") % survey.get_who_may_answer_display())
        yield Fact(_("Anonymous") if survey.anonymous else _("Not anonymous"))
        if survey.last_day_to_withdraw:
            yield Fact(_("Answers can be withdrawn until: %s") % moments.day(survey.last_day_to_withdraw))
        if survey.asks_equality:
            yield Fact(_("It asks the equality questions. Their answers can never be compared with other answers."))
        yield Fact(_("Safety lead: %s") % (survey.safety_lead or _("nobody yet")))
        if survey.safety_lead is None and self.get_latest_revision_as_object().asks_for_words:
            yield Fact(_("It asks for people's own words, so it does not open before it has a safety lead."))
        promise = self.promises.open().first()
        yield Fact(
            _("People hear what came of it by: %s") % (moments.day(promise.by) if promise else _("not stated yet"))
        )
        yield Fact(_("Answers: %s") % survey.responses.counted().count())
        yield from self._changes_in_editor()

    def _changes_in_editor(self):
        """Asks the officer what the latest version changed."""
        for version, changes in versions.history(versions.of(self.pk))[:1]:
            if changed := [change.short_name for change in changes if change.is_judged and not change.stands]:
                text = _("Version %(number)s: say whether the meaning stood") % {"number": version.number}
                yield Fact(
                    text, ", ".join(changed), reverse("feedback_cms:judge_version", args=[self.pk, version.number])
                )

    def lacking_in_editor(self):
        """For the panel of the editor: in each language and presentation that is used, what still lacks it."""
        for page in [self, *self.get_translations().specific()]:
            for presentation in presentations.offered(page)[1:]:
                lacking = ", ".join(presentations.lacking(page, presentation))
                text = f"{presentation.label}, {page.locale.language_name_local}"
                yield Fact(text, _("Asked in standard words: %s") % lacking if lacking else _("Nothing is lacking"))

    def routes_in_editor(self):
        """For the panel of the editor: every path through the questions with its length."""
        return routes.in_editor(definition_of(self.questions), words_of(self.questions))
