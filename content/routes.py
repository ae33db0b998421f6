"""
Every way through the questions of a definition: what an editor sees of conditions, and what refuses a dead end.

Answers are tried by class, not one by one: of those that no condition tells apart one stands for all. The follow-up of
an option is no way of its own, since it may always be left out.
"""

from dataclasses import dataclass
from itertools import combinations, islice

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content import question_pages
from content.panels import Fact
from content.questions import TYPES, every, hangs_on, is_met, shown, shown_items

MOST_TRIED = 1000  # ways that are looked at
MOST_LISTED = 50  # paths that an editor is shown
MOST_TOGETHER = 6  # of the answers that conditions name of one question, how many are tried together


@dataclass(frozen=True)
class Path:
    """One selection of pages. `because` says for which answers, as pairs of a question's id and words."""

    because: tuple
    pages: int
    questions: int


@dataclass(frozen=True)
class Paths:
    listed: list
    is_complete: bool  # False: there are more


def paths(definition, words):
    """Every path, in the order in which the answers that lead to them are offered. `words` are those of the set."""
    ways = _Ways(definition)
    pages = question_pages.pages(definition)
    listed = [
        Path(
            because=tuple((each["id"], ways.said(each, answers, words)) for each in ways.deciding_with(answers)),
            pages=sum(1 for page in pages if page.applies(answers) and not _only_follows(page.asked(answers))),
            questions=sum(1 for each in shown(definition, answers) if not each.get("follows")),
        )
        for answers in islice(ways.found.values(), MOST_LISTED)
    ]
    return Paths(listed, ways.is_complete and len(ways.found) <= MOST_LISTED)


def in_editor(definition, words):
    """A line of a panel for each path: how long it is, and for which answers."""
    found = paths(definition, words)
    names = {question["id"]: question["short_name"] for question in every(definition)}
    for path in found.listed:
        if path.questions:
            because = [f"{names[id]}: {said}" for id, said in path.because]
            yield Fact(_length(path), "; ".join(because) or _("Everybody"))
    if not found.is_complete:
        yield Fact(_("There are more paths than can be listed."))


def _length(path):
    questions = ngettext("%(number)s question", "%(number)s questions", path.questions) % {"number": path.questions}
    pages = ngettext("%(number)s page", "%(number)s pages", path.pages) % {"number": path.pages}
    return _("%(questions)s on %(pages)s") % {"questions": questions, "pages": pages}


def unreached(definition):
    """The ids of blocks to which no answers lead; none where there are too many ways to know."""
    conditional = [item for item in definition if "when" in item]
    ways = _Ways(definition) if conditional else None
    if ways is None or not ways.is_complete:
        return set()
    reached = {id for shown in ways.found for id in shown}
    return {item["id"] for item in conditional if reached.isdisjoint(_ids(item))}


def _ids(item):
    return {item["id"], *(question["id"] for question in every([item]))}


def _only_follows(questions):
    return bool(questions) and all(question.get("follows") for question in questions)


class _Ways:
    """`found`: for each selection of what is shown, as a tuple of ids, the first answers that lead to it."""

    def __init__(self, definition):
        self.definition = definition
        markers = [item for item in definition if item["type"] not in TYPES]
        questions = [question for question in every(definition) if not question.get("follows")]
        items = [*markers, *questions]
        named = {id for item in items for id in hangs_on(item)}
        self.deciding = [question for question in questions if question["id"] in named]
        self.tests = {question["id"]: [] for question in self.deciding}
        for test in (test for item in items for group in item.get("when", []) for test in group["tests"]):
            self.tests.get(test["question"], []).append(test)
        self.classes = {question["id"]: self._classes(question) for question in self.deciding}
        self.found, self.is_complete = {}, True
        for tried, answers in enumerate(self._answers(self.deciding, {})):
            if tried == MOST_TRIED:
                self.is_complete = False
                break
            ids = tuple(item["id"] for item in shown_items(definition, answers) if not item.get("follows"))
            self.found.setdefault(ids, answers)

    def deciding_with(self, answers):
        """The questions that decide and are shown with these answers. They hang on nothing but each other."""
        ids = {question["id"] for question in shown(self.deciding, answers)}
        return [question for question in self.deciding if question["id"] in ids]

    def _answers(self, deciding, answers):
        """Every combination of answers, one of each class, to the questions that decide and are shown."""
        if not deciding:
            yield answers
            return
        question, *rest = deciding
        is_shown = question in self.deciding_with(answers)
        for answer in self.classes[question["id"]] if is_shown else [None]:
            yield from self._answers(rest, answers if answer is None else answers | {question["id"]: answer})

    def _classes(self, question):
        """One answer of each class that the tests of a question tell apart; None among them if it may be left out."""
        classes = {}
        for answer in _candidates(question, self.tests[question["id"]]):
            classes.setdefault(self._met(question, answer), answer)
        return list(classes.values())

    def _met(self, question, answer):
        return tuple(is_met(test, answer) for test in self.tests[question["id"]])

    def said(self, question, answers, words):
        """The answers to a question that lead this way, as an editor reads them."""
        answer = answers.get(question["id"])
        if answer is None:
            return _("no answer")
        tests, choices = self.tests[question["id"]], TYPES[question["type"]].choices(question, words)
        if ranges := [test for test in tests if test["test"] == "range" and is_met(test, answer)]:
            return said_range(ranges)
        named = {test["value"] for test in tests if "value" in test}
        if isinstance(answer, list):
            chosen = [choice for choice in choices if choice.value in answer and choice.value in named]
        else:
            chosen = [choice for choice in choices if self._met(question, choice.value) == self._met(question, answer)]
            chosen = chosen if named.intersection(choice.value for choice in chosen) or len(chosen) <= 3 else []
        between = _(" and ") if isinstance(answer, list) else _(" or ")
        return between.join(f"“{choice.label}”" for choice in chosen) or _("any other answer")


def said_range(tests):
    low = max((test["from"] for test in tests if test["from"] is not None), default=None)
    high = min((test["to"] for test in tests if test["to"] is not None), default=None)
    if high is None:
        return _("%(number)s or more") % {"number": low}
    if low is None:
        return _("%(number)s or less") % {"number": high}
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


# --- The answers that are tried


def _candidates(question, tests):
    kind = TYPES[question["type"]]
    choices = kind.choices(question, {})
    if kind.stored is list:
        yield from _selections(choices, {test["value"] for test in tests if "value" in test})
    elif choices:
        yield from (choice.value for choice in choices)
    elif kind.stored is int:
        yield from _numbers(question, tests)
    else:
        yield "…"
    if question["optional"]:
        yield None


def _selections(choices, named):
    """Answers of several: each alone, and every selection of those that are named, with another and without."""
    together = [choice.value for choice in choices if not choice.alone]
    wanted = [value for value in together if value in named][:MOST_TOGETHER]
    other = [value for value in together if value not in named][:1]
    yield from ([choice.value] for choice in choices)
    for size in range(1, len(wanted) + 1):
        for selection in combinations(wanted, size):
            yield list(selection)
            yield [*selection, *other]


def _numbers(question, tests):
    """The ends of all ranges and what lies beside them, within what may be given."""
    low, high = question["minimum"], question["maximum"]
    step = 0.5 if question.get("decimals") else 1
    ends = {end for test in tests for end in (test.get("from"), test.get("to")) if end is not None}
    ends |= {end for end in (low, high) if end is not None} or {0}
    near = sorted({end + beside for end in ends for beside in (-step, 0, step)})
    return [number for number in near if (low is None or number >= low) and (high is None or number <= high)]
