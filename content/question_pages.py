"""
The pages on which the questions of a set are asked, and their forms.

A section is a page, an information page is a page, and where there is no section each question has its own. A question
that depends on an answer of the same page is asked on the page after it, since nothing appears while people answer.
"""

from dataclasses import dataclass

from django.utils.html import linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText

from content.forms import QuestionForm
from content.questions import TYPES, every, shown


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
        return bool(self.asked(answers)) or bool(self.marker) and self.marker["type"] == "information"

    def title(self, words):
        """The page's h1; empty for a page of one question, which is the heading itself."""
        if self.marker:
            return words.get(self.marker["id"], "")
        return "" if len(self.questions) == 1 else _("Tell us more")

    def introduction(self, words):
        """What stands below the heading, as safe HTML."""
        text = words.get(f"{self.marker['id']}.text", "") if self.marker else ""
        if self.marker and self.marker["type"] == "information":
            return mark_safe(str(RichText(text)))
        return mark_safe(linebreaks(text, autoescape=True)) if text else ""

    def form_class(self, words, answers):
        """The form of what is asked here. Its fields are named by the ids of the questions."""
        fields = {question["id"]: TYPES[question["type"]].field(question, words) for question in self.asked(answers)}
        return type("AnswerForm", (QuestionForm,), fields)

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


def pages(definition):
    """Every page of a definition, in order: those too that some people pass over."""
    found = []
    for number, (marker, items) in enumerate(_groups(definition), start=1):
        questions = list(every(items))
        ids = {question["id"] for question in questions}
        later = [question for question in questions if question.get("when", {}).get("question") in ids]
        first = [question for question in questions if question not in later]
        found.append(QuestionPage(definition, str(number), marker, first))
        if later:
            found.append(QuestionPage(definition, f"{number}-more", None, later))
    return found


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
