"""What a date pays: the offer, what people decide about it, what they claim, and what becomes of it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import erasure, export, retention
from accounts.models import AccessLog
from events import expense_decisions, expenses, housekeeping
from events.models import Claim, PaymentDecision, PaymentOffer, Registration
from events.refusals import BookingRefused
from mailing.models import Message
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import (
    ClaimFactory,
    EventDateFactory,
    PaymentOfferFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db
CAUTION = "A payment may affect benefits."


@pytest.fixture
def registration():
    """Somebody with a place on a date that pays £75, expenses and 45 pence for a mile."""
    return RegistrationFactory(date=PaymentOfferFactory().date)


@pytest.fixture
def officer():
    return UserFactory(is_staff=True, name="Olu Officer", email="olu@example.org")


def decide(registration, choice, **kwargs):
    return expenses.decide(registration=registration, choice=choice, shown=CAUTION, **kwargs)


def claim(registration, **given):
    return expenses.claim(
        registration=registration, **{"key": "k", "kind": "travel", "amount": Decimal("12.5")} | given
    )


def refused(verb, *args, **kwargs):
    """The code of a refusal."""
    with pytest.raises(ValidationError) as refusal:
        verb(*args, **kwargs)
    return refusal.value.code if hasattr(refusal.value, "code") else None


def kinds():
    return sorted(Message.objects.values_list("kind", flat=True))


# --- The offer


def test_an_officer_states_what_a_date_pays_and_changes_it(officer):
    date = EventDateFactory()
    expenses.offer(date=date, by=officer, fee=Decimal(75), basis="Half a day")
    expenses.offer(date=date, by=officer, fee=Decimal(150), basis="A day")
    offered = PaymentOffer.objects.get(date=date)
    assert (offered.fee, str(offered.basis)) == (150, "A day")


@pytest.mark.parametrize(
    ("given", "field"),
    [({"fee": Decimal(-1), "basis": "x"}, "fee"), ({"fee": Decimal(5)}, "basis"), ({"mileage": Decimal(0)}, "mileage")],
)
def test_an_offer_that_says_too_little_is_refused(officer, given, field):
    with pytest.raises(ValidationError) as refusal:
        expenses.offer(date=EventDateFactory(), by=officer, **given)
    assert field in refusal.value.error_dict


# --- The payment


def test_whoever_accepts_has_a_claim_of_what_was_offered_and_we_keep_what_they_were_told(registration):
    decision = decide(registration, "accept")
    assert (decision.fee, decision.basis, decision.shown) == (75, "Half a day", CAUTION)
    assert list(registration.claims.values_list("kind", "amount", "status")) == [("payment", 75, "claimed")]


def test_whoever_declines_has_no_claim_and_keeps_their_place(registration):
    decide(registration, "accept")
    decide(registration, "decline")
    registration.refresh_from_db()
    assert (registration.state, registration.payment_decision.choice) == ("placed", "decline")
    assert list(registration.claims.values_list("status", flat=True)) == ["withdrawn"]


def test_whoever_accepts_again_is_offered_what_the_date_pays_now(registration, officer):
    decide(registration, "accept")
    expenses.offer(date=registration.date, by=officer, fee=Decimal(100))
    decide(registration, "accept")
    assert list(registration.claims.values_list("amount", flat=True)) == [100]


def test_a_voucher_needs_an_offer_of_vouchers(registration):
    assert refused(decide, registration, "voucher") == "no_payment"
    PaymentOffer.objects.update(vouchers=True)
    assert decide(registration, "voucher").choice == "voucher"


def test_nobody_decides_about_a_payment_that_is_not_offered():
    assert refused(decide, RegistrationFactory(), "accept") == "no_payment"
    assert refused(decide, RegistrationFactory(date=PaymentOfferFactory(fee=0).date), "accept") == "no_payment"


def test_nobody_is_paid_for_a_date_that_is_cancelled_but_their_ticket_is():
    registration = RegistrationFactory(date=PaymentOfferFactory(date__cancelled=True).date)
    assert refused(decide, registration, "accept") == "cancelled"
    assert claim(registration).amount == Decimal("12.50")


def test_an_approved_payment_is_no_longer_decided(registration, officer):
    decide(registration, "accept")
    expense_decisions.approve(claims=registration.claims.all(), by=officer)
    assert refused(decide, registration, "decline") == "decided"


# --- Expenses


def test_somebody_claims_an_expense_and_is_told_once_a_day_that_we_have_it(registration):
    claim(registration, key="a")
    claim(registration, key="b", for_companion=True)
    assert registration.claims.filter(status="claimed").count() == 2
    assert kinds() == ["claim_received"]


def test_a_form_that_is_sent_twice_is_one_claim(registration):
    assert claim(registration) == claim(registration)
    assert Claim.objects.count() == 1


def test_miles_are_paid_at_the_rate_of_the_offer_to_the_penny(registration):
    assert claim(registration, kind="mileage", amount=None, miles=Decimal("10.1")).amount == Decimal("4.55")


@pytest.mark.parametrize(
    "given",
    [
        {"amount": Decimal(0)},
        {"amount": Decimal(-5)},
        {"amount": None},
        {"kind": "mileage", "amount": Decimal(5)},
        {"miles": Decimal(5)},
        {"detail": "Pay it to 12-34-56"},
    ],
)
def test_a_claim_that_makes_no_sense_is_refused(registration, given):
    with pytest.raises(ValidationError):
        claim(registration, **given)
    assert Claim.objects.count() == 0


def test_nothing_is_claimed_where_nothing_is_offered_or_nobody_has_a_place(registration):
    assert refused(claim, RegistrationFactory()) == "no_expenses"
    assert refused(claim, RegistrationFactory(date=PaymentOfferFactory(pays_expenses=False).date)) == "no_expenses"
    assert refused(claim, RegistrationFactory(date=registration.date, waiting=True)) == "not_live"
    assert refused(claim, registration, kind="payment") == "no_expenses"


def test_people_claim_until_90_days_after_and_an_officer_writes_it_down_later(registration, officer):
    end = registration.date.ends_at
    assert claim(registration, key="a", at=end + timedelta(days=90, seconds=-1))
    assert refused(claim, registration, key="b", at=end + timedelta(days=90)) == "claims_over"
    assert claim(registration, key="c", at=end + timedelta(days=90), by=officer)


def test_there_is_an_end_to_what_one_unit_claims_by_link(registration, officer):
    ClaimFactory.create_batch(expenses.MOST, registration=registration)
    assert refused(claim, registration) == "too_many_claims"
    assert claim(registration, by=officer)


def test_what_an_officer_writes_down_is_logged_and_not_confirmed_by_a_message(registration, officer):
    claim(registration, by=officer)
    assert kinds() == []
    line = AccessLog.objects.get()
    assert (line.by, line.what) == (officer, f"registration {registration.public_id}")
    assert "12.5" not in line.reason


def test_an_undecided_claim_is_taken_back_and_a_decided_one_is_not(registration, officer):
    made = claim(registration)
    assert expenses.withdraw(claim=made).status == "withdrawn"
    assert refused(expenses.withdraw, claim=made) == "decided"


def test_the_payment_is_taken_back_by_saying_no_to_it(registration):
    decide(registration, "accept")
    assert refused(expenses.withdraw, claim=registration.claims.get()) == "decided"


# --- What officers decide


def test_a_question_goes_to_the_person_and_their_answer_comes_back(registration, officer):
    made = claim(registration, by=officer)
    expense_decisions.ask(claim=made, question="Was it a return ticket?", by=officer)
    made = expenses.answer(claim=made, answer="Yes, it was.")
    assert (made.status, made.question, made.answer) == ("claimed", "Was it a return ticket?", "Yes, it was.")
    assert kinds() == ["claim_question"]
    assert refused(expenses.answer, claim=made, answer="Again") == "no_question"


def test_claims_of_one_person_that_are_approved_together_make_one_message(registration, officer):
    claims = ClaimFactory.create_batch(2, registration=registration) + [ClaimFactory()]
    expense_decisions.approve(claims=claims, by=officer)
    assert kinds() == ["claim_decided"] * 2
    found = Claim.objects.values_list("status", "approved", "decided_by")
    assert set(found) == {("approved", Decimal("12.50"), "Olu Officer <olu@example.org>")}


def test_another_amount_needs_a_reason(registration, officer):
    made = claim(registration, by=officer)
    with pytest.raises(ValidationError):
        expense_decisions.approve(claims=[made], by=officer, amount=Decimal(10))
    (made,) = expense_decisions.approve(
        claims=[made], by=officer, amount=Decimal(10), reason="First class is not paid."
    )
    assert (made.approved, made.amount, made.is_reduced) == (10, Decimal("12.50"), True)


@pytest.mark.parametrize("amount", [Decimal(0), Decimal(-1)])
def test_nothing_less_than_a_penny_is_approved(registration, officer, amount):
    with pytest.raises(ValidationError):
        expense_decisions.approve(claims=[claim(registration)], by=officer, amount=amount, reason="Words")


def test_a_refusal_needs_a_reason(officer):
    made = ClaimFactory()
    with pytest.raises(ValidationError):
        expense_decisions.refuse(claims=[made], by=officer, reason=" ")
    (made,) = expense_decisions.refuse(claims=[made], by=officer, reason="It was not for this event.")
    assert (made.status, made.approved) == ("refused", None)


def test_a_claim_is_decided_once(officer):
    made = ClaimFactory(approved_=True)
    for verb, given in [
        (expense_decisions.approve, {}),
        (expense_decisions.refuse, {"reason": "Words"}),
    ]:
        assert refused(verb, claims=[made], by=officer, **given) == "decided"
    assert refused(expense_decisions.ask, claim=made, question="Words", by=officer) == "decided"
    assert refused(expense_decisions.approve, claims=[], by=officer) == "none"


def test_only_approved_claims_are_paid_and_twice_is_once(officer):
    approved = ClaimFactory(approved_=True)
    assert refused(expense_decisions.pay, claims=[approved, ClaimFactory()], by=officer) == "not_approved"
    assert expense_decisions.pay(claims=[approved], by=officer) == [approved]
    assert expense_decisions.pay(claims=[approved], by=officer) == []


def test_people_hear_once_of_all_that_was_paid_to_them(officer):
    first = ClaimFactory(approved_=True)
    second = ClaimFactory(approved_=True, registration=first.registration, kind="food")
    other = ClaimFactory(approved_=True)
    for _time in range(2):
        expense_decisions.pay(claims=[first, second, other], by=officer)
    told = Message.objects.filter(kind="claim_paid").order_by("about").values_list("about", "context__claims")
    assert dict(told) == {first.registration.public_id: [first.pk, second.pk], other.registration.public_id: [other.pk]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 0},
        {"amount": -1},
        {"status": "approved"},
        {"status": "refused"},
        {"status": "paid", "approved": 5, "decided_at": timezone.now(), "decided_by": "Olu"},
        {"approved": 5},
        {"miles": 5},
        {"kind": "mileage"},
    ],
)
def test_the_database_holds_the_rules(wrong):
    made = ClaimFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=made.pk).update(**wrong)


def test_the_database_holds_one_payment_for_each_unit():
    made = ClaimFactory(payment=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimFactory(payment=True, registration=made.registration)


# --- How long it takes


def test_days_are_counted_in_london_across_the_change_of_the_clocks():
    at = datetime(2027, 3, 27, 23, 30, tzinfo=UTC)  # Saturday night; summer time begins on Sunday
    made = ClaimFactory(claimed_at=at)
    assert made.days_open(at + timedelta(minutes=29)) == 0
    assert made.days_open(datetime(2027, 3, 28, 22, 59, tzinfo=UTC)) == 1
    assert made.days_open(datetime(2027, 3, 28, 23, 0, tzinfo=UTC)) == 2


def test_a_claim_is_overdue_after_30_days_and_not_once_it_is_paid():
    made = ClaimFactory()
    later = made.claimed_at + timedelta(days=30)
    assert (made.is_overdue(later), list(Claim.objects.overdue(later))) == (False, [])
    later += timedelta(seconds=1)
    assert (made.is_overdue(later), list(Claim.objects.overdue(later))) == (True, [made])
    january, april = datetime(2026, 1, 10, 12, tzinfo=UTC), datetime(2026, 4, 19, 12, tzinfo=UTC)
    paid = ClaimFactory(paid_=True, claimed_at=january, paid_at=april)
    assert (paid.is_overdue(later), paid.days_open(later)) == (False, 99)


def test_the_payment_is_counted_from_the_event_on():
    made = ClaimFactory(payment=True)
    end = made.registration.date.ends_at
    assert (made.days_open(end), made.days_open(end + timedelta(days=2))) == (0, 2)
    assert not Claim.objects.overdue(end + timedelta(days=30)).exists()
    assert Claim.objects.overdue(end + timedelta(days=31)).exists()


# --- Whose data it is


def test_erasing_somebody_keeps_the_amounts_and_takes_back_what_nobody_decided(registration, officer):
    open_one = ClaimFactory(registration=registration, answer="I came by train", reason="r", question="q")
    ClaimFactory(registration=registration, paid_=True)
    decide(registration, "decline", by=officer)
    erasure.erase(person=registration.person, by=officer, reason="They asked.")
    assert set(Claim.objects.values_list("status", "amount", "detail", "answer", "reason", "question")) == {
        ("withdrawn", Decimal("12.50"), "", "", "", ""),
        ("paid", Decimal("12.50"), "", "", "", ""),
    }
    open_one.registration.refresh_from_db()
    assert (open_one.registration.name, PaymentDecision.objects.get().noted_by) == ("", None)


def test_a_person_gets_all_of_it_with_their_data(registration):
    decide(registration, "accept")
    claim(registration, detail="Bus")
    found = export.everything_about(registration.person)
    assert [row["detail"] for row in found["claim"]["rows"]] == ["", "Bus"]
    assert found["decision about payment"]["rows"][0]["choice"] == "accept"


def test_whom_we_owe_money_keeps_their_name_until_it_is_settled(officer):
    made = ClaimFactory(registration__date__past=True, registration__person=PersonFactory(name="Ada Able"))
    later = timezone.now() + timedelta(days=400)
    assert not housekeeping.names_to_empty(later).exists()
    expense_decisions.approve(claims=[made], by=officer)
    expense_decisions.pay(claims=[made], by=officer)
    assert list(housekeeping.names_to_empty(later)) == [made.registration]


def test_a_claim_of_somebody_who_waits_again_stops_no_clearing_of_the_waiting_list():
    waits, other = (RegistrationFactory(date=EventDateFactory(past=True), waiting=True) for _each in "ab")
    made = ClaimFactory(registration=waits, paid_=True)
    retention.run(timezone.now() + timedelta(days=60))
    assert list(Registration.objects.filter(pk__in=[waits.pk, other.pk])) == [waits]
    retention.run(timezone.now() + timedelta(days=400))
    made.registration.refresh_from_db()
    assert (made.registration.name, Claim.objects.count()) == ("", 1)


def test_claims_are_kept_for_6_years_after_the_financial_year_in_london():
    at = datetime(2027, 3, 31, 22, 59, tzinfo=UTC)  # a minute before midnight in London: summer time has begun
    ClaimFactory(paid_=True, claimed_at=at, decided_at=at, paid_at=at)
    ClaimFactory(paid_=True, claimed_at=at, decided_at=at, paid_at=at + timedelta(minutes=1))
    ClaimFactory(claimed_at=at)
    name = "claims, 6 years after the financial year in which they were settled"
    assert retention.run(datetime(2033, 3, 31, 22, 59, tzinfo=UTC), dry_run=True)[name] == 0
    assert retention.run(datetime(2033, 3, 31, 23, 0, tzinfo=UTC))[name] == 1
    assert sorted(Claim.objects.values_list("status", flat=True)) == ["claimed", "paid"]


def test_a_refusal_of_a_verb_is_a_refusal_that_pages_show():
    with pytest.raises(BookingRefused):
        claim(RegistrationFactory())
