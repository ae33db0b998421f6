"""
Form fields that ask as the service manual asks, and the form that holds them.

A field says here everything that its page shows: the question (`label`), the hint (`help_text`), what to do when it
was left empty (`missing`, which begins with "Enter" or "Select"), and its look. `content.rendering` draws it.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import dates
from django.utils.formats import date_format
from django.utils.functional import keep_lazy_text
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Look:
    """How a field looks, beyond its label, hint and errors."""

    size: str = "s"  # of a label or legend that is not the page's h1: s, m or l
    width: int | None = None  # characters that the answer has room for: 2, 3, 4, 5, 10, 20 or 30
    prefix: str = ""
    suffix: str = ""
    inline: bool = False  # radios beside each other: two short answers only
    small: bool = False
    beside: bool = False  # many short answers: each below its button, beside each other where the screen is wide
    counts: bool = False  # one line of text that says how many characters are left
    quiet: bool = False  # most people leave it empty: "(optional)" is not said, nor "Not provided" where it is checked
    choice_hints: Mapping[Any, str] = field(default_factory=dict)
    set_apart: tuple = ()  # the last choices, below the word "or"; among checkboxes each excludes all others

    def __post_init__(self):
        if isinstance(self.set_apart, str):
            raise TypeError("set_apart is a tuple of choices: a text would be taken letter by letter.")


LOOKS = {each.name for each in fields(Look)}


@keep_lazy_text
def _literally(text):
    return text.replace("%", "%%")


class Asked:
    """
    What all questions of the site share.

    A field that must be answered says with `missing` what to enter or select. `noun` names the answer in the other
    messages ("Full name must be 200 characters or less") and where answers are checked. Every attribute of `Look` may
    be given as a keyword.
    """

    wordings = {}  # the code of an error -> its message, with {noun}
    noun = _("Your answer")

    def __init__(self, *, missing="", noun="", autocomplete="", inputmode="", **kwargs):
        self.look = Look(**{name: kwargs.pop(name) for name in LOOKS & kwargs.keys()})
        messages = {code: format_lazy(text, noun=_literally(noun or self.noun)) for code, text in self.wordings.items()}
        if missing:
            messages["required"] = missing
        elif kwargs.get("required", True):
            raise TypeError(f"{type(self).__name__} must be answered: say with `missing` what to enter or select.")
        super().__init__(error_messages=messages | kwargs.pop("error_messages", {}), **kwargs)
        self.short_label = noun or self.label
        for name, value in {"autocomplete": autocomplete, "inputmode": inputmode}.items():
            if value:
                self.widget.attrs[name] = value


class Text(Asked, forms.CharField):
    """One line of text."""

    wordings = {"max_length": _("{noun} must be %(limit_value)d characters or less")}

    def __init__(self, *, max_length=200, **kwargs):
        super().__init__(max_length=max_length, **kwargs)


class LongText(Text):
    """Several lines, with the number of characters that are left."""

    widget = forms.Textarea

    def __init__(self, *, max_length=2000, rows=5, **kwargs):
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs["rows"] = rows

    def to_python(self, value):
        """A browser sends two characters for the end of a line, and counts one."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class Email(Asked, forms.EmailField):
    """An e-mail address."""

    wordings = {"invalid": _("Enter an email address in the correct format, like name@example.com")} | Text.wordings

    def __init__(self, *, autocomplete="email", max_length=254, **kwargs):
        super().__init__(autocomplete=autocomplete, max_length=max_length, **kwargs)


class TelephoneInput(forms.TextInput):
    input_type = "tel"


class Telephone(Asked, forms.CharField):
    """A telephone number, kept as it was typed: 7 to 20 digits (one for Relay UK begins 18001), with usual signs."""

    widget = TelephoneInput
    wordings = {
        "invalid": _("Enter a telephone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192")
    } | Text.wordings
    default_validators = [RegexValidator(r"^\+?\(?(?:\d[\s().-]*){7,20}$")]

    def __init__(self, *, autocomplete="tel", max_length=40, width=20, **kwargs):
        super().__init__(autocomplete=autocomplete, max_length=max_length, width=width, **kwargs)


class Number(Asked, forms.IntegerField):
    """A whole number, typed."""

    wordings = {
        "invalid": _("{noun} must be a whole number, like 30"),
        "min_value": _("{noun} must be %(limit_value)s or more"),
        "max_value": _("{noun} must be %(limit_value)s or less"),
    }

    def __init__(self, *, width=5, **kwargs):
        super().__init__(width=width, **kwargs)


class Decimal(Asked, forms.DecimalField):
    """A number that need not be whole, typed. Signs of money and thousands are left out: "£1,200.50" is 1200.50."""

    wordings = {
        "invalid": _("{noun} must be a number, like 12.50"),
        "min_value": _("{noun} must be %(limit_value)s or more"),
        "max_value": _("{noun} must be %(limit_value)s or less"),
        "max_decimal_places": _("{noun} must have %(max)s numbers or fewer after the point"),
        "max_digits": _("{noun} must be a smaller number"),
        "max_whole_digits": _("{noun} must be a smaller number"),
    }

    def __init__(self, *, width=5, **kwargs):
        super().__init__(width=width, localize=False, **kwargs)
        self.widget = forms.TextInput()
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value):
        return super().to_python(re.sub(r"[£,\s]", "", value) if isinstance(value, str) else value)


