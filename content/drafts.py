"""What is half typed: started with the first answer, kept page by page, gone when it was sent or forgotten."""

from django.db import transaction
from django.utils import timezone

from content.ids import random_key
from content.models import Draft


def find(*, key, purpose, at=None):
    """The draft that `key` opens on this journey, or None: never there, sent, or expired."""
    return Draft.objects.live(at).filter(key=key, purpose=purpose).first() if key else None


def unsent(step):
    """Beside what was sent of a page stands what was typed when it was left otherwise, until the page is sent."""
    return f"{step}.unsent"


def keep(*, draft, step, typed, at=None):
    """
    Keep what was typed on one page, as {name: [values]}, in a draft that may be new; its time starts again.

    What another window or device has kept since is read first, under the lock of the draft: each changes its own page.
    Returns False, and keeps nothing, when the draft was sent or forgotten in the meantime.
    """
    with transaction.atomic():
        if draft.pk:
            kept = Draft.objects.select_for_update().filter(pk=draft.pk).first()
            if kept is None:
                return False
            draft.answers = kept.answers
        draft.key = draft.key or random_key()
        draft.answers.pop(unsent(step), None)
        draft.answers[step] = typed
        draft.expires_at = (at or timezone.now()) + Draft.LIFETIME
        draft.save()
    return True


def discard(*, draft):
    draft.delete()
