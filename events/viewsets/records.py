"""The record of a date in the CMS: typing notes in the meeting, reading them through, publishing, and actions."""

import django_filters
from django import forms
from django.db.models import F
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from accounts.cms import Button, FormBelow, Listing, VerbView
from content import moments
from events import records
from events.cms_record_forms import ActionForm, ChangeActionForm, NoteForm, NotesForm, PublishForm
from events.models import Action, Note, Record
from events.viewsets.dates import POLICY, DateScreen


def url(name, *args):
    return reverse(f"events_cms:{name}", args=args)


class RecordScreen(DateScreen):
    """What the pages about one record share: they come back to it."""

    @cached_property
    def record(self):
        return records.of_date(self.date)

    def trail(self):
        return [*super().trail(), (url("record", self.date.public_id), _("Record"))]

    def get_success_url(self):
        return url("record", self.date.public_id)

    back = get_success_url


class RecordPage(RecordScreen, FormBelow):
    """Type, press, type on: one form above the notes, which works without scripts and keeps what was refused."""

    form_class = NotesForm
    template_name = "events/cms/record/page.html"
    header_icon = "edit"
    page_title = gettext_lazy("Record")
    submit_label = gettext_lazy("Save these notes")

    def trail(self):
        return super().trail()[:-1]

    def get_initial(self):
        """The kind that was noted last stays chosen."""
        return {"kind": self.request.GET.get("kind", Note.Kind.SAID)}

    def act(self, form):
        typed = form.cleaned_data
        self.kind = typed["kind"]
        notes = records.take_notes(date=self.date, by=self.request.user, **typed)
        for note in records.warned(notes, records.finder(self.date)):
            if note.warnings:
                messages.warning(self.request, in_warning(note))
        words = ngettext("%(count)s note is saved.", "%(count)s notes are saved.", len(notes))
        return words % {"count": len(notes)}

    def get_success_url(self):
        return f"{super().get_success_url()}?kind={self.kind}"

    def get_context_data(self, **kwargs):
        notes = list(self.record.notes.all()) if self.record else []
        notes = records.warned(notes, records.finder(self.date)) if notes else []
        unread = [note for note in notes if note.state == Note.State.UNREAD]
        return super().get_context_data(
            date=self.date,
            record=self.record,
            notes=notes,
            unread=unread,
            harmless=[note for note in unread if not note.warnings],
            actions=with_state(self.record.actions.select_related("owner")) if self.record else [],
            **kwargs,
        )


def in_warning(note):
    """What may say who somebody is in a note, for whoever takes notes."""
    found = ", ".join(f"{each.text} ({each.kind.label})" for each in note.warnings)
    return _("Note %(number)s may say who somebody is: %(found)s. Change it, if so.") % {
        "number": note.number,
        "found": found,
    }


class NoteScreen(RecordScreen):
    @cached_property
    def note(self):
        return get_object_or_404(Note, record__date=self.date, number=self.kwargs["number"])


class ChangeNote(NoteScreen, VerbView):
    form_class = NoteForm
    page_title = gettext_lazy("Change a note")

    def get_initial(self):
        return {"kind": self.note.kind, "text": self.note.text}

    def get_explanation(self):
        (note,) = records.warned([self.note], records.finder(self.date))
        return [_("Note %s. It is to be read through again afterwards.") % note.number] + (
            [in_warning(note)] if note.warnings else []
        )

    def act(self, form):
        note = records.change_note(note=self.note, by=self.request.user, **form.cleaned_data)
        return _("Note %s is changed.") % note.number


class ClearNote(NoteScreen, Button):
    def act(self):
        records.clear(notes=[self.note], by=self.request.user)
        return _("Note %s may be shown.") % self.note.number


class WithholdNote(NoteScreen, Button):
    def act(self):
        records.withhold(note=self.note, by=self.request.user)
        return _("Note %s is withheld.") % self.note.number


