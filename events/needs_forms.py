"""The page by which people say whether their needs were met."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from content import forms
from events import details

ANSWERS = [("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No"))]


class NeedsMetForm(forms.QuestionForm):
    """One question and a line of words for each of the `needs`; `said` is {need: (answer, words)}."""

    def __init__(self, data=None, *, needs):
        self.needs = needs
        super().__init__(data, initial=dict(_said(needs)))
        for need in needs:
            self.fields |= _fields(need)

    @property
    def said(self):
        typed = self.cleaned_data
        return {need: (typed[f"met_{need.code}"], typed[f"words_{need.code}"]) for need in self.needs}


def _said(needs):
    for need in needs:
        yield f"met_{need.code}", need.answer
        yield f"words_{need.code}", need.in_their_words


def _fields(need):
    name = details.need_in_words(need)
    return {
        f"met_{need.code}": forms.Radios(
            label=format_lazy(_("Did you have “{need}”?"), need=name),
            noun=name,
            missing=format_lazy(_("Select yes, partly or no for “{need}”"), need=str(need)),
            help_text=_instead(need),
            choices=ANSWERS,
            size="m",
        ),
        f"words_{need.code}": forms.Text(
            label=format_lazy(_("Anything to say about “{need}”"), need=str(need)),
            noun=_("What you say about it"),
            required=False,
            max_length=300,
        ),
    }


def _instead(need):
    return format_lazy(_("We offered instead: {alternative}"), alternative=need.alternative) if need.alternative else ""
