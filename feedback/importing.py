"""
Taking in a file of answers: the only code that writes AnswersFiles.

A file is read (`bring_in`) and its fate shown (`plan`, which writes nothing); then the worker takes in all of it in one
transaction (`start`, `take_in`).
"""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from accounts import access
from content import question_sets
from events.sheets import Limits
from feedback import answer_rows, entering, responding
from feedback.models import AnswersFile, Comment, Response
from feedback.responding import RespondingRefused

Status, Channel = AnswersFile.Status, Response.Channel
ANSWERS = Limits(megabytes=20, rows=10_000, columns=400, cell=10_000)


def digest_of(file):
    file.seek(0)
    return hashlib.sha256(file.read()).hexdigest()


@transaction.atomic
def bring_in(*, survey, sheet, file_name, digest, day, by):
    """Keep the cells of a Sheet for as long as it takes. `day` must be one on which the form was open."""
    check_takes(survey)
    entering.moment_of(survey, day)
    file = AnswersFile.objects.create(
        survey=survey,
        file_name=file_name[:200],
        digest=digest,
        header=sheet.header,
        rows=sheet.rows,
        day=day,
        by=by,
    )
    _log(file, by, len(file.rows), "brought in")
    return file


def check_takes(survey, at=None):
    """Raise RespondingRefused where no file can be taken in."""
    entering.check_takes(survey, at)
    if entering.asks_for_reference(survey):
        problem = _("This form is not anonymous. Enter its answers one at a time, with the references of the bookings.")
        raise RespondingRefused(problem, code="personal_link")


def plan(file, at=None):
    """The file as `answer_rows.Reading`, by the questions as they are asked now."""
    question_set = question_sets.current(file.survey.page)
    words = question_sets.words(question_set, settings.LANGUAGE_CODE)
    return answer_rows.read(file, question_set, words, at)


def known(file):
    """How many rows of the same file are there already."""
    keys = {responding.hashed(answer_rows.key_of(file, number)) for number, *_row in file.rows}
    return len(keys & _kept(file.survey))


def _kept(survey):
    """The keys of all answers: those of a file do not say everywhere that they came in one."""
    return set(survey.responses.order_by().values_list("key", flat=True))


@transaction.atomic
def start(*, file, by):
    """Leave a file to the worker. Twice is once. Raises ValidationError where it has a mistake."""
    file = AnswersFile.objects.select_for_update(of=["self"]).select_related("survey__page").get(pk=file.pk)
    if file.status != Status.CHECKED:
        return file
    check_takes(file.survey)
    if plan(file).faults:
        raise ValidationError(_("Correct the file, and bring it in again: nothing of it can be taken in as it is."))
    file.status, file.by = Status.RUNNING, by
    file.save(update_fields=["status", "by"])
    _log(file, by, len(file.rows), "taken in")
    take_in.enqueue(file.public_id)
    return file


@task()
def take_in(public_id):
    """All of a file that was started, or nothing; returns how many answers it brought. It may be started again."""
    with transaction.atomic():
        files = AnswersFile.objects.select_for_update(of=["self"]).select_related("survey__page")
        file = files.filter(public_id=public_id, status=Status.RUNNING).first()
        if file is None:
            return 0
        reading = plan(file, file.created_at)
        if reading.faults:  # the questions were changed in the meantime
            file.status = Status.CHECKED
        else:
            file.taken = _write(file.survey, reading.given)
            file.status, file.rows = Status.DONE, []
        file.save(update_fields=["status", "taken", "rows"])
    return file.taken


def _write(survey, given):
    """Keep the answers that are not there yet; returns how many. In two statements, whatever their number."""
    question_set, known = question_sets.current(survey.page), _kept(survey)
    responses, comments = [], []
    for each in given:
        if (key := responding.hashed(each.key)) in known:
            continue
        response = Response(key=key, survey=survey, question_set=question_set, **_facts(survey, each))
        comments += responding.filled(response, question_set.definition, each.answers)
        responses.append(response)
    if responses and survey.knows_whom_it_asked:
        entering.count_how_they_came(survey, Channel.IMPORT, len(responses))
    Response.objects.bulk_create(responses, batch_size=1000)
    Comment.objects.bulk_create(comments, batch_size=1000)
    return len(responses)


def _facts(survey, given):
    """What stands beside the answers. Where we know whom we asked, it is what stands beside those from the site."""
    return {
        "day": given.day,
        "language": given.language,
        "may_quote": given.may_quote,
        "channel": Channel.WEB if survey.knows_whom_it_asked else Channel.IMPORT,
        "words": responding.words_of(survey, given.key, Channel.IMPORT),
    }


@transaction.atomic
def forget(*, file, by):
    """Delete what is left of a file; the answers that it brought stay."""
    if file.status == Status.RUNNING:
        raise ValidationError(_("This file is being taken in. Delete it when that has ended."))
    _log(file, by, len(file.rows), "deleted")
    file.delete()


def resume(at=None):
    """A job of the worker: give files whose task died to it again."""
    at_work = DBTaskResult.objects.filter(task_path=take_in.module_path, status__in=["READY", "RUNNING"])
    busy = {public_id for each in at_work for public_id in each.args_kwargs["args"]}
    for file in AnswersFile.objects.filter(status=Status.RUNNING).exclude(public_id__in=busy):
        take_in.enqueue(file.public_id)


def out_of_time(at=None):
    """Files that are kept no longer."""
    return AnswersFile.objects.filter(created_at__lte=(at or timezone.now()) - timedelta(days=AnswersFile.KEPT_DAYS))


def _log(file, by, rows, what):
    name = f"file {file.public_id} {what} for form {file.survey.public_id}"
    access.record(by=by, action=access.Action.CHANGED, what=name, rows=rows)
