"""Answering a form, page by page, without an account."""

from functools import cached_property, partial
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from content import drafts, limits, moments, question_pages, question_sets, stamps, views
from content.journeys import DONE, Step
from content.models import in_this_language
from content.questions import TYPES, every
from content.readings import ReadJourney
from content.saving import SavedJourney
from feedback import four_words, links, listing, responding, returning, suspecting
from feedback.forms import YES, CreditForm, LinkForm, QuoteForm, ResearchForm, consents_of
from feedback.models import Survey
from feedback.responding import RespondingRefused

PAGE = "feedback/question.html"
CONSENTS = (QuoteForm, ResearchForm, CreditForm)


class Answering(ReadJourney, SavedJourney):
    name = "answer"
    button = gettext_lazy("Send your answers")
    check_template = "feedback/check.html"
    confirmation_template = "feedback/confirmation.html"
    beside = ("stamp", "website")
    is_test = False

    def load(self, public_id):
        self.survey = get_object_or_404(Survey.objects.select_related("page", "date"), public_id=public_id)
        self.page = in_this_language(self.survey.page)

    @property
    def title(self):
        return self.page.title

    def back_address(self):
        return self.page.url if self.page.live else None

    @property
    def needs_link(self):
        return self.survey.is_personal

    # --- The questions

    @cached_property
    def question_set(self):
        return question_sets.current(self.page)

    @property
    def definition(self):
        return self.question_set.definition

    @cached_property
    def words(self):
        return question_sets.words(self.question_set, get_language(), self.presentation)

    def get_steps(self):
        link = Step("link", _("You need your personal link"), LinkForm, template="feedback/personal_link.html")
        return [
            *([link] if self.needs_link else []),
            *(self._step(page) for page in self.pages),
            Step("quote", "", QuoteForm, self._wrote_something, template=PAGE),
            *([Step("research", "", ResearchForm, template=PAGE)] if self.survey.asks_research else []),
            *([Step("credit", "", CreditForm, template=PAGE)] if self.survey.offers_credit else []),
        ]

    @cached_property
    def pages(self):
        return question_pages.pages(self.definition)

    def _step(self, page):
        caption = partial(self._caption, _section(page.step))
        form, title = partial(page.form, self.words), page.title(self.words)
        return Step(page.step, title, form, page.applies, template=PAGE, caption=caption)

    def _caption(self, section, answers):
        """How far somebody has come, among the sections that concern them as far as is known from their answers."""
        sections = list(dict.fromkeys(_section(page.step) for page in self.pages if page.applies(answers)))
        if len(sections) == 1:
            return ""
        return _("Section %(number)s of %(total)s") % {"number": sections.index(section) + 1, "total": len(sections)}

    def _wrote_something(self, answers):
        return any(answers.get(each["id"]) for each in every(self.definition) if TYPES[each["type"]].free_text)

    def get_form_kwargs(self, step, answers):
        if step.form_class is LinkForm:
            return {"survey": self.survey}
        if step.form_class in CONSENTS:
            return {"wording": self.page.consent_wording}
        return {"answers": answers}

    # --- The end

    def finish(self, draft, answers):
        try:
            with transaction.atomic():
                responding.respond(
                    survey=self.survey,
                    question_set=self.question_set,
                    answers=answers,
                    key=draft.key,
                    invitation=answers.get("invitation"),
                    language=get_language(),
                    presentation=self.presentation,
                    held_for=self._suspicions(draft, answers),
                    consents=self._consents(answers),
                    is_test=self.is_test,
                )
                drafts.discard(draft=draft)
        except RespondingRefused as refused:
            return self.refused(refused)
        return self.done(draft.key)

    @property
    def stamp(self):
        return stamps.stamp(self.purpose)

    def trapped(self):
        """Software in a browser fills in what nobody sees, too: the answers are held for somebody to look at."""

    def _suspicions(self, draft, answers):
        is_trapped = bool(self.request.POST.get("website"))
        return [] if self.is_test else suspecting.reasons(draft=draft, answers=answers, is_trapped=is_trapped)

    def _consents(self, answers):
        asked = consents_of(self.survey, self.page)
        return [each.decided(answers[each.asked.name] == YES) for each in asked if each.asked.name in answers]

    def done(self, key):
        """The equality questions come between the answers and their confirmation."""
        if self.survey.asks_equality and not self.is_test:
            return self._remember(redirect(self.equality_address(key)), key)
        return super().done(key)

    def equality_address(self, key, step="ask"):
        """The address of one of the pages of equality questions: see `feedback.views.equality`."""
        address = reverse("equality", args=[self.survey.public_id, step])
        return f"{address}?{urlsplit(self.address(DONE, key)).query}"

    def outcome_for(self, key):
        """The response, with its four words: only this key leads to them."""
        response = responding.response_of(key)
        if response and response.words:
            response.four_words = four_words.of(key)
        return response

    def get_confirmation_context(self, outcome):
        return {"form": listing.form_of(self.page)}

    # --- Saving, to come back

    def kept_until(self):
        closes_at = self.survey.closes_at
        return min(super().kept_until(), closes_at) if closes_at else super().kept_until()

    def send_link(self, draft, email):
        returning.send_link(draft=draft, to=email)

    def code_page(self):
        return settings.BASE_URL + reverse("answer_saved")

    # --- Refusals

    def refusal(self):
        try:
            responding.check_open(self.survey)
        except RespondingRefused as refused:
            return self.refused(refused)
        return self.without_questions()

    def without_questions(self):
        if not any(every(self.definition)):
            return self.refuse(_("This form has no questions yet"), [_("Come back later, or get in touch with us.")])

    def refused(self, refused):
        return self.refuse(
            refused.messages[0], self._sentences(refused.code), status=410 if refused.code == "page_gone" else 409
        )

    def _sentences(self, code):
        survey = self.survey
        if code == "closed":
            when = _("It closed at %s.") % moments.day_and_hour(survey.closes_at)
            return [when, _("The page about it says what came of it, or by when we will tell you.")]
        if code == "not_open_yet":
            opens = (
                survey.opens_at
                and not survey.has_opened()
                and _("You can answer from %s.") % moments.day_and_hour(survey.opens_at)
            )
            return [opens or _("We have not yet said when it opens.")]
        if code == "answered":
            return [_("Thank you. Each personal link can be used once.")]
        return [_("You can get in touch with us if you would like to tell us something.")]

    # --- The way in by a personal link

    def enter(self, token):
        """Keep the link, sealed, in a new draft, so that it stands in no later address; go to the first question."""
        draft = self.new_draft()
        drafts.keep(draft=draft, step="link", typed={"invitation": [links.sealed(token)]})
        return self._to_first_open(draft, self._trail(draft))


def _section(step):
    """Of a page that follows another, such as "2-more", the first."""
    return step.partition("-")[0]


@method_decorator(never_cache, name="dispatch")
class PersonalLinkView(View):
    """The start page for whoever comes by a link in a message. Only its button does anything."""

    def setup(self, request, *args, token, **kwargs):
        super().setup(request, *args, **kwargs)
        self.token, self.invitation = token, links.find(token)
        if self.invitation is None:
            raise Http404
        self.journey = Answering()
        self.journey.setup(request, public_id=self.invitation.survey.public_id)

    def refusal(self):
        if self.invitation.answered:
            return self.journey.refused(RespondingRefused(_("We have your answers already."), code="answered"))
        return self.journey.refusal()

    def get(self, request, **kwargs):
        page = self.journey.page
        return self.refusal() or render(request, "feedback/start.html", {"page": page, "form": listing.form_of(page)})

    def post(self, request, **kwargs):
        if refusal := self.refusal():
            return refusal
        most, seconds = self.journey.starts
        if not limits.is_within(request, purpose=self.journey.name, most=most, seconds=seconds):
            return views.too_many(request)
        return self.journey.enter(self.token)
