"""Reading comments before a design team does: the only code that changes one. Each act stands in the access log."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from feedback.models import Comment

State = Comment.State


@transaction.atomic
def clear(*, comment, by):
    """It was read, and as it stands now nothing in it says who somebody is."""
    comment = _locked(comment)
    return _set(comment, State.MASKED if comment.original else State.CLEAR, by=by)


@transaction.atomic
def mask(*, comment, text, by):
    """Show `text` in place of what was written, which stays under restricted access. Raises ValidationError."""
    comment = _locked(comment)
    if not text.strip():
        raise ValidationError({"text": _("Enter the comment without what must not be shown, or withhold it.")})
    if text == comment.text:
        raise ValidationError({"text": _("Enter a text that differs, or say that there is nothing to mask.")})
    comment.original = comment.original or comment.text
    comment.text = text
    return _set(comment, State.MASKED, by=by)


@transaction.atomic
def withhold(*, comment, by):
    """No form of it may be shown."""
    return _set(_locked(comment), State.WITHHELD, by=by)


def _locked(comment):
    return Comment.objects.select_for_update(of=("self",)).select_related("response").get(pk=comment.pk)


def _set(comment, state, *, by):
    comment.state = state
    comment.save(update_fields=["state", "text", "original"])
    what = f"comment of response {comment.response.public_id}: {state}"
    access.record(by=by, action=access.Action.CHANGED, what=what)
    return comment
