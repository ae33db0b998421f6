"""Questions with a fixed list of answers: the five-point scales, and 0 to 10."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content import forms
from content.choicelists import ChoiceList

from .base import Choice, ClosedQuestionBlock, ClosedType

NOT_SURE = "not_sure"
# Every point has words, the most positive comes first, and nobody is made to choose one.
SCALES = {
    "agreement": ChoiceList(
        ("strongly_agree", _("Strongly agree")),
        ("agree", _("Agree")),
        ("neither", _("Neither agree nor disagree")),
        ("disagree", _("Disagree")),
        ("strongly_disagree", _("Strongly disagree")),
        (NOT_SURE, _("I am not sure, or it does not apply to me")),
        source="the usual five points of agreement, fully labelled",
    ),
    "satisfaction": ChoiceList(
        ("very_satisfied", _("Very satisfied")),
        ("fairly_satisfied", _("Fairly satisfied")),
        ("neither", _("Neither satisfied nor dissatisfied")),
        ("fairly_dissatisfied", _("Fairly dissatisfied")),
        ("very_dissatisfied", _("Very dissatisfied")),
        (NOT_SURE, _("I am not sure, or it does not apply to me")),
        source="the usual five points of satisfaction, fully labelled",
    ),
}


class Scale(ClosedType):
    """Stored as the code of the list: "strongly_agree"."""

    code = "scale"
    ordered = True

    class block(ClosedQuestionBlock):
        scale = blocks.ChoiceBlock(
            label=_("Scale"),
            choices=[("agreement", _("Agreement: 5 points")), ("satisfaction", _("Satisfaction: 5 points"))],
            default="agreement",
            help_text=_("“I am not sure, or it does not apply to me” is always offered as well."),
        )

        class Meta:
            icon = "bars"
            label = _("Five-point scale")
            description = _("How much people agree with a sentence, or how satisfied they are.")
            preview_value = {"question": "The plan would be fair to people in all towns", "scale": "agreement"}

    def facts(self, value):
        return {"scale": value["scale"]}

    def field(self, question, words):
        pairs = SCALES[question["scale"]]()
        return forms.Radios(choices=pairs, set_apart=(NOT_SURE,), **self.asked(question, words))

    def choices(self, question, words):
        entries = SCALES[question["scale"]].entries
        return [
            Choice(entry.code, number, entry.label, ranked=entry.code != NOT_SURE)
            for number, entry in enumerate(entries, start=1)
        ]


class Ten(ClosedType):
    """Stored as a number from 0 to 10."""

    code = "ten"
    stored = int
    ordered = True

    class block(ClosedQuestionBlock):
        low_label = blocks.CharBlock(label=_("What 0 means"), max_length=60)
        high_label = blocks.CharBlock(label=_("What 10 means"), max_length=60)

        class Meta:
            icon = "order"
            label = _("0 to 10")
            description = _("A number from 0 to 10. Say what both ends mean.")
            preview_value = {
                "question": "How easy was it to get to your last test?",
                "low_label": "Very hard",
                "high_label": "Very easy",
            }

    def texts(self, value):
        return {"low": value["low_label"], "high": value["high_label"]}

    def field(self, question, words):
        pairs = [(choice.value, choice.label) for choice in self.choices(question, words)]
        return forms.Radios(choices=pairs, small=True, **self.asked(question, words))

    def answer(self, cleaned):
        return None if cleaned in ("", None) else int(cleaned)

    def choices(self, question, words):
        ends = {0: words.get(f"{question['id']}.low", ""), 10: words.get(f"{question['id']}.high", "")}
        return [
            Choice(number, number, " – ".join(filter(None, [str(number), ends.get(number)]))) for number in range(11)
        ]
