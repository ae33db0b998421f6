"""The only code that records what an officer says of a new version of questions."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content import versions
from content.models import QuestionSet, StandingMeaning


@transaction.atomic
def judge(*, question_set, standing, by):
    """
    Record of which changed blocks of a version the meaning stood: `standing` are their ids. Of the others it did not.

    Raises ValidationError for a block that this version did not change.
    """
    question_set = QuestionSet.objects.select_for_update().get(pk=question_set.pk)
    known = versions.of(question_set.page_id)
    number = next(number for number, each in enumerate(known) if each.question_set == question_set)
    changed = {change.id for change in versions.changes(known[:number], known[number]) if change.is_judged}
    if not changed.issuperset(standing):
        raise ValidationError(_("This version did not change that question."))
    question_set.standing.all().delete()
    StandingMeaning.objects.bulk_create(StandingMeaning(question_set=question_set, block=id) for id in standing)
    said = {"version": question_set.version, "meaning stood": sorted(standing)}
    log(instance=question_set.page.specific, action="wagtail.edit", user=by, data=said)
