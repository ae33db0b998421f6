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

    step: str
    marker: dict | None
    questions: list

    def heading(self, words):
        """The page's h1. Where it asks one question without a section, the question is the heading."""
        if self.marker:
            return words.get(self.marker["id"], "")
        return words.get(self.questions[0]["id"], "") if len(self.questions) == 1 else _("Tell us more")

    def introduction(self, words):
        """What stands below the heading, as safe HTML."""
        text = words.get(f"{self.marker['id']}.text", "") if self.marker else ""
        if self.marker and self.marker["type"] == "information":
            return str(RichText(text))
        return mark_safe(linebreaks(text, autoescape=True)) if text else ""


def pages(definition, answers):
    """The pages that a person with these answers goes through, in order. Pages that would ask nothing are left out."""
    asked = shown(definition, answers)
    found = []
    for number, (marker, items) in enumerate(_groups(definition), start=1):
        ids = {question["id"] for question in every(items)}
        here = [question for question in asked if question["id"] in ids]
        later = [question for question in here if question.get("when", {}).get("question") in ids]
        first = [question for question in here if question not in later]
        if first or marker and marker["type"] == "information":
            found.append(QuestionPage(str(number), marker, first))
        if later:
            found.append(QuestionPage(f"{number}-more", None, later))
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


class AnswerForm(QuestionForm):
    """The questions of one page; the fields are named by the ids of the questions."""

    questions = []

    def answers(self):
        """What was answered, `{question id: JSON}`; what was left out is absent."""
        given = {each["id"]: TYPES[each["type"]].answer(self.cleaned_data[each["id"]]) for each in self.questions}
        return {id: answer for id, answer in given.items() if answer is not None}


def form_class(questions, words):
    """A form that asks these questions. Stored answers may be given to it as `initial`, or as `data` to check them."""
    fields = {question["id"]: TYPES[question["type"]].field(question, words) for question in questions}
    return type("AnswerForm", (AnswerForm,), fields | {"questions": questions})
