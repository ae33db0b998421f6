"""The part of the way that booking and joining share: for whom, age, name, and how to reach them."""

from dataclasses import replace

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from content.journeys import Journey, Step
from events import ages, forms
from events.ages import Band
from events.guests import Guest
from events.models.dates import Age

Channel = Person.Channel


class PersonJourney(Journey):
    for_whom_form = forms.ForWhomForm
    minimum_age = Age.SIXTEEN

    def known(self, answers):
        """The Person of these answers whom we know already, so that neither name nor address is asked; or None."""

    def knows_age(self, person):
        """Whether it is known of a known person that they are 16 or over."""
        return bool(person.is_16_or_over)

    def person_steps(self):
        return [
            Step("for-whom", "", self.for_whom_form, self._is_new),
            *self._age_steps(),
            Step("name", "", forms.NameForm, self._books_for_self),
            Step("names", _("What are your names?"), forms.NamesForm, self._is_new_and_other),
            Step("reach", "", forms.ReachForm, self._is_new),
            Step("email", "", forms.EmailForm, self._by(Channel.EMAIL)),
            Step("telephone", "", forms.TelephoneForm, self._by(Channel.TELEPHONE, Channel.TEXT)),
            Step("address", "", forms.AddressForm, self._by(Channel.LETTER)),
            *self._guardian_steps(),
        ]

    def get_form_kwargs(self, step, answers):
        if isinstance(step.form_class, type) and issubclass(step.form_class, ages.AgeForm):
            person = self.known(answers)
            return {"answers": answers, "minimum": self.minimum_age, "name": person.name if person else ""}
        return {"answers": answers}

    def guest_of(self, answers):
        """Who comes or joins, and how to reach them. What was typed for a way that was not chosen stays behind."""
        if person := self.known(answers):
            guest = Guest.of(person, language=get_language())
        else:
            guest = Guest(
                name=answers["name"],
                booked_by=answers.get("booked_by", ""),
                channel=answers["channel"],
                email=answers.get("email", ""),
                telephone=answers.get("telephone", ""),
                address=answers.get("address", ""),
                language=get_language(),
                is_16_or_over=ages.band_of(answers) == Band.SIXTEEN,
            )
        return replace(guest, **ages.guardian(answers, booked_by=guest.booked_by, telephone=guest.telephone))

    # --- Who is asked what

    def _is_new(self, answers):
        return self.known(answers) is None

    def _is_for_other(self, answers):
        person = self.known(answers)
        return person.reach_helper if person else answers["for_whom"] == forms.OTHER

    def _is_new_and_other(self, answers):
        return self._is_new(answers) and self._is_for_other(answers)

    def _books_for_self(self, answers):
        return self._is_new(answers) and not self._is_for_other(answers)

    def _by(self, *channels):
        return lambda answers: answers.get("channel") in channels

    # --- Age

    def _age_steps(self):
        must_be = gettext("You must be %(age)s or over") % {"age": int(self.minimum_age)}
        must_book = _("A parent or guardian must book")
        return [
            Step("age", "", ages.AgeForm, self._asks_age),
            Step("too-young", must_be, forms.EndForm, self._is_too_young, "events/too_young.html"),
            Step("parent", "", ages.IsGuardianForm, self._is_child_of_other),
            Step("parent-books", must_book, forms.EndForm, self._parent_must_book, "events/parent_books.html"),
        ]

    def _guardian_steps(self):
        return [
            Step("guardian", _("A parent or guardian"), ages.GuardianForm, self._is_from_13_to_15),
            Step("guardian-telephone", "", ages.GuardianTelephoneForm, self._has_no_number_of_guardian),
        ]

    def _asks_age(self, answers):
        person = self.known(answers)
        return person is None or self.minimum_age > Age.SIXTEEN or not self.knows_age(person)

    def _is_too_young(self, answers):
        return ages.is_too_young(answers, self.minimum_age)

    def _is_child(self, answers):
        return ages.band_of(answers) == Band.CHILD

    def _is_child_of_other(self, answers):
        return self._is_child(answers) and self._is_for_other(answers)

    def _is_from_13_to_15(self, answers):
        return ages.band_of(answers) == Band.THIRTEEN

    def _parent_must_book(self, answers):
        return self._is_child(answers) and answers.get("is_guardian") != forms.YES

    def _has_no_number_of_guardian(self, answers):
        person = self.known(answers)
        number = person.number_to_call if person else answers.get("telephone")
        return self._is_child(answers) and not number
