"""Taking a place, question by question."""

from functools import cached_property

from django.shortcuts import get_object_or_404
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import briefly, drafts
from content.journeys import Step
from content.models import in_this_language
from events import (
    account,
    bookings,
    details,
    door,
    kept_needs,
    links,
    needs,
    obstacles,
    places,
    questions,
    screening,
    standing,
)
from events import booking_forms as forms
from events.booking_forms import StillRightForm
from events.forms import NO, YES, WhoseForm
from events.models import EventDate
from events.models.dates import Mode
from events.refusals import BookingRefused
from events.views.person_journey import PersonJourney

STATUS = {"page_gone": 410, "busy": 503}


@briefly.kept  # what must be exact is asked under the lock
def date_to_book(public_id):
    return get_object_or_404(EventDate.objects.to_book(), public_id=public_id)


class Booking(PersonJourney):
    name = "book"
    check_title = gettext_lazy("Check your answers")
    check_template = "events/booking_check.html"
    confirmation_template = "events/booking_confirmation.html"
    is_member = False

    def load(self, public_id):
        self.date = date_to_book(public_id)

    @property
    def title(self):
        return details.title_of(self.date.page)

    @property
    def minimum_age(self):
        return self.date.minimum_age

    def date_for(self, answers):
        """What is booked with these answers, as the questions need to know it."""
        return self.date

    def places_for(self, answers):
        """What is left now, by mode: a hint. Only the lock knows."""
        return places.of_date(self.date)

    def mode_of(self, answers):
        return forms.mode_of(answers, self.date_for(answers))

    def back_address(self):
        page = in_this_language(self.date.page)
        return page.url if page.live else None

    # --- Whom we know

    @cached_property
    def people(self):
        """Those whom somebody who is signed in has claimed, by public id; asked anew with each page and at the end."""
        return account.people_of(self.request.user)

    def known(self, answers):
        return self.people.get(answers.get("whose"))

    def kept(self, answers):
        """What we may offer again of the needs of somebody whom we know: what makes sense for how they come."""
        if (person := self.known(answers)) is None:
            return []
        return [need for need in self._kept_of(person) if need.code in self._codes(answers)]

    def _kept_of(self, person):
        if not hasattr(person, "needs_to_offer"):
            person.needs_to_offer = list(kept_needs.of(person))
        return person.needs_to_offer

    def _codes(self, answers):
        online = self.mode_of(answers) == Mode.ONLINE
        return [code for code, _label in needs.choices_for(online=online)]

    # --- The questions

    @cached_property
    def question_set(self):
        return questions.current(self.date.page)

    def get_steps(self):
        return [
            *screening.steps(self.date.page),
            *self.whose_steps(),
            *self.person_steps(),
            Step("how", "", forms.ModeForm, lambda answers: len(self.date_for(answers).modes) > 1),
            Step("companions", "", forms.CompanionsForm),
            Step(
                "who-comes",
                gettext_lazy("Who is coming with you?"),
                forms.CompanionNamesForm,
                lambda answers: answers["companions"] != "0",
            ),
            Step("still-right", gettext_lazy("What you need"), StillRightForm, self.kept),
            *needs_steps(forms.asks_needs),
            Step("sharing", "", forms.SharingForm, forms.needed),
            Step("keep", "", forms.KeepForm, forms.asks_to_keep),
            *questions.steps(self.question_set),
            Step("anything-else", "", forms.AnythingElseForm),
        ]

    def whose_steps(self):
        return [Step("whose", "", WhoseForm)] if self.people else []

    def get_form_kwargs(self, step, answers):
        kwargs, form = super().get_form_kwargs(step, answers), step.form_class
        if form is WhoseForm:
            kwargs["people"] = self.people
        if isinstance(form, type) and issubclass(form, forms.BookingForm):
            left = SimpleLazyObject(lambda: self.places_for(answers))
            kwargs |= {"date": self.date_for(answers), "places": left}
        if form is StillRightForm:
            kwargs["kept"] = self.kept(answers)
        return kwargs

    # --- The end

    def finish(self, draft, answers):
        try:
            with door.transaction_of_one_act():
                drafts.discard(draft=draft)  # before the lock of the date; it is back where the booking is refused
                person = self.book(draft.key, answers)
                self._keep_needs(person, answers)
        except BookingRefused as refused:
            return self.refused(refused)
        return self.done(draft.key)

    def book(self, key, answers):
        """Book under this key, once, and return who comes."""
        return self.book_date(self.date, key, answers, person=self.known(answers)).person

    def book_date(self, date, key, answers, *, person):
        return bookings.book(
            date=date,
            key=key,
            guest=self.guest_of(answers),
            mode=self.mode_of(answers),
            companions=forms.CompanionNamesForm.rows(answers),
            needed=forms.need_rows(answers),
            agreed=forms.consents(answers),
            message=answers["message"],
            person=person,
            is_member=self.is_member,
            answers=questions.to_keep(self.question_set, answers),
            question_set=self.question_set,
        )

    def _keep_needs(self, person, answers):
        if answers.get("kept"):
            kept_needs.confirm(kept=answers["kept"])
        elif answers.get("keep") == YES:
            kept_needs.keep(person=person, needed=forms.need_rows(answers), asked=self._codes(answers))
        elif answers.get("keep") == NO and self.known(answers):
            kept_needs.forget(person=person)
        elif answers.get("still_right") == StillRightForm.ASK:
            kept_needs.keep(person=person, needed=[], asked=self._codes(answers))

    def outcome_for(self, key):
        return details.registrations().filter(key=key, date=self.date).first()

    def get_check_context(self, answers):
        mode = self.mode_of(answers)
        will_wait = not self.places_for(answers)[mode].has_room_for(seats(answers, self.date))
        return {"date": self.date, "mode": mode, "will_wait": will_wait, "known": self.known(answers)}

    def get_confirmation_context(self, outcome):
        return {
            "heading": standing.HEADINGS[standing.of(outcome)],
            "registration": outcome,
            "rows": details.summary(details.of(outcome)),
            "position": places.position_in_line(outcome) if outcome.is_waiting else None,
            "manage_path": links.path(outcome),
        }

    # --- Refusals

    def refusal(self):
        try:
            bookings.check_open(self.date, is_member=self.is_member)
        except BookingRefused as refused:
            return self.refused(refused)

    def refused(self, refused):
        more = _("You can look for another date, or get in touch with us.")
        sentences = [*obstacles.sentences(self.date, refused.code), more]
        return self.refuse(refused.messages[0], sentences, status=STATUS.get(refused.code, 409))


def seats(answers, date):
    """How many places of a date somebody takes with whom they bring."""
    return 1 + len(forms.CompanionNamesForm.rows(answers)) * date.companions_count


def needs_steps(applies=lambda answers: True):
    """The questions about what somebody needs: the usual, the rest by category, and a line for what needs words."""
    return [
        Step("needs", "", forms.NeedsForm, applies),
        Step("more-needs", gettext_lazy("What do you need?"), forms.MoreNeedsForm, forms.wants_more),
        *[_need_in_words(code) for code in needs.QUESTIONS],
    ]


def _need_in_words(code):
    slug = f"need-{code.replace('_', '-')}"
    return Step(slug, "", forms.NeedInWordsForm.of(code), lambda answers: code in forms.selected(answers))
