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
    """The questions that a person with these answers is asked, as a list of definitions of questions."""
    return [question for question in every(definition) if _is_shown(question, answers)]


def _is_shown(question, answers):
    if not (when := question.get("when")):
        return True
    answer = answers.get(when["question"])
    return when["option"] in (answer if isinstance(answer, list) else [answer])
