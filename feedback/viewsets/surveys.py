"""The list of forms, a new one in one step, its facts, and the invitations."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import Button as LinkButton
from wagtail.admin.widgets.button import HeaderButton

from accounts.cms import Listing, PeoplePolicy, VerbView, add_refusal
from content import moments
from content.models import main_locale
from content.spreadsheets import csv_response
from feedback import handing_out, listing, responding, surveying
from feedback.cms_forms import BESIDE, LinksForm, NewSurveyForm, SurveyForm
from feedback.models import Comment, FeedbackIndexPage, Response, Survey

POLICY = PeoplePolicy(Response)
STATES = {
    listing.OPEN: gettext_lazy("Open"),
    listing.COMING: gettext_lazy("Opens later"),
    listing.CLOSED: gettext_lazy("Closed"),
    listing.UNDATED: gettext_lazy("No dates yet"),
}


def url_of(survey):
    return reverse("feedback_cms:form", args=[survey.page_id])


def state_of(survey):
    """In what state a form is, in one to three words."""
    return STATES[listing.state_of(survey)] if survey.page.live else _("Page not public")


def moment(name):
    def in_words(survey):
        at = getattr(survey, name)
        return moments.day(at) if at else ""

    return in_words


class SurveyFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=list(STATES.items())[:3],
        empty_label=gettext_lazy("All"),
        method="in_state",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Survey
        fields = ["state"]

    def in_state(self, queryset, name, value):
        return getattr(queryset, value)()  # the words of SurveyQuerySet: open, coming, closed


class SurveyList(Listing):
    permission_policy = POLICY
    page_title = gettext_lazy("Feedback")
    header_icon = "form"
    verbose_name_plural = gettext_lazy("forms")
    filterset_class = SurveyFilters
    is_searchable = True
    search_fields = ["page__title"]
    columns = [
        TitleColumn("title", label=gettext_lazy("Form"), accessor="page.title", get_url=url_of),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor=state_of,
            primary=lambda survey: survey.is_open() and survey.page.live,
        ),
        Column("opens", label=gettext_lazy("Opens"), accessor=moment("opens_at")),
        Column("closes", label=gettext_lazy("Closes"), accessor=moment("closes_at")),
        Column("answers", label=gettext_lazy("Answers")),
        Column("target", label=gettext_lazy("Hoped for")),
        Column("unread", label=gettext_lazy("Comments to read")),
    ]

    def get_base_queryset(self):
        return Survey.objects.select_related("page").order_by("-opens_at", "-pk")

    def get_table(self, object_list):
        return super().get_table(counted(object_list))

    @property
    def header_buttons(self):
        if not self.may("handle"):
            return []
        return [
            HeaderButton(_("New form"), url=reverse("feedback_cms:new"), icon_name="plus"),
            HeaderButton(_("Question bank"), url=reverse("question_bank:index"), icon_name="folder-open-inverse"),
        ]

    @property
    def header_more_buttons(self):
        buttons = [LinkButton(_("Concerns"), url=reverse("feedback_cms:concerns"), icon_name="warning")]
        if self.request.user.has_perm("feedback.withdraw_response"):
            url = reverse("feedback_cms:withdraw")
            buttons.append(LinkButton(_("Withdraw answers by four words"), url=url, icon_name="bin"))
        return buttons


def counted(surveys):
    """The surveys as a list, each with `answers` and `unread` comments."""
    surveys = list(surveys)
    received = Response.objects.counted().filter(survey__in=surveys).order_by()
    answers = dict(received.values_list("survey_id").annotate(Count("pk")))
    waiting = Comment.objects.filter(response__in=received, state=Comment.State.UNREAD).order_by()
    unread = dict(waiting.values_list("response__survey_id").annotate(Count("pk")))
    for survey in surveys:
        survey.answers, survey.unread = answers.get(survey.pk, 0), unread.get(survey.pk, 0)
    return surveys


class SurveyScreen:
    """What the pages about one form share."""

    permission_policy = POLICY

    @cached_property
    def survey(self):
        surveys = Survey.objects.select_related("page", "date__page", "safety_lead")
        return get_object_or_404(surveys, page=self.kwargs["page"])

    def trail(self):
        return [(reverse("feedback_cms:index"), _("Feedback")), (url_of(self.survey), self.survey.page.title)]

    def get_success_url(self):
        return url_of(self.survey)


class NewSurvey(VerbView):
    """One step: page and survey together. Then the page's editor opens for words and questions."""

    permission_policy = POLICY
    form_class = NewSurveyForm
    page_title = gettext_lazy("New form")
    submit_label = gettext_lazy("Create and write the questions")
    beside = BESIDE

    def trail(self):
        return [(reverse("feedback_cms:index"), _("Feedback"))]

    @cached_property
    def parent(self):
        return FeedbackIndexPage.objects.filter(locale=main_locale()).first()

    def get_explanation(self):
        if self.parent:
            return [_("This makes a draft. Nobody sees it until you publish its page.")]
        return [_("There is no list of forms in the site yet: create that page first, below the home page.")]

    def get_initial(self):
        """An event's date links here with the date chosen."""
        return {"date": self.request.GET.get("date")}

    def act(self, form):
        typed = form.cleaned_data
        self.survey = surveying.create_form(
            title=typed["title"], parent=self.parent, topics=typed["topics"], by=self.request.user, **form.facts
        )
        return _("The form is made. Write what people need to know and the questions, then publish.")

    def get_success_url(self):
        return reverse("wagtailadmin_pages:edit", args=[self.survey.page_id])


