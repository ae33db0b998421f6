"""Payment and expenses in the CMS: what a date offers, claims of a date and of all, and the file for finance."""

import django_filters
from django import forms
from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button as LinkButton
from wagtail.admin.widgets.button import HeaderButton

from accounts.cms import Button, ExportView, Listing, VerbView
from content import moments
from content.spreadsheets import telephone
from events import expense_decisions, expenses
from events.cms_expense_forms import OfferForm
from events.models import Claim, PaymentDecision, PaymentOffer
from events.viewsets.dates import POLICY, DateScreen, when

Status = Claim.Status


def url_of_claim(claim):
    return reverse("events_cms:claim", args=[claim.public_id])


# --- The lists


class ClaimFilters(WagtailFilterSet):
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        choices=[("overdue", gettext_lazy("Overdue")), *Status.choices, ("all", gettext_lazy("All"))],
        empty_label=gettext_lazy("Open"),
        method="of_status",
        widget=forms.RadioSelect,
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("What for"), choices=Claim.Kind, empty_label=gettext_lazy("All"), widget=forms.RadioSelect
    )

    class Meta:
        model = Claim
        fields = ["status", "kind"]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data["status"] else queryset.open()

    def of_status(self, queryset, name, value):
        if value == "overdue":
            return queryset.overdue()
        return queryset if value == "all" else queryset.filter(status=value)


class Cell(Column):
    """A cell with a template of its own, which knows the claim as `claim`."""

    def __init__(self, name, *, label, **kwargs):
        super().__init__(name, label=label, accessor="pk", **kwargs)
        self.cell_template_name = f"events/cms/claims/{name}.html"

    def get_cell_context_data(self, instance, parent_context):
        more = {"claim": instance, "url": url_of_claim(instance)}
        return super().get_cell_context_data(instance, parent_context) | more


class ClaimList(Listing):
    """Claims, the overdue first. That somebody reads the list leaves no line in the log; taking it away does."""

    permission_policy = POLICY
    template_name = "events/cms/claims/list.html"
    about_template = "events/cms/claims/about.html"
    header_icon = "clipboard-list"
    page_title = gettext_lazy("Claims")
    filterset_class = ClaimFilters
    verbose_name_plural = gettext_lazy("claims")
    export_name = "export_claims"
    columns = [
        Cell("tick", label=gettext_lazy("Tick")),
        Cell("what", label=gettext_lazy("Claim"), width="34%"),
        Cell("amount", label=gettext_lazy("Amount")),
        Cell("status", label=gettext_lazy("Status"), width="24%"),
        Cell("days", label=gettext_lazy("Days open")),
        Cell("date", label=gettext_lazy("Event")),
    ]

    def trail(self):
        return [(reverse("events_cms:index"), _("Events"))]

    def claims(self):
        return Claim.objects.all()

    def get_base_queryset(self):
        overdue = Case(When(Claim.overdue_rule(), then=Value(0)), default=Value(1))
        found = self.claims().select_related("registration__date__page", "registration__person")
        return found.annotate(rank=overdue).order_by("rank", "claimed_at", "pk")

    def get_table(self, object_list):
        for claim in object_list:
            claim.may_be_ticked = self.may("handle") and claim.is_open
            claim.is_late = claim.rank == 0
        return super().get_table(object_list)

    def get_context_data(self, **kwargs):
        return super().get_context_data(figures=expenses.figures(self.claims()), **kwargs)

    @property
    def header_more_buttons(self):
        if not self.may("handle"):
            return []
        to_export = f"{self.own_url(self.export_name)}?{self.request.META['QUERY_STRING']}"
        return [LinkButton(_("File for finance"), url=to_export, icon_name="download")]

    def own_url(self, name):
        return reverse(f"events_cms:{name}")


class DateClaims(DateScreen, ClaimList):
    """Those of one date, with what it offers and how many decided what about it."""

    page_title = gettext_lazy("Payment and expenses")
    export_name = "export_date_claims"
    columns = ClaimList.columns[:-1]

    def claims(self):
        return Claim.objects.filter(registration__date=self.date)

    def get_context_data(self, **kwargs):
        decided = list(PaymentDecision.objects.filter(registration__date=self.date).values_list("choice", flat=True))
        decisions = [(choice.label, decided.count(choice)) for choice in PaymentDecision.Choice if choice in decided]
        return super().get_context_data(
            date=self.date, offered=expenses.of_date(self.date), decisions=decisions, **kwargs
        )

    @property
    def header_buttons(self):
        if not self.may("handle"):
            return []
        return [HeaderButton(_("What we pay"), url=self.own_url("payment_offer"), icon_name="edit")]

    def own_url(self, name):
        return reverse(f"events_cms:{name}", args=[self.date.public_id])


class MakeOffer(DateScreen, VerbView):
    """What a date pays. A new one begins as the latest that was made anywhere: that is the rate card."""

    form_class = OfferForm
    page_title = gettext_lazy("What we pay")

    def get_form_kwargs(self):
        offered = expenses.of_date(self.date) or PaymentOffer.objects.order_by("-updated_at").first()
        return super().get_form_kwargs() | {"instance": offered}

    def trail(self):
        return [*super().trail(), (self.get_success_url(), _("Payment and expenses"))]

    def get_explanation(self):
        if expenses.of_date(self.date) is None:
            yield _("People can decide and claim once this is saved.")
        yield _("Say the same as the page of the event. Whoever has decided already keeps what they were offered.")

    def act(self, form):
        expenses.offer(date=self.date, by=self.request.user, **form.facts)
        return _("Saved.")

    def get_success_url(self):
        return reverse("events_cms:date_claims", args=[self.date.public_id])


