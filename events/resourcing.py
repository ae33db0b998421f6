"""
What we book for several people of a date at once, such as two interpreters. It settles the needs that it meets.

Every function needs a transaction. A resource names nobody; which needs it meets goes 30 days after the event.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from events import arranging, needs
from events.models import AccessNeed, Resource

Status, NeedStatus = Resource.Status, AccessNeed.Status


def add(*, date, by, meets=(), **fields):
    """
    Add something to be booked for a date, and return it. `meets` are the needs that it will meet.

    Where `quantity` or `due_on` is None it is what is usual for such a need. Raises ValidationError.
    """
    return _write(Resource(date=date), by=by, meets=meets, fields=fields)


def change(*, resource, by, meets, tell=True, at=None, **fields):
    """
    Change a resource and which needs it meets. Of one that is booked, needs that join it are arranged and those that
    leave it are to be arranged again; their people are told, unless `tell` is False. Raises ValidationError.
    """
    resource = _locked(resource)
    before, after = set(resource.needs.all()), set(meets)
    _write(resource, by=by, meets=meets, fields=fields)
    if resource.status == Status.BOOKED:
        _reopen(before - after, by=by, tell=tell, at=at)
        _arrange(after - before, by=by, tell=tell, at=at)
    return resource


def book(*, resource, by, tell=True, at=None):
    """Note that it is booked: the needs that it meets are arranged, and their people told unless `tell` is False."""
    resource = _set_status(resource, Status.BOOKED, by)
    return _arrange(resource.needs.all(), by=by, tell=tell, at=at)


def not_to_be_had(*, resource, by, alternative, tell=True, at=None):
    """
    Note that it is not to be had: the needs cannot be met, and people read what we offer instead.

    Raises ValidationError where needs hang on it and there is no alternative.
    """
    resource = _set_status(resource, Status.NOT_TO_BE_HAD, by)
    meets = _still_to_settle(resource.needs.all(), at)
    if not meets:
        return []
    return arranging.cannot_meet(needs=meets, by=by, alternative=alternative, tell=tell, at=at)


def book_again(*, resource, by, tell=True, at=None):
    """Take back that it is booked or not to be had: the needs that nothing else meets are to be arranged again."""
    if _locked(resource).status == Status.TO_BOOK:
        return []
    resource = _set_status(resource, Status.TO_BOOK, by)
    return _reopen(resource.needs.all(), by=by, tell=tell, at=at)


def remove(*, resource, by, tell=True, at=None):
    """Take a resource away. The needs that only it met are to be arranged again."""
    resource = _locked(resource)
    meets, was_booked = list(resource.needs.all()), resource.status == Status.BOOKED
    access.record(by=by, action=access.Action.CHANGED, what=_name(resource), reason=_("Removed"))
    resource.delete()
    return _reopen(meets, by=by, tell=tell, at=at) if was_booked else []


def usual(date, code):
    """How many are booked of something for a date, and by when, as a rule: {"quantity": ..., "due_on": ...}."""
    on, today = timezone.localdate(date.starts_at), timezone.localdate()
    return {
        "quantity": needs.usual_number(code, lasts=date.ends_at - date.starts_at),
        "due_on": needs.due_on(code, starts_on=on, today=today),
    }


def concerned(needs, at=None):
    """The people who hear of it when these needs are settled: registrations that have not ended."""
    return {need.registration_id for need in _still_to_settle(needs, at)}


# --- What they share


def _arrange(meets, *, by, tell, at):
    meets = _still_to_settle(meets, at)
    return arranging.arrange(needs=meets, by=by, tell=tell, at=at) if meets else []


def _reopen(meets, *, by, tell, at):
    """Needs that no other resource meets which is booked."""
    met = {need.pk for need in AccessNeed.objects.filter(pk__in=_ids(meets), resources__status=Status.BOOKED)}
    left = [need for need in _still_to_settle(meets, at) if need.pk not in met]
    return arranging.reopen(needs=left, by=by, tell=tell, at=at) if left else []


def _still_to_settle(meets, at):
    """Without the needs of bookings that ended, and after the event: a resource may change then, and tells nobody."""
    rows = AccessNeed.objects.filter(pk__in=_ids(meets), registration__date__ends_at__gt=at or timezone.now())
    live = rows.filter(registration__date__cancelled_at=None).select_related("registration")
    return [need for need in live if need.registration.is_live]


def _ids(meets):
    return [need.pk for need in meets]


def _write(resource, *, by, meets, fields):
    for name, value in fields.items():
        setattr(resource, name, value)
    for name, value in usual(resource.date, resource.code).items():
        if getattr(resource, name) is None:
            setattr(resource, name, value)
    if any(need.registration.date_id != resource.date_id for need in meets):
        raise ValidationError({"meets": _("Select needs of this date.")})
    resource.full_clean(exclude=["date"])
    resource.save()
    resource.needs.set(meets)
    access.record(by=by, action=access.Action.CHANGED, what=_name(resource))
    return resource


def _set_status(resource, status, by):
    resource = _locked(resource)
    resource.status = status
    resource.save(update_fields=["status"])
    access.record(by=by, action=access.Action.CHANGED, what=_name(resource), reason=str(resource.get_status_display()))
    return resource


def _locked(resource):
    return Resource.objects.select_for_update(of=["self"]).select_related("date").get(pk=resource.pk)


def _name(resource):
    return f"resource {resource.pk} of date {resource.date.public_id}"
