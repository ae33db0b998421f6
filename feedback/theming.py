"""The only code that writes themes: what many people said in their own words, and which outcomes answer it."""

from django.db import transaction

from feedback.models import Theme


@transaction.atomic
def record(*, topic, name, description, outcomes):
    """A new theme of a topic. Raises ValidationError."""
    return _saved(Theme(topic=topic, name=name, description=description), outcomes)


@transaction.atomic
def change(*, theme, name, description, outcomes):
    theme.name, theme.description = name, description
    return _saved(theme, outcomes)


def _saved(theme, outcomes):
    theme.full_clean()
    theme.save()
    theme.outcomes.set(outcomes)
    return theme
