"""The form by which an officer enters answers from paper: every question on one page, each answered by a line."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models.consents import Purpose
from content.conditions_in_words import Conditions
from content.ids import random_key
from content.models import QuestionWording
from content.questions import TYPES
from content.questions.reading import Reader
from content.questions.rule import every_item
from feedback import entering
from feedback.consenting import FIELDS
from feedback.forms import YES, consents_of

LONG = "long_text"
AGREED = {
    Purpose.QUOTE: gettext_lazy("Their words may be quoted without their name"),
    Purpose.USE_IN_RESEARCH: gettext_lazy("Their answers may be used in research"),
    Purpose.CREDIT: gettext_lazy("They may be named as somebody who took part"),
}


class ReadingForm(forms.Form):
    """How a sheet is read."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    presentation = forms.ChoiceField(label=gettext_lazy("Presentation"), choices=QuestionWording.Presentation)


class SheetForm(ReadingForm):
    """Which sheet lies on the desk, as its foot says. It stands in the address, so that the next one is the same."""

    version = forms.ChoiceField(label=gettext_lazy("Version"))

    def __init__(self, *args, versions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].choices = [(version, version) for version in versions]


class DayField(forms.DateField):
    """A day, typed in one line."""

    def __init__(self, **kwargs):
        super().__init__(
            input_formats=["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %m %Y"],
            widget=forms.DateInput(format="%d/%m/%Y"),
            error_messages={
                "required": gettext_lazy("Enter the day on which the answers were given."),
                "invalid": gettext_lazy("Enter a day, like 31/3/2026."),
            },
            **kwargs,
        )


class AnswerField(forms.CharField):
    """An answer as a line of text: a code, words, a number, a day. What is left empty was not answered."""

    def __init__(self, reader, **kwargs):
        self.reader = reader
        widget = forms.Textarea(attrs={"rows": 3}) if reader.question["type"] == LONG else forms.TextInput
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value):
        return self.reader(super().clean(value))


class EntryForm(forms.Form):
    """What holds for one person's answers, and the answers: `answers` are the cleaned ones by the ids of questions."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    channel = forms.ChoiceField(
        label=gettext_lazy("How the answers came"),
        choices=[(channel.value, channel.label) for channel in entering.CHANNELS],
    )
    day = DayField(
        label=gettext_lazy("Day on which they were given"),
        help_text=gettext_lazy("Like 31/3/2026. On paper without a day: the day on which it came."),
    )
    reference = forms.CharField(
        label=gettext_lazy("Reference of their booking"),
        help_text=gettext_lazy("This form is not anonymous."),
        max_length=20,
        error_messages={"required": gettext_lazy("Enter the reference of their booking.")},
    )

    def __init__(self, *args, survey, page, question_set, words, **kwargs):
        super().__init__(*args, **kwargs)
        self.definition, self.words = question_set.definition, words
        self.initial = {"key": random_key(), "day": timezone.localdate()} | self.initial
        if not entering.asks_for_reference(survey):
            del self.fields["reference"]
        for question in self._questions():
            self.fields[_name(question)] = self._field(question)
        self.consent_forms = {FIELDS[each.purpose]: each for each in consents_of(survey, page)}
        for name, each in self.consent_forms.items():
            self.fields[name] = self._decision(name, AGREED[each.purpose])

    @property
    def answers(self):
        return {question["id"]: self.cleaned_data[_name(question)] for question in self._questions()}

    @property
    def consents(self):
        """What was decided, yes or no, in the words that people are shown. An empty line was no decision."""
        said = [(each, self.cleaned_data[name]) for name, each in self.consent_forms.items()]
        return [each.decided(answer == YES, given_on=self.cleaned_data["day"]) for each, answer in said if answer]

    @property
    def parts(self):
        """Pairs of a heading and its fields as they are shown: what holds for all answers, then each section."""
        self._focus()
        about = [self[name] for name in ("channel", "day", "reference") if name in self.fields]
        parts = [(_("About these answers"), about), (_("Answers"), [])]
        for item in every_item(self.definition):
            if item["type"] in TYPES:
                parts[-1][1].append(self[_name(item)])
            elif item["type"] == "section":
                parts.append((self._heading(item), []))
        parts[-1][1].extend(self[name] for name in self.consent_forms)
        return [(heading, fields) for heading, fields in parts if fields]

    def _questions(self):
        return [item for item in every_item(self.definition) if item["type"] in TYPES]

    @cached_property
    def conditions(self):
        return Conditions(self.definition, self.words)

    def _heading(self, section):
        return self.words.get(section["id"], "")

    def _field(self, question):
        number = self.conditions.numbers[question["id"]]
        label = f"{number}. {self.words.get(question['id'], '')}"
        reader = Reader(question, self.words, begun=True)
        help_text = self._help(question, reader.field.help_text, self.conditions.of(question))
        return AnswerField(reader, label=label, help_text=help_text)

    def _decision(self, name, label):
        """A consent is a line as every answer is: yes, no, or empty."""
        question = {"type": "yes_no", "id": name, "short_name": name}
        reader = Reader(question, {}, begun=True)
        return AnswerField(reader, label=label, help_text=self._help(question, "", _("Empty where they did not say")))

    def _help(self, question, hint, first):
        """What is said of it first, and what may be typed."""
        kind = TYPES[question["type"]]
        offered = [
            (each.label, "") if each.is_numbered else (each.code, each.label)
            for each in kind.choices(question, self.words)
        ]
        pieces = [format_html("<em>{}.</em>", first)] if first else []
        pieces += [format_html('<span class="app-code"><b>{}</b> {}</span>', *each) for each in offered] or [hint]
        if kind.stored is list:
            pieces.append(_("Several: 1 3"))
        return format_html_join(mark_safe(" "), "{}", ((each,) for each in pieces))

    def _focus(self):
        """The keyboard begins at the first answer where channel and day are known, else at the top."""
        wrong = [bound for bound in self if bound.errors] if self.is_bound else []
        known = "channel" in self.initial and "reference" not in self.fields
        first = [bound for bound in self.visible_fields() if bound.name.startswith("answer-") or not known]
        for bound in (wrong or first)[:1]:
            bound.field.widget.attrs["autofocus"] = True


def _name(question):
    return f"answer-{question['id']}"
