"""Questions with answers to choose from: single choice, several choices, and yes or no."""

import re

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content import forms

from .base import Choice, ClosedQuestionBlock, ClosedType, Column, meant
from .conditions import FilledBlock
from .rule import when_chosen

FOLLOW_UP_LENGTH = 200
PREFER_NOT = "prefer_not"  # as stored; its code (DOMAIN codes) tells it from "none of these" and from no answer
PREFER_NOT_CODE = -8
NOT_SURE = "not_sure"
CODES = re.compile(r"[-\d\s,;]+")


class OptionBlock(FilledBlock):
    label = blocks.CharBlock(label=_("Answer"), max_length=150)
    follow_up = blocks.CharBlock(
        label=_("Asked next of people who choose it"),
        required=False,
        max_length=150,
        help_text=_("Such as “What else would help you?”. They answer in their own words, or leave it out."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Answer")
        label_format = "{label}"


class ExclusiveOptionBlock(OptionBlock):
    exclusive = blocks.BooleanBlock(
        label=_("It excludes all others"), required=False, help_text=_("Such as “None of these” or “I am not sure”.")
    )


class RefusableQuestionBlock(ClosedQuestionBlock):
    prefer_not = blocks.BooleanBlock(
        label=_("Offer “Prefer not to say”"),
        required=False,
        help_text=_("It is counted apart from those who left the question out."),
    )


def prefer_not(question):
    """The choice of whoever would rather not say, in a list, where the question offers it."""
    if not question.get("prefer_not"):
        return []
    return [Choice(PREFER_NOT, PREFER_NOT_CODE, _("Prefer not to say"), ranked=False)]


def _offered(value, *names):
    """Facts that stand in a definition only where they are true, so that older definitions stay what they are."""
    return {name: True for name in names if value[name]}


class ChoiceType(ClosedType):
    """What the two have in common: options with ids of their own, one of which may ask a question in turn."""

    def facts(self, value):
        options = [
            {
                "id": option.id,
                "follow_up": bool(option.value["follow_up"]),
                "exclusive": bool(option.value.get("exclusive")),
            }
            for option in value["options"].bound_blocks
        ]
        return {"options": options, **_offered(value, "prefer_not")}

    def asks(self, item):
        """The question, and directly after it the follow-ups: questions in their own right, always optional."""
        yield item
        for number, option in enumerate(item["options"], start=1):
            if option["follow_up"]:
                yield {
                    "type": "short_text",
                    "id": f"{item['id']}.{option['id']}.follow_up",
                    "short_name": f"{item['short_name']}_{number}_text",
                    "optional": True,
                    "about_you": False,
                    "max_length": FOLLOW_UP_LENGTH,
                    "follows": item["id"],
                    "when": when_chosen(item["id"], option["id"]),
                }

    def texts(self, value):
        options = value["options"].bound_blocks
        labels = {option.id: option.value["label"] for option in options}
        return labels | {f"{option.id}.follow_up": option.value["follow_up"] for option in options}

    def choices(self, question, words):
        return [
            Choice(option["id"], code, words.get(f"{question['id']}.{option['id']}", ""), alone=self.is_alone(option))
            for code, option in enumerate(question["options"], start=1)
        ] + prefer_not(question)

    def wording_of(self, question, value):
        return f".{value}" if value in [option["id"] for option in question["options"]] else ""

    def is_alone(self, option):
        return True

    def pairs(self, question, words):
        return [(choice.value, choice.label) for choice in self.choices(question, words)]


class SingleChoice(ChoiceType):
    """Stored as the option's id."""

    code = "single_choice"

    class block(RefusableQuestionBlock):
        options = blocks.ListBlock(OptionBlock(), label=_("Answers"), min_num=2, max_num=30)

        class Meta:
            icon = "radio-full"
            label = _("One answer")
            description = _("People select one of several answers.")
            preview_value = {
                "question": "Where was your last test?",
                "options": [{"label": "In a hospital"}, {"label": "At a GP practice"}, {"label": "I am not sure"}],
            }

    def field(self, question, words):
        apart = (PREFER_NOT,) if question.get("prefer_not") else ()
        return forms.Radios(choices=self.pairs(question, words), set_apart=apart, **self.asked(question, words))


class SeveralChoices(ChoiceType):
    """Stored as the list of the options' ids, in their order on the page."""

    code = "several_choices"
    stored = list
    missing = _("Select at least 1 answer to “{question}”")

    class block(RefusableQuestionBlock):
        options = blocks.ListBlock(ExclusiveOptionBlock(), label=_("Answers"), min_num=2, max_num=30)

        class Meta:
            icon = "check"
            label = _("Several answers")
            description = _("People select every answer that applies.")
            preview_value = {
                "question": "What would help you?",
                "hint": "Select all that apply.",
                "options": [{"label": "Parking"}, {"label": "Evenings"}, {"label": "None of these", "exclusive": True}],
            }

    def field(self, question, words):
        apart = tuple(choice.value for choice in self.choices(question, words) if choice.alone)
        pairs = sorted(self.pairs(question, words), key=lambda pair: pair[0] in apart)
        return forms.Checkboxes(choices=pairs, set_apart=apart, **self.asked(question, words))

    def is_alone(self, option):
        return option["exclusive"]

    def said(self, question, words, answer):
        return "\n".join(str(choice.label) for choice in self.choices(question, words) if choice.value in answer)

    def sent(self, question, words, text, begun):
        """Codes stand apart by spaces, commas or semicolons; answers in words, which may hold commas, by semicolons."""
        choices = self.choices(question, words)
        apart = r"[\s,;]+" if CODES.fullmatch(text) else r"\s*;\s*"
        return [meant(choices, each, begun) for each in re.split(apart, text) if each]

    def columns(self, question):
        """One column for each answer: 1 where it was selected, 0 where it was not."""
        return [
            Column(f"{question['short_name']}_{_column_end(choice)}", f"{question['id']}.{choice.value}")
            for choice in self.choices(question, {})
        ]

    def values(self, question, answer):
        chosen = None if answer is None else set(answer)
        return [None if chosen is None else int(choice.value in chosen) for choice in self.choices(question, {})]


def _column_end(choice):
    return PREFER_NOT if choice.value == PREFER_NOT else choice.code


class YesNo(ClosedType):
    """Stored as "yes", "no" or, where it is offered, "not_sure" or "prefer_not"."""

    code = "yes_no"

    class block(RefusableQuestionBlock):
        not_sure = blocks.BooleanBlock(label=_("Offer “I am not sure”"), required=False)

        class Meta:
            icon = "check"
            label = _("Yes or no")
            description = _("A question that is answered yes or no.")
            preview_value = {"question": "Did somebody explain what would happen?", "not_sure": True}

    def facts(self, value):
        return _offered(value, "not_sure", "prefer_not")

    def field(self, question, words):
        choices = self.choices(question, words)
        pairs = [(choice.value, choice.label) for choice in choices]
        apart = tuple(choice.value for choice in choices if not choice.ranked)
        return forms.Radios(choices=pairs, set_apart=apart, inline=len(pairs) == 2, **self.asked(question, words))

    def choices(self, question, words):
        found = [Choice("yes", 1, _("Yes")), Choice("no", 2, _("No"))]
        if question.get("not_sure"):
            found.append(Choice(NOT_SURE, 3, _("I am not sure"), ranked=False))
        return found + prefer_not(question)
