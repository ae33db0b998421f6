"""
What we pay people who come: the offer of a date, what each decides about it, and what they claim.

The only code that writes these, with `expense_decisions`, which is the officers' part. Every function needs a
transaction. `by` is the officer who writes down what somebody says; None is the person, by their link.
"""

from datetime import timedelta
from decimal import ROUND_HALF_UP
from statistics import median

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.models import Organisation
from events import history
from events.models import Claim, PaymentDecision, PaymentOffer, Registration, Transition
from events.models.expenses import PENNY
from events.refusals import refusal

Status, Kind, Choice = Claim.Status, Claim.Kind, PaymentDecision.Choice
MOST = 40  # claims of one unit that can be made by link
RECEIVED = "claim_received"


def offer(*, date, by, **facts):
    """State what a date pays; `facts` are fields of PaymentOffer. What people decided stays. Raises ValidationError."""
    offered = PaymentOffer.objects.select_for_update().filter(date=date).first() or PaymentOffer(date=date)
    for name, value in facts.items():
        setattr(offered, name, value)
    if offered.fee and not str(offered.basis):
        raise ValidationError({"basis": _("Enter what the payment is for.")})
    offered.full_clean(exclude=["date"])
    offered.save()
    log(instance=date.page, action="wagtail.edit", user=by)
    return offered


def offer_alike(*, date, like):
    """State for a new date what another one pays, if anything is stated of it."""
    if offered := of_date(like):
        offered.pk, offered.date = None, date
        offered.save(force_insert=True)


def of_date(date):
    """The PaymentOffer of a date, or None while nothing is stated."""
    return PaymentOffer.objects.filter(date=date).first()


def how_paid(date):
    """How people of a date are paid, in the active language; "" where nothing is said."""
    offered = of_date(date)
    return str(offered.how_paid) if offered else ""


def caution(organisation):
    """What everybody must know about payment and benefits before they decide; it is never left out."""
    return str(organisation.payment_caution) or Organisation._meta.get_field("payment_caution").default


def decision_of(registration):
    """What somebody decided about the payment, or None."""
    return PaymentDecision.objects.filter(registration=registration).first()


def may_decide(registration, offered, claims):
    """Whether somebody can say yes or no to the payment now; `claims` are all of the registration."""
    if not (offered and offered.fee and registration.has_place) or registration.date.is_cancelled:
        return False
    settled = (Status.APPROVED, Status.PAID)
    return not any(each.is_payment and each.status in settled for each in claims)


def paid_how(claim):
    """By which way somebody wants the payment of a claim, as they decided; "" for an expense."""
    if not claim.is_payment:
        return ""
    decision = getattr(claim.registration, "payment_decision", None)
    return decision.get_choice_display() if decision else ""


def figures(claims):
    """
    What stands above a list of `claims` (a queryset): how many are open and overdue, pounds to pay and paid, and the
    median of the days that those paid within a year took (None while there is none).
    """
    to_pay, paid = Sum("approved", filter=Q(status=Status.APPROVED)), Sum("approved", filter=Q(status=Status.PAID))
    is_open, late = Q(status__in=Status.open), Claim.overdue_rule()
    found = claims.order_by().aggregate(
        open=Count("pk", filter=is_open), overdue=Count("pk", filter=late), to_pay=to_pay, paid=paid
    )
    recent = claims.filter(paid_at__gte=timezone.now() - timedelta(days=365)).select_related("registration__date")
    days = [claim.days_open() for claim in recent]
    return found | {"median": round(median(days)) if days else None}


def choices(offered):
    """What people may decide about the payment of an offer, as values of PaymentDecision.Choice."""
    left_out = {Choice.VOUCHER: not offered.vouchers, Choice.DONATE: not offered.donations}
    return [choice for choice in Choice if not left_out.get(choice)]


# --- The payment


def decide(*, registration, choice, shown, by=None, at=None):
    """
    Note whether somebody takes the payment; `shown` is what they read or heard about benefits before.

    Whoever takes it has a claim of it, and whoever declines has none. It can be decided anew until the claim is
    decided. Raises BookingRefused (not_live, cancelled, no_payment, claims_over, decided).
    """
    at = at or timezone.now()
    registration = _locked(registration)
    offered = of_date(registration.date)
    if registration.date.is_cancelled:
        raise refusal("cancelled")
    if offered is None or not offered.fee or choice not in choices(offered):
        raise refusal("no_payment")
    _check(registration, at, by=by)
    own = _payment_of(registration)
    if own and not own.is_undecided:
        raise refusal("decided")
    decision, _is_new = PaymentDecision.objects.update_or_create(
        registration=registration,
        defaults={
            "choice": choice,
            "fee": offered.fee,
            "basis": str(offered.basis),
            "shown": shown,
            "decided_at": at,
            "noted_by": by,
        },
    )
    _follow(decision, own, at)
    _record(registration, _("Decided about payment"), by=by, at=at)
    return decision


