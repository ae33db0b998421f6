"""
The pages on which the questions of a set are asked, and their forms.

A section is a page, an information page is a page, and where there is no section each question has its own. A question
that depends on an answer of the same page is asked on a page after it, since nothing appears while people answer.
"""

from dataclasses import dataclass
from functools import partial

from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText

from content.beside import Beside
from content.forms import Group, QuestionForm
from content.questions import TYPES, ask, every, hangs_on, shown, shown_items


@dataclass(frozen=True)
class QuestionPage:
    """One page: `step` stands in its address, `marker` is the section or information block that heads it, or None."""

    definition: list
    step: str
    marker: dict | None
    questions: list  # every question that may stand on it; `asked` says which do

    def asked(self, answers):
        """The questions that a person with these answers is asked here."""
        ids = {question["id"] for question in self.questions}
        return [question for question in shown(self.definition, answers) if question["id"] in ids]

    def applies(self, answers):
        """False for a page that would ask nothing and says nothing; it is passed over."""
        if self.marker and self.marker["type"] == "information":
            return self.marker in shown_items(self.definition, answers)
        return bool(self.asked(answers))

    def title(self, words):
        """The page's h1; empty for a page of one question, which is the heading itself."""
        if self.marker:
            return words.get(self.marker["id"], "")
        if grid := self._only_grid():
            return words.get(grid, "")
        return "" if len(self.questions) == 1 else _("Tell us more")

    def _only_grid(self):
        """The id of the grid whose rows are all that may be asked here, or None."""
        grids = {question.get("part_of") for question in self.questions}
        return grids.pop() if len(grids) == 1 and not self.marker else None

    def introduction(self, words):
        """What stands below the heading, as safe HTML."""
        return format_html("{}{}", self._beside(words).html(self._heading), self._text(words))

    @property
    def _heading(self):
        """The id of the section, information page or grid whose words head the page, or None."""
        return self.marker["id"] if self.marker else self._only_grid()

    def _text(self, words):
        grid = self._only_grid()
        text = words.get(f"{self.marker['id']}.text" if self.marker else f"{grid}.hint", "")
        return prose(text, is_rich=bool(self.marker) and self.marker["type"] == "information")

    def form_class(self, words, answers):
        """The form of what is asked here. Its fields are named by the ids of the questions."""
        asked, grid, beside = self.asked(answers), self._only_grid(), self._beside(words)
        fields = {question["id"]: ask(question, words) for question in asked}
        for question in asked:
            fields[question["id"]].beside = partial(beside.html, question["id"])
            if (part_of := question.get("part_of")) and part_of != grid:
                fields[question["id"]].group = Group(
                    part_of, words.get(part_of, ""), words.get(f"{part_of}.hint", ""), partial(beside.html, part_of)
                )
        return type("AnswerForm", (QuestionForm,), fields)

    def _beside(self, words):
        """The pictures and clips of the page. Nothing of them is read before one is drawn."""
        grids = [question["part_of"] for question in self.questions if "part_of" in question]
        return Beside(words, [self._heading, *grids, *(question["id"] for question in self.questions)])

    def form(self, words, data, *, answers, initial=None):
        """
        The same with what was typed, as a journey asks for it (`Step.form_class` is this, given the words).

        `initial` are the answers that were given before, by the ids of the questions.
        """
        form = self.form_class(words, answers)(data, initial=initial)
        form.introduction = self.introduction(words)
        for field in form.fields.values():
            field.short_label = field.label  # when the answers are checked, each stands below its question
        return form


def prose(text, *, is_rich=False):
    """What an officer wrote below a heading, as safe HTML; `is_rich` for the text of an information page."""
    if is_rich:
        return mark_safe(str(RichText(text)))
    return mark_safe(linebreaks(text, autoescape=True)) if text else ""


def pages(definition):
    """Every page of a definition, in order: those too that some people pass over."""
    found = []
    for number, (marker, items) in enumerate(_groups(definition), start=1):
        first, *later = _by_depth(every(items)) or [[]]
        found.append(QuestionPage(definition, str(number), marker, first))
        for depth, questions in enumerate(later, start=1):
            step = f"{number}-more" if depth == 1 else f"{number}-more-{depth}"
            found.append(QuestionPage(definition, step, None, questions))
    return found


def _by_depth(questions):
    """The questions of a page in groups: those that hang on none of the others, on one of these, and so on."""
    depths, groups = {}, []
    for question in questions:
        depth = max((depths[id] + 1 for id in hangs_on(question) if id in depths), default=0)
        depths[question["id"]] = depth
        groups += [[] for _each in range(depth + 1 - len(groups))]
        groups[depth].append(question)
    return groups


def _groups(definition):
    """The definition as pairs of a marker (None where there is none) and what stands on its page."""
    groups = []
    for item in definition:
        if item["type"] not in TYPES:
            groups.append((item, []))
        elif groups and groups[-1][0] and groups[-1][0]["type"] == "section":
            groups[-1][1].append(item)
        else:
            groups.append((None, [item]))
    return groups
