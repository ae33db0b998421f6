"""
The rules of places in plain Python, without a database: what `events.bookings` must do, for a test to compare.

Each verb returns the code of its refusal or None, and notes in `Unit.told` the messages that must be written.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from events import office_hours

PLACED, OFFERED, WAITING, CANCELLED, DECLINED, LAPSED = (
    "placed",
    "offered",
    "waiting",
    "cancelled",
    "declined",
    "lapsed",
)
LIVE = {PLACED, OFFERED, WAITING}


@dataclass
class Unit:
    number: int
    mode: str
    companions: int
    by_hand: bool
    state: str = WAITING
    wanted: str = ""
    since: datetime | None = None
    until: datetime | None = None
    cancelled_at: datetime | None = None
    by_officer: bool = False
    erased: bool = False
    told: list = field(default_factory=list)

    @property
    def goal(self):
        """The way to come for which it waits, or ""."""
        return self.mode if self.state == WAITING else self.wanted

    def leave_line(self):
        self.wanted, self.since, self.until = "", None, None


@dataclass
class Model:
    now: datetime
    starts_at: datetime
    capacity: dict
    companions_count: bool
    paused: bool = False
    units: list = field(default_factory=list)

    def __post_init__(self):
        self.ends_at = self.starts_at + timedelta(hours=2)
        self.changes_until = self.starts_at - timedelta(days=1)
        self.closes_at = self.starts_at - timedelta(days=2)

    # --- Counting

    def seats(self, unit):
        return 1 + unit.companions * self.companions_count

    def free(self, mode):
        taken = [unit for unit in self.units if unit.mode == mode and unit.state in (PLACED, OFFERED)]
        return self.capacity[mode] - sum(map(self.seats, taken))

    def line(self):
        return sorted((unit for unit in self.units if unit.goal), key=lambda unit: (unit.since, unit.number))

    def has_room(self, mode, seats, but=None):
        return not any(unit.goal == mode for unit in self.units if unit is not but) and seats <= self.free(mode)

    # --- What comes free

    def deadline(self):
        return min(office_hours.after(self.now, 48), self.closes_at)

    def serve(self):
        while not self.paused and self.now < self.closes_at:
            fitting = (unit for unit in self.line() if self.seats(unit) <= self.free(unit.goal))
            if not (unit := next(fitting, None)):
                return
            if unit.state == PLACED:
                unit.mode, told = unit.wanted, "booking_changed"
                unit.leave_line()
            else:
                unit.state, told = OFFERED, "place_offered"
                unit.until = None if unit.by_hand else self.deadline()
            unit.told.append(told)

    def lapse(self):
        for unit in self.units:
            if unit.state == OFFERED and (unit.until or self.closes_at) <= self.now:
                self._end(unit, LAPSED, "offer_lapsed")
        self.serve()

    def _end(self, unit, state, told):
        if unit.state == PLACED or state != CANCELLED:
            unit.leave_line()
        unit.state, unit.until, unit.wanted = state, None, ""
        unit.told.append(told)
        self.serve()

    # --- The verbs

    def book(self, mode, companions, by_hand, officer):
        if code := self._closed(officer):
            return code
        if not self.capacity[mode]:
            return "mode_not_offered"
        unit = Unit(len(self.units), mode, companions, by_hand)
        if self.has_room(mode, self.seats(unit)):
            unit.state = PLACED
        else:
            unit.since = self.now
        unit.told.append("booking_confirmed" if unit.state == PLACED else "waiting_list_joined")
        self.units.append(unit)
        self.serve()
        return None

    def _closed(self, officer):
        if (self.ends_at if officer else self.starts_at) <= self.now:
            return "over"
        return "closed" if not officer and self.closes_at <= self.now else None

    def _limit(self, officer):
        if self.ends_at <= self.now:
            return "over"
        return "too_late" if not officer and self.changes_until <= self.now else None

    def change(self, unit, officer, mode=None, companions=None):
        if unit.state not in LIVE:
            return "not_live"
        return self._limit(officer) or self._change(unit, mode or unit.mode, companions)

    def _change(self, unit, mode, companions=None):
        companions = unit.companions if companions is None else companions
        seats = 1 + companions * self.companions_count
        moves, more = mode != unit.mode, seats - self.seats(unit)
        if code := self._why_not(unit, mode, seats, moves, more):
            return code
        if not moves and companions == unit.companions:
            return None
        told = "booking_changed"
        if unit.state == WAITING and moves and self.has_room(mode, seats, but=unit):
            unit.state, told = PLACED, "booking_confirmed"
            unit.leave_line()
        elif moves and unit.state == PLACED:
            unit.leave_line()
        unit.mode, unit.companions = mode, companions
        unit.told.append(told)
        self.serve()
        return None

    def _why_not(self, unit, mode, seats, moves, more):
        if (moves or more) and unit.state == OFFERED:
            return "answer_first"
        if moves and not self.capacity[mode]:
            return "mode_not_offered"
        if unit.state == PLACED and moves and not self.has_room(mode, seats, but=unit):
            return "place_full"
        if unit.state == PLACED and not moves and more > 0 and not self.has_room(mode, more, but=unit):
            return "no_room_for_companion"
        return None

    def wish(self, unit, officer, mode):
        if unit.state not in LIVE:
            return "not_live"
        if code := self._limit(officer):
            return code
        if mode in (unit.mode, unit.wanted):
            return None
        if not self.capacity[mode]:
            return "mode_not_offered"
        if unit.state != PLACED or self.has_room(mode, self.seats(unit)):
            return self._change(unit, mode)
        unit.wanted, unit.since = mode, self.now
        unit.told.append("booking_changed")
        self.serve()
        return None

    def unwish(self, unit, officer):
        if unit.state not in LIVE:
            return "not_live"
        if code := self._limit(officer):
            return code
        if unit.wanted:
            unit.leave_line()
            unit.told.append("booking_changed")
        return None

    def cancel(self, unit, officer):
        if unit.state == CANCELLED:
            return None
        if unit.state not in LIVE:
            return "not_live"
        if code := self._limit(officer):
            return code
        unit.cancelled_at, unit.by_officer = self.now, officer
        self._end(unit, CANCELLED, "booking_cancelled")
        return None

    def undo(self, unit, officer):
        if unit.state in LIVE:
            return None
        if code := ("over" if not officer and self.starts_at <= self.now else self._limit(officer)):
            return code
        recent = unit.state == CANCELLED and unit.cancelled_at + timedelta(hours=1) > self.now
        if unit.erased or not recent or (unit.by_officer and not officer):
            return "undo_over"
        if unit.since is None and self.seats(unit) > self.free(unit.mode):
            return "place_taken"
        unit.state = WAITING if unit.since else PLACED
        unit.told.append("waiting_list_joined" if unit.since else "booking_confirmed")
        self.serve()
        return None

    def accept(self, unit):
        if unit.state == PLACED:
            return None
        if unit.state != OFFERED or (unit.until or self.closes_at) <= self.now:
            return "offer_over"
        return self._place(unit)

    def _place(self, unit):
        unit.state = PLACED
        unit.leave_line()
        unit.told.append("booking_confirmed")

    def decline(self, unit):
        if unit.state == DECLINED:
            return None
        if unit.state != OFFERED:
            return "offer_over"
        self._end(unit, DECLINED, "booking_cancelled")
        return None

    def place_beyond(self, unit):
        if unit.state == PLACED:
            return None
        if unit.state not in LIVE:
            return "not_live"
        return "over" if self.ends_at <= self.now else self._place(unit)

    def call(self, unit):
        """Somebody has told a person without e-mail of the offer."""
        if unit.state == OFFERED and unit.until is None:
            unit.until = self.deadline()

    def erase(self, unit):
        unit.erased = True
        if unit.state in LIVE and self.now < self.ends_at:
            unit.cancelled_at = self.now
            self._end(unit, CANCELLED, "booking_cancelled")
