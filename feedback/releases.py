"""
The only code that makes summaries for design teams. The worker asks at each tick which are due.

A summary is made when at least ten more people have answered than in the one before, and when the form closes. One that
would differ by fewer is never made (DOMAIN rule: two tables that differ by a few people tell what those few said): when
the form closes, the one before is confirmed as the last. The same holds for each table, since a question may be asked
of some people only: a table that would differ by a few is the one before once more. It is held against all that were
shown of its question: answers that went and came may bring back a number of people, and they are others.
"""

from dataclasses import dataclass

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
        """Whether the two, beside each other, tell what a few people said: those by whom they differ."""
        if self.key != other.key and not set(self.versions) & set(other.versions):
            return False
        if self.people == other.people:
            return self._numbers != other._numbers  # then some of them are others
        return disclosure.tells_of_few(self.people, other.people)

    @property
    def _numbers(self):
        return [self.table["answered"], self.table["missing"], *(row["count"] for row in self.table["rows"])]


def _tables(survey, frame, book):
    """The tables, and for each of them what `Release.asked` says of it."""
    exact = analysis.distributions(frame, book)
    protected = disclosure.protect(exact, profile=survey.profile, known_group=survey.is_personal)
    now = [
        _Shown(question.key, table, counted.asked, tuple(sorted(book.versions[pk] for pk in question.sets)))
        for question, counted, table in zip(book.closed, exact, protected, strict=True)
    ]
    before = [_shown_in(release) for release in survey.releases.exclude(asked=None)]
    shown = [
        each
        for id in dict.fromkeys(each.question for each in now)
        for each in _fit(*([each for each in tables if each.question == id] for tables in [now, *before]))
    ]
    return [each.table for each in shown], [[each.key, each.people, list(each.versions)] for each in shown]


def _fit(now, *before):
    """
    The tables of one question that may be shown now: each of now, or the one before once more.

    They are held against those of all summaries, the latest first. Where an officer said in the meantime that versions
    of the question belong together, or do not, it is all of now or all of the latest.
    """
    before = [tables for tables in before if tables]
    latest = {each.key: each for each in before[0]} if before else {}
    told = [each for each in now if any(each.is_told_by(other) for tables in before for other in tables)]
    if latest.keys() == {each.key for each in now}:
        return [latest[each.key] if each in told else each for each in now]
    totals = [sum(each.people for each in tables) for tables in [now, *before]]
    tells = told or any(disclosure.tells_of_few(totals[0], total) for total in totals[1:])
    return before[0] if before and tells else now


def _shown_in(release):
    """The tables of a summary that show numbers; each says of which day it is."""
    day = timezone.localdate(release.made_at).isoformat()
    return [
        _Shown(key, {"as_on": day} | table, people, *map(tuple, versions))
        for (key, people, *versions), table in zip(release.asked, release.tables, strict=True)
        if table["rows"]
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
