"""
What a question is: how an officer writes it, how a person answers it, how the answer is kept and counted.

A question in a **definition** is plain JSON, without words: `{"type", "id", "short_name", "optional", "about_you"}`,
what its type adds, and `"when"` where it is not asked of everybody (`content.questions.rule`). Its **words** stand
apart, by key: `<id>` is the question itself, `<id>.hint` its hint, and a type's own words hang on the id in the same
way. Ids of options and rows live inside their question: `<id>.<option id>`.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content.forms import QuestionForm

from .conditions import CONDITIONS, FilledBlock, conditions, match

SHORT_NAME_LENGTH = 40
WHOLE = re.compile(r"(?<=\d)\.0+$")  # as many programs write a code: "3.0"


@dataclass(frozen=True)
class Choice:
    """One answer that may be given to a closed question."""

    value: Any  # as it stands in a stored answer
    code: int  # as it stands in an export: the position in the list, from 1, or the number itself
    label: str
    ranked: bool = True  # False: "not sure" and the like, which has no place in the order of a scale
    alone: bool = True  # whoever gives this answer gives no other: every answer but those among several

    @property
    def is_numbered(self):
        """Whether its words begin with its code, as on a scale from 0 to 10."""
        return str(self.label).startswith(str(self.code))


@dataclass(frozen=True)
class Column:
    """One column of an export. `key` leads to its words, and is the same in every version of the questions."""

    name: str
    key: str


class QuestionBlock(FilledBlock):
    """What every question asks of the officer. A type's own fields stand between the hint and the short name."""

    question = blocks.CharBlock(label=_("Question"), max_length=200)
    hint = blocks.TextBlock(label=_("Hint"), required=False, max_length=300, rows=2)
    short_name = blocks.RegexBlock(
        label=_("Short name"),
        regex=rf"^[a-z][a-z0-9_]{{0,{SHORT_NAME_LENGTH - 1}}}$",
        required=False,
        help_text=_("The question's column in downloads: small letters, numbers and _. Empty: made from the question."),
        error_messages={"invalid": _("Enter up to 40 small letters, numbers and _, beginning with a letter.")},
    )
    optional = blocks.BooleanBlock(label=_("People may leave it out"), required=False)
    conditions = conditions()
    match = match()

    class Meta:
        label_format = "{question}"
        template = "components/blocks/question.html"

    def get_form_layout(self):
        first, last = ("question", "hint"), ("short_name", "optional", "about_you")
        own = [name for name in self.child_blocks if name not in first + last + CONDITIONS]
        return blocks.BlockGroup(
            [*first, *own, *(name for name in last if name in self.child_blocks)], settings=list(CONDITIONS)
        )

    def get_context(self, value, parent_context=None):
        """The question as people will see it; it stands in previews only, where nothing has an id."""
        kind = TYPES[self.name]
        item, words = kind.definition("preview", value), kind.words("preview", value)
        asked = [question for question in kind.asks(item) if "when" not in question]
        form = type("Preview", (QuestionForm,), {each["id"]: ask(each, words) for each in asked})()
        return super().get_context(value, parent_context) | {"form": form}


class ClosedQuestionBlock(QuestionBlock):
    about_you = blocks.BooleanBlock(
        label=_("It is about the person"),
        required=False,
        help_text=_(
            "Answers to other questions can be compared by it; at most 4 questions. The equality questions are asked "
            "apart from these, and can never be compared with any answer."
        ),
    )


