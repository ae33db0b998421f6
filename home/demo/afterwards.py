"""What invented people were paid after a date, and what was said there, by the same verbs as everybody's."""

import re
from datetime import timedelta
from decimal import Decimal

from events import expense_decisions, expenses, records
from events.models import Claim
from home.demo import reading

Kind = Claim.Kind
CAUTION = "A payment may affect benefits, even if you decide to decline it. Get advice before you accept."
HOW_PAID = "Our finance team calls you after the event and asks how you want to be paid."
SPENT = [
    (Kind.TRAVEL, "Train and back", Decimal("14.60")),
    (Kind.MILEAGE, "", None),
    (Kind.CARE, "A neighbour sat with my mother", Decimal("36.00")),
    (Kind.FOOD, "Lunch", Decimal("7.95")),
]
MOST_CLAIMS = 8  # of one date
STILL_OPEN = 3


def offer(date, by):
    """What the page of an event says in words, as the offer of its date."""
    fee = re.search(r"We offer £(\d+)", date.page.payment)
    lasts = round((date.ends_at - date.starts_at).total_seconds() / 3600)
    expenses.offer(
        date=date,
        by=by,
        fee=Decimal(fee[1]) if fee else Decimal(0),
        basis=f"{lasts} hours, with what you read before",
        vouchers="voucher" in date.page.payment,
        donations="charity" in date.page.payment,
        how_paid=HOW_PAID,
    )


def claim(date, by):
    """Some decide about the payment and claim what it cost them; most are paid, the last are still to be decided."""
    came = list(date.registrations.placed()[:MOST_CLAIMS])
    for number, registration in enumerate(came):
        at = date.ends_at + timedelta(days=1, hours=number)
        if date.payment_offer.fee:
            choice = "decline" if number % 5 == 4 else "accept"
            expenses.decide(registration=registration, choice=choice, shown=CAUTION, at=at)
        kind, detail, amount = SPENT[number % len(SPENT)]
        miles = Decimal(4 + 3 * number) if kind == Kind.MILEAGE else None
        key = f"demonstration:{registration.public_id}"
        given = {"kind": kind, "detail": detail, "amount": amount, "miles": miles}
        expenses.claim(registration=registration, key=key, at=at, **given)
    settled = Claim.objects.filter(registration__in=came[:-STILL_OPEN], status=Claim.Status.CLAIMED)
    if settled:
        decided = expense_decisions.approve(claims=settled, by=by, at=date.ends_at + timedelta(days=6))
        expense_decisions.pay(claims=decided, by=by, at=date.ends_at + timedelta(days=12))


def record(date, entry, by):
    """The notes of a date, read through and published, and what is done because of them."""
    said = entry.get("record")
    if not said:
        return
    for number, part in enumerate(said["part"]):
        common = {"date": date, "by": by, "at": date.ends_at}
        records.take_notes(key=f"demonstration:{date.public_id}:{number}a", kind="asked", text=part["asked"], **common)
        text = "\n".join(part["said"])
        records.take_notes(key=f"demonstration:{date.public_id}:{number}s", kind="said", text=text, **common)
    records.clear(notes=records.of_date(date).notes.all(), by=by)
    records.publish(date=date, audience="everybody", by=by, at=date.ends_at + timedelta(days=7))
    for action in said.get("action", []):
        records.promise(date=date, what=action["what"], owner=by, due_on=reading.day(action["days"]), by=by)
