"""Payment and expenses in the CMS: what a date offers, deciding claims, and the file for finance."""

import csv
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessLog
from events.models import Claim, PaymentDecision, PaymentOffer
from tests.events.walking import text
from tests.factories.events import (
    ClaimFactory,
    EventDateFactory,
    PaymentOfferFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST = 13


def url(name, row=None):
    return reverse(f"events_cms:{name}", args=[row.public_id] if row else [])


def claims_of(response):
    return [claim.public_id for claim in response.context["table"].data]


def said(response):
    return [str(message).strip() for message in response.context["messages"]]


def decide(client, claim, outcome, **typed):
    return client.post(url("claim", claim), {"outcome": outcome} | typed, follow=True)


@pytest.fixture
def offered():
    return PaymentOfferFactory()


def test_an_officer_says_what_a_date_pays_beginning_with_what_was_paid_last(officer, offered):
    date = EventDateFactory()
    assert "Nothing is offered yet" in text(officer.get(url("date_claims", date)))
    form = officer.get(url("payment_offer", date)).context["form"]
    assert form.initial["fee"] == 75
    typed = {"fee": "150", "basis_0": "A day", "basis_1": "", "mileage": "0.50", "pays_expenses": "on"}
    officer.post(url("payment_offer", date), typed | {"how_paid_0": "By voucher", "how_paid_1": ""})
    made = PaymentOffer.objects.get(date=date)
    assert (made.fee, str(made.basis), made.mileage) == (150, "A day", Decimal("0.50"))
    offered.refresh_from_db()
    assert offered.fee == 75


def test_an_offer_without_what_it_is_for_is_refused_beside_the_field(officer):
    date = EventDateFactory()
    typed = {"fee": "150", "basis_0": "", "basis_1": "", "mileage": "0.50", "how_paid_0": "", "how_paid_1": ""}
    response = officer.post(url("payment_offer", date), typed)
    assert response.context["form"].errors == {"basis": ["Enter what the payment is for."]}
    assert not PaymentOffer.objects.exists()


def test_the_lists_show_what_is_open_the_overdue_first(officer, offered):
    registration = RegistrationFactory(date=offered.date)
    new = ClaimFactory(registration=registration)
    late = ClaimFactory(claimed_at=timezone.now() - timedelta(days=31))
    paid = ClaimFactory(registration=registration, paid_=True)
    assert claims_of(officer.get(url("claims"))) == [late.public_id, new.public_id]
    assert claims_of(officer.get(url("date_claims", offered.date))) == [new.public_id]
    assert claims_of(officer.get(url("claims") + "?status=overdue")) == [late.public_id]
    assert claims_of(officer.get(url("claims") + "?status=paid")) == [paid.public_id]
    assert len(claims_of(officer.get(url("claims") + "?status=all"))) == 3
    assert claims_of(officer.get(url("claims") + "?kind=food")) == []
    page = text(officer.get(url("claims")))
    assert "1 overdue" in page
    assert "31" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_any_number(officer, django_assert_num_queries, number):
    ClaimFactory.create_batch(number)
    officer.get(url("claims"))
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        officer.get(url("claims"))


def test_several_are_approved_and_then_paid_at_once(officer):
    claims = ClaimFactory.create_batch(2)
    ids = {"claim": [claim.pk for claim in claims]}
    assert said(officer.post(url("approve_claims"), ids, follow=True)) == ["2 claims are approved."]
    assert said(officer.post(url("approve_claims"), ids, follow=True))[0].endswith("Load the list again.")
    assert said(officer.post(url("pay_claims"), ids, follow=True)) == ["2 claims are noted as paid."]
    assert said(officer.post(url("pay_claims"), {}, follow=True)) == ["Select at least one claim."]
    assert set(Claim.objects.values_list("status", flat=True)) == {"paid"}


def test_one_claim_is_approved_for_less_with_a_reason(officer):
    claim = ClaimFactory()
    response = decide(officer, claim, "approve", amount="10", words="")
    assert "Enter why it is not what was claimed." in str(response.context["form"].errors)
    decide(officer, claim, "approve", amount="10", words="Second class only.")
    claim.refresh_from_db()
    assert (claim.status, claim.approved, claim.reason) == ("approved", 10, "Second class only.")


def test_one_claim_is_refused_with_a_reason(officer):
    claim = ClaimFactory()
    assert "Enter why it is refused." in str(decide(officer, claim, "refuse").context["form"].errors)
    decide(officer, claim, "refuse", words="It was for another event.")
    claim.refresh_from_db()
    assert claim.status == "refused"


def test_a_question_is_asked_and_the_answer_written_down(officer):
    claim = ClaimFactory()
    assert "answer" not in dict(officer.get(url("claim", claim)).context["form"].fields["outcome"].choices)
    decide(officer, claim, "ask", words="Was it a return ticket?")
    assert "Enter what they answered." in str(decide(officer, claim, "answer").context["form"].errors)
    decide(officer, claim, "answer", words="It was.")
    claim.refresh_from_db()
    assert (claim.status, claim.question, claim.answer) == ("claimed", "Was it a return ticket?", "It was.")


def test_bank_details_are_refused_from_officers_too(officer):
    claim = ClaimFactory()
    response = decide(officer, claim, "approve", amount="12.50", words="Pay to 12-34-56 12345678")
    assert "Enter this without bank details." in str(response.context["form"].errors)


def test_a_decided_claim_shows_who_decided_and_no_form(officer):
    claim = ClaimFactory(approved_=True)
    page = officer.get(url("claim", claim))
    assert "Olu Officer" in text(page)
    assert "What becomes of it" not in text(page)
    assert "It is paid" in text(page)


def test_opening_a_claim_is_logged(officer):
    claim = ClaimFactory()
    officer.get(url("claim", claim))
    line = AccessLog.objects.get(action="viewed", what=f"claim {claim.public_id}")
    assert (line.by, line.subject) == (officer.user, claim.registration.person.subject)


def test_a_claim_and_a_decision_are_taken_on_the_telephone(officer, offered):
    registration = RegistrationFactory(date=offered.date)
    key = officer.get(url("take_claim", registration)).context["form"]["key"].value()
    typed = {"key": key, "kind": "mileage", "miles": "20", "amount": "999", "detail": ""}
    for _time in range(2):
        officer.post(url("take_claim", registration), typed)
    assert list(Claim.objects.values_list("kind", "amount")) == [("mileage", 9)]
    page = text(officer.get(url("take_payment", registration)))
    assert "Read this out: A payment may affect benefits" in page
    officer.post(url("take_payment", registration), {"choice": "decline"})
    decision = PaymentDecision.objects.get()
    assert (decision.choice, decision.noted_by) == ("decline", officer.user)
    assert "No, I do not want to be paid, £75.00" in text(officer.get(url("registration", registration)))


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"kind": "mileage", "amount": "5"}, "miles"), ({"kind": "travel", "miles": "5"}, "amount"), ({}, "kind")],
)
def test_what_is_missing_on_the_telephone_is_said_beside_the_field(officer, offered, typed, field):
    registration = RegistrationFactory(date=offered.date)
    key = "8a6e0804-2bd0-4672-b79d-d97027f9071a"
    response = officer.post(url("take_claim", registration), {"key": key} | typed)
    assert field in response.context["form"].errors
    assert Claim.objects.count() == 0


