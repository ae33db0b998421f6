"""Who came, noted by an officer on the day and after it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import history
from events.models import Registration, Transition


@transaction.atomic
def mark(*, registration, attendance, by, at=None):
    """
    Note whether somebody with a place came; `attendance` is a value of Registration.Attendance. Twice is once.

    Raises ValidationError for somebody without a place, and before the date has begun.
    """
    at = at or timezone.now()
    registration = (
        Registration.objects.select_for_update(of=["self"]).select_related("date", "person").get(pk=registration.pk)
    )
    if not registration.has_place:
        raise ValidationError(_("Only somebody with a place can have come."))
    if registration.date.starts_at > at:
        raise ValidationError(_("This date has not begun yet."))
    if registration.attendance == attendance:
        return registration
    registration.attendance = attendance
    registration.clean_fields(exclude=["date", "person", "taken_by"])
    registration.save(update_fields=["attendance"])
    what = registration.get_attendance_display()
    history.record(registration, Transition.What.CHANGED, at=at, by=by, why=str(what))
    return registration
