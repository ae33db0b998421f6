"""How many places a date has, and how many are left. Exact only under the lock; everywhere else it is a hint."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q
from django.db.transaction import TransactionManagementError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import EventDate, Registration


@dataclass
class Places:
    """The seats of one date for one way to come; `waiting` counts those in line, each with whom they bring as one."""

    capacity: int
    taken: int = 0
    waiting: int = 0

    @property
    def free(self):
        """Seats that nobody holds. May be negative when an officer took places away."""
        return self.capacity - self.taken

    def has_room_for(self, seats):
        """Whether somebody who comes now gets a place: not while others wait, even if places are free."""
        return not self.waiting and seats <= self.free

    @property
    def is_full(self):
        """Whether the next booking joins the waiting list."""
        return not self.has_room_for(1)

    @property
    def in_words(self):
        """What is left, for a page."""
        if self.is_full:
            return _("Full: you can join the waiting list")
        return ngettext("%(number)s place left", "%(number)s places left", self.free) % {"number": self.free}


def lock(*date_ids, **conditions):
    """
    The dates, locked until the transaction ends, always in the order of their ids so that no two wait for each other.

    PostgreSQL locks the rows; on SQLite the transaction itself is the lock, since it begins IMMEDIATE. Dates that do
    not meet the `conditions` are left out.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("Dates are locked inside a transaction.")
    dates = EventDate.objects.select_for_update(of=["self"], no_key=True).filter(pk__in=date_ids, **conditions)
    return list(dates.order_by("pk"))


def of_dates(dates):
    """
    The places of several dates: date id -> mode -> Places, for the modes that a date offers. One query, or two where
    companions take a seat.

    Somebody with a place who waits for one of the other way to come takes a seat here and waits there.
    """
    dates = {date.pk: date for date in dates}
    found = {pk: {mode: Places(date.places(mode)) for mode in date.modes} for pk, date in dates.items()}
    rows = Registration.objects.live().filter(date__in=dates).order_by()
    counted = rows.values_list("date_id", "mode", "state", "wanted_mode").annotate(units=Count("pk"))
    companions = _companions([pk for pk, date in dates.items() if date.companions_count])
    for date_id, mode, state, wanted_mode, units in counted:
        ways = found[date_id]
        waits_for = mode if state == Registration.State.WAITING else wanted_mode
        if state in Registration.State.holding:
            ways.setdefault(mode, Places(0)).taken += units + companions.get((date_id, mode, state, wanted_mode), 0)
        if waits_for:
            ways.setdefault(waits_for, Places(0)).waiting += units
    return found


def _companions(date_ids):
    """Who comes along to dates on which that takes a seat: (date id, mode, state, wanted mode) -> how many."""
    if not date_ids:
        return {}
    columns = ("date_id", "mode", "state", "wanted_mode")
    rows = Registration.objects.live().filter(date__in=date_ids).order_by().values_list(*columns)
    return {row[:4]: row[4] for row in rows.annotate(companions=Count("companions"))}


def of_date(date):
    """The places of one date: mode -> Places."""
    return of_dates([date])[date.pk]


def of_way(date, mode):
    """The places of one date for one way to come, none where the date does not offer it."""
    return of_date(date).get(mode) or Places(0)


def position_in_line(registration):
    """1 for the first in line for the way to come for which they wait; only for somebody who waits."""
    turn = registration.waiting_since
    before = Q(waiting_since__lt=turn) | Q(waiting_since=turn, pk__lte=registration.pk)
    return line_for(registration.in_line_for, registration.date).filter(before).count()


def line_for(mode, date):
    """Who waits for this way to come, the first in line first: on the list, or with a place of the other way."""
    on_the_list = Q(state=Registration.State.WAITING, mode=mode)
    return date.registrations.in_line().filter(on_the_list | Q(wanted_mode=mode))
