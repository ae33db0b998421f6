"""Questions with answers to choose from: single choice and several choices."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content import forms

from .base import Choice, ClosedQuestionBlock, ClosedType, Column, FilledBlock


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


class ChoiceType(ClosedType):
    """What the two have in common: options with ids of their own, one of which may ask a question in turn."""

    def facts(self, value):
        return {
            "options": [
                {
                    "id": option.id,
                    "follow_up": bool(option.value["follow_up"]),
                    "exclusive": bool(option.value.get("exclusive")),
                }
                for option in value["options"].bound_blocks
            ]
        }

    def texts(self, value):
        options = value["options"].bound_blocks
        labels = {option.id: option.value["label"] for option in options}
        return labels | {f"{option.id}.follow_up": option.value["follow_up"] for option in options}

    def choices(self, question, words):
        return [
            Choice(option["id"], code, words.get(f"{question['id']}.{option['id']}", ""), alone=self.is_alone(option))
            for code, option in enumerate(question["options"], start=1)
        ]

    def is_alone(self, option):
        return True

    def pairs(self, question, words):
        return [(choice.value, choice.label) for choice in self.choices(question, words)]


class SingleChoice(ChoiceType):
    """Stored as the option's id."""

    code = "single_choice"

    class block(ClosedQuestionBlock):
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
        return forms.Radios(choices=self.pairs(question, words), **self.asked(question, words))


class SeveralChoices(ChoiceType):
    """Stored as the list of the options' ids, in their order on the page."""

    code = "several_choices"
    stored = list
    missing = _("Select at least 1 answer to “{question}”")

    class block(ClosedQuestionBlock):
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
        apart = tuple(option["id"] for option in question["options"] if option["exclusive"])
        pairs = sorted(self.pairs(question, words), key=lambda pair: pair[0] in apart)
        return forms.Checkboxes(choices=pairs, set_apart=apart, **self.asked(question, words))

    def is_alone(self, option):
        return option["exclusive"]

    def said(self, question, words, answer):
        return "\n".join(choice.label for choice in self.choices(question, words) if choice.value in answer)

    def columns(self, question):
        """One column for each option: 1 where it was selected, 0 where it was not."""
        return [
            Column(f"{question['short_name']}_{number}", f"{question['id']}.{option['id']}")
            for number, option in enumerate(question["options"], start=1)
        ]

    def values(self, question, answer):
        chosen = None if answer is None else set(answer)
        return [None if chosen is None else int(option["id"] in chosen) for option in question["options"]]
