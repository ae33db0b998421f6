"""
The only code that makes summaries for design teams. The worker asks at each tick which are due.

A summary is made when at least ten more people have answered than in the one before, and when the form closes. One that
would differ by fewer is never made (DOMAIN rule: two tables that differ by a few people tell what those few said): when
the form closes, the one before is confirmed as the last. The same holds for each table, since a question may be asked
of some people only: a table that would differ by a few is the one before once more.

Answers can be withdrawn, or held back, after they were in a summary. So as many people need not be the same people, and
a table is held against all that were shown of its question, not only against the last.
"""

from dataclasses import dataclass
from itertools import chain

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


@dataclass(frozen=True)
class _Shown:
    """One table of a summary: the key of its question, how many people it counts, and in which versions."""

    key: str
    table: dict
    people: int
    versions: tuple = ()  # of a summary that did not say: none

    @property
    def question(self):
        return self.key.partition(codebook.SINCE)[0]

    def is_told_by(self, other):
        """Whether the two, beside each other, tell what the few people said by whom they differ."""
        if self.key == other.key and self.people == other.people:
            return _numbers(self.table) != _numbers(other.table)  # then some withdrew, and others came
        meet = self.key == other.key or set(self.versions) & set(other.versions)
        return bool(meet) and disclosure.tells_of_few(self.people, other.people)


def _numbers(table):
    return [table["answered"], table["missing"], *(row["count"] for row in table["rows"])]


def _tables(survey, frame, book):
    """The tables, and for each of them what `Release.asked` says of it."""
    exact = analysis.distributions(frame, book)
    protected = disclosure.protect(exact, profile=survey.profile, known_group=survey.is_personal)
    now = [
        _Shown(question.key, table, counted.asked, tuple(sorted(book.versions[pk] for pk in question.sets)))
        for question, counted, table in zip(book.closed, exact, protected, strict=True)
    ]
    before = _shown_before(survey)
    shown = [each for id in dict.fromkeys(each.question for each in now) for each in _fit(*_all_of(id, now, before))]
    return [each.table for each in shown], [[each.key, each.people, list(each.versions)] for each in shown]


def _all_of(id, now, before):
    """The tables of one question: now, and in each summary that has some."""
    of_each = [[each for each in tables if each.question == id] for tables in (now, *before)]
    return of_each[0], [tables for tables in of_each[1:] if tables]


def _fit(now, before):
    """
    The tables of one question that may be shown now: each of now, or the latest before once more.

    Where an officer said in the meantime that its versions belong together, or do not, it is all of now or all of the
    latest.
    """
    if not before:
        return now
    latest = {each.key: each for each in before[0]}
    told = [each for each in now if any(each.is_told_by(other) for other in chain(*before))]
    if latest.keys() == {each.key for each in now}:
        return [latest[each.key] if each in told else each for each in now]
    people, *earlier = (sum(each.people for each in tables) for tables in (now, *before))
    return before[0] if told or any(disclosure.tells_of_few(people, each) for each in earlier) else now


def _shown_before(survey):
    """Of each summary, the latest first, the tables that show numbers; each says of which day it is."""
    return [
        [
            _Shown(key, {"as_on": f"{timezone.localdate(release.made_at)}"} | table, people, *map(tuple, versions))
            for (key, people, *versions), table in zip(release.asked, release.tables, strict=True)
            if table["rows"]
        ]
        for release in survey.releases.all()
        if release.asked
    ]


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
