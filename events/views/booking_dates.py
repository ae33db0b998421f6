"""Taking places on several dates of one event, with one set of answers."""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from content import forms, moments
from content.journeys import Step
from content.models import main_locale
from events import bookings, details, links, places, standing
from events.forms import PersonForm
from events.models import EventDate, EventPage
from events.models.dates import Mode
from events.refusals import BookingRefused, refusal
from events.views.booking import STATUS, Booking, seats


class Together:
    """Several dates of one event as the questions see them: what holds for all of them."""

    def __init__(self, page, dates):
        self.page, self.dates = page, dates

    @property
    def modes(self):
        """The ways to come that each of the dates offers."""
        return [mode for mode in Mode if all(date.places(mode) for date in self.dates)]

    @property
    def minimum_age(self):
        """Of the strictest: nobody is told at the end that they are too young for one of them."""
        return max((date.minimum_age for date in self.dates), default=0)

    @property
    def needs_by(self):
        return min((date.needs_by for date in self.dates if date.needs_by), default=None)


class DatesForm(PersonForm):
    dates = forms.Checkboxes(
        label=gettext_lazy("Which dates do you want to come to?"),
        noun=gettext_lazy("Dates"),
        missing=gettext_lazy("Select the dates that you want to come to"),
        help_text=gettext_lazy("Select all that apply. You get a confirmation for each, and can cancel each alone."),
        error_messages={
            "invalid_choice": gettext_lazy("Select from these dates: one that you selected can no longer be booked")
        },
    )

    def __init__(self, *args, page, dates, **kwargs):
        super().__init__(*args, **kwargs)
        self.page, self.by_id = page, {date.public_id: date for date in dates}
        self.fields["dates"].choices = [(date.public_id, in_words(date)) for date in dates]

    def clean_dates(self):
        chosen = self.cleaned_data["dates"]
        if not Together(self.page, [self.by_id[each] for each in chosen]).modes:
            raise ValidationError(
                _("Some of these dates are in person and others online: book those in person first, then the others")
            )
        return chosen


class BookDates(Booking):
    """The same questions as for one date, after a first one: which dates. Each becomes a registration of its own."""

    name = "book_dates"
    check_template = "events/booking_dates_check.html"
    confirmation_template = "events/booking_dates_confirmation.html"

    def load(self, key):
        self.page = EventPage.objects.filter(translation_key=key, locale=main_locale()).first()
        if self.page is None:
            raise Http404
        self.date = Together(self.page, self.open_dates)

    @cached_property
    def open_dates(self):
        """The dates that can be booked now."""
        return [date for date in EventDate.objects.to_book().filter(page=self.page).upcoming() if _is_open(date)]

    def chosen(self, answers):
        """The dates of these answers, in the order in which they take place."""
        return [date for date in self.open_dates if date.public_id in answers["dates"]]

    def date_for(self, answers):
        return Together(self.page, self.chosen(answers)) if "dates" in answers else self.date

    def places_for(self, answers):
        """For each way to come, of the date that has most places left: it is full where all are."""
        counted = list(places.of_dates(self.chosen(answers)).values())
        return {mode: max((each[mode] for each in counted), key=_room) for mode in self.date_for(answers).modes}

    def get_steps(self):
        return [Step("dates", "", DatesForm), *super().get_steps()]

    def get_form_kwargs(self, step, answers):
        if step.form_class is DatesForm:
            return {"answers": answers, "page": self.page, "dates": self.open_dates}
        return super().get_form_kwargs(step, answers)

    # --- The end

    def book(self, key, answers):
        """All of the dates or none: locked together, in the order of their ids, then booked one after the other."""
        dates, person = self.chosen(answers), self.known(answers)
        places.lock(*[date.pk for date in dates])
        for date in dates:
            try:
                person = self.book_date(date, key_of(key, date), answers, person=person).person
            except BookingRefused as refused:
                words = _("%(day)s: %(why)s") % {"day": moments.day(date.starts_at), "why": refused.messages[0]}
                raise BookingRefused(words, code=refused.code) from refused
        return person

    def outcome_for(self, key):
        keys = [key_of(key, date) for date in self.page.dates.all()]
        return list(details.registrations().filter(key__in=keys).order_by("date__starts_at", "pk")) or None

    def get_check_context(self, answers):
        mode, dates = self.mode_of(answers), self.chosen(answers)
        counted = places.of_dates(dates)
        waits = [not counted[date.pk][mode].has_room_for(seats(answers, date)) for date in dates]
        rows = list(zip(map(in_words, dates), waits, strict=True))
        return {"dates": rows, "waits_for_all": all(waits), "known": self.known(answers)}

    def get_confirmation_context(self, outcome):
        return {
            "heading": heading_of(outcome),
            "registration": outcome[0],
            "results": [
                {
                    "registration": registration,
                    "heading": standing.HEADINGS[standing.of(registration)],
                    "rows": details.summary(details.of(registration)),
                    "manage_path": links.path(registration),
                }
                for registration in outcome
            ],
        }

    # --- Refusals

    def refusal(self):
        if not EventPage.objects.open_to_the_public().filter(pk=self.page.pk).exists():
            return self.refused(refusal("page_gone"))
        if not self.open_dates:
            return self.refuse(_("No date of this event can be booked now"), [_("Look at the page of the event.")])

    def refused(self, refused):
        sentences = [_("None of the dates is booked. Your answers are kept: go back to choose other dates.")]
        return self.refuse(refused.messages[0], sentences, status=STATUS.get(refused.code, 409))


def key_of(key, date):
    """The idempotency key of one date of a draft."""
    return f"{key}:{date.public_id}"


def in_words(date):
    """A date as people choose it: day, times and place."""
    ways = [_("Online") if mode == Mode.ONLINE else str(date.venue) for mode in date.modes]
    return ", ".join([moments.day(date.starts_at), moments.span(date.starts_at, date.ends_at), _(" or ").join(ways)])


def heading_of(registrations):
    """What the confirmation says first of several results."""
    placed = sum(registration.has_place for registration in registrations)
    if placed == len(registrations):
        words = ngettext("You have a place on %(number)s date", "You have a place on %(number)s dates", placed)
        return words % {"number": placed}
    return _("We have your bookings") if placed else standing.HEADINGS[standing.of(registrations[0])]


def _is_open(date):
    try:
        bookings.check_open(date)
    except BookingRefused:
        return False
    return True


def _room(places):
    return 0 if places.waiting else max(places.free, 0)
