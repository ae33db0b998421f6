"""
Every order of acts that Hypothesis thinks of, done to the site and to a model in plain Python: both must agree.

After each step the site's own invariants hold as well: no place is given twice unless an override is recorded, nobody
waits beside a place that is enough for them, and every act has its message and its row in the access log.
"""

import os
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts import erasure
from events import bookings, invariants, offers, places, scheduling
from events.models import Companion, Registration
from events.refusals import BookingRefused
from mailing import outbox
from mailing.models import Message
from tests.events.model_of_places import CANCELLED, OFFERED, PLACED, Model
from tests.factories.accounts import UserFactory
from tests.factories.events import EventDateFactory, EventPageFactory, GuestFactory, VenueFactory

pytestmark = pytest.mark.django_db
START = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)  # a Monday; Good Friday comes before the date
MODES = st.sampled_from(["in_person", "online"])
ANYBODY = st.integers(0, 11)
OFFICERS = st.booleans()
EXAMPLES = int(os.environ.get("STATE_MACHINE_EXAMPLES", "50"))


class Places(RuleBasedStateMachine):
    """One date, from its first booking until after its end."""

    page = venue = officer = None  # made once, by the test

    def __init__(self):
        super().__init__()
        self.example = transaction.atomic()
        self.example._from_testcase = True  # as the transaction of a test: doors may open theirs inside it
        self.example.__enter__()
        self.clock = time_machine.travel(START, tick=False)
        self.time = self.clock.start()

    def teardown(self):
        self.clock.stop()
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    @initialize(
        in_person=st.integers(1, 2),
        online=st.integers(1, 2),
        companions_count=st.booleans(),
        first=st.lists(st.tuples(MODES, st.integers(0, 1)), min_size=5, max_size=9),
    )
    def a_busy_date(self, in_person, online, companions_count, first):
        starts_at = START + timedelta(days=30)
        self.model = Model(
            now=START,
            starts_at=starts_at,
            capacity={"in_person": in_person, "online": online},
            companions_count=companions_count,
        )
        self.date = EventDateFactory(
            page=self.page,
            venue=self.venue,
            starts_at=starts_at,
            registration_closes_at=self.model.closes_at,
            changes_until=self.model.changes_until,
            places_in_person=in_person,
            places_online=online,
            companions_count=companions_count,
        )
        self.made = []
        for mode, companions in first:
            self.book(mode=mode, companions=companions, by_hand=False, officer=False)

    # --- Doing the same twice

    def both(self, expected, act, **given):
        """The site refuses with the code that the model expects, or does not."""
        try:
            done, code = act(**given), None
        except BookingRefused as refused:
            done, code = None, refused.code
        assert code == expected
        self.was_refused = code is not None
        return done

    def one(self, anybody, likely=lambda unit: False):
        """A unit of the model and its registration; two times of three one of the `likely` ones, if there are any."""
        numbers = [number for number, unit in enumerate(self.model.units) if anybody % 3 and likely(unit)]
        number = numbers[anybody // 3 % len(numbers)] if numbers else anybody % len(self.made)
        return self.model.units[number], self.made[number]

    # What makes an act more than a refusal.

    def holds_what_others_wait_for(self, unit):
        return unit.state == PLACED and any(other.goal == unit.mode for other in self.model.units)

    def has_been_cancelled(self, unit):
        return unit.state == CANCELLED

    def is_offered(self, unit):
        return unit.state == OFFERED

    def tick(self, **by):
        self.was_refused = False
        self.model.now += timedelta(**by or {"seconds": 1})
        self.time.move_to(self.model.now)

    def by(self, officer):
        return self.officer if officer else None

    # --- Acts of people and officers

    @rule(mode=MODES, companions=st.integers(0, 2), by_hand=st.booleans(), officer=OFFICERS)
    def book(self, mode, companions, by_hand, officer):
        self.tick()
        reached = {"email": "", "telephone": "01632 960 001", "channel": "telephone"} if by_hand else {}
        registration = self.both(
            self.model.book(mode, companions, by_hand, officer),
            bookings.book,
            date=self.date,
            key=f"key-{len(self.made)}-{self.model.now}",
            guest=GuestFactory(**reached),
            mode=mode,
            companions=[Companion() for _ in range(companions)],
            source="telephone" if officer else "web",
            taken_by=self.by(officer),
        )
        if registration:
            self.made.append(registration)

    def act_on(self, anybody, verb, expected, officer=False, likely=lambda unit: False, **given):
        self.tick()
        unit, registration = self.one(anybody, likely)
        self.both(expected(unit), verb, registration=registration, by=self.by(officer), **given)

    has_any = precondition(lambda self: self.made)

    @has_any
    @rule(anybody=ANYBODY, number=st.integers(0, 2), officer=OFFICERS)
    def change_companions(self, anybody, number, officer):
        def expected(unit):
            return self.model.change(unit, officer, companions=number)

        self.act_on(anybody, bookings.change, expected, officer, companions=[Companion() for _ in range(number)])

    @has_any
    @rule(anybody=ANYBODY, officer=OFFICERS, verb=st.sampled_from(["change", "wish", "wish"]))
    def come_the_other_way(self, anybody, officer, verb):
        self.tick()
        unit, registration = self.one(anybody, self.holds_what_others_wait_for)
        mode = "online" if unit.mode == "in_person" else "in_person"
        model = {"change": self.model.change, "wish": self.model.wish}[verb]
        site = {"change": bookings.change, "wish": bookings.wish}[verb]
        self.both(model(unit, officer, mode), site, registration=registration, mode=mode, by=self.by(officer))

    @has_any
    @rule(anybody=ANYBODY, officer=OFFICERS)
    def unwish(self, anybody, officer):
        self.act_on(anybody, bookings.unwish, lambda unit: self.model.unwish(unit, officer), officer)

    @has_any
    @rule(anybody=ANYBODY, officer=OFFICERS, undoes=st.booleans())
    def give_back(self, anybody, officer, undoes):
        if undoes:
            undo = partial(self.model.undo, officer=officer)
            self.act_on(anybody, bookings.restore, undo, officer, self.has_been_cancelled)
        else:
            cancel, reason = partial(self.model.cancel, officer=officer), "As you asked." if officer else ""
            self.act_on(anybody, bookings.cancel, cancel, officer, self.holds_what_others_wait_for, reason=reason)

    @has_any
    @rule(anybody=ANYBODY, officer=OFFICERS, accepts=st.booleans())
    def answer(self, anybody, officer, accepts):
        if accepts:
            self.act_on(anybody, bookings.accept, self.model.accept, officer, self.is_offered)
        else:
            self.act_on(anybody, bookings.decline, self.model.decline, officer, self.is_offered)

    @has_any
    @rule(anybody=ANYBODY)
    def place_beyond(self, anybody):
        reason = "Her sister has a place."
        self.act_on(anybody, bookings.place_beyond, self.model.place_beyond, officer=True, reason=reason)

    @has_any
    @rule(anybody=ANYBODY)
    def call_about_the_offer(self, anybody):
        self.tick()
        unit, registration = self.one(anybody, self.is_offered)
        task = Message.objects.tasks().filter(kind="place_offered", about=registration.public_id).first()
        if task:
            outbox.done(task, by=self.officer)
            self.model.call(unit)

    @has_any
    @rule(anybody=ANYBODY)
    def erase(self, anybody):
        self.tick()
        unit, registration = self.one(anybody)
        if not unit.erased:
            self.model.erase(unit)
            erasure.erase(person=registration.person, by=self.officer, reason="They asked.")

    # --- Acts on the date, and time

    @rule(mode=MODES, number=st.integers(0, 4))
    def places(self, mode, number):
        self.tick()
        number = max(number, mode == "in_person")  # a date has places of some kind
        too_few = number - self.model.capacity[mode] + self.model.free(mode) < min(0, self.model.free(mode))
        changes = {"date": self.date, "by": self.officer, "tell": False, f"places_{mode}": number}
        if too_few:
            with pytest.raises(ValidationError), transaction.atomic():
                scheduling.change_date(**changes)
        scheduling.change_date(**changes, reason="The room is smaller." if too_few else "")
        self.model.capacity[mode] = number
        self.model.serve()

    @rule(paused=st.booleans())
    def pause(self, paused):
        self.tick()
        scheduling.change_date(date=self.date, by=self.officer, tell=False, offers_paused=paused)
        self.model.paused = paused
        self.model.serve()

    @rule(hours=st.sampled_from([1, 1, 5, 20, 70, 240]), worker_runs=st.booleans())
    def time_passes(self, hours, worker_runs):
        self.tick(hours=hours)
        if worker_runs:
            self.lapse()

    @rule()
    def lapse(self):
        self.tick()
        offers.lapse_due(self.model.now)
        self.model.lapse()

    # --- What must be true after each step

    @invariant()
    def site_and_model_agree(self):
        rows = Registration.objects.filter(date=self.date).annotate(number=Count("companions")).order_by("pk")
        fields = ("state", "mode", "wanted_mode", "number", "waiting_since", "offer_until")
        assert list(rows.values_list(*fields)) == [
            (unit.state, unit.mode, unit.wanted, unit.companions, unit.since, unit.until) for unit in self.model.units
        ]

    @invariant()
    def everybody_was_told_what_happened(self):
        told = {registration.public_id: [] for registration in self.made}
        for about, kind in Message.objects.filter(about__in=told).order_by("pk").values_list("about", "kind"):
            told[about].append(kind)
        assert list(told.values()) == [[] if unit.erased else unit.told for unit in self.model.units]

    @invariant()
    def the_check_of_the_night_finds_nothing(self):
        if self.was_refused:
            return  # nothing was written, as the other invariants see
        # Whether the worker has run is part of the play.
        assert [found for found in invariants.findings() if "the offer has run out" not in found] == []

    @invariant()
    def places_are_counted_as_the_model_counts_them(self):
        self.date.refresh_from_db()
        for mode, count in places.of_date(self.date).items():
            assert count.free == self.model.free(mode)
            assert count.waiting == sum(unit.goal == mode for unit in self.model.units)


def test_places_hold_in_every_order_of_acts():
    Places.page, Places.venue, Places.officer = EventPageFactory(), VenueFactory(), UserFactory()
    run_state_machine_as_test(
        Places,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=30,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],  # not those that explain, which take minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
