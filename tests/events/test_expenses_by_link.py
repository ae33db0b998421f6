"""Payment and expenses on the pages of a booking's link."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from content.models import Organisation
from events import expense_decisions, links
from events.models import Claim, EventDate, PaymentDecision, PaymentOffer
from tests.events.walking import soup, text
from tests.factories.accounts import UserFactory
from tests.factories.events import ClaimFactory, CompanionFactory, PaymentOfferFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration():
    return RegistrationFactory(date=PaymentOfferFactory().date)


def money(registration, more=""):
    return f"{links.path(registration)}money/{more}"


def send(client, registration, kind="travel", **typed):
    """Fill in the form of one expense and send it."""
    address = money(registration, f"claim/{kind}/")
    key = soup(client.get(address)).find("input", {"name": "key"})["value"]
    return client.post(address, {"key": key, "amount": "12.50", "detail": "Train"} | typed, follow=True)


def errors(response):
    return [" ".join(each.get_text().split()) for each in soup(response).select(".nhsuk-error-summary__list a")]


def test_the_page_of_a_booking_leads_to_what_we_pay_once_it_is_said(client, registration):
    assert "We offer you £75.00 for taking part (Half a day)." in text(client.get(links.path(registration)))
    other = RegistrationFactory()
    assert "Payment and expenses" not in text(client.get(links.path(other)))
    assert client.get(money(other)).url == links.path(other)


def test_everybody_reads_the_caution_before_they_decide_even_if_an_officer_emptied_it(client, registration):
    Organisation.objects.update(payment_caution="")
    page = text(client.get(money(registration, "payment/")))
    assert "A payment may affect benefits, even if you decide to decline it." in page
    assert "You can take part either way." in page
    client.post(money(registration, "payment/"), {"choice": "accept"})
    assert PaymentDecision.objects.get().shown.startswith("A payment may affect benefits")


def test_somebody_says_yes_then_no(client, registration):
    for choice, words in (("accept", "Yes, I want to be paid"), ("decline", "No, I do not want to be paid")):
        response = client.post(money(registration, "payment/"), {"choice": choice}, follow=True)
        assert f"You told us: {words}" in text(response)
    assert list(Claim.objects.values_list("status", flat=True)) == ["withdrawn"]


def test_only_what_is_offered_can_be_chosen(client, registration):
    assert "A voucher instead" not in text(client.get(money(registration, "payment/")))
    PaymentOffer.objects.update(vouchers=True)
    assert "A voucher instead" in text(client.get(money(registration, "payment/")))


def test_nothing_chosen_is_said_in_words(client, registration):
    assert errors(client.post(money(registration, "payment/"), {})) == ["Select if you want to be paid"]
    assert errors(client.post(money(registration, "claim/"), {})) == ["Select what you want to claim for"]


def test_somebody_claims_for_themselves_and_for_who_came_along(client, registration):
    assert "Who was it for?" not in text(client.get(money(registration, "claim/travel/")))
    CompanionFactory(registration=registration)
    response = client.post(money(registration, "claim/"), {"kind": "care"})
    assert response.url == money(registration, "claim/care/")
    page = text(send(client, registration, kind="care", whose="theirs", amount="£1,200.5"))
    assert "Care for somebody while I was away, £1200.50" in page
    made = Claim.objects.get()
    assert (made.amount, made.for_companion, made.kind) == (Decimal("1200.50"), True, "care")


def test_miles_are_asked_for_instead_of_an_amount(client, registration):
    page = text(client.get(money(registration, "claim/mileage/")))
    assert "We pay £0.45 for each mile." in page
    assert "How much did it cost?" not in page
    send(client, registration, kind="mileage", miles="20")
    assert Claim.objects.get().amount == 9


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amount": ""}, "Enter how much it cost"),
        ({"amount": "a lot"}, "The amount must be a number, like 12.50"),
        ({"amount": "-3"}, "The amount must be 0.01 or more"),
        ({"amount": "0"}, "The amount must be 0.01 or more"),
        ({"amount": "12.505"}, "The amount must have 2 numbers or fewer after the point"),
        ({"amount": "123456"}, "The amount must be a smaller number"),
        ({"detail": "to 12-34-56 please"}, "Enter this without bank details."),
        ({"detail": "x" * 301}, "What it was must be 300 characters or less"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field_and_nothing_typed_is_lost(client, registration, typed, said):
    response = send(client, registration, **typed)
    (error,) = errors(response)
    assert error.startswith(said)
    kept = {each["name"]: each.get("value", "") for each in soup(response).select("main input")}
    assert {name: kept[name] for name in typed} == typed
    assert Claim.objects.count() == 0


def test_something_else_needs_words(client, registration):
    assert errors(send(client, registration, kind="other", detail="")) == ["Enter what it was"]


def test_a_form_that_is_sent_twice_is_one_claim(client, registration):
    address = money(registration, "claim/travel/")
    key = soup(client.get(address)).find("input", {"name": "key"})["value"]
    for _time in range(2):
        assert client.post(address, {"key": key, "amount": "5"}).status_code == 302
    assert Claim.objects.count() == 1


def test_a_question_is_answered_and_a_claim_taken_back(client, registration):
    made, officer = ClaimFactory(registration=registration), UserFactory(is_staff=True)
    expense_decisions.ask(claim=made, question="Was it a return ticket?", by=officer)
    assert "We have a question for you." in text(client.get(money(registration)))
    own = money(registration, f"{made.public_id}/")
    assert "Was it a return ticket?" in text(client.get(own))
    assert errors(client.post(own, {"answer": " "})) == ["Enter your answer"]
    assert errors(client.post(own, {"answer": "12345678"}))[0].startswith("Enter this without bank details.")
    client.post(own, {"answer": "Yes"})
    made.refresh_from_db()
    assert (made.status, made.answer) == ("claimed", "Yes")
    assert "You have taken this back." in text(client.post(own, {"withdraw": "yes"}, follow=True))


def test_what_was_decided_is_shown_with_the_reason(client, registration):
    made = ClaimFactory(registration=registration)
    expense_decisions.refuse(claims=[made], reason="Not for this event.", by=UserFactory(is_staff=True))
    page = text(client.get(money(registration, f"{made.public_id}/")))
    assert "We cannot pay this." in page
    assert "Not for this event." in page
    assert client.post(money(registration, f"{made.public_id}/"), {"withdraw": "yes"}).status_code == 409


def test_nobody_opens_the_claim_of_somebody_else(client, registration):
    assert client.get(money(registration, f"{ClaimFactory().public_id}/")).status_code == 404
    assert client.get(money(registration, "claim/payment/")).status_code == 404


def test_who_waits_for_a_place_claims_nothing(client, registration):
    waiting = RegistrationFactory(date=registration.date, waiting=True)
    for page in ("claim/", "claim/travel/", "payment/"):
        assert client.get(money(waiting, page)).url == money(waiting)


@pytest.mark.parametrize(("days", "status"), [(89, 200), (90, 410)])
def test_the_pages_are_there_until_90_days_after_the_event(client, registration, days, status):
    end = timezone.now() - timedelta(days=days, minutes=1)
    EventDate.objects.update(starts_at=end - timedelta(hours=1), ends_at=end)
    for page in ("", "claim/", "claim/travel/", "payment/"):
        assert client.get(money(registration, page)).status_code == status


def test_no_address_and_no_page_asks_for_bank_details(client, registration):
    page = text(client.get(money(registration)))
    assert "Our finance team calls you." in page
    assert "We never ask for bank details on this site or in an email." in page
