"""The menu "Events" of the CMS: what is on and who comes, and the screens that change a date."""

import django_filters
from django import forms
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from i18nfield.forms import I18nFormField
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import Button as LinkButton
from wagtail.admin.widgets.button import HeaderButton

from accounts.cms import Listing, PeoplePolicy, VerbView
from content import moments
from content.language_inputs import LanguageInputs
from events import bookings, gate, places, reaching, scheduling
from events.cms_forms import BESIDE, ChangeDateForm
from events.door import transaction_of_one_act
from events.models import AccessNeed, EventDate, EventPage, ForumPage, Registration
from events.models.dates import Booking, Mode

POLICY = PeoplePolicy(Registration)


def url_of(date):
    return reverse("events_cms:date", args=[date.public_id])


def url_of_overdue_needs(date):
    """Where the needs are that are overdue; None for none."""
    address = reverse("events_cms:needs", args=[date.public_id])
    return f"{address}?status=overdue" if date.needs_overdue else None


def url_of_reaching(date):
    return reverse("events_cms:reaching", args=[date.public_id])


def url_of_event(date):
    return reverse("events_cms:event", args=[date.page_id])


def when(date):
    return f"{moments.day(date.starts_at)}, {moments.span(date.starts_at, date.ends_at)}"


def where(date):
    """The place, "Online" or both."""
    parts = [str(date.venue)] if date.places_in_person else []
    return ", ".join(parts + [str(Mode.ONLINE.label)] * bool(date.places_online))


def url_of_holding(date, mode):
    """Where those are who hold the places of this way to come."""
    return f"{url_of(date)}?state=holding&mode={mode}"


def url_of_waiting(date):
    """Where those are whom `waiting` counts."""
    return f"{url_of(date)}?state=in_line"


def taken(mode):
    """A function from a counted date to "8 of 12", or "" where it is not offered in this way."""

    def in_words(date):
        count = date.counted.get(mode) if date.is_booked_here else None
        return _("%(taken)s of %(places)s") % {"taken": count.taken, "places": count.capacity} if count else ""

    return in_words


def waiting(date):
    return sum(count.waiting for count in date.counted.values())


def state_of(date):
    """In what state a date is, in one or two words."""
    if date.is_cancelled:
        return _("Cancelled")
    if not date.page.live:
        return _("Page not public")
    if date.has_ended:
        return _("Past")
    if not date.is_booked_here:
        return _("Drop in") if date.booking == Booking.DROP_IN else _("Booked elsewhere")
    if not gate.is_passed(date):
        return _("Cannot open yet")
    if all(count.is_full for count in date.counted.values()):
        return _("Full")
    if date.is_open:
        return _("Open")
    return _("Members first") if date.obstacle() == "members_first" else _("Closed for booking")


def counted(dates):
    """
    Dates `with_statements` as a list, each with what its row shows: `counted` (by mode), `needs`, `needs_overdue`,
    `is_open`, `has_ended`.
    """
    dates = list(dates)
    by_date = places.of_dates(dates)
    asked = AccessNeed.objects.in_hand().filter(registration__date__in=dates).order_by()
    late = Count("pk", filter=AccessNeed.overdue_rule())
    needs = {pk: rest for pk, *rest in asked.values_list("registration__date_id").annotate(Count("pk"), late=late)}
    ids = [date.pk for date in dates]
    still_open = set(EventDate.objects.open_for_registration().filter(pk__in=ids).values_list("pk", flat=True))
    past = set(EventDate.objects.past().filter(pk__in=ids).values_list("pk", flat=True))
    for date in dates:
        date.counted, (date.needs, date.needs_overdue) = by_date[date.pk], needs.get(date.pk, (0, 0))
        date.is_open, date.has_ended = date.pk in still_open and gate.is_passed(date), date.pk in past
    return dates


# --- Lists


def _takes_place(dates):
    """The condition: a date is one of these and is not cancelled."""
    return Q(cancelled_at=None, pk__in=dates)


