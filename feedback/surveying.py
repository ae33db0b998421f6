"""The only code that writes the facts of a form: when it is open, who may answer, what it is about."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content import moments, question_sets
from feedback import triage
from feedback.models import FeedbackPage, Survey

SETTLED = ("anonymous", "who_may_answer", "date")  # what people were told


@transaction.atomic
def create_form(*, title, parent, topics, by, **facts):
    """
    Make a draft page and its survey together, and return the survey.

    `parent` is the list of forms, `facts` are the fields of Survey. Raises ValidationError in the words of the rule.
    """
    page = FeedbackPage(title=title, live=False, owner=by)
    parent.add_child(instance=page)
    page.topics.set(topics)
    page.save_revision(user=by, log_action=True)
    survey = Survey(page=page, **facts)
    survey.full_clean()
    _refuse_ending_early(survey)
    survey.save()
    return survey


@transaction.atomic
def change(*, survey, by, topics=None, at=None, **facts):
    """
    Change facts of a form, at once and for all its languages. `at` is aware; now when left out.

    Whether it is anonymous is settled once its page is public, and who may answer once it has opened: people were told
    so. The last day for withdrawing answers comes no earlier than they were told. Raises ValidationError.
    """
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    changed = [name for name in settled(survey, at) if name in facts and facts[name] != getattr(survey, name)]
    if changed:
        problem = _("This cannot be changed any more: people were told so.")
        raise ValidationError(dict.fromkeys(changed, problem))
    promised = survey.last_day_to_withdraw if is_settled(survey, at) else None
    for name, value in facts.items():
        setattr(survey, name, value)
    survey.full_clean()
    _refuse_without_lead(survey)
    _keep_promise(survey, promised, stated="withdraw_until" in facts)
    _refuse_ending_early(survey)
    survey.save()
    triage.adopt(survey)
    if topics is not None:
        survey.page.topics.set(topics)
    log(instance=survey.page, action="wagtail.edit", user=by)
    return survey


def _refuse_without_lead(survey):
    """A courtesy: whatever is published later, a form that lacks a lead takes no answers."""
    draft = survey.page.get_latest_revision_as_object()
    if survey.opens_at and survey.safety_lead is None and (survey.lacks_lead or draft.asks_for_words):
        problem = _("Select who looks after what people write. It asks for words, so it cannot open without.")
        raise ValidationError({"safety_lead": problem})


def _keep_promise(survey, promised, *, stated):
    """The last day for withdrawing that people were told: one that closes early still ends then."""
    if promised is None or survey.last_day_to_withdraw is None or survey.last_day_to_withdraw >= promised:
        return
    if stated:
        problem = _("Enter %s or a later day: people were told that they can withdraw until then.")
        raise ValidationError({"withdraw_until": problem % moments.day(promised)})
    survey.withdraw_until = promised


def _refuse_ending_early(survey):
    """Whoever answers last can withdraw too."""
    if survey.withdraw_until and survey.closes_at and survey.withdraw_until < timezone.localdate(survey.closes_at):
        raise ValidationError({"withdraw_until": _("Enter the day on which the form closes, or a later one.")})


def settled(survey, at=None):
    """The names of the facts that can no longer be changed at the moment `at` (aware; now when left out)."""
    if is_settled(survey, at):
        return SETTLED
    return ("anonymous",) if survey.page.live else ()


def is_settled(survey, at=None):
    """Whether the form has opened, or somebody has answered or was asked."""
    given_out = survey.invitations.exists() or survey.single_links.exists()
    return survey.has_opened(at) or survey.responses.filter(is_test=False).exists() or given_out


def freeze_questions(sender, instance, **kwargs):
    """Receiver of Wagtail's `page_published`: this is asked from now on. Answering freezes too, should this fail."""
    question_sets.current(instance)
