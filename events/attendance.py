"""Who came, noted at the desk on the day, and by an officer then or afterwards."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import history
from events.models import Registration, Transition
from events.models.dates import Mode

Attendance = Registration.Attendance


def can_be_noted(date, at=None):
    """From the morning of the day on, in London: people come before a date begins."""
    return timezone.localdate(date.starts_at) <= timezone.localdate(at or timezone.now())


_followers = []


def register(follower):
    """`follower(date)` says in a sentence what whoever came to a date hears of it. feedback/ registers its own."""
    _followers.append(follower)


def what_follows(date):
    """Sentences about what whoever came hears of it, for the officer who notes who came."""
    return [follower(date) for follower in _followers]


@transaction.atomic
def mark(*, registration, attendance, by=None, at=None, where=""):
    """
    Note whether somebody with a place came; `attendance` is a value of Registration.Attendance. Twice is once.

    `at` is when it was seen (aware). What was seen later stands: an earlier word that arrives after it changes nothing.
    `by` is an officer, None at the desk; `where` it was noted stands in the history. Raises ValidationError for
    somebody without a place, and before the day of the date.
    """
    at = at or timezone.now()
    registration = (
        Registration.objects.select_for_update(of=["self"]).select_related("date", "person").get(pk=registration.pk)
    )
    if registration.attendance_at and registration.attendance_at > at:
        return registration
    if not registration.has_place:
        raise ValidationError(_("Only somebody with a place can have come."))
    if not can_be_noted(registration.date, at):
        raise ValidationError(_("The day of this date has not begun yet."))
    is_new = registration.attendance != attendance
    registration.attendance, registration.attendance_at = attendance, at
    registration.clean_fields(exclude=["date", "person", "taken_by"])
    registration.save(update_fields=["attendance", "attendance_at"])
    if is_new:
        what = ", ".join(filter(None, [str(registration.get_attendance_display()), where]))
        history.record(registration, Transition.What.CHANGED, at=at, by=by, why=what)
    return registration


@transaction.atomic
def mark_all(*, date, came, online=(), by, at=None):
    """
    Note of everybody with a place on a date whether they came: ids of the registrations that `came`, and of those among
    them that came `online`. Who is named in neither did not come. Returns how many of each, {attendance: number}.
    """
    counts = dict.fromkeys((Attendance.CAME, Attendance.CAME_ONLINE, Attendance.DID_NOT_COME), 0)
    for registration in date.registrations.placed().order_by("pk"):  # in one order, so that no two wait for each other
        attendance = Attendance.DID_NOT_COME
        if registration.pk in online:
            attendance = Attendance.CAME_ONLINE
        elif registration.pk in came:
            attendance = Attendance.CAME
        mark(registration=registration, attendance=attendance, by=by, at=at)
        counts[attendance] += 1
    return counts


def presumed(registrations):
    """
    Who came as far as we know, {id: attendance}. Where nobody of a way to come was noted, everybody is taken to have
    come; where somebody was, only those who were, since then the desk was open and whoever is missing did not pass it.
    """
    registrations = list(registrations)
    noted = {each.mode for each in registrations if each.attendance}
    assumed = {Mode.IN_PERSON: Attendance.CAME, Mode.ONLINE: Attendance.CAME_ONLINE}
    return {
        each.pk: each.attendance or (Attendance.UNKNOWN if each.mode in noted else assumed[each.mode])
        for each in registrations
    }
