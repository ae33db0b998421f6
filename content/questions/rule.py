"""
The one rule that decides what is asked.

Definitions are plain JSON lists. Answers are `{question id: answer}`, as they are stored or as a form has cleaned them.
"""

from .base import TYPES

FOLLOW_UP_LENGTH = 200


def every(definition):
    """
    Each question in its order, with the follow-up of an option directly after the question of that option.

    A follow-up is a question in its own right, always optional. `when` names the answer on which it depends.
    """
    for item in definition:
        if item["type"] not in TYPES:
            continue  # a section marker or an information page asks nothing
        yield item
        for number, option in enumerate(item.get("options", []), start=1):
            if option["follow_up"]:
                yield {
                    "type": "short_text",
                    "id": f"{item['id']}.{option['id']}.follow_up",
                    "short_name": f"{item['short_name']}_{number}_text",
                    "optional": True,
                    "about_you": False,
                    "max_length": FOLLOW_UP_LENGTH,
                    "when": {"question": item["id"], "option": option["id"]},
                }


def shown(definition, answers):
    """The questions that a person with these answers is asked. An answer to a hidden question does not count."""
    return [question for question, _answer in _walk(definition, answers)]


def answered(definition, answers):
    """The answers to store: what was answered to the questions that are shown. What was left out is absent."""
    return {question["id"]: answer for question, answer in _walk(definition, answers) if answer is not None}


def _walk(definition, answers):
    counted = {}
    for question in every(definition):
        if _is_shown(question, counted):
            counted[question["id"]] = TYPES[question["type"]].answer(answers.get(question["id"]))
            yield question, counted[question["id"]]


def _is_shown(question, answers):
    if not (when := question.get("when")):
        return True
    answer = answers.get(when["question"])
    return when["option"] in (answer if isinstance(answer, list) else [answer])
