"""
The only code that makes summaries for design teams. The worker asks at each tick which are due.

A summary is made when at least ten more people have answered than in the one before, and when the form closes. One that
would differ by fewer is never made (DOMAIN rule: two tables that differ by a few people tell what those few said): when
the form closes, the one before is confirmed as the last. The same holds for each table, since a question may be asked
of some people only: a table that would differ by a few is the one before once more.

Answers can be withdrawn, or held back, after they were in a summary. So as many people need not be the same people, and
a table is held against all that were shown of its question, not only against the last.
"""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from feedback import analysis, codebook, disclosure, frames
from feedback.models import Release, Survey

Why = Release.Why


def release_due(survey, at=None):
    """Why a summary is due at the moment `at` (aware; now when left out), as a `Release.Why`, or None."""
    if not survey.has_opened(at):
        return None
    latest = survey.releases.first()
    counted = survey.responses.counted().count()
    if _makes_a_new_table(latest, counted):
        return Why.CLOSED if survey.is_closed(at) else Why.TEN_MORE
    if not survey.is_closed(at) or (latest and latest.is_last):
        return None
    return Why.KEPT if latest else Why.CLOSED


def _makes_a_new_table(latest, counted):
    earlier = latest.counted if latest and latest.base is not None else None
    return counted >= disclosure.MINIMUM_BASE and disclosure.differs_enough(counted, earlier)


@transaction.atomic
def make_release(*, survey, at=None):
    """Make the summary that is due and return it, or None. Whoever comes second finds that nothing is due any more."""
    survey = Survey.objects.select_for_update(of=("self",)).select_related("page").get(pk=survey.pk)
    why = release_due(survey, at)
    if why is None:
        return None
    if why == Why.KEPT:
        return _confirm(survey.releases.first(), at)
    book = codebook.of(survey)
    frame = frames.frame(survey, book)
    base = disclosure.shown_base(frame.height, profile=survey.profile)
    tables, asked = _tables(survey, frame, book) if base else ([], [])
    return Release.objects.create(
        survey=survey,
        why=why,
        profile=survey.profile,
        counted=frame.height,
        base=base,
        upto=survey.responses.counted().aggregate(last=Max("pk"))["last"] or 0 if base else 0,
        tables=tables,
        asked=asked,
        made_at=at or timezone.now(),
    )


def _tables(survey, frame, book):
    """The tables, and for each of them the id of its question and the number of people whom it counts."""
    exact = analysis.distributions(frame, book)
    protected = disclosure.protect(exact, profile=survey.profile, known_group=survey.is_personal)
    before, tables, asked = _shown_before(survey), [], []
    for question, counted, table in zip(book.closed, exact, protected, strict=True):
        people, shown = counted.asked, before.get(question.id, [])
        if any(_tells_of_few(table, people, *each) for each in shown):
            table, people = shown[0]
        tables.append(table)
        asked.append([question.id, people])
    return tables, asked


def _tells_of_few(table, people, earlier, earlier_people):
    """Whether a table beside one shown before tells what a few people said, who came, or who withdrew."""
    if people == earlier_people:
        return _numbers(table) != _numbers(earlier)  # then some of them are others
    return disclosure.tells_of_few(people, earlier_people)


def _numbers(table):
    return [table["answered"], table["missing"], *(row["count"] for row in table["rows"])]


def _shown_before(survey):
    """{question: [(table, people whom it counts)]} of all summaries, the latest first. Each table says of which day."""
    shown = {}
    for release in survey.releases.exclude(asked=None):
        day = timezone.localdate(release.made_at).isoformat()
        for (id, people), table in zip(release.asked, release.tables, strict=True):
            if table["rows"]:
                shown.setdefault(id, []).append(({"as_on": day} | table, people))
    return shown


def _confirm(latest, at):
    """The summary before, said again as the last one: the same people, the same tables."""
    return Release.objects.create(
        survey=latest.survey,
        why=Why.KEPT,
        profile=latest.profile,
        counted=latest.counted,
        base=latest.base,
        upto=latest.upto,
        tables=latest.tables,
        asked=latest.asked,
        made_at=at or timezone.now(),
    )


def make_due(at=None):
    """What the worker does at a tick: every summary that is due and was not made."""
    due = [survey for survey in Survey.objects.awaiting_release(at) if release_due(survey, at)]
    return [release for survey in due if (release := make_release(survey=survey, at=at)) is not None]
