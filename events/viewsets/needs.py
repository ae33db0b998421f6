"""The access needs of a date in the CMS: what must be arranged, by when and by whom, and what became of it."""

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Case, Value, When
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets.button import Button as LinkButton
from wagtail.admin.widgets.button import HeaderButton

from accounts.cms import Button, Listing, Screen, VerbView
from events import arranging, booking_forms, details, sharing
from events.cms_needs_forms import ChangeNeedsForm, ShareForm
from events.models import AccessNeed
from events.needs import IN_CATEGORY, Category
from events.needs_forms import NeedsMetForm
from events.viewsets import need_acts
from events.viewsets.dates import DateScreen
from events.viewsets.registrations import RegistrationScreen, url_of_registration

Status = AccessNeed.Status


# --- The list


class NeedFilters(WagtailFilterSet):
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        choices=[("overdue", gettext_lazy("Overdue")), ("untold", gettext_lazy("Not told yet")), *Status.choices],
        empty_label=gettext_lazy("All"),
        method="of_status",
        widget=forms.RadioSelect,
    )
    category = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind of need"),
        choices=Category,
        empty_label=gettext_lazy("All"),
        method="of_category",
        widget=forms.RadioSelect,
    )
    owner = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Who arranges it"),
        queryset=lambda request: get_user_model().objects.filter(is_staff=True).order_by("name"),
        null_label=gettext_lazy("Nobody yet"),
    )

    class Meta:
        model = AccessNeed
        fields = ["status", "category", "owner"]

    def of_status(self, queryset, name, value):
        if value == "overdue":
            return queryset.filter(AccessNeed.overdue_rule())
        if value == "untold":
            return queryset.filter(told_at=None, status__in=Status.before)
        return queryset.filter(status=value)

    def of_category(self, queryset, name, value):
        return queryset.filter(code__in=[code for code, _label in IN_CATEGORY[value]])


class Cell(Column):
    """A cell with a template of its own, which knows the need as `need`."""

    def __init__(self, name, *, label, **kwargs):
        super().__init__(name, label=label, accessor="pk", **kwargs)
        self.cell_template_name = f"events/cms/needs/{name}.html"

    def get_cell_context_data(self, instance, parent_context):
        url = url_of_registration(instance.registration)
        return super().get_cell_context_data(instance, parent_context) | {"need": instance, "url": url}


class NeedsList(DateScreen, Listing):
    """
    The needs of those with a place or an offer, the overdue first. Those of the waiting stand apart, below.

    That somebody reads it leaves no line in the log, as with every list; that somebody takes it away does.
    """

    template_name = "events/cms/needs/list.html"
    header_icon = "help"
    page_title = gettext_lazy("Access needs")
    filterset_class = NeedFilters
    about_template = "events/cms/needs/about.html"
    verbose_name_plural = gettext_lazy("needs")
    columns = [
        Cell("tick", label=gettext_lazy("Tick")),
        Cell("need", label=gettext_lazy("Need"), width="26%"),
        Cell("status", label=gettext_lazy("Status"), width="24%"),
        Cell("owner", label=gettext_lazy("By when, by whom")),
        Cell("shared", label=gettext_lazy("May be shared")),
        Cell("acts", label=gettext_lazy("What you can do"), width="18%"),
    ]

    def get_base_queryset(self):
        overdue = Case(When(AccessNeed.overdue_rule(), then=Value(0)), default=Value(1))
        is_open = Case(When(status=Status.ASKED, then=Value(0)), default=Value(1))
        found = AccessNeed.objects.filter(registration__date=self.date)
        return found.select_related("registration__date", "owner").annotate(rank=overdue).order_by(
            "rank", is_open, "due_on", "code", "pk"
        )  # fmt: skip

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).in_hand()

    def get_table(self, object_list):
        may_handle = self.may("handle")
        for need in object_list:
            need.is_overdue = need.rank == 0
            need_acts.add(need, may_handle=may_handle)
        return super().get_table(object_list)

    def get_context_data(self, **kwargs):
        waiting = list(self.get_base_queryset().of_the_waiting())
        counts = AccessNeed.objects.filter(registration__date=self.date).counts()
        resources = list(self.date.resources.select_related("owner").prefetch_related("needs"))
        return super().get_context_data(
            date=self.date,
            counts=counts,
            percent=round(100 * counts["met"] / counts["said"]) if counts["said"] else None,
            is_past=need_acts.is_past(self.date),
            waiting=waiting,
            resources=[(each, len(each.needs.all())) for each in resources],
            cost=self.date.resources.cost() if resources else 0,
            below=self.below,
            **kwargs,
        )

    @property
    def header_buttons(self):
        if not self.may("handle") or self.date.is_cancelled:
            return []
        return [HeaderButton(_("Book something"), url=self.below("add_resource"), icon_name="plus")]

    @property
    def header_more_buttons(self):
        query = self.request.META["QUERY_STRING"]
        buttons = [LinkButton(_("Print for a supplier"), url=f"{self.below('supplier')}?{query}", icon_name="doc-full")]
        if self.may("handle"):
            to_export = f"{self.below('supplier_export')}?{query}"
            buttons.append(LinkButton(_("Export for a supplier"), url=to_export, icon_name="download"))
        return buttons

    def below(self, name):
        return reverse(f"events_cms:{name}", args=[self.date.public_id])


