"""Two officers and two windows: each claim is made once and decided once, on both databases."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from events import expense_decisions, expenses, records
from events.models import Claim, Note
from events.refusals import BookingRefused
from mailing.models import Message
from tests.events.test_races import at_once
from tests.factories.accounts import UserFactory
from tests.factories.events import ClaimFactory, EventDateFactory, PaymentOfferFactory, RegistrationFactory

pytestmark = pytest.mark.django_db(transaction=True)


def trying(verb, **arguments):
    """ "done", or the code of the refusal."""

    def act():
        try:
            verb(**arguments)
        except BookingRefused:
            raise
        except ValidationError as refused:
            return refused.code
        return "done"

    return act


def decisions(claim, times):
    officer = UserFactory(is_staff=True)
    yes = trying(expense_decisions.approve, claims=[claim], by=officer)
    no = trying(expense_decisions.refuse, claims=[claim], by=officer, reason="Words")
    return [no if number % 2 else yes for number in range(times)]


def decided():
    return Message.objects.filter(kind="claim_decided").count()


def test_two_officers_decide_differently_and_one_decision_holds():
    claim = ClaimFactory()
    found = at_once(*decisions(claim, 8))
    claim.refresh_from_db()
    assert sorted(found) == ["decided"] * 7 + ["done"]
    assert (claim.approved is not None) is (claim.status == "approved")
    assert decided() == 1


@pytest.mark.postgres
def test_without_the_lock_two_decisions_are_sent(monkeypatch):
    """The negative control: the test above would see it."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset, **options: queryset.all())
    for _round in range(5):
        at_once(*decisions(ClaimFactory(), 8))
    assert decided() > 5


def test_two_officers_who_approve_the_same_claims_in_another_order_never_block_each_other():
    claims, officer = ClaimFactory.create_batch(6), UserFactory(is_staff=True)
    acts = [
        trying(expense_decisions.approve, claims=order, by=officer)
        for order in (claims, claims[::-1])
        for _time in "ab"
    ]
    assert sorted(at_once(*acts)) == ["decided"] * 3 + ["done"]


def test_one_form_sent_many_times_at_once_is_one_claim():
    registration = RegistrationFactory(date=PaymentOfferFactory().date)
    given = {"registration": registration, "key": "one-key", "kind": "travel", "amount": Decimal(5)}
    assert at_once(*[trying(expenses.claim, **given)] * 8) == ["done"] * 8
    assert Claim.objects.count() == 1


def test_yes_and_no_to_the_payment_at_once_end_in_one_of_them():
    registration = RegistrationFactory(date=PaymentOfferFactory().date)
    given = {"registration": registration, "shown": "Words"}
    at_once(*[trying(expenses.decide, choice=choice, **given) for choice in ("accept", "decline")] * 4)
    registration.refresh_from_db()
    takes_it = registration.payment_decision.choice == "accept"
    assert Claim.objects.filter(status="claimed").count() == int(takes_it)


def test_two_people_who_take_notes_at_once_never_share_a_number():
    date, officer = EventDateFactory(past=True), UserFactory(is_staff=True)
    acts = [
        trying(records.take_notes, date=date, key=f"key-{number}", kind="said", text="One\nTwo\nThree", by=officer)
        for number in range(6)
    ]
    assert at_once(*acts) == ["done"] * 6
    assert sorted(Note.objects.values_list("number", flat=True)) == list(range(1, 19))
