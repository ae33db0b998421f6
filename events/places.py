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


def lock(*date_ids):
    """
    The dates, locked until the transaction ends, always in the order of their ids so that no two wait for each other.

    PostgreSQL locks the rows; on SQLite the transaction itself is the lock, since it begins IMMEDIATE.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("Dates are locked inside a transaction.")
    return list(EventDate.objects.select_for_update(no_key=True).filter(pk__in=date_ids).order_by("pk"))


def of_dates(dates):
    """The places of several dates in one query: date id -> mode -> Places, for the modes that a date offers."""
    dates = {date.pk: date for date in dates}
    found = {pk: {mode: Places(date.places(mode)) for mode in date.modes} for pk, date in dates.items()}
    rows = Registration.objects.live().filter(date__in=dates).order_by().values_list("date_id", "mode", "state")
    counted = rows.annotate(units=Count("pk", distinct=True), companions=Count("companions"))
    for date_id, mode, state, units, companions in counted:
        places = found[date_id].setdefault(mode, Places(0))
        if state == Registration.State.WAITING:
            places.waiting += units
        else:
            places.taken += units + (companions if dates[date_id].companions_count else 0)
    return found


def of_date(date):
    """The places of one date: mode -> Places."""
    return of_dates([date])[date.pk]


def position_in_line(registration):
    """1 for the first in line for this way to come; only for somebody who waits."""
    turn = registration.waiting_since
    before = Q(waiting_since__lt=turn) | Q(waiting_since=turn, pk__lte=registration.pk)
    line = registration.date.registrations.waiting().filter(mode=registration.mode)
    return line.filter(before).count()
