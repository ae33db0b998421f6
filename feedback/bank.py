"""The only code that copies questions from the bank into a form."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from content.blocks.questions import free_name


@transaction.atomic
def copy(*, entries, page, by):
    """
    Add the questions of bank entries at the end of a form's latest draft, and return that revision.

    Ids are new, so that a copy is a question of its own; a short name that the form has already gets a number. Raises
    ValidationError for a page that is locked.
    """
    if page.permissions_for_user(by).page_locked():
        raise ValidationError(_("The page of this form is locked, so nothing can be added to it."))
    draft = page.get_latest_revision_as_object()
    taken = {child.value.get("short_name") for child in draft.questions}
    blocks = list(draft.questions.get_prep_value())
    for entry in entries:
        copied = _with_new_ids(entry.questions.get_prep_value())
        _with_free_names(copied, taken)
        blocks += copied
    draft.questions = draft.questions.stream_block.to_python(blocks)
    return draft.save_revision(user=by, log_action=True)


def _with_new_ids(value):
    """A block's value as JSON, in which the block and all that stands in it have other ids."""
    if isinstance(value, list):
        return [_with_new_ids(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: str(uuid.uuid4()) if name == "id" and "type" in value else _with_new_ids(each)
        for name, each in value.items()
    }


def _with_free_names(blocks, taken):
    """Give what is copied short names that are not taken, also where a condition names them; then they are taken."""
    renamed = {}
    for block in blocks:
        if name := block["value"].get("short_name"):
            block["value"]["short_name"] = renamed[name] = free_name(name, taken)
            taken.add(renamed[name])
        for condition in block["value"].get("conditions", []):
            named = condition["value"]
            named["question"] = renamed.get(named["question"], named["question"])
