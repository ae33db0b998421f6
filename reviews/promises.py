"""
"We will tell you by": the only code that writes promises, which hang on any page (a topic, an event, a form).

Raises ValidationError, in the officer's words.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from reviews.models import Promise


@transaction.atomic
def give(*, page, due, by):
    """Promise to tell people by the day `due` what became of what they said."""
    return _saved(Promise(page=page, by=due), action="reviews.promise", by=by)


@transaction.atomic
def move(*, promise, due, why_late, by):
    """Another day for an open promise, with the reason that people read."""
    _check_open(promise)
    if due > promise.by and not str(why_late):
        raise ValidationError({"why_late": _("Enter why it is late. People will read this.")})
    promise.by, promise.why_late = due, why_late
    return _saved(promise, action="reviews.promise", by=by)


@transaction.atomic
def keep(*, promise, on, by):
    """People were told on the day `on`."""
    _check_open(promise)
    promise.kept_on = on
    return _saved(promise, action="reviews.promise_kept", by=by)


def _check_open(promise):
    if promise.kept_on:
        raise ValidationError(_("This promise was kept already."))


def _saved(promise, *, action, by):
    promise.full_clean()
    promise.save()
    log(instance=promise.page.specific, action=action, user=by, data={"what": str(promise)})
    return promise
