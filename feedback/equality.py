"""
The only code that writes equality answers (docs/decisions/0046).

They wait sealed in one row for each form and month, and are written ten or more together, or when the month is over.
Nothing leads from them to the answers of the form, or to anybody.
"""

import json
from random import SystemRandom

from django.db import transaction
from django.utils import timezone

from accounts import encryption
from content.ids import keyed_hash
from content.questions import verdict
from feedback import disclosure, equality_questions
from feedback.models import EqualityAnswers, EqualityTotals, EqualityWaiting, Survey

TOGETHER = 10
shuffle = SystemRandom().shuffle


@transaction.atomic
def keep(*, survey, answers, key, at=None):
    """
    Put one person's answers, {question id: answer}, among those that wait. `at` is aware; now when left out.

    `key` is that of the draft which was sent: the same key again replaces what waits under its hash.
    """
    survey, month = _locked(survey), timezone.localdate(at).replace(day=1)
    waiting = EqualityWaiting.objects.filter(survey=survey, month=month).first()
    waiting = waiting or EqualityWaiting(survey=survey, month=month)
    given = opened(waiting) | {keyed_hash(key, purpose="equality"): _to_keep(answers)}
    shuffled = [*given.items()]
    shuffle(shuffled)
    waiting.sealed = encryption.encrypt(json.dumps(shuffled))
    waiting.save()


def _to_keep(answers):
    """Each question that was shown, None where it was left out. "Prefer not to say" is an answer."""
    found = verdict(equality_questions.DEFINITION, answers)
    return found.answered | dict.fromkeys(found.skipped)


def opened(waiting):
    """What a row holds: {hash of a draft's key: answers}."""
    return dict(json.loads(encryption.decrypt(waiting.sealed))) if waiting.sealed else {}


def write_due(at=None):
    """A job of the worker: write what waits where ten do, or the month is over at the moment `at` (aware)."""
    this_month = timezone.localdate(at).replace(day=1)
    for survey in Survey.objects.filter(pk__in=EqualityWaiting.objects.values("survey")):
        with transaction.atomic():
            survey = _locked(survey)
            for waiting in EqualityWaiting.objects.filter(survey=survey):
                if waiting.month < this_month or len(opened(waiting)) >= TOGETHER:
                    _write(waiting)
            _count(survey, at)


def _write(waiting):
    given = [*opened(waiting).values()]
    shuffle(given)
    EqualityAnswers.objects.bulk_create(
        EqualityAnswers(survey=waiting.survey, month=waiting.month, answers=each) for each in given
    )
    waiting.delete()


def _count(survey, at):
    """Make the totals anew where ten more people are in them, so that two never tell of a few by their difference."""
    rows = list(survey.equality_answers.values_list("answers", flat=True))
    before = EqualityTotals.objects.filter(survey=survey).first()
    if len(rows) < disclosure.MINIMUM_BASE or not disclosure.differs_enough(len(rows), before and before.counted):
        return
    exact = equality_questions.distributions(rows)
    tables = disclosure.protect(exact, profile=survey.profile, known_group=survey.is_personal)
    facts = {"counted": len(rows), "tables": tables, "made_on": timezone.localdate(at)}
    EqualityTotals.objects.update_or_create(survey=survey, defaults=facts)


def _locked(survey):
    return Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
