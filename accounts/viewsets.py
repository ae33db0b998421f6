"""The menu "People" of the CMS: find somebody, see everything of them, correct how they are reached."""

import json

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import Button as LinkButton
from wagtail.admin.widgets.button import HeaderButton

from accounts import access, erasure, export, people
from accounts.cms import Listing, PageScreen, PeoplePolicy, PeopleViewSet, VerbModelForm, VerbView
from accounts.models import AccessLog, ConsentRecord, Person
from content import moments

POLICY = PeoplePolicy(Person)
LATEST = 20  # people listed before a search
LAST_LINES = 50  # of the log, on a person's page


def url_of(person):
    return reverse("people_cms:person", args=[person.public_id])


class PeopleList(Listing):
    """Whom a search finds; before a search only those who came last."""

    permission_policy = POLICY
    page_title = gettext_lazy("People")
    header_icon = "user"
    search_hint = gettext_lazy("name, e-mail address, telephone number or reference")
    searched = "people"
    columns = [
        TitleColumn("name", label=gettext_lazy("Name"), get_url=url_of),
        Column("get_channel_display", label=gettext_lazy("Reach by")),
        Column("address_to_write_to", label=gettext_lazy("E-mail address")),
        Column("number_to_call", label=gettext_lazy("Telephone")),
        Column("helper_name", label=gettext_lazy("Helped by")),
        Column("public_id", label=gettext_lazy("Reference")),
    ]

    def get_base_queryset(self):
        return Person.objects.filter(merged_into=None)

    def get_queryset(self):
        return super().get_queryset() if self.looked_for else self.get_base_queryset().order_by("-pk")[:LATEST]

    def matching(self, queryset, text):
        return queryset.matching(text)

    @property
    def header_more_buttons(self):
        if not self.may("administer"):
            return []
        return [LinkButton(_("Access log"), url=reverse("people_cms:log"), icon_name="history")]


class PersonScreen:
    """What the pages about one person share."""

    permission_policy = POLICY

    @cached_property
    def person(self):
        return get_object_or_404(Person, public_id=self.kwargs["person"])

    def trail(self):
        return [(reverse("people_cms:index"), _("People")), (url_of(self.person), self.person.name)]

    def get_success_url(self):
        return url_of(self.person)


class PersonPage(PersonScreen, PageScreen):
    """
    Everything of one person. Each room adds its part as a component by the hook `construct_person_page`, which is
    called with the request, the person and the list of components.
    """

    template_name = "accounts/cms/person.html"
    header_icon = "user"

    def trail(self):
        return super().trail()[:1]

    def get_page_title(self):
        return self.person.name

    def seen(self):
        return f"person {self.person.public_id}", self.person

    def get_context_data(self, **kwargs):
        panels = []
        for construct in hooks.get_hooks("construct_person_page"):
            construct(self.request, self.person, panels)
        panels.sort(key=lambda panel: panel.order)
        return super().get_context_data(person=self.person, panels=panels, **kwargs)

    @property
    def header_buttons(self):
        if not self.may("handle"):
            return []
        to_correct = reverse("people_cms:correct", args=[self.person.public_id])
        return [HeaderButton(_("Correct"), url=to_correct, icon_name="edit")]

    @property
    def header_more_buttons(self):
        offered = [("handle", "export", _("Export everything"), "download"), ("administer", "erase", _("Erase"), "bin")]
        return [
            LinkButton(label, url=reverse(f"people_cms:{name}", args=[self.person.public_id]), icon_name=icon)
            for right, name, label, icon in offered
            if self.may(right)
        ]


class PersonPanel(Component):
    """A part of a person's page: `order` says where, `template_name` finds the person as `person`."""

    order = 100

    def __init__(self, person):
        self.person = person

    def get_context_data(self, parent_context):
        shared = {name: parent_context[name] for name in ("request", "csrf_token")}
        return {"person": self.person, **shared, **self.facts()}

    def facts(self):
        return {}


class ContactPanel(PersonPanel):
    order = 10
    template_name = "accounts/cms/contact_panel.html"


class ConsentsPanel(PersonPanel):
    """The ledger: every decision with the words on which it was taken, the newest first."""

    order = 80
    template_name = "accounts/cms/consents_panel.html"

    def facts(self):
        records = ConsentRecord.objects.filter(subject=self.person.subject)
        return {"consents": records.select_related("wording", "captured_by")}


class AccessPanel(PersonPanel):
    order = 90
    template_name = "accounts/cms/access_panel.html"

    def facts(self):
        lines = AccessLog.objects.filter(subject=self.person.subject).select_related("by")
        return {"lines": lines[:LAST_LINES]}


def person_panels(request, person, panels):
    panels += [ContactPanel(person), ConsentsPanel(person), AccessPanel(person)]


# --- Changing


