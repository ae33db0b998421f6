"""The only code that makes single-use links, to be printed on letters or given out. Each is shown once, here."""

from random import SystemRandom

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from content.ids import public_id
from feedback import links
from feedback.models import SingleLink, Survey

MOST = 2_000  # at once


@transaction.atomic
def make_links(*, survey, number, by):
    """
    Make links for a form and return their addresses, which are kept nowhere.

    The rows are written in an order of chance: the fifth address of a list would else be the fifth row. Raises
    ValidationError for a form that is not answered by such links, and for too many.
    """
    if survey.who_may_answer != Survey.WhoMayAnswer.LINKS:
        raise ValidationError(_("Only a form that is answered by single-use links has some."))
    if not 1 <= number <= MOST:
        raise ValidationError({"number": _("Enter a number from 1 to %s.") % MOST})
    names = [public_id() for _each in range(number)]
    rows = [SingleLink(survey=survey, hash=links.hash_of(name)) for name in names]
    SystemRandom().shuffle(rows)
    SingleLink.objects.bulk_create(rows, batch_size=500)
    what = f"single-use links of form {survey.public_id}"
    access.record(by=by, action=access.Action.EXPORTED, what=what, rows=number)
    return [links.address_of_single(name) for name in names]
