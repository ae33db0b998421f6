"""The responses of a form, without who gave them; one response; and what sets them apart."""

import django_filters
from django import forms
from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn, TitleColumn

from accounts import access
from accounts.cms import Listing, Screen, VerbView
from content import moments, question_sets
from content.questions import TYPES, every
from feedback import consenting, frames, holding
from feedback.models import Response, Survey
from feedback.viewsets import comments
from feedback.viewsets.surveys import POLICY, SurveyScreen, url_of

State = Response.State
SEE_PERSON = "accounts.view_person"


def url_of_response(response):
    return reverse("feedback_cms:response", args=[response.public_id])


def url_of_list(survey):
    return reverse("feedback_cms:responses", args=[survey.page_id])


class TickColumn(BaseColumn):
    """A box that belongs to the form above the list, which says what to do with those that are ticked."""

    def render_header_html(self, context):
        return format_html('<th scope="col"><span class="w-sr-only">{}</span></th>', _("Select"))

    def render_cell_html(self, instance, context):
        label = _("Select %(reference)s") % {"reference": instance.public_id}
        box = '<td><input type="checkbox" form="act" name="response" value="{}" aria-label="{}"></td>'
        return format_html(box, instance.public_id, label)


class ResponseFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=State, empty_label=gettext_lazy("All"), widget=forms.RadioSelect
    )
    channel = django_filters.ChoiceFilter(
        label=gettext_lazy("Channel"),
        choices=Response.Channel,
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Response
        fields = ["state", "channel"]


class ResponseList(SurveyScreen, Listing):
    """By day and, within a day, in no order: the order in which they came would tell more than the day."""

    page_title = gettext_lazy("Responses")
    header_icon = "list-ul"
    verbose_name_plural = gettext_lazy("responses")
    filterset_class = ResponseFilters
    about_template = "feedback/cms/act_on_responses.html"
    columns = [
        TickColumn("select"),
        TitleColumn("reference", label=gettext_lazy("Reference"), accessor="public_id", get_url=url_of_response),
        Column("day", label=gettext_lazy("Day"), accessor=lambda each: moments.day(each.day)),
        Column("channel", label=gettext_lazy("Channel"), accessor="get_channel_display"),
        Column("language", label=gettext_lazy("Language"), accessor="get_language_display"),
        Column("presentation", label=gettext_lazy("Presentation"), accessor="get_presentation_display"),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            primary=lambda each: each.state == State.HELD,
        ),
        Column("why", label=gettext_lazy("Held because"), accessor=lambda each: "; ".join(map(str, each.suspicions))),
        Column("comments", label=gettext_lazy("Comments"), accessor="written"),
    ]

    @property
    def acts(self):
        return ActOnResponses.ACTS.items()

    def get_base_queryset(self):
        responses = self.survey.responses.filter(is_test=False).annotate(written=Count("comments"))
        return responses.order_by("-day", "public_id")


class ActOnResponses(SurveyScreen, VerbView):
    """Holds, releases or marks those that were ticked in the list, which stand in the address, with a reason."""

    template_name = "accounts/cms/form.html"
    ACTS = {
        "hold": (
            gettext_lazy("Hold"),
            gettext_lazy("They are in no figure, file or summary until somebody releases them."),
        ),
        "release": (gettext_lazy("Release"), gettext_lazy("They count from now on.")),
        "spam": (
            gettext_lazy("Mark as not real"),
            gettext_lazy("They are in no figure, file or summary. They can be released again."),
        ),
    }

    class form_class(forms.Form):
        why = forms.CharField(
            label=gettext_lazy("Reason"),
            help_text=gettext_lazy("Kept in the history of the form. Name nobody here."),
            max_length=300,
            error_messages={"required": gettext_lazy("Enter the reason.")},
        )

    @property
    def verb(self):
        verb = self.request.GET.get("act")
        return verb if verb in self.ACTS else "hold"

    @cached_property
    def chosen(self):
        return self.survey.responses.filter(public_id__in=self.request.GET.getlist("response"), is_test=False)

    def get_page_title(self):
        return self.ACTS[self.verb][0]

    @property
    def submit_label(self):
        return self.ACTS[self.verb][0]

    def trail(self):
        return [*super().trail(), (url_of_list(self.survey), _("Responses"))]

    def get_explanation(self):
        references = ", ".join(each.public_id for each in self.chosen)
        return [_("Responses: %s") % references, self.ACTS[self.verb][1]] if references else [_("Nothing is selected.")]

    def act(self, form):
        by, why = self.request.user, form.cleaned_data["why"]
        if self.verb == "hold":
            reasons = [Response.Suspicion.OFFICER]
            number = sum(holding.hold(each, reasons, by=by, why=why) for each in self.chosen)
        else:
            verb = {"release": holding.release, "spam": holding.mark_spam}[self.verb]
            number = verb(self.chosen, by=by, why=why)
        words = ngettext("%(count)s response was changed.", "%(count)s responses were changed.", number)
        return words % {"count": number}

    def get_success_url(self):
        return url_of_list(self.survey)


