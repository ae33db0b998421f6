"""
What is done at a desk: people are found, checked in, written down when they walk in, and all of it can be undone.

Devices work without network and send later, so each act has a key that the device made: sent twice, it is one act. The
last act by time holds for each person, in whatever order acts arrive.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from events import attendance, bookings, places
from events.desk_codes import code_of
from events.guests import Guest
from events.models import CheckIn, Registration
from events.models.dates import Mode
from events.needs import AT_THE_DESK

Attendance = Registration.Attendance
CAME, UNDONE = Attendance.CAME, Attendance.UNKNOWN


# --- The list


def expected(date):
    """Who may come to the desk: registrations with a place in person, with all that `entry` reads. Three queries."""
    rows = date.registrations.placed().filter(mode=Mode.IN_PERSON)
    return rows.prefetch_related("companions", "needs").order_by("name", "pk")


def entry(registration):
    """All that a device ever holds of somebody, as JSON."""
    needs = [need for need in registration.needs.all() if need.code in AT_THE_DESK]
    return {
        "id": registration.public_id,
        "key": walk_in_key(registration),
        "name": registration.name,
        "code": code_of(registration),
        "companions": [each.name or str(each.get_role_display()) for each in registration.companions.all()],
        "needs": [str(need) for need in needs if need.status != need.Status.CANNOT_MEET],
        "is_here": registration.attendance == CAME,
    }


def find(entries, text):
    """The entries of whom each word of the text is in one name, theirs or of who comes along, or whose code it is."""
    words, compact = text.casefold().split(), "".join(text.casefold().split())

    def is_meant(each):
        names = [name.casefold() for name in (each["name"], *each["companions"])]
        is_code = compact in (each["code"].casefold(), each["id"])
        return is_code or any(all(word in name for word in words) for name in names)

    return list(filter(is_meant, entries))


def heads(entries):
    """How many of the entries are here, and how many came along with those."""
    here = [each for each in entries if each["is_here"]]
    return len(here), sum(len(each["companions"]) for each in here)


# --- Acts


def when(*, device, at, ahead=timedelta(0), now=None):
    """
    When an act was done: the moment `at` (aware) of a device whose clock is `ahead` of ours, and never before the desk
    was opened there or after it closed.
    """
    now = now or timezone.now()
    return max(device.opened_at, min(at - ahead, now, device.desk.closes_at - timedelta(milliseconds=1)))


def note(*, device, key, who, came, at):
    """
    Check somebody in, or with `came` False take that back. `who` is the reference of a registration of this desk's
    date, or the key by which a device wrote down somebody who walked in. Needs a transaction. The same `key` again is
    once.

    Raises ValidationError for somebody who is not on the list.
    """
    places.lock(device.desk.date_id)  # first, as every verb does that may free a place
    registration = _of_date(device, public_id=who) or _of_date(device, key=_walk_in(who))
    if registration is None:
        raise ValidationError(_("This person is not on the list of this date."))
    if CheckIn.objects.filter(key=key).exists():
        return registration
    had_place = registration.has_place
    registration = _mark(registration, CAME if came else UNDONE, at)
    if had_place and walk_in_key(registration) and registration.attendance == UNDONE:
        _take_off(registration, device, at)
    return _keep(device, key, registration, came, at)


def walk_in(*, device, key, name, contact, at):
    """
    Book somebody who came without a place, and check them in. Whoever stands in the room has a place, beyond the number
    if need be. `contact` is an e-mail address or a telephone number. Needs a transaction. The same `key` again is once.

    Raises ValidationError, BookingRefused among them.
    """
    by = device.desk.opened_by
    is_email = "@" in contact
    guest = Guest(
        name=name,
        channel=Person.Channel.EMAIL if is_email else Person.Channel.TELEPHONE,
        email=contact if is_email else "",
        telephone="" if is_email else contact,
        is_16_or_over=True,
    )
    registration = bookings.book(
        date=device.desk.date,
        key=_walk_in(key),
        guest=guest,
        mode=Mode.IN_PERSON,
        source=Registration.Source.WALK_IN,
        taken_by=by,
        tells=False,
        at=at,
    )
    if CheckIn.objects.filter(key=key).exists():
        return registration
    if not registration.has_place:
        options = {"reason": _("Walked in when the date was full"), "tells": False, "at": at}
        registration = bookings.place_beyond(registration=registration, by=by, **options)
    return _keep(device, key, _mark(registration, CAME, at), True, at)


def _walk_in(key):
    """The key of the registration of somebody who walked in."""
    return f"desk-{key}"


def walk_in_key(registration):
    """The key that a device made for somebody who walked in; "" for others."""
    return registration.key.removeprefix("desk-") if registration.key.startswith("desk-") else ""


def _of_date(device, **which):
    rows = device.desk.date.registrations.filter(mode=Mode.IN_PERSON).select_related("date", "person")
    return rows.order_by().filter(**which).first()


def _mark(registration, value, at):
    return attendance.mark(registration=registration, attendance=value, at=at, where=_("at the desk"))


def _take_off(registration, device, at):
    """Whoever was written down by mistake goes off the list again while the event lasts, and nobody is told."""
    if registration.date.ends_at <= at:
        return
    options = {"by": device.desk.opened_by, "reason": _("Undone at the desk"), "tells": False, "at": at}
    bookings.cancel(registration=registration, **options)


def _keep(device, key, registration, came, at):
    attendance_then = CAME if came else UNDONE
    CheckIn.objects.create(key=key, device=device, registration=registration, attendance=attendance_then, at=at)
    return registration
