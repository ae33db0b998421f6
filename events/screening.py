"""
The questions that decide who can come, asked before anything else.

Who is admitted is said by the page in the main language; its translations bring the words. What somebody answers stays
in their draft until the booking is sent, and goes with it.
"""

from functools import partial

from django.utils.translation import gettext_lazy as _

from content import forms
from content.journeys import Step
from content.models import in_this_language
from events.forms import NO, YES, EndForm, PersonForm

END = "events/not_this_event.html"


class ScreeningForm(PersonForm):
    """One question, answered yes or no; `words` are a block's value in the language of the visitor."""

    def __init__(self, *args, name, words, **kwargs):
        super().__init__(*args, **kwargs)
        hint = [words["hint"], str(_("We do not keep your answer."))]
        self.fields[name] = forms.Radios(
            label=words["question"],
            help_text=" ".join(filter(None, hint)),
            missing=_("Select yes or no"),
            choices=[(YES, _("Yes")), (NO, _("No"))],
        )


def steps(page):
    """The steps of a journey for the screening of an event: `page` is that of the main language."""
    if not page.screening:
        return []
    translated = {block.id: block.value for block in in_this_language(page).screening}
    found = []
    for number, block in enumerate(page.screening, start=1):
        name, words = f"screening_{block.id}", translated.get(block.id, block.value)
        form = partial(ScreeningForm, name=name, words=words)
        ends = partial(_is_another, name, block.value["admits"])
        found += [
            Step(f"who-can-come-{number}", "", form, is_sent=False),
            Step(f"other-events-{number}", _("This event is for other people"), EndForm, ends, END),
        ]
    return found


def _is_another(name, admits, answers):
    return answers[name] != admits
