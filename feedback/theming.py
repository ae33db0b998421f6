"""
The only code that writes themes: what many people said in their own words, and which outcomes answer it.

A passage belongs to a theme whether it was written in a form or noted at a meeting.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.models import Note
from feedback.models import Coding, Theme


@transaction.atomic
def record(*, topic, name, description, outcomes):
    """A new theme of a topic. Raises ValidationError."""
    return _saved(Theme(topic=topic, name=name, description=description), outcomes)


@transaction.atomic
def change(*, theme, name, description, outcomes):
    theme.name, theme.description = name, description
    return _saved(theme, outcomes)


@transaction.atomic
def code(*, theme, passage, by, start=0, end=None):
    """
    Put a passage of `passage`, a Comment or a Note, under a theme: character offsets, `end` exclusive, None the rest.

    Twice is once. Raises ValidationError for what nobody has read through, and for offsets beyond the text.
    """
    rows = type(passage).objects.reviewed().select_for_update(of=["self"]).filter(pk=passage.pk)
    found = rows.first()
    if found is None:
        raise ValidationError(_("Read it through first: only what may be shown belongs to a theme."), code="unread")
    end = len(found.text) if end is None else end
    if not 0 <= start < end <= len(found.text):
        raise ValidationError(_("Select words of the text."), code="offsets")
    where = {"note" if isinstance(found, Note) else "comment": found}
    coding, _is_new = Coding.objects.update_or_create(
        theme=theme, start=start, **where, defaults={"end": end, "by": by}
    )
    return coding


def _saved(theme, outcomes):
    theme.full_clean()
    theme.save()
    theme.outcomes.set(outcomes)
    return theme
