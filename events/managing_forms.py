"""The questions that people are asked by the link to their booking: what they change, and what they declare."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from content import forms
from events import agreements
from events.booking_forms import BookingForm, ModeForm
from events.forms import NO, YES
from events.models.dates import Mode

WAY, COMPANIONS, NEEDS, ANSWERS, MESSAGE = "mode", "companions", "needs", "answers", "message"
THINGS = {
    WAY: _("How I take part"),
    COMPANIONS: _("Who comes with me"),
    NEEDS: _("What I need"),
    ANSWERS: _("What I answered to the questions about this event"),
    MESSAGE: _("What else I told you"),
}
NOTHING, SOMETHING = "nothing", "something"
FULL = {
    Mode.IN_PERSON: _("All places in person are taken. Do you want to wait for one?"),
    Mode.ONLINE: _("All places online are taken. Do you want to wait for one?"),
}


class WhatForm(BookingForm):
    what = forms.Checkboxes(
        label=_("What do you want to change?"),
        noun=_("What you want to change"),
        missing=_("Select what you want to change"),
        help_text=_("Select all that you want to change."),
        choices=list(THINGS.items()),
    )

    def __init__(self, *args, has_answers, **kwargs):
        super().__init__(*args, **kwargs)
        missing = {WAY: len(self.date.modes) == 1, ANSWERS: not has_answers}
        choices = [(thing, label) for thing, label in THINGS.items() if not missing.get(thing)]
        self.fields["what"].choices = choices


class WayForm(ModeForm):
    """How to take part, for somebody who keeps what they have until there is room the other way."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["mode"]
        full = _("All places are taken. You can wait for one and keep the place that you have.")
        hints = dict.fromkeys(field.look.choice_hints.keys() - {self.initial["mode"]}, full)
        field.look = replace(field.look, choice_hints=hints)


class WaitForm(BookingForm):
    wait = forms.Radios(
        label="",
        missing=_("Select yes if you want to wait"),
        help_text=_("You keep the place that you have until then. You can stop waiting at any time."),
        choices=[(YES, _("Yes, wait for a place")), (NO, _("No, leave it as it is"))],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask("wait", FULL[self.mode])


class AgreementForm(forms.QuestionForm):
    interests = forms.Radios(
        label=_("Do you have an interest to declare?"),
        help_text=_("For example, if you work for the company, own shares in it, or were paid by it."),
        missing=_("Select if you have an interest to declare"),
        choices=[(NOTHING, _("No, I have nothing to declare")), (SOMETHING, _("Yes, I have something to declare"))],
    )
    which = forms.LongText(
        label=_("What do you want to declare?"),
        help_text=_("Leave this empty if you have nothing to declare."),
        noun=_("What you declare"),
        max_length=1000,
        rows=4,
        required=False,
    )
    agreed = forms.Confirm(
        label=agreements.STATEMENT, missing=_("Select the box if you agree to keep the papers confidential")
    )

    def clean(self):
        cleaned = super().clean()
        answer, words = cleaned.get("interests"), cleaned.get("which")
        if answer == SOMETHING and not words and "which" not in self.errors:
            self.add_error("which", ValidationError(_("Enter what you want to declare")))
        if answer == NOTHING and words:
            self.add_error("interests", ValidationError(_("Select yes, or empty the box below")))
        return cleaned