class ClearNotes(RecordScreen, Button):
    """Those that were on the page, `note` in what is sent."""

    def act(self):
        ids = [number for number in self.request.POST.getlist("note") if number.isdecimal()]
        number = records.clear(notes=Note.objects.filter(record__date=self.date, pk__in=ids), by=self.request.user)
        words = ngettext("%(count)s note may be shown.", "%(count)s notes may be shown.", number)
        return words % {"count": number}


class PublishRecord(RecordScreen, VerbView):
    form_class = PublishForm
    page_title = gettext_lazy("Who can read the record")

    def get_initial(self):
        return {"audience": self.record.audience if self.record else Record.Audience.NOBODY}

    def get_explanation(self):
        yield _("They read the notes that were read through, and the actions without who does them.")
        if self.date.needs_agreement:
            yield _("A product is discussed at this event. Think twice before everybody can read it.")

    def act(self, form):
        record = records.publish(date=self.date, audience=form.cleaned_data["audience"], by=self.request.user)
        return _("Now: %s.") % record.get_audience_display()


# --- Actions


class AddAction(RecordScreen, VerbView):
    form_class = ActionForm
    page_title = gettext_lazy("Add an action")
    submit_label = gettext_lazy("Add")

    def get_initial(self):
        return {"owner": self.request.user}

    def act(self, form):
        records.promise(date=self.date, by=self.request.user, **form.cleaned_data)
        return _("The action is noted.")


class ChangeAction(RecordScreen, VerbView):
    form_class = ChangeActionForm
    page_title = gettext_lazy("Change an action")

    @cached_property
    def action(self):
        return get_object_or_404(Action, record__date=self.date, pk=self.kwargs["action"])

    def get_initial(self):
        names = ("what", "owner", "due_on", "outcome", "is_done")
        return {name: getattr(self.action, name) for name in names}

    def act(self, form):
        records.change_action(action=self.action, by=self.request.user, **form.cleaned_data)
        return _("Saved.")


def with_state(actions):
    """Actions as a list, the overdue first, then by day, those done last."""
    actions = list(actions)
    for action in actions:
        action.is_late = action.is_overdue()
    return sorted(actions, key=lambda each: (each.is_done, not each.is_late, each.due_on is None, each.due_on, each.pk))


def url_of_action(action):
    return url("action", action.record.date.public_id, action.pk)


def state_of(action):
    if action.is_done:
        return _("Done")
    return _("Overdue") if action.is_overdue() else _("To be done")


def day_due(action):
    return moments.day(action.due_on) if action.due_on else ""


class ActionFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[("overdue", gettext_lazy("Overdue")), ("all", gettext_lazy("All"))],
        empty_label=gettext_lazy("To be done"),
        method="of_state",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Action
        fields = ["state"]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data["state"] else queryset.open()

    def of_state(self, queryset, name, value):
        return queryset.overdue() if value == "overdue" else queryset


class ActionList(Listing):
    """The actions of all dates, by the day on which they are due: so the overdue stand first."""

    permission_policy = POLICY
    page_title = gettext_lazy("Actions")
    header_icon = "tasks"
    filterset_class = ActionFilters
    verbose_name_plural = gettext_lazy("actions")
    columns = [
        TitleColumn("what", label=gettext_lazy("What will be done"), get_url=url_of_action),
        Column("owner", label=gettext_lazy("Who does it"), accessor=lambda action: action.owner or _("Nobody yet")),
        Column(
            "due_on", label=gettext_lazy("By"), accessor=lambda each: moments.day(each.due_on) if each.due_on else ""
        ),
        StatusTagColumn("state", label=gettext_lazy("State"), accessor=state_of, primary=lambda each: each.is_done),
        Column("event", label=gettext_lazy("Event"), accessor="record.date.page.title"),
    ]

    def trail(self):
        return [(reverse("events_cms:index"), _("Events"))]

    def get_base_queryset(self):
        found = Action.objects.select_related("owner", "record__date__page")
        return found.order_by(F("done_at").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")