# --- What can be done with several


class SomeClaims:
    """The claims that were ticked, `claim` in what is sent."""

    permission_policy = POLICY

    def ticked(self):
        ids = [number for number in self.request.POST.getlist("claim") if number.isdecimal()]
        return list(Claim.objects.filter(pk__in=ids))

    def back(self):
        return reverse("events_cms:claims")


class ApproveClaims(SomeClaims, Button):
    def act(self):
        number = len(expense_decisions.approve(claims=self.ticked(), by=self.request.user))
        words = ngettext("%(count)s claim is approved.", "%(count)s claims are approved.", number)
        return words % {"count": number}


class PayClaims(SomeClaims, Button):
    def act(self):
        number = len(expense_decisions.pay(claims=self.ticked(), by=self.request.user))
        words = ngettext("%(count)s claim is noted as paid.", "%(count)s claims are noted as paid.", number)
        return words % {"count": number}


# --- The file for finance


def day(moment):
    """A day as a spreadsheet sorts it, in London."""
    return f"{timezone.localdate(moment):%Y-%m-%d}" if moment else ""


def of_registration(name):
    return lambda claim: getattr(claim.registration, name)


EXPORTED = [
    (gettext_lazy("Claim"), lambda claim: claim.public_id),
    (gettext_lazy("Booking"), of_registration("public_id")),
    (gettext_lazy("Name"), of_registration("name")),
    (gettext_lazy("E-mail address"), of_registration("email")),
    (gettext_lazy("Telephone"), lambda claim: telephone(claim.registration.telephone)),
    (gettext_lazy("Postal address"), of_registration("address")),
    (gettext_lazy("Event"), lambda claim: claim.registration.date.page.title),
    (gettext_lazy("Date"), lambda claim: day(claim.registration.date.starts_at)),
    (gettext_lazy("What for"), lambda claim: claim.get_kind_display()),
    (gettext_lazy("For somebody who came with them"), lambda claim: _("Yes") if claim.for_companion else ""),
    (gettext_lazy("Miles"), lambda claim: claim.miles and float(claim.miles)),
    (gettext_lazy("In words"), lambda claim: claim.detail),
    (gettext_lazy("Claimed, in pounds"), lambda claim: float(claim.amount)),
    (gettext_lazy("Approved, in pounds"), lambda claim: claim.approved and float(claim.approved)),
    (gettext_lazy("Paid how"), lambda claim: expenses.paid_how(claim)),
    (gettext_lazy("Status"), lambda claim: claim.get_status_display()),
    (gettext_lazy("Why"), lambda claim: claim.reason),
    (gettext_lazy("Claimed on"), lambda claim: day(claim.claimed_at)),
    (gettext_lazy("Decided on"), lambda claim: day(claim.decided_at)),
    (gettext_lazy("Decided by"), lambda claim: claim.decided_by),
    (gettext_lazy("Paid on"), lambda claim: day(claim.paid_at)),
    (gettext_lazy("Noted as paid by"), lambda claim: claim.paid_by),
    (gettext_lazy("Days open"), lambda claim: claim.days_open()),
]


class ClaimExport(ExportView):
    permission_policy = POLICY
    listing = ClaimList
    page_title = gettext_lazy("File for finance")

    def trail(self):
        return [(reverse("events_cms:index"), _("Events")), (reverse("events_cms:claims"), _("Claims"))]

    def get_explanation(self):
        yield from super().get_explanation()
        yield _("It holds no bank details: finance asks each person for them by a way of its own.")

    def file_name(self):
        return f"claims-{timezone.localdate():%Y-%m-%d}"

    def header(self):
        return [str(label) for label, _value in EXPORTED]

    def rows(self, queryset):
        for claim in queryset.select_related("registration__payment_decision"):
            yield [value(claim) for _label, value in EXPORTED]


class DateClaimExport(DateScreen, ClaimExport):
    listing = DateClaims

    def trail(self):
        own = (reverse("events_cms:date_claims", args=[self.date.public_id]), _("Payment and expenses"))
        return [*DateScreen.trail(self), own]

    def file_name(self):
        return f"claims-{self.date.public_id}-{timezone.localdate():%Y-%m-%d}"


def in_words(claim):
    """One claim in a line, for an officer."""
    parts = [claim.get_kind_display(), f"£{claim.amount}"]
    if claim.miles:
        parts.append(_("%(miles)s miles") % {"miles": claim.miles})
    if claim.for_companion:
        parts.append(_("for somebody who came with them"))
    return ", ".join([*parts, *([claim.detail] if claim.detail else [])])


def about(claim):
    """Whose it is, for what, and on which date; for an officer."""
    date = claim.registration.date
    yield f"{claim.registration.name or claim.registration.public_id}: {in_words(claim)}"
    yield f"{date.page.title}, {when(date)}"
    yield _("Claimed on %(day)s.") % {"day": moments.day(claim.claimed_at)}
