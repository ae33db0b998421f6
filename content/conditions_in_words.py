"""Conditions as a person reads them who sees all questions at once: on paper, or while answers are entered from it."""

from string import ascii_lowercase

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import routes
from content.questions import TYPES, every

TESTS = {
    "is": gettext_lazy("you answered “%(answer)s” to question %(number)s"),
    "is_not": gettext_lazy("you did not answer “%(answer)s” to question %(number)s"),
    "answered": gettext_lazy("you answered question %(number)s"),
    "not_answered": gettext_lazy("you left out question %(number)s"),
    "range": gettext_lazy("you answered %(answer)s to question %(number)s"),
}


def numbers(definition):
    """{id: number} of each question, as a form that is printed numbers them; the rows of a grid are 5a, 5b, ..."""
    found, number, row, grid = {}, 0, 0, None
    for question in every(definition):
        part_of = question.get("part_of")
        if part_of is None or part_of != grid:
            number, row = number + 1, 0
        found[question["id"]] = f"{number}{ascii_lowercase[row]}" if part_of else str(number)
        row, grid = row + 1, part_of
    return found


class Conditions:
    """Says of the items of a definition whom they are for: `Conditions(definition, words).of(item)`."""

    def __init__(self, definition, words):
        self.words, self.numbers = words, numbers(definition)
        self.questions = {question["id"]: question for question in every(definition)}

    def of(self, item):
        """ "Only if you answered “Yes” to question 3", or "" for what is asked of everybody."""
        groups = [self._group(group) for group in item.get("when", [])]
        return _("Only if %(conditions)s") % {"conditions": _(", and ").join(groups)} if groups else ""

    def _group(self, group):
        between = _(" or ") if group["match"] == "any" else _(" and ")
        return between.join(self._test(test) for test in group["tests"])

    def _test(self, test):
        question = self.questions.get(test["question"])
        if question is None:  # a test that is never met
            return _("nobody is asked this")
        return TESTS[test["test"]] % {"number": self.numbers[question["id"]], "answer": self._answer(question, test)}

    def _answer(self, question, test):
        if test["test"] == "range":
            return routes.said_range([test])
        choices = TYPES[question["type"]].choices(question, self.words)
        return next((choice.label for choice in choices if choice.value == test.get("value")), "")
