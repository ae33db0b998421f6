"""
Taking in a file of people who come to a date or belong to a forum: the only code that writes GuestImports.

A file is read (`bring_in`), its columns are matched (`match`), its fate is shown (`plan`, which writes and locks
nothing), and then the worker takes it in (`start`, `take_in`): row by row, through the same functions as every door.
"""

from collections import Counter
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from accounts import access
from events import attendance, bookings, duplicates, import_rows, memberships, places
from events.columns import Column
from events.door import transaction_of_one_act
from events.models import GuestImport, Membership, Registration
from events.models.dates import Mode
from events.refusals import BookingRefused, JoiningRefused

Status, Source, Attendance = GuestImport.Status, Registration.Source, Registration.Attendance
WORDING = gettext_lazy(
    "We keep your name, how to reach you and what you tell us, so that you can take part. Only the people who organise "
    "it see them. You can tell us at any time that you no longer want to take part."
)


class Fate(TextChoices):
    REFUSED = "refused", gettext_lazy("Left out: a mistake")
    GONE = "gone", gettext_lazy("Left out: cancelled")
    DUPLICATE = "duplicate", gettext_lazy("Left out: there already")
    WAITING = "waiting", gettext_lazy("On the waiting list")
    PLACED = "placed", gettext_lazy("With a place")
    CAME = "came", gettext_lazy("Came")
    MEMBER = "member", gettext_lazy("Member")


LEFT_OUT = (Fate.REFUSED, Fate.GONE, Fate.DUPLICATE)


# --- Until the button is pressed


@transaction.atomic
def bring_in(*, sheet, file_name, by, date=None, forum=None):
    """Keep the cells of a Sheet for a date or a forum, for as long as it takes, and return the GuestImport."""
    file = GuestImport.objects.create(
        date=date, forum=forum, file_name=file_name[:200], header=sheet.header, rows=sheet.rows, by=by
    )
    _log(file, access.Action.CHANGED, by, len(file.rows), "brought in")
    return file


@transaction.atomic
def match(*, file, chosen):
    """Note what each column is and what holds for all rows, until the file is taken in."""
    GuestImport.objects.filter(pk=file.pk, status__in=(Status.UPLOADED, Status.MATCHED)).update(
        chosen=chosen, status=Status.MATCHED
    )


@transaction.atomic
def forget(*, file, by):
    """Delete what is left of a file; whom it brought stays. Raises ValidationError while it is being taken in."""
    if file.status == Status.RUNNING:
        raise ValidationError(_("This file is being taken in. Delete it when that has ended."))
    _log(file, access.Action.ERASED, by, len(file.rows), "deleted")
    file.delete()


def obstacle(file, at=None):
    """Why nobody can be taken in now, as a sentence, or ""."""
    try:
        if file.date:
            bookings.check_open(file.date, at, source=Source.IMPORT)
        else:
            memberships.check_open(file.forum, to_public=False)
    except (BookingRefused, JoiningRefused) as refused:
        return refused.messages[0]
    return ""


def plan(file, at=None):
    """
    The rows of a file whose columns are matched, each with its fate as it would be at the moment `at` (aware; now when
    left out). It writes and locks nothing: only the lock knows what will happen.
    """
    known, counts = duplicates.known(_there_already(file)), places.of_date(file.date) if file.date else {}
    seen = {}
    for row in (rows := [import_rows.read(file, raw) for raw in file.rows]):
        if _is_left_out(row):
            continue
        keys = duplicates.of_guest(import_rows.guest_of(file, row))
        if keys & known.keys():
            _is_duplicate(row, next(known[key] for key in keys if key in known))
        elif keys & seen.keys():
            first = next(seen[key] for key in keys if key in seen)
            row.fate, row.why = Fate.DUPLICATE, [_("Looks like row %(number)s.") % {"number": first.number}]
        else:
            row.fate, row.why = _place(file, row, counts, is_over(file, at))
            seen |= dict.fromkeys(keys, row)
    return rows


def totals(rows):
    """Pairs of a fate and how many rows have it, what is left out first."""
    counts = Counter(row.fate for row in rows)
    return [(fate, counts[fate]) for fate in Fate if counts[fate]]


def is_over(file, at=None):
    """Whether it is about a date that is over at the moment `at`: then it says who came."""
    return file.date is not None and file.date.ends_at <= (at or timezone.now())


def _there_already(file):
    return duplicates.live_on(file.date) if file.date else duplicates.in_forum(file.forum)


def _is_left_out(row):
    """Give a row its fate where the file alone decides it: whoever cancelled there, and what cannot be read."""
    if row.is_gone:
        row.fate, row.why = Fate.GONE, [_("The file says that they no longer come.")]
    elif row.faults:
        row.fate, row.why = Fate.REFUSED, row.faults
    return bool(row.fate)


def _is_duplicate(row, found):
    words = {"name": found.name, "reference": found.public_id}
    row.fate, row.about = Fate.DUPLICATE, found.public_id
    row.why = [_("Looks like %(name)s, reference %(reference)s.") % words]


def _place(file, row, counts, is_past):
    """The fate of a row in which nothing is wrong, and why; it takes its seats from `counts`."""
    if file.forum:
        return Fate.MEMBER, []
    count = counts[import_rows.mode_of(file, row)]
    seats = 1 + len(row.said.get(Column.COMPANIONS, ())) * file.date.companions_count
    if count.has_room_for(seats):
        count.taken += seats
        return (Fate.CAME if is_past else Fate.PLACED), []
    if is_past:
        return Fate.REFUSED, [TOO_MANY]
    count.waiting += 1
    return Fate.WAITING, []


