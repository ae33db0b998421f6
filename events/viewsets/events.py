"""The screens of one event in the menu "Events": a new one in one step, its dates, and what else is a fact of it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import Button as LinkButton
from wagtail.admin.widgets.button import HeaderButton

from accounts.cms import VerbView
from events import announcements, bookings, reminders, scheduling, series
from events.cms_forms import BESIDE, DateForm, NewEventForm, TopicsForm, all_places
from events.door import transaction_of_one_act
from events.models import Registration
from events.viewsets.dates import POLICY, CancelDateForm, Dates, EventScreen, told_in_words, when, will_be_told
from events.viewsets.gate import checklist


class EventDates(EventScreen, Dates):
    """All dates of one event, with what else is a fact of it."""

    about_template = "events/cms/event.html"
    columns = [column for column in Dates.columns if column.name != "event"]

    def trail(self):
        return super().trail()[:1]

    def get_page_title(self):
        return self.event.title

    def get_base_queryset(self):
        return super().get_base_queryset().filter(page=self.event)

    def get_context_data(self, **kwargs):
        hanging = {"topics": self.event.topics.all(), "promises": self.event.promises.all()}
        gate = checklist(self.event.dates.with_statements())
        rules = reminders.of_event(self.event)
        return super().get_context_data(event=self.event, gate=gate, reminders=rules, **hanging, **kwargs)

    @property
    def header_buttons(self):
        to_edit = reverse("wagtailadmin_pages:edit", args=[self.event.pk])
        buttons = [HeaderButton(_("Edit the page"), url=to_edit, icon_name="edit")]
        if self.may("handle"):
            to_add = reverse("events_cms:add_date", args=[self.event.pk])
            buttons.append(HeaderButton(_("Add a date"), url=to_add, icon_name="plus"))
        return buttons

    @property
    def header_more_buttons(self):
        buttons = [
            LinkButton(_("Poster"), url=reverse("events_cms:event_poster", args=[self.event.pk]), icon_name="image")
        ]
        if self.may("handle") and self.event.dates.scheduled().not_over().exists():
            to_cancel = reverse("events_cms:cancel_event", args=[self.event.pk])
            buttons.append(LinkButton(_("Cancel the event"), url=to_cancel, icon_name="cross"))
        return buttons


class NewEvent(VerbView):
    """One step: page and first date together. Then the page's editor opens for the words."""

    permission_policy = POLICY
    form_class = NewEventForm
    page_title = gettext_lazy("New event")
    submit_label = gettext_lazy("Create and write the page")
    beside = BESIDE
    door = staticmethod(transaction_of_one_act)

    def trail(self):
        return [(reverse("events_cms:index"), _("Events"))]

    def get_explanation(self):
        if all_places().exists():
            return [_("This makes a draft. Nobody sees it until you publish its page.")]
        return [_("There is no list of events in the site yet: create that page first, below the home page.")]

    def get_initial(self):
        """A forum's page links here with the forum chosen."""
        return {"parent": self.request.GET.get("parent")}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"for_user": self.request.user}

    def act(self, form):
        typed = form.cleaned_data
        self.date = scheduling.create_event(
            title=typed["title"],
            parent=typed["parent"].specific,
            activity=typed["activity"],
            topics=typed["topics"],
            by=self.request.user,
            **form.facts,
        )
        return _("The event and its first date are made. Write what people need to know, then publish.")

    def get_success_url(self):
        return reverse("wagtailadmin_pages:edit", args=[self.date.page_id])


class AddDate(EventScreen, VerbView):
    form_class = DateForm
    template_name = "events/cms/guest_form.html"
    page_title = gettext_lazy("Add a date")
    submit_label = gettext_lazy("Add")
    beside = BESIDE

    def get_initial(self):
        """As the last date was, apart from its days and moments: dates of a series are alike."""
        last = self.event.dates.last()
        return {name: getattr(last, name) for name in series.ALIKE} if last else {}

    def act(self, form):
        date = scheduling.add_date(page=self.event, **form.facts)
        return _("%(when)s was added.") % {"when": when(date)}

    def get_success_buttons(self):
        return announcements.offers_for(self.event) if self.event.live else []


class CancelEvent(EventScreen, VerbView):
    """All its dates to come, with one message to each person."""

    form_class = CancelDateForm
    page_title = gettext_lazy("Cancel this event")
    submit_label = gettext_lazy("Cancel all dates")
    is_grave = True

    def get_explanation(self):
        dates = self.event.dates.scheduled().not_over()
        count = Registration.objects.live().filter(date__in=dates).count()
        return [
            _("Cancelled are:"),
            *(when(date) for date in dates),
            will_be_told(count),
            _("Whoever has several of these dates gets one message about all of them. This cannot be undone."),
        ]

    def act(self, form):
        told = bookings.cancel_event(page=self.event, by=self.request.user, reason=form.cleaned_data["reason"])
        return " ".join([_("The event is cancelled."), *told_in_words(len(told))])


class EditTopics(EventScreen, VerbView):
    form_class = TopicsForm
    page_title = gettext_lazy("Topics")

    def get_initial(self):
        return {"topics": self.event.topics.all()}

    def act(self, form):
        scheduling.set_topics(page=self.event, topics=form.cleaned_data["topics"], by=self.request.user)
        return _("The topics are changed.")