class ResponsePage(Screen, TemplateView):
    """
    The answers of one response. Where it leads to a person, opening it is logged and needs the right to see people.

    Words that nobody has read yet are shown to those who may read such words.
    """

    permission_policy = POLICY
    template_name = "feedback/cms/response.html"
    header_icon = "form"

    @cached_property
    def response(self):
        responses = Response.objects.select_related("survey__page", "question_set", "registration__person")
        return get_object_or_404(responses, public_id=self.kwargs["response"])

    def trail(self):
        survey = self.response.survey
        above = [(reverse("feedback_cms:index"), _("Feedback")), (url_of(survey), survey.page.title)]
        return [*above, (url_of_list(survey), _("Responses"))]

    def get_page_title(self):
        return _("Response %(reference)s") % {"reference": self.response.public_id}

    def get(self, request, *args, **kwargs):
        response = self.response
        if response.registration_id and not request.user.has_perm(SEE_PERSON):
            return permission_denied(request)
        access.record(
            by=request.user,
            action=access.Action.VIEWED,
            what=f"response {response.public_id}",
            person=response.registration and response.registration.person,
        )
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        response = self.response
        return super().get_context_data(**kwargs) | {
            "response": response,
            "answers": list(self._answers()),
            "consents": list(self._consents()),
            "acts": [
                (label, f"{reverse('feedback_cms:act', args=[response.survey.page_id])}?{urlencode(query)}")
                for act, (label, _about) in ActOnResponses.ACTS.items()
                for query in [{"act": act, "response": response.public_id}]
                if (act == "release") != (response.state == State.RECEIVED)
            ],
        }

    def _consents(self):
        """What its person may agree to, whether that holds now, and where an officer takes it back for them, or ""."""
        response, person = self.response, self.response.registration and self.response.registration.person
        for purpose, holds in consenting.held_of(response).items():
            label = capfirst(Response._meta.get_field(consenting.FIELDS[purpose]).verbose_name)
            url = reverse("feedback_cms:withdraw_consent", args=[response.public_id, purpose])
            yield label, holds, url if holds and person else ""

    def _answers(self):
        """Pairs of a question and what was answered, in the words of the person's language."""
        response = self.response
        words = question_sets.words(response.question_set, response.language, response.presentation)
        own_words = {comment.question: frames.NOT_READ for comment in response.comments.all()}
        own_words |= {each.question: each.text for each in comments.seen_by(self.request.user, response.comments.all())}
        for question in every(response.question_set.definition):
            if question["id"] in own_words:
                yield words.get(question["id"], ""), own_words[question["id"]]
            elif question["id"] in response.answers:
                answer = response.answers[question["id"]]
                yield words.get(question["id"], ""), TYPES[question["type"]].said(question, words, answer)


# --- What waits


def held(survey):
    """How many responses of a form wait until somebody has looked."""
    return survey.responses.filter(state=State.HELD, is_test=False).count()


class HeldResponses(Component):
    """The forms with responses that wait until somebody has looked, on the first page."""

    name = "held_responses"
    template_name = "feedback/cms/held_responses.html"
    order = 25

    def get_context_data(self, parent_context):
        waiting = Response.objects.filter(state=State.HELD, is_test=False).order_by()
        numbers = dict(waiting.values_list("survey").annotate(Count("pk")))
        surveys = Survey.objects.filter(pk__in=numbers).select_related("page").order_by("page__title")
        return {"rows": [(each, f"{url_of_list(each)}?state=held", numbers[each.pk]) for each in surveys]}


def add_held_responses(request, panels):
    """For the hook `construct_homepage_panels`."""
    if POLICY.user_has_permission(request.user, "view"):
        panels.append(HeldResponses())


paths = [
    path("<int:page>/responses/", ResponseList.as_view(), name="responses"),
    path("<int:page>/responses/results/", ResponseList.as_view(results_only=True), name="responses_results"),
    path("<int:page>/responses/act/", ActOnResponses.as_view(), name="act"),
    path("responses/<slug:response>/", ResponsePage.as_view(), name="response"),
]
