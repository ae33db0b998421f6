"""
Questions that are answered by typing: a number, a text, a date, the first half of a postcode.

The last two are kept and exported, but not counted: there are too many different ones, and they tell too much of
single people.
"""

import re
from datetime import date
from decimal import Decimal
from functools import partial

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
    decimals = blocks.IntegerBlock(
        label=_("Numbers after the point"),
        default=0,
        min_value=0,
        max_value=7,
        help_text=_("0: people are asked for a whole number."),
    )

    class Meta:
        icon = "plus"
        label = _("Number")
        description = _("A number with its unit, whole or with a point.")
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
    """Stored as a number: a whole one, where the question takes no `decimals`."""

    code = "number"
    stored = int
    block = NumberQuestionBlock

    def facts(self, value):
        more = {"decimals": value["decimals"]} if value["decimals"] else {}
        return {"minimum": value["minimum"], "maximum": value["maximum"], **more}

    def texts(self, value):
        return {"unit": value["unit"]}

    def field(self, question, words):
        kind = partial(forms.Decimal, decimal_places=places) if (places := question.get("decimals")) else forms.Number
        return kind(
            min_value=-LARGEST if question["minimum"] is None else question["minimum"],
            max_value=LARGEST if question["maximum"] is None else question["maximum"],
            suffix=words.get(f"{question['id']}.unit", ""),
            **self.asked(question, words),
        )

    def answer(self, cleaned):
        return float(cleaned) if isinstance(cleaned, Decimal) else super().answer(cleaned)

    def said(self, question, words, answer):
        number = f"{Decimal(str(answer)):f}".removesuffix(".0")
        return " ".join(filter(None, [number, words.get(f"{question['id']}.unit")]))

    def stored_in(self, question):
        return float if question.get("decimals") else int


class ShortText(QuestionType):
    """Stored as text."""

    code = "short_text"
    free_text = True
    lines = 2
    counted = False
    export_note = _("In people's own words")

    class block(QuestionBlock):
        class Meta:
            icon = "pilcrow"
            label = _("Short text")
            description = _("A few words in one line, with the number of characters that are left.")
            preview_value = {"question": "Which words in the letter were hard to understand?"}

    def facts(self, value):
        return {"max_length": 200}

    def field(self, question, words):
        return forms.Text(max_length=question["max_length"], counts=True, **self.asked(question, words))


class LongText(QuestionType):
    """Stored as text; lines end in a line feed."""

    code = "long_text"
    free_text = True
    lines = 8
    counted = False
    export_note = _("In people's own words")

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


class DayQuestionBlock(QuestionBlock):
    earliest = blocks.DateBlock(label=_("Earliest day"), required=False)
    latest = blocks.DateBlock(label=_("Latest day"), required=False)

    class Meta:
        icon = "date"
        label = _("Date")
        description = _("A day: its day, month and year.")
        preview_value = {"question": "When was your last test?"}

    def clean(self, value):
        value = super().clean(value)
        first, last = value["earliest"], value["latest"]
        if first and last and first > last:
            problem = _("Enter a latest day that is not before the earliest.")
            raise StructBlockValidationError({"latest": ValidationError(problem)})
        return value


class Day(QuestionType):
    """Stored as ISO text: "2026-03-31"."""

    code = "day"
    counted = False
    export_note = _("A date: year, month, day")
    block = DayQuestionBlock
    missing = _("Enter a date to answer “{question}”")

    def facts(self, value):
        return {name: value[name].isoformat() if value[name] else None for name in ("earliest", "latest")}

    def field(self, question, words):
        asked = self.asked(question, words)
        return forms.Date(
            earliest=_day(question["earliest"]),
            latest=_day(question["latest"]),
            **asked | {"help_text": asked["help_text"] or _("For example, 31 3 2026")},
        )

    def sent(self, question, words, text, begun):
        """Its three parts: "2026-03-31", or "31 3 2026" with any signs between."""
        year_first = re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)", text)
        parts = [*reversed(year_first.groups())] if year_first else re.split(r"[\s./-]+", text, maxsplit=2)
        return [*parts, "", ""][:3]

    def answer(self, cleaned):
        return cleaned.isoformat() if isinstance(cleaned, date) else super().answer(cleaned)

    def said(self, question, words, answer):
        return forms.in_words(date.fromisoformat(answer))


def _day(text):
    return date.fromisoformat(text) if text else None


class Outcode(QuestionType):
    """Stored as text in capital letters: "M13"."""

    code = "outcode"
    counted = False
    export_note = _("The first half of a postcode")

    class block(QuestionBlock):
        class Meta:
            icon = "site"
            label = _("First half of a postcode")
            description = _("Roughly where people live. The second half is never asked or kept.")
            preview_value = {"question": "What is the first half of your postcode?", "hint": "Like M13 or SW1A."}

    def field(self, question, words):
        return forms.Outcode(**self.asked(question, words))
