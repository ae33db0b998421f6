"""Withdrawing answers by their four words: the only code that does. docs/decisions/0045 says what is kept of it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from feedback import four_words, responding
from feedback.models import Concern, Response, Survey


class WithdrawingRefused(ValidationError):
    """No answers belong to these words, or not any more. Its code is always unknown: nobody learns which."""


def find(words, at=None):
    """
    The response that four words (as `four_words.read` gives them) withdraw at the moment `at` (aware; now without).

    Raises WithdrawingRefused; also in the one case of a billion in which two have the same words.
    """
    found = list(Response.objects.filter(words=four_words.hashed(words)).select_related("survey__page")[:2])
    if len(found) != 1 or not found[0].survey.lets_withdraw(at):
        problem = _("We have no answers with these words. Check each word and their order. They end on the last day.")
        raise WithdrawingRefused(problem, code="unknown")
    return found[0]


@transaction.atomic
def withdraw(*, words, by=None, at=None):
    """
    Delete the answers of four words with every comment, and return their Survey. `by` is an officer on the telephone.

    A concern that is open stays with its clock, and of a closed one no word stays, as when a person is erased.
    Where the form knows whose answers they were, their link is free again. Summaries that were made stay; `releases`
    sees to it that no later one tells by its difference what was said.
    """
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=find(words, at).survey_id)
    response = find(words, at)  # again under the lock: who comes second finds nothing
    Concern.objects.closed().filter(comment__response=response).update(outcome=_("Withdrawn by whoever wrote it"))
    responding.free_link(response)
    response.delete()
    if by is not None:
        what = f"answers to form {survey.public_id}, withdrawn by four words"
        access.record(by=by, action=access.Action.ERASED, what=what)
    return survey


def ended(at):
    """The responses that can no longer be withdrawn at the moment `at` (aware), and whose words are still kept."""
    return Response.objects.exclude(words="").filter(survey__in=Survey.objects.past_withdrawing(at))


def forget_words(responses):
    """A job of the worker: after the last day nothing leads to single answers any more."""
    responses.update(words="")