TOO_MANY = gettext_lazy("This date had fewer places than people: first raise the number of its places.")


# --- Taking it in


@transaction.atomic
def start(*, file, by, second=()):
    """
    Leave a file to the worker. `second` are the numbers of rows that are a second person, although they look like
    somebody who is there already. Twice is once.
    """
    file = GuestImport.objects.select_for_update(of=["self"]).get(pk=file.pk)
    if file.status != Status.MATCHED:
        return file
    file.chosen |= {"second": sorted(second)}
    file.status, file.by = Status.RUNNING, by
    file.save(update_fields=["chosen", "status", "by"])
    _log(file, access.Action.BOOKED, by, len(file.rows), "taken in")
    take_in.enqueue(file.public_id)
    return file


@task()
def take_in(public_id):
    """
    Book or join for each row of a file that was started, each in its own transaction; returns how many were taken in.

    It may be started again at any time: a row whose key is there already is not touched.
    """
    file = GuestImport.objects.select_related("date__page", "forum", "by").filter(public_id=public_id).first()
    if file is None or file.status != Status.RUNNING:
        return 0
    rows = [import_rows.read(file, raw) for raw in file.rows]
    for row in rows:
        _take_in_row(file, row)
    _finish(file, rows)
    return sum(row.fate not in LEFT_OUT for row in rows)


def resume(at=None):
    """Give files whose task died to the worker again."""
    at_work = DBTaskResult.objects.filter(task_path=take_in.module_path, status__in=["READY", "RUNNING"])
    busy = {public_id for each in at_work for public_id in each.args_kwargs["args"]}
    for file in GuestImport.objects.filter(status=Status.RUNNING).exclude(public_id__in=busy):
        take_in.enqueue(file.public_id)


def key_of(file, row):
    return f"import:{file.public_id}:{row.number}"


def made(file):
    """The registrations or memberships that came from a file."""
    model = Registration if file.date_id else Membership
    return model.objects.filter(key__startswith=f"import:{file.public_id}:").select_related("person")


def _take_in_row(file, row):
    if _is_left_out(row):
        return
    try:
        with transaction_of_one_act():
            # The row of the file is the lock between two workers with the same file.
            GuestImport.objects.select_for_update().filter(pk=file.pk).values_list("pk").get()
            found = made(file).filter(key=key_of(file, row)).first()
            if found is None and row.number not in file.chosen.get("second", ()):
                found = _duplicate(file, row)
                if found:
                    return _is_duplicate(row, found)
            found = found or _make(file, row)
    except (BookingRefused, JoiningRefused) as refused:
        if refused.code == "busy":
            raise  # the task ends here, and is started again
        row.fate, row.why = Fate.REFUSED, refused.messages
    else:
        row.about = found.public_id
        row.fate = _fate_of(file, found)


def _duplicate(file, row):
    if file.date:
        places.lock(file.date_id)
    return duplicates.among(_there_already(file), import_rows.guest_of(file, row))


def _fate_of(file, found):
    if file.forum:
        return Fate.MEMBER
    if not found.has_place:
        return Fate.WAITING
    return Fate.CAME if is_over(file) else Fate.PLACED


def _make(file, row):
    return _book(file, row) if file.date else _join(file, row)


def _book(file, row):
    is_past = is_over(file)
    registration = bookings.book(
        date=file.date,
        key=key_of(file, row),
        guest=import_rows.guest_of(file, row),
        mode=import_rows.mode_of(file, row),
        companions=row.said.get(Column.COMPANIONS, ()),
        needed=[] if is_past else row.said.get(Column.NEEDS, ()),  # nothing is arranged for what is over
        agreed=list(import_rows.agreed(file, row)),
        message=row.said.get(Column.MESSAGE, ""),
        source=Source.IMPORT,
        taken_by=file.by,
        tells=file.chosen["tells"] and not is_past,
    )
    if row.number in file.chosen.get("second", ()):
        bookings.confirm_second_person(registration=registration, by=file.by)
    if is_past and not registration.has_place:
        raise BookingRefused(TOO_MANY, code="place_full")
    if is_past:
        came = Attendance.CAME_ONLINE if registration.mode == Mode.ONLINE else Attendance.CAME
        attendance.mark(registration=registration, attendance=came, by=file.by)
    return registration


def _join(file, row):
    joined = row.said.get(Column.JOINED)
    return memberships.join(
        forum=file.forum,
        key=key_of(file, row),
        guest=import_rows.guest_of(file, row),
        why=row.said.get(Column.MESSAGE, ""),
        agreed=list(import_rows.agreed(file, row)),
        method=bookings.METHODS[Source.IMPORT],
        by=file.by,
        role=row.said.get(Column.ROLE, Membership.Role.MEMBER),
        until=row.said.get(Column.UNTIL),
        tells=file.chosen["tells"],
        at=timezone.make_aware(datetime.combine(joined, time(12))) if joined else None,
    )


@transaction.atomic
def _finish(file, rows):
    """What became of each row is kept, and of the cells only those of whom it left out."""
    left_out = {row.number for row in rows if row.fate in LEFT_OUT}
    GuestImport.objects.filter(pk=file.pk, status=Status.RUNNING).update(
        rows=[raw for raw in file.rows if raw[0] in left_out],
        fates=[
            {"row": row.number, "fate": row.fate, "why": [str(why) for why in row.why], "about": row.about}
            for row in rows
        ],
        status=Status.DONE,
        finished_at=timezone.now(),
    )


def _log(file, action, by, rows, what):
    target = f"date {file.date.public_id}" if file.date else f"forum {file.forum_id}"
    access.record(by=by, action=action, what=f"file {file.public_id} {what} for {target}", rows=rows)
