"""Who comes to a date, in the CMS: the list with its filters and files, and one registration with its buttons."""

from django import forms
from django.db.models import OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import Button as LinkButton
from wagtail.admin.widgets.button import HeaderButton

from accounts import access
from accounts.cms import Button, ExportView, Listing, PageScreen, VerbView
from accounts.models import Person
from content import moments
from content.spreadsheets import telephone
from events import attendance, bookings, details, expenses, places, questions, reaching
from events.models import AccessNeed, Registration
from events.models.dates import Mode
from events.viewsets import acts, need_acts
from events.viewsets.dates import DateScreen, EventScreen, url_of, when
from events.viewsets.gate import checklist_of_date
from events.viewsets.registration_filters import RegistrationFilters
from mailing.models import Message
from mailing.viewsets import label_of as message_label
from mailing.viewsets import url_of as message_url

State = Registration.State


def url_of_registration(registration):
    return reverse("events_cms:registration", args=[registration.public_id])


def who(registration):
    if registration.booked_by:
        return _("%(name)s, booked by %(other)s") % {"name": registration.name, "other": registration.booked_by}
    return registration.name


def companions(registration):
    return ", ".join(details.companion_in_words(each) for each in registration.companions.all())


def needed(registration):
    return ", ".join(details.need_in_words(need) for need in registration.needs.all())


def needs_and_status(registration):
    """Each need with what became of it."""
    return "; ".join(f"{details.need_in_words(need)}: {need.get_status_display()}" for need in registration.needs.all())


def reach(registration):
    """How we reach them now, which may have been corrected since they booked."""
    return reach_person(registration.person) if registration.person else ""


def reach_person(person):
    ways = {"email": person.address_to_write_to, "letter": _("Letter")}
    return ways.get(person.channel) or f"{person.get_channel_display()}: {person.number_to_call}"


def message_state(registration):
    """What became of the last message about it."""
    return Message.State(registration.last_message).label if registration.last_message else ""


# --- The list


class RegistrationList(DateScreen, Listing):
    header_icon = "group"
    filterset_class = RegistrationFilters
    search_hint = gettext_lazy("name, e-mail address, telephone number or reference")
    about_template = "events/cms/date.html"
    verbose_name_plural = gettext_lazy("registrations")
    columns = [
        TitleColumn("who", label=gettext_lazy("Name"), accessor=who, get_url=url_of_registration, width="17%"),
        StatusTagColumn(
            "get_state_display", label=gettext_lazy("State"), primary=lambda registration: registration.has_place
        ),
        Column("get_mode_display", label=gettext_lazy("How they come")),
        Column("companions", label=gettext_lazy("Comes with"), accessor=companions),
        Column("needs", label=gettext_lazy("Needs"), accessor=needed, width="22%"),
        Column("reach", label=gettext_lazy("Reach by"), accessor=reach),
        Column("created_at", label=gettext_lazy("Booked"), accessor=lambda row: moments.short(row.created_at)),
        Column("last_message", label=gettext_lazy("Last message"), accessor=message_state),
    ]

    def trail(self):
        return super().trail()[:-1]

    def get_page_title(self):
        return when(self.date)

    def get_searched(self):
        return f"registrations of date {self.date.public_id}"

    def get_base_queryset(self):
        last = Message.objects.filter(about=OuterRef("public_id")).order_by("-created_at", "-pk")
        return (
            self.date.registrations.select_related("person", "date")
            .prefetch_related("companions", "needs")
            .annotate(last_message=Subquery(last.values("state")[:1]))
            .order_by("created_at", "pk")
        )

    def matching(self, queryset, text):
        typed = Q(name__icontains=text) | Q(booked_by__icontains=text) | Q(email__icontains=text)
        return queryset.filter(
            typed | Q(public_id=text.lower()) | Q(person__in=Person.objects.matching(text)),
        )

    def get_context_data(self, **kwargs):
        offered = self.date.registrations.offered().count()
        return super().get_context_data(
            date=self.date,
            places=[(Mode(mode).label, count) for mode, count in places.of_date(self.date).items()],
            offered=offered,
            gate=checklist_of_date(self.date, self.request.user),
            duplicates=self.date.registrations.likely_duplicates().select_related("duplicate_of"),
            needs=AccessNeed.objects.filter(registration__date=self.date).counts(),
            to_reach=reaching.counts([self.date]).get(self.date.pk, 0),
            **kwargs,
        )

    @property
    def header_buttons(self):
        if not self.may("handle") or self.date.is_cancelled or not self.date.is_booked_here:
            return []
        return [HeaderButton(_("Book for somebody"), url=self.below("book"), icon_name="plus")]

    @property
    def header_more_buttons(self):
        query = self.request.META["QUERY_STRING"]
        buttons = [
            LinkButton(_("Access needs"), url=self.below("needs"), icon_name="help"),
            LinkButton(_("Print the list"), url=f"{self.below('print')}?{query}", icon_name="doc-full"),
            LinkButton(_("Papers"), url=self.below("papers"), icon_name="doc-full-inverse"),
            LinkButton(_("Poster"), url=self.below("poster"), icon_name="image"),
            LinkButton(_("Record"), url=self.below("record"), icon_name="edit"),
            LinkButton(_("Payment and expenses"), url=self.below("date_claims"), icon_name="clipboard-list"),
        ]
        if self.may("handle"):
            buttons.append(
                LinkButton(_("Write to these people"), url=f"{self.below('write')}?{query}", icon_name="mail")
            )
            buttons.append(LinkButton(_("Export"), url=f"{self.below('export')}?{query}", icon_name="download"))
            buttons.append(LinkButton(_("Places and who waits"), url=self.below("places"), icon_name="group"))
            buttons.append(LinkButton(_("Bring in a file"), url=self.below("import"), icon_name="upload"))
            buttons.append(LinkButton(_("Copy this date"), url=self.below("copy_date"), icon_name="copy"))
            if not self.date.is_cancelled:
                buttons.append(LinkButton(_("The desk"), url=self.below("desk"), icon_name="tablet-alt"))
                buttons.append(LinkButton(_("Who came"), url=self.below("who_came"), icon_name="tick"))
                buttons.append(LinkButton(_("Change the date"), url=self.below("change"), icon_name="edit"))
                buttons.append(LinkButton(_("Cancel the date"), url=self.below("cancel_date"), icon_name="cross"))
        return buttons

    def below(self, name):
        return reverse(f"events_cms:{name}", args=[self.date.public_id])


