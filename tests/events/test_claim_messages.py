"""What people hear about their claims: by every channel, with a subject that says nothing."""

from datetime import UTC, datetime

import pytest

from events import links
from mailing import outbox
from mailing.models import Message
from tests.factories.events import ClaimFactory, EventDateFactory, EventPageFactory, PaymentOfferFactory

pytestmark = pytest.mark.django_db
SUMMER = datetime(2027, 7, 15, 9, 0, tzinfo=UTC)
KINDS = {
    "claim_received": ("We have your claim for Thursday 15 July 2027", {}, "We have not decided yet."),
    "claim_question": (
        "A question about your claim for Thursday 15 July 2027",
        {"status": "queried", "question": "Was it a return ticket?"},
        "We ask you: Was it a return ticket?",
    ),
    "claim_decided": (
        "What we decided about your claim for Thursday 15 July 2027",
        {"approved_": True, "approved": 10, "reason": "Second class only."},
        "Approved, but for £10.00. Second class only.",
    ),
    "claim_paid": (
        "We have paid your claim for Thursday 15 July 2027",
        {"paid_": True, "paid_at": SUMMER},
        "Approved. Paid on Thursday 15 July 2027.",
    ),
}


@pytest.fixture
def date():
    date = EventDateFactory(page=EventPageFactory(title="Living with asthma"), starts_at=SUMMER)
    return PaymentOfferFactory(date=date).date


def rendered(kind, *claims, channel="email"):
    registration = claims[0].registration
    about = {"person": registration.person, "about": registration.public_id, "channel": channel}
    message = Message(kind=kind, context={"claims": [claim.pk for claim in claims]}, **about)
    found = outbox.render(message)
    return found, " ".join(found.text.split())


@pytest.mark.parametrize("channel", ["email", "telephone", "letter"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_says_what_became_of_it_and_never_to_send_bank_details(date, kind, channel):
    subject, fields, words = KINDS[kind]
    claim = ClaimFactory(registration__date=date, kind="support", **fields)
    found, text = rendered(kind, claim, channel=channel)
    assert found.subject == subject
    assert "Living with asthma" in text
    assert f"A support worker or personal assistant, £12.50. {words}" in text
    assert "Do not send us bank details in a message." in text
    assert "Our finance team calls you." in text
    address = f"{links.address(claim.registration)}money/"
    assert (address in text) is (channel != "telephone")


def test_a_refusal_is_told_with_its_reason(date):
    fields = {"status": "refused", "decided_at": SUMMER, "decided_by": "Olu", "reason": "It was another event."}
    _found, text = rendered("claim_decided", ClaimFactory(registration__date=date, **fields))
    assert "We cannot pay this. It was another event." in text


def test_a_message_tells_of_its_own_claims_only(date):
    claim = ClaimFactory(registration__date=date)
    ClaimFactory(registration=claim.registration, kind="food")
    _found, text = rendered("claim_received", claim)
    assert "Food and drink" not in text


def test_a_claim_that_is_gone_leaves_a_message_that_makes_sense(date):
    claim = ClaimFactory(registration__date=date)
    claim.delete()
    claim.pk = 999_999
    _found, text = rendered("claim_received", claim)
    assert "What this message was about is no longer kept." in text
