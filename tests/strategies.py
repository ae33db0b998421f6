"""Question sets that Hypothesis makes up, with conditions, and people who answer them."""

import os
from datetime import date
from itertools import chain

from hypothesis import strategies as st

from content.questions import TYPES, every

EXAMPLES = int(os.environ.get("EXAMPLES", "300"))  # of tests that use these
KINDS = ("single_choice", "several_choices", "yes_no", "scale", "grid", "ten", "rating", "number", "day", "outcode")
WORDS = ("short_text", "long_text")


@st.composite
def definitions(draw):
    """A definition in which any block may hang on the answers of questions before it."""
    chance, definition = draw(st.randoms(use_true_random=False)), []
    for number in range(draw(st.integers(1, 8))):
        id = f"q{number}"
        marker = chance.choice(("section", "information", "", "", ""))
        item = {"type": marker, "id": id} if marker else _question(id, chance)
        earlier = [question for question in every(definition) if not TYPES[question["type"]].free_text]
        if earlier and chance.random() < 0.6:
            tests = [_test(chance.choice(earlier), chance) for _each in range(chance.randint(1, 3))]
            item["when"] = [{"match": chance.choice(("all", "any")), "tests": tests}]
        definition.append(item)
    return definition


def _question(id, chance):
    kind = chance.choice(KINDS + WORDS)
    known = {
        "type": kind,
        "id": id,
        "short_name": id,
        "optional": chance.random() < 0.4,
        "about_you": False,
    }
    return known | FACTS.get(kind, lambda chance: {})(chance)


def _options(chance):
    options = [
        {"id": letter, "follow_up": chance.random() < 0.2, "exclusive": letter == "d"}
        for letter in "abcd"[: chance.randint(2, 4)]
    ]
    return {"options": options, "prefer_not": True} if chance.random() < 0.3 else {"options": options}


FACTS = {
    "single_choice": _options,
    "several_choices": _options,
    "yes_no": lambda chance: {"not_sure": True} if chance.random() < 0.5 else {},
    "scale": lambda chance: {"scale": chance.choice(("agreement", "experience"))},
    "grid": lambda chance: {"scale": "satisfaction", "rows": [{"id": "a"}, {"id": "b"}]},
    "rating": lambda chance: {"highest": chance.randint(3, 10)},
    "number": lambda chance: (
        {"minimum": chance.choice((-5, 0, None)), "maximum": chance.choice((20, None))}
        | ({"decimals": 2} if chance.random() < 0.3 else {})
    ),
    "day": lambda chance: {"earliest": None, "latest": None},
    "short_text": lambda chance: {"max_length": 200},
    "long_text": lambda chance: {"max_length": 500},
}


def _test(question, chance):
    kind, known = TYPES[question["type"]], {"question": question["id"]}
    tests = ["answered", "not_answered"]
    tests += ["is", "is_not"] * 3 if kind.closed else []
    tests += ["range"] * 4 if kind.stored is int else []
    name = chance.choice(tests)
    if name == "range":
        low = chance.randint(-2, 12)
        ends = chance.choice(((low, low + chance.randint(0, 6)), (low, None), (None, low)))
        return known | {"test": name, "from": ends[0], "to": ends[1]}
    if name in ("is", "is_not"):
        return known | {"test": name, "value": chance.choice(kind.choices(question, {})).value}
    return known | {"test": name}


def given(question, chance):
    """What somebody answers, as it is stored; None where they leave it out, which they may."""
    if question["optional"] and chance.random() < 0.4:
        return None
    kind = TYPES[question["type"]]
    choices = kind.choices(question, {})
    if kind.stored is list:
        together = [choice.value for choice in choices if not choice.alone]
        alone = [choice.value for choice in choices if choice.alone]
        if alone and chance.random() < 0.3:
            return [chance.choice(alone)]
        chosen = chance.sample(together, chance.randint(1, len(together)))
        return [value for value in together if value in chosen]
    if choices:
        return chance.choice(choices).value
    if question["type"] == "number":
        low = -8 if question["minimum"] is None else question["minimum"]
        high = low + 20 if question["maximum"] is None else question["maximum"]
        number = chance.randint(low, high)
        return number + chance.choice((0.0, 0.25)) if question.get("decimals") and number < high else number
    if question["type"] == "day":
        return date(2026, chance.randint(1, 12), chance.randint(1, 28)).isoformat()
    return chance.choice(("M13", "SW1A", "LS2"))


def typed(question, answer):
    """The same as a browser sends it, `{name: [values]}`."""
    id = question["id"]
    if answer is None:
        return {}
    if question["type"] == "day":
        year, month, day = answer.split("-")
        return {f"{id}_0": [day], f"{id}_1": [month], f"{id}_2": [year]}
    return {id: [str(each) for each in answer] if isinstance(answer, list) else [str(answer)]}


# --- The rule once more, as slowly and simply as it can be said


def is_asked(definition, id, answers):
    """Whether a question is shown, worked out backwards from its own conditions."""
    question = next(each for each in every(definition) if each["id"] == id)
    item = next(each for each in definition if id == each["id"] or id.startswith(f"{each['id']}."))
    position = definition.index(item)
    marker = next((each for each in reversed(definition[:position]) if each["type"] in ("section", "information")), {})
    section = marker.get("when", []) if marker.get("type") == "section" else []
    groups = [*section, *item.get("when", [])]
    if question.get("follows"):
        option = id.split(".")[1]
        answer = _counts(definition, item["id"], answers)
        return option in (answer if isinstance(answer, list) else [answer])
    return all(_holds(definition, group, answers) for group in groups)


def _counts(definition, id, answers):
    return answers.get(id) if is_asked(definition, id, answers) else None


def _holds(definition, group, answers):
    met = [_is_met(test, _counts(definition, test["question"], answers)) for test in group["tests"]]
    return True in met if group["match"] == "any" else False not in met


def _is_met(test, answer):
    if test["test"] in ("answered", "not_answered"):
        return (answer is not None) == (test["test"] == "answered")
    if test["test"] == "range":
        low, high = test["from"], test["to"]
        return answer is not None and (low is None or low <= answer) and (high is None or answer <= high)
    chosen = list(chain(answer)) if isinstance(answer, list) else [answer]
    return (test["value"] in chosen) == (test["test"] == "is")
