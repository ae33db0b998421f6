"""Reading comments before a design team does: the only code that changes one. Each act stands in the access log."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from content.ids import keyed_hash
from feedback.models import Comment

State = Comment.State
AT_ONCE = 20  # comments, as many as a person reads in one go


@transaction.atomic
def clear(*, comment, by):
    """It was read, and as it stands now nothing in it says who somebody is."""
    comment = _locked(comment)
    return _set(comment, State.MASKED if comment.original else State.CLEAR, by=by)


def shown_as(comment):
    """A digest of a comment as a page shows it: what was changed or found since has another."""
    return keyed_hash(f"{comment.pk}:{comment.state}:{comment.finds}:{comment.text}", purpose="comment as shown")


def is_unflagged(comment):
    """Whether it may be cleared with others: not read, looked through, nothing found, and nobody concerned."""
    concerned = any(concern.is_open for concern in comment.concerns.all())
    return comment.state == State.UNREAD and comment.finds == [] and not concerned


@transaction.atomic
def clear_many(*, seen, by):
    """
    Clear at most 20 unflagged comments that were read on one page, and return how many.

    `seen` is {pk: digest} by `shown_as`: one that is no longer as it was shown, or was flagged since, stays unread.
    """
    if len(seen) > AT_ONCE:
        raise ValidationError(_("Read at most %s comments at once.") % AT_ONCE, code="too_many")
    found = Comment.objects.select_for_update(of=["self"]).select_related("response").filter(pk__in=seen)
    found = found.prefetch_related("concerns")
    read = [each for each in found.order_by("pk") if is_unflagged(each) and seen[each.pk] == shown_as(each)]
    for comment in read:
        _set(comment, State.CLEAR, by=by)
    return len(read)


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
    comment.finds = comment.finds and []  # they were places in the text before
    return _set(comment, State.MASKED, by=by)


@transaction.atomic
def withhold(*, comment, by):
    """No form of it may be shown."""
    return _set(_locked(comment), State.WITHHELD, by=by)


def _locked(comment):
    return Comment.objects.select_for_update(of=("self",)).select_related("response").get(pk=comment.pk)


def _set(comment, state, *, by):
    comment.state = state
    comment.save(update_fields=["state", "text", "original", "finds"])
    what = f"comment of response {comment.response.public_id}: {state}"
    access.record(by=by, action=access.Action.CHANGED, what=what)
    return comment
