"""The regular jobs of feedback/, how long its rows are kept, and what it erases of a person."""

from datetime import timedelta

from django.utils.translation import gettext as _

from accounts import erasure, retention
from feedback import (
    consenting,
    equality,
    importing,
    redacting,
    releases,
    reminding,
    responding,
    triage,
    trying,
    withdrawing,
)
from feedback.models import Concern, EqualityAnswers, Invitation, Release, Response
from mailing import ticks

YEAR = timedelta(days=365)


def register():
    """Called once when the site starts."""
    ticks.register("make summaries for design teams", releases.make_due, every=timedelta(minutes=1))
    ticks.register("thank whoever came and ask for feedback", responding.invite_due, every=timedelta(hours=1))
    ticks.register("remind of feedback, once", reminding.remind_due, every=timedelta(hours=1))
    ticks.register("look through what people wrote", redacting.look_at_arrived)
    ticks.register("tell safety leads", triage.tell_due, every=timedelta(hours=1))
    ticks.register("files of answers that stopped", importing.resume, every=timedelta(minutes=5))
    ticks.register("write equality answers together", equality.write_due, every=timedelta(hours=1))
    ticks.register("delete tests of forms that opened", trying.clear_due, every=timedelta(minutes=10))
    erasure.register("feedback", erase)
    retention.register("files of answers, 7 days", importing.out_of_time)
    retention.register("tests of forms, when the form opens and after 30 days", trying.over, act=trying.clear)
    retention.register(
        "answers and comments, 1 year after the form closed",
        lambda at: Response.objects.filter(survey__closes_at__lte=at - YEAR),
    )
    retention.register(
        "the four words that withdraw answers, after the last day for that",
        withdrawing.ended,
        act=withdrawing.forget_words,
    )
    retention.register(
        "equality answers, 2 years",
        lambda at: EqualityAnswers.objects.filter(month__lte=(at - 2 * YEAR).date()),
    )
    retention.register(
        "concerns, 2 years after they were closed",
        lambda at: Concern.objects.closed().filter(closed_on__lte=(at - 2 * YEAR).date()),
    )


def erase(person):
    """
    A person's answers and personal links.

    What stands in a summary already stays as a count that leads to nobody, without a word of theirs: a summary that was
    taken away cannot be made anew without them, and the difference would tell what they said.
    """
    responses = Response.objects.filter(registration__person=person)
    concerns = Concern.objects.filter(comment__response__in=responses)
    concerns.closed().update(outcome=_("Erased with the person"))
    counted = [response for response in responses if _is_in_a_summary(response)]
    for response in counted:
        response.comments.all().delete()
        response.registration = None
        # The ledger, where they may have withdrawn one of these, is not found from here any more.
        response.may_quote = response.may_research = response.may_credit = False
        response.save(update_fields=["registration", *consenting.FIELDS.values()])
    others = responses.exclude(pk__in=[response.pk for response in counted])
    number = len(counted) + others.count()
    others.delete()
    invitations = Invitation.objects.filter(registration__person=person)
    number += invitations.count()
    invitations.delete()
    return number


def _is_in_a_summary(response):
    return Release.objects.filter(survey=response.survey_id, upto__gte=response.pk).exists()