# --- What can be taken away


class RegistrationExport(DateScreen, ExportView):
    listing = RegistrationList

    def file_name(self):
        return f"registrations-{self.date.public_id}-{timezone.localdate():%Y-%m-%d}"

    @cached_property
    def asked(self):
        return questions.Columns(self.event)

    def header(self):
        return [*(str(label) for label, _value in EXPORTED), *self.asked.header]

    def rows(self, queryset):
        for registration in queryset:
            yield [*(value(registration) for _label, value in EXPORTED), *self.asked.row(registration)]


def moment(value):
    """A moment as a spreadsheet sorts it, in London's time."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


EXPORTED = [
    (gettext_lazy("Reference"), lambda row: row.public_id),
    (gettext_lazy("Name"), lambda row: row.name),
    (gettext_lazy("Booked by"), lambda row: row.booked_by),
    (gettext_lazy("State"), lambda row: row.get_state_display()),
    (gettext_lazy("How they come"), lambda row: row.get_mode_display()),
    (gettext_lazy("Comes with"), companions),
    (gettext_lazy("Needs"), needed),
    (gettext_lazy("What became of the needs"), needs_and_status),
    (gettext_lazy("Reach by"), lambda row: row.person.get_channel_display() if row.person else ""),
    (gettext_lazy("E-mail address"), lambda row: row.email),
    (gettext_lazy("Telephone"), lambda row: telephone(row.telephone)),
    (gettext_lazy("Postal address"), lambda row: row.address),
    (gettext_lazy("Parent or guardian"), lambda row: row.guardian_name),
    (gettext_lazy("Telephone of the parent or guardian"), lambda row: telephone(row.guardian_telephone)),
    (gettext_lazy("Language"), lambda row: row.get_language_display()),
    (gettext_lazy("What they told us"), lambda row: row.message),
    (gettext_lazy("Booked how"), lambda row: row.get_source_display()),
    (gettext_lazy("Booked"), lambda row: moment(row.created_at)),
    (gettext_lazy("Waits since"), lambda row: moment(row.waiting_since)),
    (gettext_lazy("Declared interests"), lambda row: row.interests),
    (gettext_lazy("Agreed to confidentiality"), lambda row: moment(row.agreed_at)),
    (gettext_lazy("Attendance"), lambda row: row.get_attendance_display()),
]


class PrintList(RegistrationList):
    """The list on paper, for the door: by name, and only those with a place unless another state was asked for."""

    template_name = "events/cms/print_list.html"
    paginate_by = None

    def get_queryset(self):
        rows = super().get_queryset().order_by("name", "pk")
        return rows if self.looked_for or self.request.GET.get("state") else rows.placed()

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        access.record(
            by=request.user,
            action=access.Action.EXPORTED,
            what=f"printed list of date {self.date.public_id}",
            rows=len(self.object_list),
        )
        return response


# --- One registration


class RegistrationScreen(EventScreen):
    """What the pages about one registration share."""

    @cached_property
    def registration(self):
        rows = details.registrations().select_related("taken_by")
        return get_object_or_404(rows, public_id=self.kwargs["registration"])

    @property
    def event(self):
        return self.registration.date.page

    def trail(self):
        date, registration = self.registration.date, self.registration
        own = (url_of_registration(registration), registration.name)
        return [*super().trail(), (url_of(date), when(date)), own]

    def get_success_url(self):
        return url_of_registration(self.registration)

    back = get_success_url


class RegistrationPage(RegistrationScreen, PageScreen):
    """Everything of one registration, and the buttons for what can be done with it now."""

    template_name = "events/cms/registration.html"
    header_icon = "user"

    def trail(self):
        return super().trail()[:-1]

    def get_page_title(self):
        return self.registration.name

    def seen(self):
        return f"registration {self.registration.public_id}", self.registration.person

    def get_context_data(self, **kwargs):
        registration = self.registration
        sent = Message.objects.filter(about=registration.public_id)
        return super().get_context_data(
            registration=registration,
            answers=questions.said(registration),
            transitions=registration.transitions.select_related("by"),
            sent=[(message, message_label(message), message_url(message)) for message in sent],
            actions=list(self.actions()) if self.may("handle") else [],
            links=list(acts.links(registration)) if self.may("handle") else [],
            can_be_cancelled=self.may("handle") and registration.is_live and not self.is_over(),
            needs=need_acts.of(registration, may_handle=self.may("handle")),
            may_say=registration.has_place and self.is_over(),
            offered=expenses.of_date(registration.date),
            decision=expenses.decision_of(registration),
            claims=registration.claims.select_related("registration__date"),
            **kwargs,
        )

    def is_over(self):
        return self.registration.date.ends_at <= timezone.now()

    def actions(self):
        """Pairs of a button's label and its address."""
        registration, url = self.registration, self._url
        if registration.has_offer():
            yield _("Accept the offer for them"), url("accept")
            yield _("Decline the offer for them"), url("decline")
        yield from acts.buttons(registration)
        if registration.can_be_restored(by=self.request.user):
            yield _("Undo the cancellation"), url("restore")
        if registration.has_place and attendance.can_be_noted(registration.date):
            for value, label in Registration.Attendance.choices:
                if value != registration.attendance:
                    yield label, url("attendance", value or "unknown")

    def _url(self, name, *more):
        return reverse(f"events_cms:{name}", args=[self.registration.public_id, *more])


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        help_text=gettext_lazy("They read this in the message, such as: as you asked on the telephone."),
        error_messages={"required": gettext_lazy("Enter why it is cancelled.")},
    )