class Outcode(Asked, forms.CharField):
    """The outward half of a postcode. Whoever enters the whole is not troubled: the second half is left out."""

    wordings = {"invalid": _("Enter the first half of a postcode, like M13 or SW1A")} | Text.wordings

    def __init__(self, *, max_length=20, width=5, **kwargs):
        super().__init__(max_length=max_length, width=width, **kwargs)
        self.widget.attrs |= {"spellcheck": False, "autocapitalize": "characters"}

    def to_python(self, value):
        typed = re.sub(r"\s", "", super().to_python(value)).upper()
        if not typed:
            return ""
        if halves := re.fullmatch(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})?", typed):
            return halves[1]
        raise ValidationError(self.error_messages["invalid"], code="invalid")


class Radios(Asked, forms.ChoiceField):
    """One of a few answers, none chosen beforehand."""

    widget = forms.RadioSelect
    wordings = {"invalid_choice": _("Select one of the answers on this page")}


class Select(Asked, forms.ChoiceField):
    """One of many answers. Radios are easier to use when there is room for them."""

    wordings = Radios.wordings

    def __init__(self, *, choices=(), **kwargs):
        super().__init__(choices=choices, **kwargs)


class Checkboxes(Asked, forms.MultipleChoiceField):
    """Several answers, or one that stands `set_apart` and excludes them, such as "None of these"."""

    widget = forms.CheckboxSelectMultiple
    wordings = {"invalid_choice": _("Select answers on this page only")}

    def validate(self, value):
        super().validate(value)
        alone = [each for each in value if each in self.look.set_apart]
        if alone and len(value) > 1:
            raise ValidationError(
                _("Select the answers that apply, or select “%(alone)s”"),
                code="excluded",
                params={"alone": dict(self.choices)[alone[0]]},
            )


class Confirm(Asked, forms.BooleanField):
    """One box to tick; its label is the statement that is agreed to."""


class DateInput(forms.MultiWidget):
    """Three text inputs: day, month and year."""

    def __init__(self, attrs=None):
        super().__init__([forms.TextInput() for _part in range(3)], attrs)

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None, None, None]


MONTHS = {str(name).lower(): number for names in (dates.MONTHS, dates.MONTHS_3) for number, name in names.items()}


class Date(Asked, forms.MultiValueField):
    """
    A day in the calendar, typed in three parts. The month may be typed as its name.

    An error carries `params["parts"]`, the positions (0 day, 1 month, 2 year) of the inputs that are wrong.
    """

    widget = DateInput
    noun = _("The date")
    parts = (_("day"), _("month"), _("year"))
    wordings = {
        "incomplete": _("{noun} must include a %(missing)s"),
        "invalid": _("{noun} must be a real date"),
        "year": _("{noun} must have a year with 4 numbers"),
        "earliest": _("{noun} must be %(day)s or later"),
        "latest": _("{noun} must be %(day)s or earlier"),
    }

    def __init__(self, *, earliest=None, latest=None, **kwargs):
        self.earliest, self.latest = earliest, latest
        parts = [forms.CharField(required=False, max_length=20) for _part in range(3)]
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def clean(self, value):
        typed = [str(part or "").strip() for part in value or ("", "", "")]
        if not any(typed):
            if self.required:
                raise self._error("required", parts=[0, 1, 2])
            return None
        if missing := [position for position, part in enumerate(typed) if not part]:
            raise self._error("incomplete", parts=missing, missing=_and([self.parts[part] for part in missing]))
        day = self._date(*typed)
        if self.earliest and day < self.earliest:
            raise self._error("earliest", parts=[0, 1, 2], day=in_words(self.earliest))
        if self.latest and day > self.latest:
            raise self._error("latest", parts=[0, 1, 2], day=in_words(self.latest))
        self.run_validators(day)
        return day

    def prepare_value(self, value):
        """Also a day as answers keep it."""
        return datetime.date.fromisoformat(value) if isinstance(value, str) and value else value

    def _date(self, day, month, year):
        if not re.fullmatch(r"\d{4}", year):
            raise self._error("year", parts=[2])
        try:
            return datetime.date(int(year), MONTHS.get(month.lower()) or int(month), int(day))
        except ValueError as error:
            raise self._error("invalid", parts=[0, 1, 2]) from error

    def _error(self, code, **params):
        return ValidationError(self.error_messages[code], code=code, params=params)


def in_words(day):
    return date_format(day, "DATE_FORMAT")


def _and(words):
    return _(" and a ").join(str(word) for word in words)


class File(Asked, forms.FileField):
    """A file to send."""

    wordings = {
        "invalid": _("Select a file"),
        "missing": _("Select a file"),
        "empty": _("The selected file is empty"),
        "max_length": _("The name of the file must be %(max)d characters or less"),
    }


@dataclass(frozen=True)
class Group:
    """
    What several fields have in common: a heading, with a hint. A field has it as `group`.

    `beside` gives the HTML of a picture or clip for the heading. A field may have such a function too.
    """

    id: str
    title: str
    hint: str = ""
    beside: Callable[[], str] = field(default=str, compare=False)


class QuestionForm(forms.Form):
    """One or several questions of one page, without prefixes: the names of a journey's fields are all different."""

    template_name = "forms/questions.html"
    use_required_attribute = False

    @property
    def heading_field(self):
        """The only question, whose label is then the page's h1; None where there are several or only a box to tick."""
        visible = self.visible_fields()
        alone = len(visible) == 1 and not isinstance(visible[0].field.widget, forms.CheckboxInput)
        return visible[0] if alone else None

    @property
    def parts(self):
        """Pairs of a Group and the visible fields that it has in common; None for those that stand for themselves."""
        grouped = groupby(self.visible_fields(), key=lambda bound: getattr(bound.field, "group", None))
        return [(group, list(members)) for group, members in grouped]