class CorrectForm(VerbModelForm):
    send_again = forms.BooleanField(
        label=gettext_lazy("Send the messages about what they have booked again"),
        required=False,
        help_text=gettext_lazy("To the new address, with new links."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"), required=False, max_length=200, help_text=gettext_lazy("Such as: they telephoned.")
    )

    class Meta(VerbModelForm.Meta):
        model = Person
        fields = [
            "name",
            "known_as",
            "channel",
            "email",
            "telephone",
            "address",
            "helper_name",
            "helper_email",
            "helper_telephone",
            "reach_helper",
            "language",
        ]
        error_messages = {
            "name": {"required": gettext_lazy("Enter their name.")},
            "channel": {"required": gettext_lazy("Select how they want to be reached.")},
        }
        widgets = {"address": forms.Textarea(attrs={"rows": 4})}


class CorrectView(PersonScreen, VerbView):
    """
    Other rooms send what the person still needs by the hook `send_again_to_person`, called with the person and the
    officer; it answers how many messages were queued.
    """

    form_class = CorrectForm
    page_title = gettext_lazy("Correct")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.person}

    def get_explanation(self):
        return [_("When the e-mail address changes, the links that were sent to the old one end.")]

    def act(self, form):
        changes = form.cleaned_data
        again, by = changes.pop("send_again"), self.request.user
        person = people.correct(self.person, by=by, **changes)
        if not again:
            return _("Corrected.")
        count = sum(send(person, by) for send in hooks.get_hooks("send_again_to_person"))
        return ngettext(
            "Corrected. %(count)s message is being sent again.",
            "Corrected. %(count)s messages are being sent again.",
            count,
        ) % {"count": count}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Kept in the access log. Name nobody here."),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter the reason.")},
    )


class ExportPersonView(PersonScreen, VerbView):
    """Everything of the person as one JSON file: for a request for access."""

    form_class = ReasonForm
    page_title = gettext_lazy("Export everything")
    submit_label = gettext_lazy("Download")

    def form_valid(self, form):
        access.record(
            by=self.request.user,
            action=access.Action.EXPORTED,
            what=f"person {self.person.public_id}",
            person=self.person,
            reason=form.cleaned_data["reason"],
        )
        text = json.dumps(export.everything_about(self.person), cls=export.Encoder, indent=2, ensure_ascii=False)
        return HttpResponse(
            text,
            content_type="application/json",
            headers={
                "Content-Disposition": f'attachment; filename="person-{self.person.public_id}.json"',
                "Cache-Control": "no-store",
            },
        )


class EraseForm(ReasonForm):
    sure = forms.BooleanField(
        label=gettext_lazy("Erase this person for good"),
        error_messages={"required": gettext_lazy("Select the box to erase this person.")},
    )


class EraseView(PersonScreen, VerbView):
    permission_required = "administer"
    form_class = EraseForm
    page_title = gettext_lazy("Erase")
    submit_label = gettext_lazy("Erase for good")
    is_grave = True

    def get_explanation(self):
        return [
            _("Name, addresses, bookings, needs and messages of this person go, and cannot be brought back."),
            _("What was counted stays counted; the log keeps a line without a name."),
        ]

    def act(self, form):
        erasure.erase(person=self.person, by=self.request.user, reason=form.cleaned_data["reason"])
        return _("The person was erased.")

    def get_success_url(self):
        return reverse("people_cms:index")


# --- The access log


class AccessLogList(Listing):
    """Who read, changed or took away personal data. For administrators."""

    permission_policy = PeoplePolicy(AccessLog)
    permission_required = "administer"
    page_title = gettext_lazy("Access log")
    header_icon = "history"
    columns = [
        Column("at", label=gettext_lazy("When"), accessor=lambda line: moments.short(line.at)),
        Column("by", label=gettext_lazy("Who")),
        Column("get_action_display", label=gettext_lazy("Action")),
        Column("what", label=gettext_lazy("What")),
        Column("rows", label=gettext_lazy("Rows")),
        Column("reason", label=gettext_lazy("Reason")),
    ]

    def trail(self):
        return [(reverse("people_cms:index"), _("People"))]

    def get_base_queryset(self):
        return AccessLog.objects.select_related("by")


class PeopleMenu(PeopleViewSet):
    name = "people"
    url_namespace = "people_cms"
    permission_policy = POLICY
    icon = "user"
    menu_label = gettext_lazy("People")
    menu_order = 250

    def get_urlpatterns(self):
        return [
            path("", PeopleList.as_view(), name="index"),
            path("results/", PeopleList.as_view(results_only=True), name="index_results"),
            path("log/", AccessLogList.as_view(), name="log"),
            path("log/results/", AccessLogList.as_view(results_only=True), name="log_results"),
            path("<slug:person>/", PersonPage.as_view(), name="person"),
            path("<slug:person>/correct/", CorrectView.as_view(), name="correct"),
            path("<slug:person>/export/", ExportPersonView.as_view(), name="export"),
            path("<slug:person>/erase/", EraseView.as_view(), name="erase"),
        ]


people_menu = PeopleMenu()
