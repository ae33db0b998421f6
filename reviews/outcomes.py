"""
"You said, we did": the only code that writes outcomes.

Raises ValidationError, in the officer's words.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from reviews.models import Outcome


@transaction.atomic
def record(*, topic, by, **facts):
    """What was decided about what people said. It is shown from the day `published_on`; None: not yet."""
    return _saved(Outcome(topic=topic, **facts), by=by)


@transaction.atomic
def change(*, outcome, by, **facts):
    for name, value in facts.items():
        setattr(outcome, name, value)
    return _saved(outcome, by=by)


@transaction.atomic
def tell(*, outcome, on, by):
    """Show an outcome to the public from the day `on`."""
    if outcome.published_on:
        raise ValidationError(_("This outcome is shown already."))
    return change(outcome=outcome, published_on=on, by=by)


def _saved(outcome, *, by):
    outcome.full_clean()
    outcome.save()
    log(instance=outcome.topic.specific, action="reviews.outcome", user=by, data={"what": str(outcome)})
    return outcome
