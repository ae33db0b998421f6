"""The forms by which an officer changes a booking for somebody."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.consents import TAKEN_DOWN
from content.ids import keyed_hash
from events import booking_forms, questions
from events import needs as needs_list
from events.models import Companion
from events.models.dates import Mode

MOST = booking_forms.MOST_COMPANIONS


class ChangeForm(forms.Form):
    """
    How somebody comes, with whom, what they need and what they answered. What is sent once is shown before and after;
    `was_seen` is true when the same is sent again.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    mode = forms.ChoiceField(
        label=_("How they come"), widget=forms.RadioSelect, error_messages={"required": _("Select how they come.")}
    )
    needs = forms.MultipleChoiceField(
        label=_("What they need so that they can take part"),
        choices=needs_list.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    message = forms.CharField(
        label=_("Anything else they told us"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nothing about their health, and no NHS number."),
    )
    WORDS = {code: f"need_{code}" for code in needs_list.QUESTIONS}

    def __init__(self, *args, registration, **kwargs):
        initial = _initial(registration) | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        date, self.people = registration.date, max(MOST, len(registration.companions.all()))
        offered = {*date.modes, registration.mode}
        self.fields["mode"].choices = [(mode.value, mode.label) for mode in Mode if mode in offered]
        for position in range(self.people):
            self.fields |= _companion_fields(position)
        for code, name in self.WORDS.items():
            self.fields[name] = forms.CharField(label=needs_list.QUESTIONS[code][0], required=False, max_length=500)
        self.question_set = registration.question_set
        self.questions = questions.fields(self.question_set)
        self.fields |= self.questions

    @property
    def sections(self):
        """Pairs of a heading and its bound fields, for the template."""
        brought = [f"companion_{position}_{part}" for position in range(self.people) for part in ("role", "name")]
        named = [
            (_("How they come"), ["mode"]),
            (_("Who comes along"), brought),
            (_("What they need"), ["needs", *self.WORDS.values(), "message"]),
            (_("What the event asks"), list(self.questions)),
        ]
        return [(heading, [self[name] for name in names]) for heading, names in named if names]

    def clean(self):
        cleaned = super().clean()
        for code in cleaned.get("needs", []):
            if code in self.WORDS and not cleaned.get(self.WORDS[code]):
                self.add_error(self.WORDS[code], needs_list.QUESTIONS[code][1])
        for name in questions.unanswered(self.question_set, cleaned):
            if name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    @property
    def mark(self):
        """Stands for what was typed: it changes with every word."""
        typed = sorted((name, str(value)) for name, value in self.cleaned_data.items() if name != "seen")
        return keyed_hash(repr(typed), purpose="change")

    @property
    def was_seen(self):
        return self.cleaned_data["seen"] == self.mark

    @property
    def changes(self):
        """What `bookings.change` takes."""
        typed = self.cleaned_data
        people = [
            Companion(role=typed[f"companion_{position}_role"], name=typed[f"companion_{position}_name"])
            for position in range(self.people)
            if typed[f"companion_{position}_role"]
        ]
        return {
            "mode": typed["mode"],
            "companions": people,
            "needed": booking_forms.need_rows(typed),
            "message": typed["message"],
            "answers": questions.to_keep(self.question_set, typed),
        }


def _initial(registration):
    found = {"mode": registration.mode, "message": registration.message} | registration.answers
    for position, companion in enumerate(registration.companions.all()):
        found |= {f"companion_{position}_role": companion.role, f"companion_{position}_name": companion.name}
    needed = list(registration.needs.all())
    found["needs"] = [need.code for need in needed]
    return found | {f"need_{need.code}": need.detail for need in needed}


def _companion_fields(position):
    which = {"number": position + 1}
    return {
        f"companion_{position}_role": forms.ChoiceField(
            label=_("Person %(number)s who comes along") % which,
            choices=[("", _("Nobody")), *Companion.Role.choices],
            required=False,
        ),
        f"companion_{position}_name": forms.CharField(
            label=_("Name of person %(number)s, if they know it") % which, required=False, max_length=120
        ),
    }


class AgreementForm(forms.Form):
    """What somebody declared, and agreed to, to an officer."""

    interests = forms.CharField(
        label=_("What they declare"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leave it empty if they have nothing to declare."),
    )
    method = forms.ChoiceField(
        label=_("They told us"),
        choices=TAKEN_DOWN,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how they told us.")},
    )
    read_out = forms.BooleanField(
        label=_("I read all of it out, and they agree"),
        error_messages={"required": _("Read it out to them, then select the box.")},
    )
