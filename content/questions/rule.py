"""
The one rule that decides what is asked.

Definitions are plain JSON lists. Answers are `{question id: answer}`, as they are stored or as a form has cleaned them.

A question, section or information page with `"when"` is shown if each of its groups holds: `{"match": "all" or "any",
"tests": [{"question": id, "test": name, ...}]}`. `is` and `is_not` have a `value`, `range` a `from` and a `to` of which
one may be None. The answer to a hidden question counts as none, and a test that nobody knows is never met.
"""

from dataclasses import dataclass

from .base import TYPES


@dataclass(frozen=True)
class Verdict:
    """What became of each question for one person: together `answered`, `skipped` and `hidden` are `every` question."""

    answered: dict  # id -> answer, as it is stored
    skipped: list  # ids of questions that were shown and left out
    hidden: list  # ids


def every(definition):
    """Each question in its order, with all its conditions: those of its section stand in its `when` too."""
    return (item for item in every_item(definition) if item["type"] in TYPES)


def every_item(definition):
    """The same with the markers: sections and information pages, which ask nothing."""
    section = []
    for item in definition:
        own = item.get("when", [])
        if item["type"] not in TYPES:
            section = own if item["type"] == "section" else []
            yield item
            continue
        for question in TYPES[item["type"]].asks({name: fact for name, fact in item.items() if name != "when"}):
            when = [*section, *own, *question.get("when", [])]
            yield question | {"when": when} if when else question


def shown(definition, answers):
    """The questions that a person with these answers is asked. An answer to a hidden question does not count."""
    return [item for item in shown_items(definition, answers) if item["type"] in TYPES]


def shown_items(definition, answers):
    """The same with the sections and information pages."""
    return [item for item, is_shown, _answer in _walk(definition, answers) if is_shown]


def verdict(definition, answers):
    """What is answered, left out and not shown for a person with these answers."""
    found = Verdict({}, [], [])
    for item, is_shown, answer in _walk(definition, answers):
        if item["type"] not in TYPES:
            continue
        if not is_shown:
            found.hidden.append(item["id"])
        elif answer is None:
            found.skipped.append(item["id"])
        else:
            found.answered[item["id"]] = answer
    return found


def answered(definition, answers):
    """The answers to store: what was answered to the questions that are shown. What was left out is absent."""
    return verdict(definition, answers).answered


def hangs_on(question):
    """The ids of the questions whose answers decide whether it is shown."""
    return [test["question"] for group in question.get("when", []) for test in group["tests"]]


def when_chosen(id, value):
    """What is shown to those who gave an answer."""
    return [{"match": "all", "tests": [{"question": id, "test": "is", "value": value}]}]


def _walk(definition, answers):
    counted = {}
    for item in every_item(definition):
        is_shown = all(_holds(group, counted) for group in item.get("when", []))
        if is_shown and item["type"] in TYPES:
            counted[item["id"]] = TYPES[item["type"]].answer(answers.get(item["id"]))
        yield item, is_shown, counted.get(item["id"])


def _holds(group, answers):
    met = (is_met(test, answers.get(test["question"])) for test in group["tests"])
    return any(met) if group["match"] == "any" else all(met)


def is_met(test, answer):
    """Whether an answer (None: there is none) meets a test."""
    return test["test"] in MET and MET[test["test"]](test, answer)


def _is(test, answer):
    return test["value"] in (answer if isinstance(answer, list) else [answer])


def _is_in_range(test, answer):
    low, high = test["from"], test["to"]
    is_number = isinstance(answer, (int, float))
    return is_number and (low is None or answer >= low) and (high is None or answer <= high)


MET = {
    "is": _is,
    "is_not": lambda test, answer: not _is(test, answer),
    "answered": lambda test, answer: answer is not None,
    "not_answered": lambda test, answer: answer is None,
    "range": _is_in_range,
}
