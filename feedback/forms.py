"""What feedback/ asks by itself, beside the questions of a form."""

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models.consents import Purpose
from content import forms
from events.guests import Consent
from feedback import four_words, links
from feedback.consenting import FIELDS

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


class ConsentForm(forms.QuestionForm):
    """One consent by itself: nothing is chosen beforehand. `wording` is the form's own, in place of ours."""

    purpose = None

    def __init__(self, data=None, *, wording=""):
        super().__init__(data)
        field = self.fields[FIELDS[self.purpose]]
        field.help_text = wording or field.help_text

    @property
    def asked(self):
        """Its one field, as it is shown."""
        return self[FIELDS[self.purpose]]

    def decided(self, given, given_on=None):
        """A decision as a `Consent`, with the words that are shown; `given_on` is the day of one on paper."""
        text = f"{self.asked.label} {self.asked.help_text}"
        return Consent(purpose=self.purpose, given=given, text=text, given_on=given_on)


class QuoteForm(ConsentForm):
    purpose = Purpose.QUOTE
    may_quote = forms.Radios(
        label=_("May we quote your words without your name?"),
        help_text=_("We take out anything that says who you are. You can say no and still send your answers."),
        choices=[(YES, _("Yes, you may quote my words")), (NO, _("No, do not quote my words"))],
        missing=_("Select yes if we may quote your words"),
    )


class ResearchForm(ConsentForm):
    purpose = Purpose.USE_IN_RESEARCH
    may_research = forms.Radios(
        label=_("May your answers be used in research?"),
        help_text=_("Researchers do not see your name. You can say no and still send your answers."),
        choices=[(YES, _("Yes, my answers may be used in research")), (NO, _("No, do not use them in research"))],
        missing=_("Select yes if your answers may be used in research"),
    )


class CreditForm(ConsentForm):
    purpose = Purpose.CREDIT
    may_credit = forms.Radios(
        label=_("May we name you as somebody who took part?"),
        help_text=_("We never put your name beside what you said. You can say no and still send your answers."),
        choices=[(YES, _("Yes, you may name me")), (NO, _("No, do not name me"))],
        missing=_("Select yes if we may name you"),
    )


def consents_of(survey, page):
    """The consents that a form asks for, in their order, with nothing chosen; `page` is its page in some language."""
    kinds = [QuoteForm]
    kinds += [ResearchForm] if survey.asks_research else []
    kinds += [CreditForm] if survey.offers_credit else []
    return [kind(wording=page.consent_wording) for kind in kinds]


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
