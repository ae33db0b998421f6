"""What feedback/ asks by itself, beside the questions of a form."""

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from content import forms
from feedback import four_words, links

YES, NO = "yes", "no"


class LinkForm(forms.QuestionForm):
    """The personal link by which somebody came, sealed; cleaned, it is the Invitation. It is typed by nobody."""

    invitation = django_forms.CharField(widget=django_forms.HiddenInput, max_length=300)

    def __init__(self, data=None, *, survey):
        super().__init__(data)
        self.survey = survey

    def clean_invitation(self):
        invitation = links.find_sealed(self.cleaned_data["invitation"])
        if invitation is None or invitation.survey_id != self.survey.pk:
            raise ValidationError(_("Use the link in the message that we sent you."))
        return invitation


class QuoteForm(forms.QuestionForm):
    may_quote = forms.Radios(
        label=_("May we quote your words without your name?"),
        help_text=_("We take out anything that says who you are. You can say no and still send your answers."),
        choices=[(YES, _("Yes, you may quote my words")), (NO, _("No, do not quote my words"))],
        missing=_("Select yes if we may quote your words"),
    )


class WantForm(forms.QuestionForm):
    """The way into the equality questions, and past all of them."""

    want = forms.Radios(
        label=_("Do you want to answer the equality questions?"),
        help_text=_(
            "We have your answers to the form already. These questions help us see whether we hear from everybody. "
            "You can leave out any of them."
        ),
        choices=[(YES, _("Yes, answer the equality questions")), (NO, _("No, skip the equality questions"))],
        missing=_("Select yes if you want to answer the equality questions"),
    )


class WordsForm(forms.QuestionForm):
    words = forms.Text(
        label=_("What are your four words?"),
        help_text=_("We showed them when you sent your answers. Enter them in the same order."),
        missing=_("Enter your four words"),
        max_length=100,
        width=30,
        autocomplete="off",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs |= {"spellcheck": False, "autocapitalize": "none"}

    def clean_words(self):
        return four_words.read(self.cleaned_data["words"])
