"""Taking a place, question by question."""

from functools import cached_property

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.consents import Purpose
from content import drafts, moments
from content.journeys import Step
from events import booking_forms as forms
from events import bookings, details, door, links, needs, places, standing
from events.guests import Consent
from events.models import EventDate
from events.refusals import BookingRefused
from events.views.person_journey import PersonJourney

STATUS = {"page_gone": 410, "busy": 503}


class Booking(PersonJourney):
    name = "book"
    check_title = gettext_lazy("Check your answers")
    check_template = "events/booking_check.html"
    confirmation_template = "events/booking_confirmation.html"

    def load(self, public_id):
        self.date = get_object_or_404(EventDate.objects.to_book(), public_id=public_id)

    @property
    def title(self):
        return details.title_of(self.date.page)

    @cached_property
    def places(self):
        """What is left now, by mode: a hint. Only the lock knows."""
        return places.of_date(self.date)

    def back_address(self):
        page = details.in_this_language(self.date.page)
        return page.url if page.live else None

    def get_steps(self):
        return [
            *self.person_steps(),
            Step("how", "", forms.ModeForm, lambda answers: len(self.date.modes) > 1),
            Step("companions", "", forms.CompanionsForm),
            Step(
                "who-comes",
                gettext_lazy("Who is coming with you?"),
                forms.CompanionNamesForm,
                lambda answers: answers["companions"] != "0",
            ),
            Step("needs", "", forms.NeedsForm),
            *[_need_in_words(code) for code in needs.QUESTIONS],
            Step("sharing", "", forms.SharingForm, forms.needed),
            Step("anything-else", "", forms.AnythingElseForm),
        ]

    def get_form_kwargs(self, step, answers):
        kwargs = super().get_form_kwargs(step, answers)
        booking = issubclass(step.form_class, forms.BookingForm)
        return kwargs | ({"date": self.date, "places": self.places} if booking else {})

    # --- The end

    def finish(self, draft, answers):
        try:
            with door.transaction_of_one_act():
                bookings.book(
                    date=self.date,
                    key=draft.key,
                    guest=self.guest_of(answers),
                    mode=forms.mode_of(answers, self.date),
                    companions=forms.CompanionNamesForm.rows(answers),
                    needed=forms.need_rows(answers),
                    agreed=_consents(answers),
                    message=answers["message"],
                )
                drafts.discard(draft=draft)
        except BookingRefused as refused:
            return self._refused(refused)
        return self.done(draft.key)

    def outcome_for(self, key):
        return details.registrations().filter(key=key, date=self.date).first()

    def get_check_context(self, answers):
        mode = forms.mode_of(answers, self.date)
        seats = 1 + len(forms.CompanionNamesForm.rows(answers)) * self.date.companions_count
        return {"date": self.date, "mode": mode, "will_wait": not self.places[mode].has_room_for(seats)}

    def get_confirmation_context(self, outcome):
        return {
            "heading": standing.HEADINGS[standing.of(outcome)],
            "registration": outcome,
            "rows": details.summary(details.of(outcome)),
            "manage_path": links.path(outcome),
        }

    # --- Refusals

    def refusal(self):
        try:
            bookings.check_open(self.date)
        except BookingRefused as refused:
            return self._refused(refused)

    def _refused(self, refused):
        sentences = [*self._when(refused.code), _("You can look for another date, or get in touch with us.")]
        return self.refuse(refused.messages[0], sentences, status=STATUS.get(refused.code, 409))

    def _when(self, code):
        date = self.date
        if code == "closed":
            return [_("Booking closed at %s.") % moments.day_and_hour(date.registration_closes_at)]
        if code == "not_open_yet":
            return [_("You can book from %s.") % moments.day_and_hour(date.registration_opens_at)]
        if code == "not_stated" and (contact := details.contact_of(date.page)):
            return [contact]
        if code == "cancelled" and str(date.cancelled_reason):
            return [str(date.cancelled_reason)]
        return []


def _need_in_words(code):
    slug = f"need-{code.replace('_', '-')}"
    return Step(slug, "", forms.NeedInWordsForm.of(code), lambda answers: code in forms.needed(answers))


def _consents(answers):
    if "share" not in answers:
        return []
    words = f"{forms.SHARE_QUESTION} {forms.SHARE_HINT}"
    return [Consent(purpose=Purpose.ACCESS_NEEDS, given=answers["share"] == forms.YES, text=words)]
