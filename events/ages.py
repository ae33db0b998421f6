"""How old people are who come, and who answers for those under 16: asked in bands, never as a date of birth."""

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import forms
from events.forms import NO, YES, PersonForm
from events.models.dates import Age


class Band(TextChoices):
    SIXTEEN = "16", gettext_lazy("16 or over")
    THIRTEEN = "13", gettext_lazy("13 to 15")
    CHILD = "0", gettext_lazy("Under 13")


def bands_matter(minimum):
    """Whether people under 16 may come (`minimum` is an Age), so that their band is asked."""
    return minimum < Age.SIXTEEN


def band_of(answers):
    """The band of the answers of a booking. Where no band was asked, to be old enough was the condition."""
    return Band(answers.get("age", Band.SIXTEEN))


def is_too_young(answers, minimum):
    """Whether the answers say that somebody cannot come, with whomever they bring."""
    if bands_matter(minimum):
        return int(band_of(answers)) < minimum
    return answers.get(f"over_{minimum}") == NO


class AgeForm(PersonForm):
    """
    Asks if somebody is old enough, or in which band they are where people under 16 may come.

    `minimum` is an Age; `name` is that of somebody whom we know, or empty.
    """

    def __init__(self, *args, minimum, name="", **kwargs):
        super().__init__(*args, **kwargs)
        if bands_matter(minimum):
            label, missing = self._how_old(name)
            self.fields["age"] = forms.Radios(label=label, missing=missing, choices=Band.choices)
        else:
            label, missing = self._old_enough({"age": int(minimum), "name": name})
            choices = [(YES, _("Yes")), (NO, _("No"))]
            self.fields[f"over_{minimum}"] = forms.Radios(label=label, missing=missing, choices=choices)

    def _old_enough(self, words):
        if words["name"]:
            pair = _("Is %(name)s %(age)s or over?"), _("Select yes if %(name)s is %(age)s or over")
        elif self.for_other:
            label = _("Is the person who takes part %(age)s or over?")
            pair = label, _("Select yes if the person who takes part is %(age)s or over")
        else:
            pair = _("Are you %(age)s or over?"), _("Select yes if you are %(age)s or over")
        return [text % words for text in pair]

    def _how_old(self, name):
        if name:
            return _("How old is %(name)s?") % {"name": name}, _("Select how old %(name)s is") % {"name": name}
        if self.for_other:
            return _("How old is the person who takes part?"), _("Select how old the person who takes part is")
        return _("How old are you?"), _("Select how old you are")


class IsGuardianForm(PersonForm):
    """For somebody under 13 only a parent or guardian books (UK GDPR article 8)."""

    is_guardian = forms.Radios(
        label=gettext_lazy("Are you their parent or guardian?"),
        missing=gettext_lazy("Select yes if you are their parent or guardian"),
        choices=[(YES, gettext_lazy("Yes")), (NO, gettext_lazy("No"))],
    )


class GuardianForm(PersonForm):
    """Whom we can call about somebody from 13 to 15."""

    guardian_name = forms.Text(
        label=gettext_lazy("Name of a parent or guardian"),
        missing=gettext_lazy("Enter the name of a parent or guardian"),
        max_length=120,
        autocomplete="off",
    )
    guardian_telephone = forms.Telephone(
        label=gettext_lazy("Their telephone number"),
        noun=gettext_lazy("Their telephone number"),
        missing=gettext_lazy("Enter the telephone number of a parent or guardian"),
        help_text=gettext_lazy("We call it only if we must reach them about the event."),
        autocomplete="off",
    )


class GuardianTelephoneForm(PersonForm):
    """The guardian of somebody under 13 who books: their name we know, and perhaps no number."""

    guardian_telephone = forms.Telephone(
        label=gettext_lazy("What is your telephone number?"),
        noun=gettext_lazy("Your telephone number"),
        missing=gettext_lazy("Enter your telephone number"),
        help_text=gettext_lazy("We call it only if we must reach you about the event."),
    )


def guardian(answers, *, booked_by, telephone):
    """
    The fields of a Guest that say who answers for somebody under 16, from the answers of a whole booking.

    `booked_by` is who books for somebody else, `telephone` the number at which they are reached, if any.
    """
    band = band_of(answers)
    if band == Band.THIRTEEN:
        return {"guardian_name": answers["guardian_name"], "guardian_telephone": answers["guardian_telephone"]}
    if band == Band.CHILD:
        return {"guardian_name": booked_by, "guardian_telephone": telephone or answers["guardian_telephone"]}
    return {}
