"""The forms of the CMS about events and forums. They check what was typed; the verbs hold the rules and write."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput
from wagtail.models import Page

from accounts.cms import VerbModelForm
from content.models import main_locale
from events import scheduling
from events.models import EventDate, EventIndexPage, EventPage, ForumPage
from reviews.models import Topic

# Which field a rule of the row belongs to.
FIELDS_OF_RULES = {
    "events_date_ends_after_it_starts": "ends",
    "events_date_offers_a_place": "places_in_person",
    "events_date_in_person_has_a_venue": "venue",
    "events_date_registration_closes_after_it_opens": "registration_closes_at",
    "events_date_booked_elsewhere_says_where": "booking_address",
}
BESIDE = {"starts_at": "day", "ends_at": "ends"} | {
    rule.violation_error_message: FIELDS_OF_RULES[rule.name] for rule in EventDate._meta.constraints
}


NUMBER = _("Enter the number of places, or 0 for none.")


def london(day, time):
    """The moment of a day and a time of day as they are in London."""
    return timezone.make_aware(datetime.combine(day, time), timezone.get_default_timezone())


def topics_field(**kwargs):
    return forms.ModelMultipleChoiceField(
        label=_("Topics"),
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is under review that people talk about there."),
        **kwargs,
    )


def all_topics():
    return Topic.objects.filter(locale=main_locale()).order_by("title")


class DateForm(VerbModelForm):
    """A date of an event. `facts` are the values for the row's fields, with day and times as moments."""

    day = forms.DateField(
        label=_("Day"), widget=AdminDateInput, error_messages={"required": _("Enter the day, such as 27/3/2026.")}
    )
    starts = forms.TimeField(
        label=_("Starts"),
        widget=AdminTimeInput,
        help_text=_("Time in London, such as 14:00."),
        error_messages={"required": _("Enter the time at which it starts.")},
    )
    ends = forms.TimeField(
        label=_("Ends"), widget=AdminTimeInput, error_messages={"required": _("Enter the time at which it ends.")}
    )
    field_order = ["day", "starts", "ends"]

    class Meta(VerbModelForm.Meta):
        model = EventDate
        fields = [
            "venue",
            "places_in_person",
            "places_online",
            "companions_count",
            "joining_link",
            "dial_in",
            "joining_instruction",
            "note",
            "minimum_age",
            "needs_agreement",
            "booking",
            "booking_address",
            "registration_opens_at",
            "registration_closes_at",
            "members_first_until",
            "changes_until",
            "needs_by",
            "needs_answer_by",
            "offer_hours",
            "offers_paused",
        ]
        help_texts = {
            "venue": _("Leave it empty for a date that takes place only online."),
            "booking_address": _("Only where people book on another site."),
            "registration_opens_at": _("Empty: at once, as soon as everything is stated that people need to know."),
            "registration_closes_at": _("Empty: when it begins. No place is offered afterwards."),
            "needs_answer_by": _("People read this when they book. For a new date, empty: a week before."),
        }
        error_messages = {
            "places_in_person": {"required": NUMBER},
            "places_online": {"required": NUMBER},
            "offer_hours": {"required": _("Enter the number of hours.")},
        }

    SECTIONS = [
        (_("When and where"), ["day", "starts", "ends", "venue", "note"]),
        (_("Places"), ["places_in_person", "places_online", "reason", "companions_count"]),
        (_("Who may come"), ["minimum_age", "needs_agreement"]),
        (
            _("Booking"),
            [
                *("booking", "booking_address", "registration_opens_at", "registration_closes_at"),
                *("members_first_until", "changes_until"),
            ],
        ),
        (_("The waiting list"), ["offer_hours", "offers_paused"]),
        (_("Access needs"), ["needs_by", "needs_answer_by"]),
        (_("How people join"), ["joining_link", "dial_in", "joining_instruction"]),
        (_("Telling people"), ["tell"]),
    ]

    def __init__(self, *args, instance=None, initial=None, **kwargs):
        super().__init__(*args, instance=instance, initial=_when(instance) | (initial or {}), **kwargs)

    @property
    def sections(self):
        """Pairs of a heading and its bound fields, for the template."""
        found = [(heading, [self[name] for name in names if name in self.fields]) for heading, names in self.SECTIONS]
        return [(heading, fields) for heading, fields in found if fields]

    @property
    def facts(self):
        values, typed = {name: self.cleaned_data[name] for name in self._meta.fields}, self.cleaned_data
        moments = {"starts_at": london(typed["day"], typed["starts"]), "ends_at": london(typed["day"], typed["ends"])}
        return values | moments