# On which dates something waits for an officer, by the name of the filter. Of a cancelled one people must hear too.
TO_DO = {
    "needs": (
        gettext_lazy("Needs overdue"),
        lambda: _takes_place(AccessNeed.objects.overdue().values("registration__date")),
    ),
    "waiting": (
        gettext_lazy("People wait"),
        lambda: _takes_place(Registration.objects.in_line().order_by().values("date")),
    ),
    "reach": (
        gettext_lazy("People still to be told"),
        lambda: Q(pk__in=reaching.unheard().order_by().values("date")),
    ),
}


def has_to_do(name):
    """The condition: a date has what `name`, a key of TO_DO, says."""
    return TO_DO[name][1]()


class DateFilters(WagtailFilterSet):
    when = django_filters.ChoiceFilter(
        label=gettext_lazy("When"),
        choices=[("past", gettext_lazy("Past")), ("all", gettext_lazy("All"))],
        empty_label=gettext_lazy("To come and today"),
        method="of_time",
        widget=forms.RadioSelect,
    )
    forum = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Forum"), queryset=ForumPage.objects.order_by("title"), method="of_forum"
    )
    mode = django_filters.ChoiceFilter(
        label=gettext_lazy("How people come"),
        choices=Mode,
        empty_label=gettext_lazy("All"),
        method="of_mode",
        widget=forms.RadioSelect,
    )

    to_do = django_filters.ChoiceFilter(
        label=gettext_lazy("To do"),
        choices=[(name, label) for name, (label, _rows) in TO_DO.items()],
        empty_label=gettext_lazy("All"),
        method="of_to_do",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = EventDate
        fields = ["when", "forum", "mode", "to_do"]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if self.form.cleaned_data["when"]:
            return queryset
        return queryset.upcoming() | queryset.ongoing()

    def of_time(self, queryset, name, value):
        return queryset.past().reverse() if value == "past" else queryset

    def of_forum(self, queryset, name, forum):
        return queryset.filter(page__path__startswith=forum.path)

    def of_mode(self, queryset, name, mode):
        return queryset.exclude(**{f"places_{mode}": 0})

    def of_to_do(self, queryset, name, value):
        return queryset.filter(has_to_do(value))


class Dates(Listing):
    """A list whose rows are dates."""

    permission_policy = POLICY
    header_icon = "calendar-alt"
    verbose_name_plural = gettext_lazy("dates")
    columns = [
        TitleColumn("when", label=gettext_lazy("When"), accessor=when, get_url=url_of),
        TitleColumn("event", label=gettext_lazy("Event"), accessor="page.title", get_url=url_of_event),
        Column("where", label=gettext_lazy("Where"), accessor=where),
        Column("in_person", label=gettext_lazy("In person"), accessor=taken(Mode.IN_PERSON)),
        Column("online", label=gettext_lazy("Online"), accessor=taken(Mode.ONLINE)),
        TitleColumn(
            "waiting", label=gettext_lazy("Waiting"), accessor=lambda date: waiting(date) or "", get_url=url_of_waiting
        ),
        Column("needs", label=gettext_lazy("Needs asked for")),
        TitleColumn(
            "needs_overdue",
            label=gettext_lazy("Needs overdue"),
            accessor=lambda date: date.needs_overdue or "",
            get_url=url_of_overdue_needs,
        ),
        StatusTagColumn("state", label=gettext_lazy("State"), accessor=state_of, primary=lambda date: date.is_open),
    ]

    def get_base_queryset(self):
        return EventDate.objects.with_statements()

    def get_table(self, object_list):
        return super().get_table(counted(object_list))


class DateList(Dates):
    page_title = gettext_lazy("Events")
    filterset_class = DateFilters
    is_searchable = True
    search_fields = ["page__title"]

    @property
    def header_buttons(self):
        if not self.may("handle"):
            return []
        return [HeaderButton(_("New event"), url=reverse("events_cms:new"), icon_name="plus")]

    @property
    def header_more_buttons(self):
        return [
            LinkButton(_("Venues"), url=reverse("venues:index"), icon_name="home"),
            LinkButton(_("Actions"), url=reverse("events_cms:actions"), icon_name="tasks"),
            LinkButton(_("Claims"), url=reverse("events_cms:claims"), icon_name="clipboard-list"),
            LinkButton(_("Reminders"), url=reverse("reminders:index"), icon_name="history"),
        ]


class EventScreen:
    """What the pages about one event share."""

    permission_policy = POLICY
    door = staticmethod(transaction_of_one_act)

    @cached_property
    def event(self):
        return get_object_or_404(EventPage, pk=self.kwargs["page"])

    def trail(self):
        url = reverse("events_cms:event", args=[self.event.pk])
        return [(reverse("events_cms:index"), _("Events")), (url, self.event.title)]

    def get_success_url(self):
        return reverse("events_cms:event", args=[self.event.pk])


# --- Forms


class DateScreen(EventScreen):
    """What the pages about one date share."""

    @cached_property
    def date(self):
        dates = EventDate.objects.with_statements()
        return get_object_or_404(dates, public_id=self.kwargs["date"])

    @property
    def event(self):
        return self.date.page

    def trail(self):
        return [*super().trail(), (url_of(self.date), when(self.date))]

    def get_success_url(self):
        return url_of(self.date)


class NewsScreen(DateScreen, VerbView):
    """A change of which people hear. When the date is soon, it leads to whoever has not heard yet."""

    told, is_soon = (), False

    def get_success_url(self):
        return url_of_reaching(self.date) if self.told and self.is_soon else super().get_success_url()


class ChangeDate(NewsScreen):
    form_class = ChangeDateForm
    template_name = "events/cms/guest_form.html"
    page_title = gettext_lazy("Change")
    beside = BESIDE

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.date}

    def act(self, form):
        line = in_line(self.date)
        options = {"tell": form.tells, "reason": form.cleaned_data["reason"]}
        starts = (self.date.starts_at, form.facts["starts_at"])  # before and now
        self.told = scheduling.change_date(date=self.date, by=self.request.user, **options, **form.facts)
        self.is_soon = any(reaching.is_soon(moment) for moment in starts)
        return " ".join([_("Saved."), *told_in_words(len(self.told)), *served(self.date, line)])

    def get_success_buttons(self):
        """What was arranged may not fit the new time or place."""
        if not AccessNeed.objects.filter(registration__date=self.date).in_hand().exists():
            return []
        return [messages.button(reverse("events_cms:needs", args=[self.date.public_id]), _("Check the access needs"))]