# --- What can be done


class SomeNeeds(DateScreen):
    """What is done with one or several needs of a date, named `need` in the address or in what is sent."""

    @cached_property
    def needs(self):
        sent = self.request.POST.getlist("need") or self.request.GET.getlist("need")
        ids = [number for number in sent if number.isdecimal()]
        rows = AccessNeed.objects.filter(registration__date=self.date, pk__in=ids)
        return list(rows.select_related("registration__date", "owner").order_by("registration", "pk"))

    def back(self):
        return get_valid_next_url_from_request(self.request) or reverse(
            "events_cms:needs", args=[self.date.public_id]
        )  # fmt: skip

    get_success_url = back

    def trail(self):
        return [*super().trail(), (reverse("events_cms:needs", args=[self.date.public_id]), _("Access needs"))]


class Arrange(SomeNeeds, Button):
    def act(self):
        return said(arranging.arrange(needs=self.needs, by=self.request.user))


class Tell(SomeNeeds, Button):
    def act(self):
        return said(arranging.tell(needs=self.needs, by=self.request.user))


class ChooseNeeds(SomeNeeds, Screen, View):
    """Leads from ticks in the list to the form for them: a form that is sent cannot be the address of a page."""

    permission_required = "handle"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        if not self.needs:
            messages.error(request, _("Select at least one need."))
            return redirect(self.back())
        return redirect(f"{need_acts.to_change(self.needs)}&{urlencode({'next': self.back()})}")


class ChangeNeeds(SomeNeeds, VerbView):
    form_class = ChangeNeedsForm
    page_title = gettext_lazy("Change needs")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"needs": self.needs}

    def get_explanation(self):
        return [f"{each.registration.name}: {details.need_in_words(each)}" for each in self.needs]

    def act(self, form):
        typed, common = form.cleaned_data, {"needs": self.needs, "by": self.request.user}
        changed = arranging.assign(**common, **form.assigned) if form.assigned else []
        match typed["outcome"]:
            case Status.ARRANGED:
                changed = arranging.arrange(**common)
            case Status.CANNOT_MEET:
                changed = arranging.cannot_meet(**common, alternative=typed["alternative"])
            case Status.ASKED:
                changed = arranging.reopen(**common)
        return said(changed)


def said(changed):
    """What to say when needs were changed: how many, and how many people are told or have to be told by hand."""
    count = len(changed)
    words = ngettext("%(count)s need is changed.", "%(count)s needs are changed.", count)
    return words % {"count": count} if count else _("Nothing had to be changed.")


# --- Of one registration


class Share(RegistrationScreen, VerbView):
    form_class = ShareForm
    page_title = gettext_lazy("May their needs be shared?")

    def get_explanation(self):
        return [_("The answer and the words that you read out are kept as proof.")]

    def act(self, form):
        registration = self.registration
        with override(registration.language):
            words = f"{booking_forms.SHARE_QUESTION} {booking_forms.SHARE_HINT}"
        given, method = form.cleaned_data["share"] == "yes", form.cleaned_data["method"]
        sharing.decide(registration=registration, given=given, text=words, method=method, by=self.request.user)
        return _("Noted.")


class NeedsMet(RegistrationScreen, VerbView):
    """What somebody said on the telephone or by letter, with the questions of their own page."""

    form_class = NeedsMetForm
    page_title = gettext_lazy("Were their needs met?")

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return {"data": kwargs.get("data"), "needs": list(self.registration.needs.all())}

    def get_explanation(self):
        return [_("Write down what they say. They can change it by their link.")]

    def act(self, form):
        arranging.say(answers=form.said, by=self.request.user)
        return _("Noted.")
