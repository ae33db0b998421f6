"""What invented people answered, by the weights in the file; some of their comments have been read already."""

import re
from datetime import timedelta
from itertools import cycle
from random import Random, SystemRandom

from django.utils import timezone

from content import question_sets
from content.questions import TYPES, every
from content.questions.scales import SCALES
from feedback import responding
from feedback.models import Comment, Response

PERSONAL = re.compile(
    r"[\w.]+@[\w.]+\w"  # an e-mail address
    r"|\b\d[\d ]{8,}\d\b"  # a telephone or NHS number
    r"|\b(?:Dr|Mrs|Mr|Ms|Nurse|Sister) [A-Z]\w+"
    r"|\b[A-Z]\w+ practice\b"
)
SHORT = 60  # characters up to which several people may say the same
OTHER_CHANNELS = {Response.Channel.PAPER: 0.06, Response.Channel.TELEPHONE: 0.03}
READ = 0.6  # of the comments on a form that is still open


def answer(survey, entry):
    """The responses to one survey, spread over the days on which it was open, more in the first ones."""
    chance = Random(entry["slug"])  # noqa: S311 (invented answers are no secret)
    question_set = question_sets.current(survey.page)
    asked = {
        item["short_name"]: [question for question in every([item]) if not question.get("follows")]
        for item in question_set.definition
        if "short_name" in item
    }
    comments = {
        question["short_name"]: _comments(question, entry["responses"], chance) for question in entry["question"]
    }
    invitations = _invitations(survey)
    for number, at in enumerate(_moments(survey, entry["responses"], chance)):
        answers = {}
        for question in entry["question"]:
            for each in asked.get(question.get("short_name"), []):
                if (given := _given(question, each, comments, chance)) is not None:
                    answers[each["id"]] = given
        responding.respond(
            survey=survey,
            question_set=question_set,
            answers=answers,
            key=f"demonstration:{entry['slug']}:{number}",
            invitation=next(invitations),
            channel=_channel(chance) if not survey.is_personal else Response.Channel.WEB,
            may_quote=chance.random() < 0.7,
            at=at,
        )


def _invitations(survey):
    if not survey.is_personal:
        return cycle([None])
    responding.invite(survey=survey, at=survey.opens_at)
    invitations = list(survey.invitations.order_by("pk"))
    SystemRandom().shuffle(invitations)  # by no seed: who was asked first has not answered first
    return iter(invitations)


def _moments(survey, number, chance):
    span = min(survey.closes_at, timezone.now()) - survey.opens_at
    shares = sorted(chance.random() ** 1.6 for _each in range(number))
    return [survey.opens_at + (span - timedelta(minutes=1)) * share for share in shares]


def _channel(chance):
    for channel, share in OTHER_CHANNELS.items():
        if chance.random() < share:
            return channel
    return Response.Channel.WEB


def _given(question, asked, comments, chance):
    """One person's answer to one question, as it is `asked`; None where they left it out. What is hidden is dropped."""
    if "sample_answers" in question:
        said = comments[question["short_name"]]
        return said.pop() if said else None
    if question.get("optional") and chance.random() > question.get("answer_rate", 1):
        return None
    return KINDS[asked["type"]](question, asked, chance)


def _comments(question, number, chance):
    """For each person their words, or None. Only short ones are said by several people."""
    if "sample_answers" not in question:
        return []
    said = [text for text in question["sample_answers"] for _each in range(3 if len(text) < SHORT else 1)]
    chance.shuffle(said)
    most = round(number * question.get("answer_rate", 0.5))
    said = said[:most]
    said += [None] * (number - len(said))
    chance.shuffle(said)
    return said


def _one(question, asked, chance):
    ids = [option["id"] for option in asked["options"]]
    return chance.choices(ids, question["weights"])[0]


def _several(question, asked, chance):
    """Each option by its own percentage; one that excludes the others stands alone."""
    options = list(zip(asked["options"], question["weights"], strict=True))
    for option, weight in options:
        if option["exclusive"] and chance.random() * 100 < weight:
            return [option["id"]]
    others = [(option["id"], weight) for option, weight in options if not option["exclusive"]]
    chosen = [id for id, weight in others if chance.random() * 100 < weight]
    return chosen or [max(others, key=lambda pair: pair[1])[0]]


def _scale(question, asked, chance):
    points = [entry.code for entry in SCALES[question["scale"]].entries][: len(question["weights"])]
    return chance.choices(points, question["weights"])[0]


def _choice(question, asked, chance):
    offered = [choice.value for choice in TYPES[asked["type"]].choices(asked, {})]
    return chance.choices(offered, question["weights"])[0]


def _number(question, asked, chance):
    """Most numbers are low: people round them, and a few are far off."""
    low, high = question["minimum"], question["maximum"]
    drawn = low + (high - low) * chance.betavariate(1.6, 5)
    step = 5 if high - low > 60 else 1
    return max(low, min(high, round(drawn / step) * step))


KINDS = {
    "single_choice": _one,
    "several_choices": _several,
    "scale": _scale,
    "ten": _choice,
    "rating": _choice,
    "yes_no": _choice,
    "number": _number,
}


def read_comments(survey):
    """All comments on a form that has closed were read; of an open one the older part."""
    comments = list(Comment.objects.filter(response__survey=survey).order_by("response__day", "pk"))
    read = comments if survey.is_closed() else comments[: round(len(comments) * READ)]
    for comment in read:
        masked = PERSONAL.sub("[taken out]", comment.text)
        if masked != comment.text:
            comment.original, comment.text, comment.state = comment.text, masked, Comment.State.MASKED
        else:
            comment.state = Comment.State.CLEAR
    Comment.objects.bulk_update(read, ["original", "text", "state"])