class Cancel(RegistrationScreen, VerbView):
    form_class = CancelForm
    page_title = gettext_lazy("Cancel")
    submit_label = gettext_lazy("Cancel this registration")
    is_grave = True

    def get_explanation(self):
        return [_("They are told, and the place is offered to the next who waits. You can undo it for an hour.")]

    def act(self, form):
        bookings.cancel(registration=self.registration, by=self.request.user, reason=form.cleaned_data["reason"])
        return _("Cancelled. %(name)s will be told.") % {"name": self.registration.name}


class Accept(RegistrationScreen, Button):
    def act(self):
        bookings.accept(registration=self.registration, by=self.request.user)
        return _("%(name)s has a place now.") % {"name": self.registration.name}


class Decline(RegistrationScreen, Button):
    def act(self):
        bookings.decline(registration=self.registration, by=self.request.user)
        return _("The offer is declined. The place goes to the next who waits.")


class Restore(RegistrationScreen, Button):
    def act(self):
        restored = bookings.restore(registration=self.registration, by=self.request.user)
        return _("Undone: %(state)s.") % {"state": restored.get_state_display().lower()}


class Attend(RegistrationScreen, Button):
    def act(self):
        value = "" if self.kwargs["value"] == "unknown" else self.kwargs["value"]
        marked = attendance.mark(registration=self.registration, attendance=value, by=self.request.user)
        return _("Noted: %(attendance)s.") % {"attendance": marked.get_attendance_display().lower()}
