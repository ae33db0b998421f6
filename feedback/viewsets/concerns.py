"""Concerns about comments: what waits for the safety leads, what was done, and the words that raise them."""

import django_filters
from django import forms
from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import Button as LinkButton
from wagtail.admin.widgets.button import HeaderButton

from accounts import access
from accounts.cms import FormBelow, Listing, PeoplePolicy, VerbView
from content import moments
from feedback import triage
from feedback.cms_forms import HandOnForm, OutcomeForm, WatchWordsForm
from feedback.models import Concern
from feedback.viewsets import comments

POLICY = PeoplePolicy(Concern)


def url_of_concern(concern):
    return reverse("feedback_cms:concern", args=[concern.public_id])


def state_of(concern):
    return _("Overdue") if concern.is_overdue else concern.get_state_display()


class ConcernFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[
            ("overdue", gettext_lazy("Overdue")),
            ("open", gettext_lazy("Open")),
            ("closed", gettext_lazy("Closed")),
        ],
        empty_label=gettext_lazy("All"),
        method="of_state",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Concern
        fields = ["state"]

    def of_state(self, queryset, name, value):
        return getattr(queryset, value)()  # the words of ConcernQuerySet


class ConcernList(Listing):
    """Open ones by the day on which they are due, so that the overdue stand first. It shows no word of a comment."""

    permission_policy = POLICY
    page_title = gettext_lazy("Concerns")
    header_icon = "warning"
    filterset_class = ConcernFilters
    verbose_name_plural = gettext_lazy("concerns")
    columns = [
        TitleColumn("kind", label=gettext_lazy("Concern"), accessor="get_kind_display", get_url=url_of_concern),
        StatusTagColumn("state", label=gettext_lazy("State"), accessor=state_of, primary=lambda each: each.is_open),
        Column("due_on", label=gettext_lazy("Due"), accessor=lambda each: moments.day(each.due_on)),
        Column("lead", label=gettext_lazy("Safety lead"), accessor=lambda each: each.lead or _("Nobody yet")),
        Column("form", label=gettext_lazy("Form"), accessor="survey.page.title"),
        Column("raised_on", label=gettext_lazy("Raised"), accessor=lambda each: moments.day(each.raised_on)),
    ]

    def trail(self):
        return [(reverse("feedback_cms:index"), _("Feedback"))]

    def get_base_queryset(self):
        return Concern.objects.select_related("lead", "survey__page").order_by("-state", "due_on", "pk")

    @property
    def header_more_buttons(self):
        if not self.may("handle"):
            return []
        url = reverse("feedback_cms:watch_words", args=[settings.LANGUAGE_CODE])
        return [LinkButton(_("Words that raise a concern"), url=url, icon_name="edit")]


class ConcernScreen:
    """What the pages about one concern share. Its comment is read by its lead, and by who may read unread comments."""

    permission_policy = POLICY

    @cached_property
    def concern(self):
        concerns = Concern.objects.select_related("lead", "survey__page", "comment__response__registration__person")
        return get_object_or_404(concerns, public_id=self.kwargs["concern"])

    def user_has_permission(self, action):
        user = self.request.user
        is_theirs = user == self.concern.lead or comments.POLICY.user_has_permission(user, "handle")
        return super().user_has_permission(action) and (is_theirs or action != "handle")

    def trail(self):
        return [
            (reverse("feedback_cms:index"), _("Feedback")),
            (reverse("feedback_cms:concerns"), _("Concerns")),
        ]

    def get_success_url(self):
        return reverse("feedback_cms:concerns")


