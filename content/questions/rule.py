"""The one rule that decides what is asked. Definitions are plain JSON lists; answers are `{question id: answer}`."""

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
    asked, counted = [], {}
    for question in every(definition):
        if _is_shown(question, counted):
            asked.append(question)
            counted[question["id"]] = answers.get(question["id"])
    return asked


def answered(definition, answers):
    """The answers to be stored: those of the questions that are shown, in their order."""
    return {
        question["id"]: answers[question["id"]]
        for question in shown(definition, answers)
        if answers.get(question["id"]) is not None
    }


def _is_shown(question, answers):
    if not (when := question.get("when")):
        return True
    answer = answers.get(when["question"])
    return when["option"] in (answer if isinstance(answer, list) else [answer])
