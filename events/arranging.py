"""
Access needs from asked to met: who arranges what by when, and what people hear of it, each by their own channel.

The only code that writes what becomes of a need. Every function needs a transaction. `needs` are rows of one date or of
several; several needs of one person that are settled in one act make one message. Histories and logs, which are kept
longer than the needs, never say which need it was.
"""

from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Exists, OuterRef
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from django.utils.translation import gettext as _

from events import history
from events.models import AccessNeed, Registration, Transition
from mailing import outbox
from mailing.models import Message

Status = AccessNeed.Status
KINDS = {Status.ARRANGED: "need_arranged", Status.CANNOT_MEET: "need_cannot_be_met", Status.ASKED: "need_changed"}
SETTLED = (Status.ARRANGED, Status.CANNOT_MEET)


def assign(*, needs, by, at=None, **given):
    """
    Say who arranges needs, `owner` (a user, None for nobody), by when, `due_on` (None for no day), or both.

    Nobody is told. Returns the needs that changed. Raises ValidationError (none).
    """
    changed = [need for need in _locked(needs) if any(getattr(need, name) != value for name, value in given.items())]
    for need in changed:
        need.owner, need.due_on = given.get("owner", need.owner), given.get("due_on", need.due_on)
        need.save(update_fields=["owner", "due_on"])
    for registration, _own in _by_registration(changed):
        _record(registration, _("Who arranges a need, and by when"), by=by, at=at)
    return changed


def arrange(*, needs, by, tell=True, at=None):
    """
    Note needs as arranged and tell their people, unless `tell` is False. What is arranged already stays as it is.

    Returns the needs that changed. Raises ValidationError (none, not_live, over).
    """
    return _settle(needs, Status.ARRANGED, why=_("A need was arranged"), by=by, tell=tell, at=at)


def cannot_meet(*, needs, by, alternative, tell=True, at=None):
    """
    Note that needs cannot be met, with what we offer instead, which their people read.

    Returns the needs that changed. Raises ValidationError (none, not_live, over, and without an alternative).
    """
    if not alternative.strip():
        raise ValidationError({"alternative": _("Enter what we offer instead.")})
    why = _("A need cannot be met")
    return _settle(needs, Status.CANNOT_MEET, why=why, by=by, tell=tell, at=at, alternative=alternative)


def reopen(*, needs, by, tell=True, at=None):
    """
    Take back what was noted: the needs are to be arranged again. Whoever was told otherwise is told that it changed.

    Returns the needs that changed. Raises ValidationError (none, not_live, over).
    """
    return _settle(needs, Status.ASKED, why=_("A need is to be arranged again"), by=by, tell=tell, at=at)


def tell(*, needs, by, at=None):
    """
    Tell people what became of their needs, where they were not told of it yet.

    Returns the needs of which people are told now. Raises ValidationError (none, not_live, over).
    """
    at = at or timezone.now()
    untold = [need for need in _locked(needs) if need.told_at is None and need.status in SETTLED]
    _check(untold, at)
    for registration, own in _by_registration(untold):
        transition = _record(registration, _("Was told what is arranged"), by=by, at=at)
        for kind, some in groupby(own, key=lambda need: KINDS[need.status]):
            _queue(registration, list(some), kind=kind, transition=transition, at=at)
    return untold


# --- Afterwards


def say(*, answers, by=None, at=None):
    """
    Note whether needs were met, as the person says: `answers` is {need: (yes, partly or no, their words)}.

    `by` is the officer who writes it down; None is the person, by their link. It can be said anew. Raises
    ValidationError (none, not_live, over_not_yet).
    """
    at = at or timezone.now()
    needs = _locked(answers)
    for need in needs:
        if not need.registration.has_place or need.registration.date.is_cancelled:
            raise ValidationError(_("Only somebody with a place can say whether a need was met."), code="not_live")
        if need.registration.date.ends_at > at:
            raise ValidationError(_("The event is not over yet."), code="over_not_yet")
    for need in needs:
        _note(need, *answers[need])
    for registration, _own in _by_registration(needs):
        _record(registration, _("Whether needs were met"), by=by, at=at)
    return needs