def in_line(date):
    """Ids of the registrations that wait for something."""
    return set(date.registrations.in_line().values_list("pk", flat=True))


def served(date, before):
    """Sentences about those of whoever was in line `before` a change who have an offer or have moved since."""
    served = date.registrations.filter(pk__in=before - in_line(date))
    offered = served.offered().count()
    return [*_offered(offered), *_moved(served.count() - offered)]


def told_in_words(count):
    if count:
        words = ngettext("%(count)s person will be told.", "%(count)s people will be told.", count)
        yield words % {"count": count}


def _offered(count):
    if count:
        words = ngettext(
            "A place was offered to %(count)s person on the waiting list.",
            "A place was offered to %(count)s people on the waiting list.",
            count,
        )
        yield words % {"count": count}


def _moved(count):
    if count:
        words = ngettext(
            "%(count)s person who waited to come the other way has that place now.",
            "%(count)s people who waited to come the other way have that place now.",
            count,
        )
        yield words % {"count": count}


def will_be_told(count):
    """What cancelling does to people, before it is done."""
    told = ngettext(
        "%(count)s person who has a place or waits for one will be told at once, by the way they asked for.",
        "%(count)s people who have a place or wait for one will be told at once, each by the way they asked for.",
        count,
    )
    return told % {"count": count}


class CancelDateForm(forms.Form):
    reason = I18nFormField(
        label=gettext_lazy("Why"),
        widget=LanguageInputs,
        help_text=gettext_lazy("People read this in the message and on the page."),
        error_messages={"required": gettext_lazy("Enter why it is cancelled.")},
        max_length=200,
    )


class CancelDate(NewsScreen):
    form_class = CancelDateForm
    page_title = gettext_lazy("Cancel this date")
    submit_label = gettext_lazy("Cancel this date")
    is_grave = True

    def get_explanation(self):
        return [will_be_told(self.date.registrations.live().count()), _("This cannot be undone.")]

    def act(self, form):
        self.told = bookings.cancel_date(date=self.date, by=self.request.user, reason=form.cleaned_data["reason"])
        self.is_soon = reaching.is_soon(self.date.starts_at)
        return " ".join([_("The date is cancelled."), *told_in_words(len(self.told))])
