"""Questions on a scale: five points in words, the same for several statements, 0 to 10, and a rating from 1."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content import forms
from content.choicelists import ChoiceList

from .base import Choice, ClosedQuestionBlock, ClosedType, QuestionBlock, QuestionType
from .choices import NOT_SURE
from .conditions import FilledBlock

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
    "experience": ChoiceList(
        ("very_good", _("Very good")),
        ("good", _("Good")),
        ("neither", _("Neither good nor poor")),
        ("poor", _("Poor")),
        ("very_poor", _("Very poor")),
        (NOT_SURE, _("Don’t know")),
        source="the Friends and Family Test since April 2020",
    ),
}


def scale_block():
    return blocks.ChoiceBlock(
        label=_("Scale"),
        choices=[
            ("agreement", _("Agreement: 5 points")),
            ("satisfaction", _("Satisfaction: 5 points")),
            ("experience", _("Experience, as in the Friends and Family Test: 5 points")),
        ],
        default="agreement",
        help_text=_("A last answer for whoever is not sure is always offered as well."),
    )


class Scale(ClosedType):
    """Stored as the code of the list: "strongly_agree"."""

    code = "scale"
    ordered = True

    class block(ClosedQuestionBlock):
        scale = scale_block()

        class Meta:
            icon = "bars"
            label = _("Five-point scale")
            description = _("How much people agree with a sentence, or how satisfied they are.")
            preview_value = {"question": "The plan would be fair to people in all towns", "scale": "agreement"}

    def facts(self, value):
        return {"scale": value["scale"]}

    def field(self, question, words):
        pairs = SCALES[question["scale"]]()
        beside = "part_of" in question  # a statement among others, in a grid
        return forms.Radios(choices=pairs, set_apart=(NOT_SURE,), beside=beside, **self.asked(question, words))

    def choices(self, question, words):
        entries = SCALES[question["scale"]].entries
        return [
            Choice(entry.code, number, entry.label, ranked=entry.code != NOT_SURE)
            for number, entry in enumerate(entries, start=1)
        ]


class StatementBlock(FilledBlock):
    text = blocks.CharBlock(
        label=_("Statement"), max_length=200, help_text=_("A whole sentence: it stands alone in results.")
    )

    class Meta:
        icon = "pilcrow"
        label = _("Statement")
        label_format = "{text}"


class Grid(QuestionType):
    """Several statements on one scale. Each is a question of its own, of the type `scale`."""

    code = "grid"

    class block(QuestionBlock):
        scale = scale_block()
        rows = blocks.ListBlock(StatementBlock(), label=_("Statements"), min_num=2, max_num=12)

        class Meta:
            icon = "table"
            label = _("Statements on one scale")
            description = _("How much people agree with each of several sentences, or how satisfied they are.")
            preview_value = {
                "question": "How much do you agree?",
                "scale": "agreement",
                "rows": [{"text": "Staff listened to me"}, {"text": "I knew what would happen next"}],
            }

    def facts(self, value):
        return {"scale": value["scale"], "rows": [{"id": row.id} for row in value["rows"].bound_blocks]}

    def texts(self, value):
        return {row.id: row.value["text"] for row in value["rows"].bound_blocks}

    def asks(self, item):
        for number, row in enumerate(item["rows"], start=1):
            yield {
                "type": "scale",
                "id": f"{item['id']}.{row['id']}",
                "short_name": f"{item['short_name']}_{number}",
                "optional": item["optional"],
                "about_you": False,
                "scale": item["scale"],
                "part_of": item["id"],
            }


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

    def numbers(self, question):
        return range(11)

    def choices(self, question, words):
        said = {number: words.get(f"{question['id']}{end}") for number, end in self._ends(question).items()}
        return [
            Choice(number, number, " – ".join(filter(None, [str(number), said.get(number)])))
            for number in self.numbers(question)
        ]

    def wording_of(self, question, value):
        return self._ends(question).get(value, "")

    def _ends(self, question):
        numbers = self.numbers(question)
        return {numbers[0]: ".low", numbers[-1]: ".high"}


class Rating(Ten):
    """Stored as a number from 1 to the highest."""

    code = "rating"

    class block(ClosedQuestionBlock):
        highest = blocks.IntegerBlock(
            label=_("Highest number"), default=5, min_value=3, max_value=10, help_text=_("From 3 to 10.")
        )
        low_label = blocks.CharBlock(label=_("What 1 means"), max_length=60)
        high_label = blocks.CharBlock(label=_("What the highest number means"), max_length=60)

        class Meta:
            icon = "pick"
            label = _("Rating")
            description = _("A number from 1 to 5, or up to 10. Say what both ends mean.")
            preview_value = {
                "question": "How clear was the letter?",
                "highest": 5,
                "low_label": "Not clear at all",
                "high_label": "Very clear",
            }

    def facts(self, value):
        return {"highest": value["highest"]}

    def numbers(self, question):
        return range(1, question["highest"] + 1)
