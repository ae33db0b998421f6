"""
The desk of a date: who opens it, on which devices it is open, and until when.

An officer opens it for the day; helpers open it on a device by link and PIN, with no right to anything else. What is
done at it stands in `check_ins`.
"""

import secrets
from datetime import datetime, time, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from events import places
from events.models import Desk, DeskDevice
from events.models.dates import Mode


def midnight_after(at):
    """The midnight in London that ends the day of the moment `at` (aware)."""
    return timezone.make_aware(datetime.combine(timezone.localdate(at) + timedelta(days=1), time()))


def obstacle(date, at=None):
    """Why no desk of a date can be opened at the moment `at` (aware; now when left out), in words, or ""."""
    today = timezone.localdate(at or timezone.now())
    if date.is_cancelled:
        return _("This date is cancelled.")
    if Mode.IN_PERSON not in date.modes:
        return _("Everybody comes online, so there is no desk.")
    if today < timezone.localdate(date.starts_at):
        return _("The desk can be opened on the day itself.")
    if today > timezone.localdate(date.ends_at):
        return _("This date is over. Note who came on the screen “Who came”.")
    return ""


@transaction.atomic
def open_for(*, date, by, at=None):
    """
    Open the desk of a date until midnight, or give the one that is open a new PIN. Returns the Desk and the PIN, six
    digits, which is kept as a hash and can never be shown again. Raises ValidationError (see `obstacle`).
    """
    at = at or timezone.now()
    (date,) = places.lock(date.pk)  # so that two officers open one desk
    if refusal := obstacle(date, at):
        raise ValidationError(refusal)
    pin = f"{secrets.randbelow(10**6):06}"
    desk = Desk.objects.open(at).filter(date=date).first()
    if desk is None:
        desk = Desk(date=date, opened_by=by, opened_at=at, closes_at=midnight_after(at))
    desk.pin, desk.wrong_pins = make_password(pin), 0
    desk.save()
    access.record(by=by, action=access.Action.CHANGED, what=name_of(desk), reason=_("Opened, with a new PIN"))
    return desk, pin


@transaction.atomic
def revoke(*, desk, by, at=None):
    """Close a desk on all devices at once. Twice is once."""
    desk = Desk.objects.select_for_update().get(pk=desk.pk)
    if desk.revoked_at is None:
        desk.revoked_at = at or timezone.now()
        desk.save(update_fields=["revoked_at"])
        access.record(by=by, action=access.Action.CHANGED, what=name_of(desk), reason=_("Closed on all devices"))
    return desk


@transaction.atomic
def enter(*, desk, pin, helper, at=None):
    """
    Open a desk on one device; `helper` is the name of who stands there. Returns the DeskDevice, or None for a wrong
    PIN, which is counted, and for a desk that is locked or closed.
    """
    at = at or timezone.now()
    desk = Desk.objects.select_for_update().select_related("date").get(pk=desk.pk)  # tries are counted one by one
    if desk.is_locked or not desk.is_open(at):
        return None
    if not check_password(pin, desk.pin):
        desk.wrong_pins += 1
        desk.save(update_fields=["wrong_pins"])
        return None
    device = DeskDevice.objects.create(desk=desk, helper=helper, opened_at=at)
    log(device, access.Action.VIEWED, rows=desk.date.registrations.placed().filter(mode=Mode.IN_PERSON).count())
    return device


@transaction.atomic
def close(*, device, by=None, at=None):
    """Close the desk on one device: there, or by an officer (`by`). Twice is once."""
    device = DeskDevice.objects.select_for_update(of=["self"]).select_related("desk__date").get(pk=device.pk)
    if device.closed_at is None:
        device.closed_at = at or timezone.now()
        device.save(update_fields=["closed_at"])
        log(device, access.Action.CHANGED, by=by, reason=_("Closed on this device"))
    return device


def log(device, action, *, by=None, rows=1, reason=""):
    """A line in the access log about a device; it says which, and the device says who stood there."""
    what = f"{name_of(device.desk)}, device {device.public_id}"
    access.record(by=by, action=action, what=what, rows=rows, reason=reason)


def name_of(desk):
    """What the access log calls a desk."""
    return f"desk {desk.public_id} of date {desk.date.public_id}"
