"""Questions that are answered by typing: a number, a short text, a long text."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from content import forms

from .base import QuestionBlock, QuestionType

LARGEST = 1_000_000_000  # a number may be this far from 0 where the officer set no limit


class NumberQuestionBlock(QuestionBlock):
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=30, help_text=_("Such as minutes or days."))
    minimum = blocks.IntegerBlock(label=_("Smallest number"), required=False)
    maximum = blocks.IntegerBlock(label=_("Largest number"), required=False)

    class Meta:
        icon = "plus"
        label = _("Number")
        description = _("A whole number, with its unit.")
        preview_value = {
            "question": "How many minutes did it take you to get there?",
            "hint": "A rough guess is fine.",
            "unit": "minutes",
        }

    def clean(self, value):
        value = super().clean(value)
        low, high = value["minimum"], value["maximum"]
        if low is not None and high is not None and low > high:
            problem = _("Enter a largest number that is not below the smallest.")
            raise StructBlockValidationError({"maximum": ValidationError(problem)})
        return value


class Number(QuestionType):
    """Stored as a whole number."""

    code = "number"
    stored = int
    block = NumberQuestionBlock

    def facts(self, value):
        return {"minimum": value["minimum"], "maximum": value["maximum"]}

    def texts(self, value):
        return {"unit": value["unit"]}

    def field(self, question, words):
        return forms.Number(
            min_value=-LARGEST if question["minimum"] is None else question["minimum"],
            max_value=LARGEST if question["maximum"] is None else question["maximum"],
            suffix=words.get(f"{question['id']}.unit", ""),
            **self.asked(question, words),
        )

    def said(self, question, words, answer):
        return " ".join(filter(None, [str(answer), words.get(f"{question['id']}.unit")]))


class ShortText(QuestionType):
    """Stored as text."""

    code = "short_text"
    free_text = True

    class block(QuestionBlock):
        class Meta:
            icon = "pilcrow"
            label = _("Short text")
            description = _("A few words in one line.")
            preview_value = {"question": "Which words in the letter were hard to understand?"}

    def facts(self, value):
        return {"max_length": 200}

    def field(self, question, words):
        return forms.Text(max_length=question["max_length"], **self.asked(question, words))


class LongText(QuestionType):
    """Stored as text; lines end in a line feed."""

    code = "long_text"
    free_text = True

    class block(QuestionBlock):
        max_length = blocks.IntegerBlock(
            label=_("Most characters"),
            default=2000,
            min_value=100,
            max_value=10_000,
            help_text=_("From 100 to 10,000."),
        )

        class Meta:
            icon = "doc-full"
            label = _("Long text")
            description = _("Several sentences, with the number of characters that are left.")
            preview_value = {
                "question": "What would make a hub work for you, or not work?",
                "hint": "Do not include names, NHS numbers or contact details.",
                "max_length": 2000,
            }

    def facts(self, value):
        return {"max_length": value["max_length"]}

    def field(self, question, words):
        return forms.LongText(max_length=question["max_length"], **self.asked(question, words))