class ChangeSurvey(SurveyScreen, VerbView):
    form_class = SurveyForm
    page_title = gettext_lazy("Change")
    beside = BESIDE

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.survey}

    def get_initial(self):
        return {"topics": self.survey.page.topics.all()}

    def get_explanation(self):
        names = [self.survey._meta.get_field(name).verbose_name for name in surveying.settled(self.survey)]
        return (
            [_("Can no longer be changed, as people were told so: %s.") % ", ".join(map(str, names))] if names else []
        )

    def act(self, form):
        surveying.change(survey=self.survey, by=self.request.user, topics=form.cleaned_data["topics"], **form.facts)
        return _("Saved.")


class MakeLinks(SurveyScreen, VerbView):
    """Hands over a file of new links, once. How many were used is shown, and never which."""

    form_class = LinksForm
    page_title = gettext_lazy("Make single-use links")
    submit_label = gettext_lazy("Make and download")

    def get_explanation(self):
        counts = self.survey.single_links.aggregate(made=Count("pk"), used=Count("pk", filter=Q(answered=True)))
        return [
            _("Each link opens the form once. Print them on letters, or give them out."),
            _("Download them now: the file is made once, and no copy of it is kept."),
            *([_("%(made)s were made before; %(used)s of them were used.") % counts] if counts["made"] else []),
        ]

    def form_valid(self, form):
        try:
            addresses = handing_out.make_links(
                survey=self.survey, number=form.cleaned_data["number"], by=self.request.user
            )
        except ValidationError as refusal:
            add_refusal(form, refusal, self.beside)
            return self.form_invalid(form)
        return csv_response(f"links-{self.survey.page.slug}", [_("Link")], [[address] for address in addresses])


class Invite(SurveyScreen, VerbView):
    """Asks each person of the event who was not asked yet. The page says how many before the button is pressed."""

    form_class = forms.Form
    page_title = gettext_lazy("Send invitations")
    submit_label = gettext_lazy("Send")

    def get_explanation(self):
        people = responding.people_to_invite(self.survey).count()
        words = ngettext(
            "%(count)s person will get a thank you and a link of their own, each by the way they asked for.",
            "%(count)s people will get a thank you and a link of their own, each by the way they asked for.",
            people,
        )
        counts = self.survey.invitations.aggregate(sent=Count("pk"), used=Count("pk", filter=Q(answered=True)))
        before = _("%(sent)s were sent before; %(used)s of those people have answered.") % counts
        by_itself = [_("Whoever came is asked by itself, so you need not send these.")] * self.survey.invites_by_itself
        return [words % {"count": people}, *by_itself, *([before] if counts["sent"] else [])]

    def act(self, form):
        number = responding.invite(survey=self.survey)
        words = ngettext("%(count)s invitation is on its way.", "%(count)s invitations are on their way.", number)
        return words % {"count": number}