def test_the_file_for_finance_says_who_approved_what_and_is_logged(officer):
    claim = ClaimFactory(approved_=True, detail="=1+1", registration__name="Ada Able")
    ClaimFactory()
    response = officer.post(
        url("export_claims") + "?status=approved", {"file_format": "csv", "reason": "The run of November"}
    )
    (row,) = csv.DictReader(StringIO(response.getvalue().decode("utf-8-sig")))
    assert (row["Claim"], row["Name"], row["Approved, in pounds"]) == (claim.public_id, "Ada Able", "12.5")
    assert (row["Decided by"], row["In words"]) == ("Olu Officer", "'=1+1")
    line = AccessLog.objects.get(action="exported")
    assert (line.rows, line.reason) == (1, "The run of November")


def test_a_file_needs_what_it_is_for(officer, offered):
    for address in (url("export_claims"), url("export_date_claims", offered.date)):
        response = officer.post(address, {"file_format": "csv"})
        assert "reason" in response.context["form"].errors
    assert not AccessLog.objects.filter(action="exported").exists()


def test_somebody_without_the_right_sees_and_decides_nothing(bystander, offered):
    claim = ClaimFactory(registration__date=offered.date)
    for address in (
        url("claims"),
        url("claim", claim),
        url("date_claims", offered.date),
        url("export_claims"),
        url("export_date_claims", offered.date),
        url("payment_offer", offered.date),
        url("take_claim", claim.registration),
        url("take_payment", claim.registration),
    ):
        assert bystander.get(address).status_code in (302, 403)
    for name in ("approve_claims", "pay_claims"):
        bystander.post(url(name), {"claim": claim.pk})
    decide(bystander, claim, "approve", amount="12.50")
    claim.refresh_from_db()
    assert claim.status == "claimed"