class QuestionType:
    """One type of question. A subclass with a `code` is all that it takes to add one."""

    code = ""
    block = QuestionBlock
    stored = str  # what Python makes of a stored answer: str, int, float, or list (of str)
    closed = False  # answers come from `choices`
    ordered = False  # the choices stand in an order in which a median makes sense
    free_text = False  # answers are a person's own words, kept apart as comments
    counted = True  # answers are counted; others only stand in exports, where they are `export_note`
    export_note = ""
    lines = 1  # on paper, to write an answer on

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.code:
            TYPES[cls.code] = cls()

    # --- What the officer wrote

    def definition(self, id, value):
        """What is frozen. Fields that were never filled in may be None; here they are said as they are meant."""
        return {
            "type": self.code,
            "id": id,
            "short_name": value["short_name"] or "",
            "optional": bool(value["optional"]),
            "about_you": bool(value.get("about_you")),
            **self.facts(value),
        }

    def facts(self, value):
        """What this type adds to its definition: everything that gives an answer its meaning, no words."""
        return {}

    def words(self, id, value):
        """Every wording by its key; one that was left empty has none."""
        texts = {"": value["question"], "hint": value["hint"]} | self.texts(value)
        return {f"{id}.{name}" if name else id: text for name, text in texts.items() if text}

    def texts(self, value):
        """What this type adds to its words, by the key's end."""
        return {}

    def asks(self, item):
        """The questions that an item of a definition asks: itself, and what its answers ask in turn, or its rows."""
        yield item

    # --- What a person is asked and answers

    missing = _("Enter your answer to “{question}”")

    def field(self, question, words):
        """The form field that asks it."""
        raise NotImplementedError

    def asked(self, question, words):
        """What every field of `content.forms` is told. Errors repeat the question: a page may ask several."""
        label = words.get(question["id"], "")
        return {
            "label": label,
            "help_text": words.get(f"{question['id']}.hint", ""),
            "required": not question["optional"],
            "missing": format_lazy(self.missing, question=label),
            "noun": format_lazy(_("Your answer to “{question}”"), question=label),
        }

    def answer(self, cleaned):
        """What is stored of a cleaned form value; None when the question was left out. Stored answers stay the same."""
        return cleaned if cleaned not in ("", None, []) else None

    def said(self, question, words, answer):
        """An answer as the words that a person chose or typed, for "check your answers"."""
        return str(answer)

    def sent(self, question, words, text, begun):
        """What its form would send for an answer that stands as text: see `content.questions.reading`."""
        return text

    # --- How answers are counted

    def choices(self, question, words):
        """The `Choice`s of a closed question, in the order in which they are offered."""
        return []

    def wording_of(self, question, value):
        """The end of the key under which the words of a choice stand; "" where they are the same in every form."""
        return ""

    def columns(self, question):
        """The columns of an export: known from the definition alone, so that they never depend on the answers."""
        return [Column(question["short_name"], question["id"])]

    def values(self, question, answer):
        """The codes, numbers or texts of one answer, one for each column; None where nothing was answered."""
        return [answer]

    def stored_in(self, question):
        """`stored`, for a type in which it hangs on the question."""
        return self.stored


def ask(question, words):
    """The form field that asks a question."""
    return TYPES[question["type"]].field(question, words)


TYPES: dict[str, QuestionType] = {}  # by code, in the order in which an officer is offered them


def meant(choices, text, begun=False):
    """
    The value of the choice that a text names by its code or its words, or that alone begins so where `begun` says it.

    Raises ValidationError, which says what may be entered.
    """
    named = {str(choice.label).casefold(): choice.value for choice in choices}
    named |= {str(choice.code): choice.value for choice in choices}
    said = WHOLE.sub("", text).casefold()
    if said in named:
        return named[said]
    beginning = [choice.value for choice in choices if str(choice.label).casefold().startswith(text.casefold())]
    if begun and len(beginning) == 1:
        return beginning[0]
    offered = ", ".join(str(each.label) if each.is_numbered else f"{each.code} ({each.label})" for each in choices)
    raise ValidationError(_("Enter one of these: %(offered)s"), code="unknown", params={"offered": offered})


class ClosedType(QuestionType):
    """A type whose answers come from a list."""

    block = ClosedQuestionBlock
    closed = True
    missing = _("Select your answer to “{question}”")

    def said(self, question, words, answer):
        labels = {choice.value: choice.label for choice in self.choices(question, words)}
        return str(labels.get(answer, answer))

    def sent(self, question, words, text, begun):
        return meant(self.choices(question, words), text, begun)

    def codes(self, question):
        """Stored answer -> code, for work on many answers at once."""
        return {choice.value: choice.code for choice in self.choices(question, {})}

    def values(self, question, answer):
        return [self.codes(question).get(answer)]