def _payment_of(registration):
    live = registration.claims.exclude(status__in=(Status.WITHDRAWN, Status.REFUSED))
    return live.select_for_update(of=["self"]).filter(kind=Kind.PAYMENT).first()


def _follow(decision, own, at):
    """The claim of the payment is as the decision says."""
    takes_it = decision.choice in Choice.paid
    if takes_it and own:
        own.amount = decision.fee
        own.save(update_fields=["amount"])
    elif takes_it:
        key = f"payment:{decision.registration.public_id}:{at.isoformat()}"
        _create(decision.registration, key=key, kind=Kind.PAYMENT, amount=decision.fee, claimed_at=at)
    elif own:
        _withdraw(own, at)


# --- Expenses


def claim(*, registration, key, kind, amount=None, miles=None, detail="", for_companion=False, by=None, at=None):
    """
    Claim an expense; miles are paid at the rate of the offer. The same `key` again is the same claim.

    `amount` is in pounds and of a mileage worked out. Raises BookingRefused (not_live, no_expenses, claims_over,
    too_many_claims), and ValidationError for details that no form lets through, such as bank details.
    """
    at = at or timezone.now()
    registration = _locked(registration)
    if made := registration.claims.filter(key=key).first():
        return made
    offered = of_date(registration.date)
    if offered is None or not offered.pays_expenses or kind not in Kind.expenses:
        raise refusal("no_expenses")
    _check(registration, at, by=by)
    if by is None and registration.claims.count() >= MOST:
        raise refusal("too_many_claims")
    if kind == Kind.MILEAGE and miles is not None:
        amount = in_pounds(miles, offered)
    made = _create(
        registration,
        key=key,
        kind=kind,
        amount=amount,
        miles=miles,
        detail=detail,
        for_companion=for_companion,
        claimed_at=at,
    )
    _record(registration, _("Claimed an expense"), by=by, at=at)
    if by is None:  # an officer says so on the telephone
        day = timezone.localdate(at)
        history.tell(registration, RECEIVED, once=f"{RECEIVED}:{registration.public_id}:{day}", claims=[made.pk])
    return made


def in_pounds(miles, offered):
    """What so many miles (a Decimal) are paid, to the penny."""
    return (miles * offered.mileage).quantize(PENNY, ROUND_HALF_UP)


def withdraw(*, claim, by=None, at=None):
    """Take back a claim that nobody has decided. Raises BookingRefused (decided)."""
    at = at or timezone.now()
    claim = _locked_claim(claim)
    if claim.is_payment:  # that is decided by saying no to it
        raise refusal("decided")
    _withdraw(claim, at)
    _record(claim.registration, _("Withdrew a claim"), by=by, at=at)
    return claim


def answer(*, claim, answer, by=None, at=None):
    """Answer an officer's question about a claim, which is then to be decided again. Raises BookingRefused."""
    at = at or timezone.now()
    claim = _locked_claim(claim)
    if claim.status != Status.QUERIED:
        raise refusal("no_question")
    claim.status, claim.answer = Status.CLAIMED, answer
    claim.clean_fields(exclude=["registration"])
    claim.save(update_fields=["status", "answer"])
    _record(claim.registration, _("Answered a question about a claim"), by=by, at=at)
    return claim


def forget(registrations):
    """
    Take away who it was from the claims of registrations (ids). Amounts and decisions stay, for the accounts.

    What nobody decided is withdrawn: there is nobody left to be paid.
    """
    claims = Claim.objects.filter(registration__in=registrations)
    claims.filter(status__in=Status.undecided).update(status=Status.WITHDRAWN)
    claims.update(detail="", question="", answer="", reason="")


# --- What they share


def _locked(registration):
    rows = Registration.objects.select_for_update(of=["self"]).select_related("date__page", "person")
    return rows.get(pk=registration.pk)


def _locked_claim(claim):
    rows = Claim.objects.select_for_update(of=["self"]).select_related("registration__date", "registration__person")
    claim = rows.get(pk=claim.pk)
    if not claim.is_undecided:
        raise refusal("decided")
    return claim


def _check(registration, at, *, by):
    if not registration.has_place:
        raise refusal("not_live")
    if by is None and registration.date.ends_at + Registration.LINK_SERVES <= at:
        raise refusal("claims_over")


def _create(registration, **facts):
    made = Claim(registration=registration, **facts)
    made.full_clean(exclude=["registration"])
    made.save()
    return made


def _withdraw(claim, at):
    claim.status, claim.decided_at = Status.WITHDRAWN, at
    claim.save(update_fields=["status", "decided_at"])


def _record(registration, why, *, by, at):
    """A line of the history, which says neither what for nor how much."""
    return history.record(registration, Transition.What.CHANGED, at=at, by=by, why=why)
