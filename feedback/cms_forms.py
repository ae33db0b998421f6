"""The forms of the CMS about feedback. They check what was typed; the verbs hold the rules and write."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.cms import ExportForm, VerbModelForm
from content.language_inputs import LanguageInputs
from content.models import main_locale
from events.models import EventDate
from feedback import four_words, triage
from feedback.models import BankEntry, Comment, Concern, Survey, Theme
from reviews.models import Outcome, Topic

# Which field a rule of the row belongs to.
FIELDS_OF_RULES = {
    "feedback_survey_closes_after_it_opens": "closes_at",
    "feedback_survey_personal_links_need_a_date": "date",
    "feedback_survey_single_links_are_anonymous": "anonymous",
    "feedback_survey_names_only_whom_it_knows": "offers_credit",
}
BESIDE = {rule.violation_error_message: FIELDS_OF_RULES[rule.name] for rule in Survey._meta.constraints}


class DateField(forms.ModelChoiceField):
    """A date of an event, the latest first."""

    def __init__(self, **kwargs):
        dates = EventDate.objects.select_related("page").order_by("-starts_at")
        super().__init__(queryset=dates, required=False, label=_("Event date"), **kwargs)

    def label_from_instance(self, date):
        return f"{date.page.title}, {date}"


def topics_field():
    return forms.ModelMultipleChoiceField(
        label=_("Topics"),
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their design teams will see the summary."),
    )


class BankForm(forms.Form):
    entries = forms.ModelMultipleChoiceField(
        label=_("Questions"), queryset=BankEntry.objects.all(), widget=forms.CheckboxSelectMultiple
    )


class SurveyForm(VerbModelForm):
    date = DateField(help_text=_("Needed where only people who booked or came may answer."))
    topics = topics_field()

    class Meta(VerbModelForm.Meta):
        model = Survey
        fields = [
            *("opens_at", "closes_at", "withdraw_until", "who_may_answer", "date"),
            *("invites_by_itself", "reminds_after", "anonymous"),
            *("asks_research", "offers_credit", "asks_equality"),
            *("safety_lead", "target", "profile", "in_words"),
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["safety_lead"].queryset = triage.leads()
        self.fields["topics"].queryset = Topic.objects.filter(locale=main_locale(), alias_of=None).order_by("title")

    @property
    def facts(self):
        """What was changed, as the form sees it: a text of one language is equal to itself among several."""
        return {name: self.cleaned_data[name] for name in self._meta.fields if name in self.changed_data}


class NewSurveyForm(SurveyForm):
    """A form in one step."""

    title = forms.CharField(
        label=_("Title"), max_length=255, error_messages={"required": _("Enter the title of the form.")}
    )
    field_order = ["title", "topics"]

    class Meta(SurveyForm.Meta):
        fields = ["opens_at", "closes_at", "who_may_answer", "date", "invites_by_itself", "anonymous", "safety_lead"]

    @property
    def facts(self):
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class WithdrawForm(forms.Form):
    """Four words as they are read out; `seen` are those whose form and day the officer has been shown."""

    words = forms.CharField(
        label=_("The four words, in their order"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Enter the four words.")},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_words(self):
        return four_words.read(self.cleaned_data["words"])


class LinksForm(forms.Form):
    number = forms.IntegerField(
        label=_("How many links"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Enter how many links."), "invalid": _("Enter a number, like 50.")},
    )


class AnswersExportForm(ExportForm):
    file_format = forms.ChoiceField(
        label=_("File"),
        choices=[
            ("xlsx", _("Answers with their codebook, for Excel (XLSX)")),
            ("csv", _("Answers as CSV")),
            ("research", _("Answers as CSV, only of people who agreed to research")),
            ("names", _("Names of people who agreed to be named, as CSV")),
            ("codebook", _("Codebook as CSV: what the columns mean, and how many gave each answer")),
        ],
        initial="xlsx",
        widget=forms.RadioSelect,
        error_messages={"required": _("Select a file.")},
    )


class MaskForm(forms.Form):
    text = forms.CharField(
        label=_("What is shown in its place"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Put [name], [telephone number], [NHS number] or [place] where you take something out."),
        error_messages={"required": _("Enter the comment without what must not be shown, or withhold it.")},
    )


class CommentFilter(forms.Form):
    state = forms.ChoiceField(label=_("Show"), choices=[("", _("All")), *Comment.State.choices], required=False)


class ConcernForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What it may be"),
        choices=Concern.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what it may be.")},
    )


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label=_("What was done"),
        help_text=_("Who was told, and what came of it. Name nobody who is not a member of staff."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Enter what was done.")},
    )


class HandOnForm(forms.Form):
    lead = forms.ModelChoiceField(
        label=_("Safety lead"), queryset=None, error_messages={"required": _("Select who looks after it.")}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = triage.leads()


class WatchWordsForm(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in Concern.Kind:
            self.fields[kind.value] = forms.CharField(
                label=kind.label, required=False, widget=forms.Textarea(attrs={"rows": 12})
            )


class ThemeForm(VerbModelForm):
    class Meta(VerbModelForm.Meta):
        model = Theme
        fields = ["name", "description", "outcomes"]
        widgets = {"outcomes": forms.CheckboxSelectMultiple, "name": LanguageInputs}

    def __init__(self, *args, topic, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcomes"].queryset = Outcome.objects.filter(topic=topic)
        self.fields["outcomes"].label_from_instance = lambda outcome: f"{outcome.you_said} → {outcome.we_did}"
