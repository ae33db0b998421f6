from django.db import models

from content.privacy import NO_PERSONAL_DATA


class WorkerBeat(models.Model):
    """When each worker was last seen alive; `/healthz/worker` reads it."""

    name = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    privacy = NO_PERSONAL_DATA

    def __str__(self):
        return self.name
