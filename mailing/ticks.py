"""
What is done again and again: each room registers its jobs from `ready()`, the worker runs them.

A job asks "what is due and not done?" and never "what became due since last time?", so that a worker that stood still
for a day catches up, and two workers do no harm.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from mailing import failures
from mailing.models import NightlyRun

logger = logging.getLogger(__name__)
NIGHT_HOUR = 3  # in London


@dataclass(frozen=True)
class Job:
    name: str
    function: Callable  # takes the moment of the tick, aware
    every: timedelta | None  # None: once a night


jobs: dict[str, Job] = {}


def register(name, function, *, every=timedelta(0), nightly=False):
    """Run `function(at)` at each tick (every 30 seconds), or not more often than `every`, or once a night."""
    if name in jobs:
        raise ValueError(f"The job {name} is registered twice.")
    jobs[name] = Job(name, function, None if nightly else every)


class Ticker:
    """Knows when this process last ran each job."""

    def __init__(self):
        self.last = {}

    def tick(self, at=None):
        """Run what is due at the moment `at`. A job that fails is logged and tried again at its next turn."""
        at = at or timezone.now()
        for job in jobs.values():
            if self._is_turn_of(job, at):
                self.last[job.name] = at
                _run(job, at)

    def _is_turn_of(self, job, at):
        if job.every is None:
            return timezone.localtime(at).hour >= NIGHT_HOUR and self._claims_night(job, at)
        return job.name not in self.last or at >= self.last[job.name] + job.every

    def _claims_night(self, job, at):
        today = timezone.localdate(at)
        if job.name in self.last and timezone.localdate(self.last[job.name]) == today:
            return False  # no query at every tick for what this process knows
        self.last[job.name] = at
        return NightlyRun.objects.get_or_create(job=job.name, day=today)[1]


def _run(job, at):
    try:
        job.function(at)
    except Exception as error:  # one job must not stop the others, nor the mail
        logger.error("job %s failed: %s\n%s", job.name, type(error).__name__, failures.place(error))
        return
    if job.every is None:
        NightlyRun.objects.filter(job=job.name, day=timezone.localdate(at)).update(finished_at=timezone.now())