def _note(need, answer, words):
    need.status = Status.MET if answer == "yes" else Status.NOT_MET
    begins = AccessNeed.NOT_WHOLLY.get(answer, "")
    need.how_it_went = ": ".join(part for part in (begins, words.strip()) if part)
    need.clean_fields(exclude=["registration", "owner"])
    need.save(update_fields=["status", "how_it_went"])


def ask_who_came(at=None):
    """
    Ask everybody with needs who had a place whether their needs were met, once, when the date is over.

    A job of the worker: it asks what is due and not done.
    """
    for registration in to_be_asked(at or timezone.now()):
        history.tell(registration, "needs_met", once=f"needs_met:{registration.public_id}")


def to_be_asked(at):
    """Registrations whose people are asked at the moment `at` whether their needs were met, and were not yet."""
    asked = Message.objects.filter(kind="needs_met", about=OuterRef("public_id"))
    open_needs = AccessNeed.objects.filter(registration=OuterRef("pk"), status__in=Status.before)
    had_place = Registration.objects.placed().filter(date__ends_at__lte=at, date__cancelled_at=None)
    return had_place.filter(~Exists(asked), Exists(open_needs), person__isnull=False).select_related("person", "date")


def note_told(message):
    """Somebody has called or written: for the message registry."""
    told = AccessNeed.objects.filter(pk__in=message.context["needs"], registration__public_id=message.about)
    told.update(told_at=timezone.now())


def note_untold(message, goes_on):
    """What we wrote came back, so they do not know: for the message registry."""
    ids = message.context.get("needs", [])  # after 14 days nobody knows which they were
    AccessNeed.objects.filter(pk__in=ids, registration__public_id=message.about).update(told_at=None)


# --- What they share


def _settle(needs, status, *, why, by, tell, at, alternative=""):
    at = at or timezone.now()
    needs = _locked(needs)
    _check(needs, at)
    changed = [need for need in needs if (need.status, need.alternative) != (status, alternative)]
    # Nobody hears that something changed of which they never heard.
    to_tell = {need.pk for need in changed if tell and (status != Status.ASKED or need.told_at)}
    for need in changed:
        need.status, need.alternative, need.told_at, need.how_it_went = status, alternative, None, ""
        need.clean_fields(exclude=["registration", "owner"])
        need.save(update_fields=["status", "alternative", "told_at", "how_it_went"])
    for registration, own in _by_registration(changed):
        transition = _record(registration, why, by=by, at=at)
        own = [need for need in own if need.pk in to_tell]
        _queue(registration, own, kind=KINDS[status], transition=transition, at=at)
    return changed


def _check(needs, at):
    for need in needs:
        if not need.registration.is_live or need.registration.date.is_cancelled:
            raise ValidationError(_("This booking has ended already."), code="not_live")
        if need.registration.date.ends_at <= at:
            raise ValidationError(_("The event is over. You can still note whether the need was met."), code="over")


def _locked(needs):
    _need_transaction()
    ids = [need.pk for need in needs]
    rows = AccessNeed.objects.select_for_update(of=["self"]).filter(pk__in=ids)
    found = list(rows.select_related("registration__date", "registration__person", "owner").order_by("pk"))
    if not found:
        raise ValidationError(_("Select at least one need."), code="none")
    return found


def _need_transaction():
    if not connection.in_atomic_block:
        raise TransactionManagementError("Needs are arranged inside a transaction.")


def _by_registration(needs):
    """Pairs of a registration and its needs."""
    ordered = sorted(needs, key=lambda need: (need.registration_id, need.status, need.pk))
    return [(own[0].registration, own) for own in (list(own) for _pk, own in groupby(ordered, _of))]


def _of(need):
    return need.registration_id


def _record(registration, why, *, by, at):
    return history.record(registration, Transition.What.CHANGED, at=at or timezone.now(), by=by, why=why)


def _queue(registration, needs, *, kind, transition, at):
    """Queue one message about needs. Whoever is called or written to by hand is told when that is done."""
    if not needs:
        return
    ids, person = [need.pk for need in needs], registration.person
    history.tell(registration, kind, once=history.once(kind, registration.public_id, transition.pk), needs=ids)
    if person and not outbox.is_by_hand(person) and not outbox.suppressed(person.address_to_write_to, at):
        AccessNeed.objects.filter(pk__in=ids).update(told_at=at)
