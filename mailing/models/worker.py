from django.db import models

from content.privacy import NO_PERSONAL_DATA


class WorkerBeat(models.Model):
    """When each worker was last seen alive; `/healthz/worker` reads it."""

    name = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    privacy = NO_PERSONAL_DATA

    def __str__(self):
        return self.name


class NightlyRun(models.Model):
    """A nightly job on one date in London: the row is its guard, so that two workers never run it twice."""

    job = models.CharField(max_length=60)
    day = models.DateField()
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True, help_text="Empty while it runs, and when it failed.")

    privacy = NO_PERSONAL_DATA

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "day"], name="mailing_nightlyrun_once_a_day")]

    def __str__(self):
        return f"{self.job} {self.day}"
