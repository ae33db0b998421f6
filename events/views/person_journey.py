"""The part of the way that booking and joining share: for whom, age, name, and how to reach them."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from content.journeys import Journey, Step
from events import forms
from events.guests import Guest

Channel = Person.Channel


def _by(*channels):
    return lambda answers: answers["channel"] in channels


def _for_other(answers):
    return answers["for_whom"] == forms.OTHER


def _for_self(answers):
    return not _for_other(answers)


def _too_young(answers):
    return answers["over_16"] == forms.NO


class PersonJourney(Journey):
    for_whom_form = forms.ForWhomForm

    def person_steps(self):
        names = _("What are your names?")
        return [
            Step("for-whom", "", self.for_whom_form),
            Step("age", "", forms.AgeForm),
            Step("under-16", _("You must be 16 or over"), forms.Under16Form, _too_young, "events/under_16.html"),
            Step("name", "", forms.NameForm, _for_self),
            Step("names", names, forms.NamesForm, _for_other),
            Step("reach", "", forms.ReachForm),
            Step("email", "", forms.EmailForm, _by(Channel.EMAIL)),
            Step("telephone", "", forms.TelephoneForm, _by(Channel.TELEPHONE, Channel.TEXT)),
            Step("address", "", forms.AddressForm, _by(Channel.LETTER)),
        ]

    def get_form_kwargs(self, step, answers):
        return {"answers": answers}

    @staticmethod
    def guest_of(answers):
        """Who comes or joins, and how to reach them. What was typed for a way that was not chosen stays behind."""
        return Guest(
            name=answers["name"],
            booked_by=answers.get("booked_by", ""),
            channel=answers["channel"],
            email=answers.get("email", ""),
            telephone=answers.get("telephone", ""),
            address=answers.get("address", ""),
            language=get_language(),
            is_16_or_over=True,
        )
