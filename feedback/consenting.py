"""
What people agree to beyond being counted: each is asked for itself, nothing is chosen beforehand, and no is an answer.

A response keeps what was decided. Where its person is known the ledger has the exact words too, and what they withdraw
there later holds for every response of theirs.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import BooleanField, Case, F, OuterRef, Subquery, Value, When
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _

from accounts import access
from accounts import consents as ledger
from accounts.models import ConsentRecord
from accounts.models.consents import Purpose
from feedback.models import Response

FIELDS = {Purpose.QUOTE: "may_quote", Purpose.USE_IN_RESEARCH: "may_research", Purpose.CREDIT: "may_credit"}


def decided(consents):
    """The fields of a response, given decisions (`events.guests.Consent`). Raises KeyError for another purpose."""
    return {FIELDS[consent.purpose]: consent.given for consent in consents}


def record(response, consents, by=None):
    """Write the decisions into the ledger, where the response leads to a person; `by` is who took them down."""
    if response.registration and response.registration.person:
        for consent in consents:
            consent.record(person=response.registration.person, method=response.channel, by=by)


@transaction.atomic
def withdraw(*, person, purpose, method, by):
    """
    Take back on every response of a person what they agreed to, as they told an officer (`by`) by a ledger's `method`.

    It goes from the responses too: once we have forgotten who came, nothing leads from them to the ledger. Raises
    ValidationError where they agreed to nothing that could be taken back, also when two officers do it at once.
    """
    responses = Response.objects.filter(registration__in=person.registrations.all())
    if not responses.filter(**{FIELDS[purpose]: True}).update(**{FIELDS[purpose]: False}):
        raise ValidationError(_("They have not agreed to this, or have taken it back already."))
    told = _("Taken back: %s") % Purpose(purpose).label
    decision = ConsentRecord.Decision.WITHDRAWN
    ledger.record(person=person, purpose=purpose, decision=decision, text=told, method=method, by=by)
    access.record(by=by, action=access.Action.CHANGED, what=f"consent withdrawn: {purpose}", person=person)


def held_of(response):
    """What holds now of one response, {purpose: whether}."""
    holding = Response.objects.filter(pk=response.pk).values_list(*map(holds, FIELDS))
    return dict(zip(FIELDS, holding.get(), strict=True))


def holds(purpose):
    """An expression over responses: whether their people agreed, and have not withdrawn it since."""
    of_person = ConsentRecord.objects.filter(subject=OuterRef("registration__person__subject"), purpose=purpose)
    is_withdrawn = Exact(Subquery(of_person.values("decision")[:1]), Value(ConsentRecord.Decision.WITHDRAWN.value))
    return Case(When(is_withdrawn, then=Value(False)), default=F(FIELDS[purpose]), output_field=BooleanField())


def agreed(responses, purpose):
    """Those of the responses for which it holds."""
    return responses.alias(holds=holds(purpose)).filter(holds=True)


def to_credit(survey):
    """The names of those who agreed to be named, in the order of the alphabet. Nobody is named of an anonymous form."""
    if survey.anonymous:
        return []
    responses = agreed(survey.responses.counted(), Purpose.CREDIT).filter(registration__person__isnull=False)
    return sorted({response.registration.person.name for response in responses.select_related("registration__person")})


def for_research(survey):
    """The responses that may be used in research."""
    return agreed(survey.responses.counted(), Purpose.USE_IN_RESEARCH)
