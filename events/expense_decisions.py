"""
What officers decide about claims. Every function needs a transaction, and locks the claims: each is decided once.

Claims of one unit that are decided or paid in one act make one message. Histories never say what for or how much.
"""

from itertools import groupby

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from events import history
from events.models import Claim, Transition

Status = Claim.Status
QUESTION, DECIDED, PAID = "claim_question", "claim_decided", "claim_paid"


def ask(*, claim, question, by, at=None):
    """Ask the person about a claim, which waits for the answer. Raises ValidationError (none, decided)."""
    at = at or timezone.now()
    (claim,) = _undecided([claim])
    if not question.strip():
        raise ValidationError({"words": _("Enter what you want to know.")})
    claim.status, claim.question, claim.answer = Status.QUERIED, question, ""
    _save([claim])
    _tell([claim], QUESTION, _("Was asked about a claim"), by=by, at=at)
    return claim


def approve(*, claims, by, amount=None, reason="", at=None):
    """
    Approve claims as they are, or one of them with another `amount` in pounds and the reason for it, which they read.

    Returns the claims. Raises ValidationError (none, decided, and for another amount without a reason).
    """
    at = at or timezone.now()
    claims = _undecided(claims)
    for claim in claims:
        claim.approved = claim.amount if amount is None else amount
        if claim.is_reduced and not reason.strip():
            raise ValidationError({"words": _("Enter why it is not what was claimed. They read this.")})
        _decide(claim, Status.APPROVED, reason=reason, by=by, at=at)
    _save(claims)
    _tell(claims, DECIDED, _("Claims were approved"), by=by, at=at)
    return claims


def refuse(*, claims, by, reason, at=None):
    """Refuse claims with a reason, which their people read. Raises ValidationError (none, decided, no reason)."""
    at = at or timezone.now()
    claims = _undecided(claims)
    if not reason.strip():
        raise ValidationError({"words": _("Enter why it is refused. They read this.")})
    for claim in claims:
        _decide(claim, Status.REFUSED, reason=reason, by=by, at=at)
    _save(claims)
    _tell(claims, DECIDED, _("Claims were refused"), by=by, at=at)
    return claims


def pay(*, claims, by, at=None):
    """
    Note approved claims as paid and tell their people; what is paid already stays. Returns those noted now.

    Raises ValidationError (none, not_approved).
    """
    at = at or timezone.now()
    claims = _locked(claims)
    if wrong := [claim for claim in claims if claim.status not in (Status.APPROVED, Status.PAID)]:
        words = _("Only approved claims can be paid. Decide first: %(names)s.")
        names = ", ".join(sorted({claim.registration.name or claim.public_id for claim in wrong}))
        raise ValidationError(words % {"names": names}, code="not_approved")
    paid = [claim for claim in claims if claim.status == Status.APPROVED]
    for claim in paid:
        claim.status, claim.paid_at, claim.paid_by = Status.PAID, at, name_of(by)
    _save(paid)
    _tell(paid, PAID, _("Claims were paid"), by=by, at=at)
    return paid


def name_of(user):
    """How the accounts name an officer for as long as they are kept."""
    return f"{user.name} <{user.email}>"[:200] if user.name else user.email


# --- What they share


def _locked(claims):
    """Always in the same order, so that two officers who decide the same claims wait and never block each other."""
    rows = Claim.objects.select_for_update(of=["self"]).filter(pk__in=[claim.pk for claim in claims])
    found = list(rows.select_related("registration__date", "registration__person").order_by("pk"))
    if not found:
        raise ValidationError(_("Select at least one claim."), code="none")
    return found


def _undecided(claims):
    claims = _locked(claims)
    for claim in claims:
        if not claim.is_undecided:
            words = _("The claim %(claim)s is no longer open: %(status)s, %(who)s. Load the list again.")
            about = {"claim": claim, "status": claim.get_status_display().lower(), "who": claim.decided_by or "–"}
            raise ValidationError(words % about, code="decided")
    return claims


def _decide(claim, status, *, reason, by, at):
    claim.status, claim.reason, claim.decided_at, claim.decided_by = status, reason, at, name_of(by)


def _save(claims):
    for claim in claims:
        claim.full_clean(exclude=["registration"], validate_unique=False)
        claim.save()


def _by_registration(claims):
    ordered = sorted(claims, key=lambda claim: (claim.registration_id, claim.pk))
    groups = (list(own) for _pk, own in groupby(ordered, lambda claim: claim.registration_id))
    return [(own[0].registration, own) for own in groups]


def _tell(claims, kind, why, *, by, at):
    for registration, own in _by_registration(claims):
        transition = history.record(registration, Transition.What.CHANGED, at=at, by=by, why=why)
        ids = [claim.pk for claim in own]
        history.tell(registration, kind, once=history.once(kind, registration.public_id, transition.pk), claims=ids)