def _when(date):
    if date is None:
        return {}
    london_time = timezone.get_default_timezone()
    starts, ends = timezone.localtime(date.starts_at, london_time), timezone.localtime(date.ends_at, london_time)
    return {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}


def reason_field():
    return forms.CharField(
        label=_("Why there are fewer places than are taken"),
        required=False,
        max_length=300,
        help_text=_("Needed only then. Everybody keeps their place, and the reason is kept and shown. Name nobody."),
    )


class ChangeDateForm(DateForm):
    """Asks whether to tell those whom it concerns, and insists on an answer when the change concerns them."""

    reason = reason_field()
    tell = forms.ChoiceField(
        required=False,
        choices=[("yes", _("Yes, each by the way they asked for")), ("no", _("No, I tell them myself"))],
        widget=forms.RadioSelect,
        help_text=_(
            "Needed when the day, the time, the place or how to join changes. How to join is told only to those "
            "with a place."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = scheduling.people_to_tell(self.instance).count()
        if not self.people:
            del self.fields["tell"]
            return
        self.fields["tell"].label = ngettext(
            "Tell the %(count)s person who has a place or waits for one?",
            "Tell the %(count)s people who have a place or wait for one?",
            self.people,
        ) % {"count": self.people}

    @property
    def facts(self):
        """What was changed, as the form sees it: a text of one language is equal to itself among several."""
        changed = {*self.changed_data, "starts_at", "ends_at"}
        return {name: value for name, value in super().facts.items() if name in changed}

    def clean(self):
        cleaned = super().clean()
        unanswered = "tell" in self.fields and not self.errors and not cleaned["tell"]
        if unanswered and scheduling.concerns(self.instance, self.facts):
            self.add_error("tell", _("Select whether to tell the people whom this concerns."))
        return cleaned

    @property
    def tells(self):
        return self.cleaned_data.get("tell") == "yes"


class PlacesForm(VerbModelForm):
    """How many may come each way."""

    reason = reason_field()

    class Meta(VerbModelForm.Meta):
        model = EventDate
        fields = ["places_in_person", "places_online"]
        error_messages = {"places_in_person": {"required": NUMBER}, "places_online": {"required": NUMBER}}


class PlaceField(forms.ModelChoiceField):
    """Where an event stands in the site: under the list of events, or under a forum."""

    def label_from_instance(self, page):
        return page.get_admin_display_title()


class NewEventForm(DateForm):
    """An event and its first date in one step."""

    title = forms.CharField(
        label=_("Title"), max_length=255, error_messages={"required": _("Enter the title of the event.")}
    )
    parent = PlaceField(
        label=_("Where it stands"),
        queryset=Page.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        help_text=_("In the list of events, or with a forum whose event it is."),
        error_messages={"required": _("Select where the event stands.")},
    )
    activity = forms.ChoiceField(label=_("Kind of activity"), choices=EventPage.Activity)
    topics = topics_field()
    field_order = [
        "title", "parent", "activity", "topics",
        "venue", "day", "starts", "ends", "places_in_person", "places_online",
    ]  # fmt: skip

    class Meta(DateForm.Meta):
        fields = ["venue", "places_in_person", "places_online"]

    def __init__(self, *args, for_user, **kwargs):
        super().__init__(*args, **kwargs)
        places = [page for page in all_places() if page.permissions_for_user(for_user).can_add_subpage()]
        self.fields["parent"].queryset = Page.objects.filter(pk__in=[page.pk for page in places]).order_by("path")
        self.fields["topics"].queryset = all_topics()


def all_places():
    return Page.objects.type(EventIndexPage, ForumPage).filter(locale=main_locale())


class TopicsForm(forms.Form):
    topics = topics_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topics"].queryset = all_topics()