class ConcernPage(ConcernScreen, FormBelow):
    """What was written, and the form that closes the concern. That it was read is logged, with whose it is if known."""

    form_class = OutcomeForm
    template_name = "feedback/cms/concern.html"
    header_icon = "warning"
    submit_label = gettext_lazy("Close the concern")

    def get_page_title(self):
        return self.concern.get_kind_display()

    def get(self, request, *args, **kwargs):
        if self.may("handle") and self.concern.comment:
            registration = self.concern.comment.response.registration
            access.record(
                by=request.user,
                action=access.Action.VIEWED,
                what=f"concern {self.concern.public_id}",
                person=registration and registration.person,
            )
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        own = {"concern": self.concern, "state": state_of(self.concern), "about": ""}
        return super().get_context_data(**kwargs) | own

    def act(self, form):
        triage.close(concern=self.concern, outcome=form.cleaned_data["outcome"], by=self.request.user)
        return _("The concern is closed.")

    @property
    def header_buttons(self):
        if not (self.may("handle") and self.concern.is_open):
            return []
        url = reverse("feedback_cms:hand_on", args=[self.concern.public_id])
        return [HeaderButton(_("Give it to somebody else"), url=url, icon_name="user")]


class HandOn(ConcernScreen, VerbView):
    form_class = HandOnForm
    page_title = gettext_lazy("Give it to somebody else")
    submit_label = gettext_lazy("Give it to them")

    def trail(self):
        return [*super().trail(), (url_of_concern(self.concern), self.concern.get_kind_display())]

    def get_initial(self):
        return {"lead": self.concern.lead}

    def get_explanation(self):
        return [_("They are told by e-mail, and can then read the comment.")]

    def act(self, form):
        triage.hand_on(concern=self.concern, lead=form.cleaned_data["lead"], by=self.request.user)
        return _("The concern was handed on.")


class WatchWordsScreen(VerbView):
    """The list of one language, with links to the others."""

    permission_policy = POLICY
    form_class = WatchWordsForm
    page_title = gettext_lazy("Words that raise a concern")
    header_icon = "edit"

    @cached_property
    def language(self):
        languages = dict(settings.LANGUAGES)
        if self.kwargs["language"] not in languages:
            raise Http404
        return self.kwargs["language"]

    def get_page_subtitle(self):
        return str(dict(settings.LANGUAGES)[self.language])

    def trail(self):
        return [(reverse("feedback_cms:index"), _("Feedback")), (reverse("feedback_cms:concerns"), _("Concerns"))]

    def get_initial(self):
        return {kind: "\n".join(listed) for kind, listed in triage.words(self.language).items()}

    def get_explanation(self):
        return [
            _("A comment with any of these words raises a concern, and its form's safety lead is told."),
            _("One in each line. A * at the end stands for any ending: threaten* finds threatened and threatening."),
            _("Comments in another language are held against its own list and the English one."),
        ]

    @property
    def header_more_buttons(self):
        return [
            LinkButton(name, url=reverse("feedback_cms:watch_words", args=[code]), icon_name="edit")
            for code, name in settings.LANGUAGES
            if code != self.language
        ]

    def act(self, form):
        triage.change_words(language=self.language, texts=form.cleaned_data, by=self.request.user)
        return _("Saved. It counts for comments that come from now on.")

    def get_success_url(self):
        return reverse("feedback_cms:concerns")


# --- The first page


class ConcernsDue(Component):
    """How many concerns wait and are overdue, each with its list."""

    name = "concerns_due"
    template_name = "feedback/cms/concerns_due.html"
    order = 20

    def get_context_data(self, parent_context):
        numbers = {"overdue": Concern.objects.overdue().count(), "open": Concern.objects.open().count()}
        return {"numbers": numbers, "list": reverse("feedback_cms:concerns")}


def add_concerns_due(request, panels):
    """For the hook `construct_homepage_panels`."""
    if POLICY.user_has_permission(request.user, "view"):
        panels.append(ConcernsDue())


paths = [
    path("concerns/", ConcernList.as_view(), name="concerns"),
    path("concerns/results/", ConcernList.as_view(results_only=True), name="concerns_results"),
    path("concerns/words/<slug:language>/", WatchWordsScreen.as_view(), name="watch_words"),
    path("concerns/<slug:concern>/", ConcernPage.as_view(), name="concern"),
    path("concerns/<slug:concern>/hand-on/", HandOn.as_view(), name="hand_on"),
]
