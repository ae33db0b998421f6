"""
Conditions as an officer writes them, by short names and words, and as a definition freezes them, by ids and values.

The words of an answer are kept with its number, "2. At home": the words find it when answers were moved, the number
when they were worded anew or translated.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

CONDITIONS = ("conditions", "match")  # the fields of every block that may be asked of some people only
UNKNOWN = {"question": "", "test": "unknown"}  # never met
TESTS = [
    ("is", gettext_lazy("is this answer")),
    ("is_not", gettext_lazy("is not this answer, or there is none")),
    ("answered", gettext_lazy("was answered")),
    ("not_answered", gettext_lazy("was not answered")),
    ("range", gettext_lazy("is a number from … to …")),
]
NUMBERED = re.compile(r"(-?\d+)(?:\. (.*))?")


class FilledBlock(blocks.StructBlock):
    """A struct block whose value may be given in part, by code: what is left out has its default."""

    def normalize(self, value):
        if isinstance(value, self.meta.value_class):
            return value
        left_out = {name: block.get_default() for name, block in self.child_blocks.items() if name not in value}
        return super().normalize(left_out | value)


class ConditionBlock(FilledBlock):
    question = blocks.CharBlock(
        label=gettext_lazy("Short name of an earlier question"),
        max_length=60,
        help_text=gettext_lazy("The second of several statements on one scale has the short name with _2."),
    )
    test = blocks.ChoiceBlock(label=gettext_lazy("Its answer"), choices=TESTS, default="is")
    answer = blocks.CharBlock(
        label=gettext_lazy("Answer"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("In its words, or its number in the list."),
    )
    lowest = blocks.IntegerBlock(label=gettext_lazy("From"), required=False)
    highest = blocks.IntegerBlock(label=gettext_lazy("To"), required=False)

    class Meta:
        icon = "arrow-right"
        label = gettext_lazy("Condition")
        label_format = "{question} {answer}"


def conditions():
    return blocks.ListBlock(
        ConditionBlock(),
        label=gettext_lazy("Only for people whose earlier answers meet these conditions"),
        default=[],
        max_num=10,
    )


def match():
    return blocks.ChoiceBlock(
        label=gettext_lazy("How many conditions must be met"),
        choices=[("all", gettext_lazy("All of them")), ("any", gettext_lazy("One is enough"))],
        default="all",
    )


def frozen(value, asked, words, kinds):
    """
    What a definition says of the conditions of a block: `{"when": [...]}`, or {} where there are none.

    `asked` are the questions before it by short name. What cannot be understood is never met: only `problem` refuses.
    """
    tests = [_or_unknown(condition, asked, words, kinds) for condition in value["conditions"]]
    return {"when": [{"match": value["match"] or "all", "tests": tests}]} if tests else {}


def _or_unknown(condition, asked, words, kinds):
    try:
        return _frozen(condition, asked, words, kinds)
    except StructBlockValidationError:
        return UNKNOWN


def problem(condition, asked, words, kinds):
    """The error of a condition, beside its field, or None; then its answer is written with its number."""
    try:
        test = _frozen(condition, asked, words, kinds)
    except StructBlockValidationError as error:
        return error
    if "value" in test:
        question = asked[condition["question"]]
        condition["answer"] = next(
            numbered(choice)
            for choice in kinds[question["type"]].choices(question, words)
            if choice.value == test["value"]
        )
    return None


def _frozen(condition, asked, words, kinds):
    question = asked.get(condition["question"])
    if question is None:
        raise _error("question", _("Enter the short name of a question that stands before this."))
    kind, test = kinds[question["type"]], condition["test"]
    if kind.free_text:
        raise _error("question", _("Enter another short name: this question is answered in people's own words."))
    known = {"question": question["id"], "test": test}
    if test == "range":
        return known | _range(condition, kind)
    return known | {"value": chosen(condition["answer"], question, kind, words)} if test in ("is", "is_not") else known


def _range(condition, kind):
    low, high = condition["lowest"], condition["highest"]
    if kind.stored not in (int, float):
        raise _error("test", _("Select another test: this question is not answered with a number."))
    if low is None and high is None:
        raise _error("lowest", _("Enter the lowest number, the highest number, or both."))
    if low is not None and high is not None and low > high:
        raise _error("highest", _("Enter a highest number that is not below the lowest."))
    return {"from": low, "to": high}


def chosen(typed, question, kind, words):
    """The value of the answer that an officer named by its words or its number, or the error beside `answer`."""
    choices = kind.choices(question, words)
    if not choices:
        raise _error("test", _("Select another test: this question has no list of answers."))
    typed = (typed or "").strip()
    said = {str(choice.label).casefold(): choice.value for choice in choices}
    if typed.casefold() in said:
        return said[typed.casefold()]
    if numbered := NUMBERED.fullmatch(typed):
        number, label = numbered.groups()
        if (label or "").casefold() in said:
            return said[label.casefold()]
        if (value := {choice.code: choice.value for choice in choices}.get(int(number))) is not None:
            return value
    offered = ", ".join(f"“{choice.label}”" for choice in choices)
    raise _error("answer", _("Enter one of the answers: %s.") % offered)


def numbered(choice):
    """A number in place of words stands for itself."""
    return str(choice.code) if isinstance(choice.value, int) else f"{choice.code}. {choice.label}"


def _error(field, sentence):
    return StructBlockValidationError({field: ValidationError(sentence)})
