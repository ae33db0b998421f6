"""What is half typed: started with the first answer, kept page by page, gone when it was sent or forgotten."""

from django.db import transaction
from django.utils import timezone

from content import ids
from content.models import Draft

SCOPE = "saved"


def find(*, key, purpose, at=None):
    """The draft that `key` opens on this journey, or None: never there, sent, or expired."""
    return Draft.objects.live(at).filter(key=key, purpose=purpose).first() if key else None


def unsent(step):
    """Beside what was sent of a page stands what was typed when it was left otherwise, until the page is sent."""
    return f"{step}.unsent"


def keep(*, draft, step, typed, until=None, at=None):
    """
    Keep what was typed on one page, as {name: [values]}, in a draft that may be new; its time starts again.

    `typed` may be None: nothing was typed there. With `until` (aware) somebody saves it to come back to: it is kept
    until then, whatever is typed later, and has a code that opens it on any device.
    What another window or device has kept since is read first, under the lock of the draft: each changes its own page.
    Returns False, and keeps nothing, when the draft was sent or forgotten in the meantime.
    """
    with transaction.atomic():
        if draft.pk:
            kept = Draft.objects.select_for_update().filter(pk=draft.pk).first()
            if kept is None:
                return False
            draft.answers, draft.code, draft.expires_at = kept.answers, kept.code, kept.expires_at
        draft.key = draft.key or ids.random_key()
        draft.answers.pop(unsent(step), None)
        if typed is not None:
            draft.answers[step] = typed
        if until:
            draft.code, draft.expires_at = draft.code or ids.public_id(), until
        else:
            lifetime = (at or timezone.now()) + Draft.LIFETIME
            draft.expires_at = max(lifetime, draft.expires_at) if draft.code else lifetime
        draft.save()
    return True


def discard(*, draft):
    draft.delete()


# --- Coming back


def token(draft):
    """What stands in a link to a saved draft; it ends with the draft."""
    return ids.sign(draft.code, scope=SCOPE)


def is_token(text):
    """Whether `token` made this text, whatever has become of its draft."""
    return ids.is_signed(text, scope=SCOPE)


def find_saved(code, *, journey, at=None):
    """The saved draft of a journey (its name) that a code opens, as it was written down; None for any other text."""
    code = "".join(code.lower().replace("-", " ").split())
    saved = Draft.objects.live(at).filter(code=code, purpose__startswith=f"{journey}:")
    return saved.first() if code else None
