"""What is done at a desk: once for its key, and the last act by time holds, in whatever order acts arrive."""

import itertools
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from events import bookings, check_ins
from events.desk_codes import code_of
from events.models import CheckIn, Registration
from mailing.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.desk import DeskFactory, DeviceFactory
from tests.factories.events import AccessNeedFactory, CompanionFactory, EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def device():
    return DeviceFactory(desk__opened_by=UserFactory())


@pytest.fixture
def registration(device):
    return RegistrationFactory(date=device.desk.date, name="Jane Doe")


def minutes(number):
    """So many minutes after the desk was opened, which is half an hour ago."""
    return timezone.now() - timedelta(minutes=30 - number)


def note(device, who, came=True, at=None, key=None):
    who = getattr(who, "public_id", who)
    return check_ins.note(device=device, key=key or uuid.uuid4(), who=who, came=came, at=at or timezone.now())


def walk_in(device, name="Wanda Walker", contact="wanda@example.org", key=None, at=None):
    key, at = key or uuid.uuid4(), at or timezone.now()
    return check_ins.walk_in(device=device, key=key, name=name, contact=contact, at=at)


def attendance(registration):
    return Registration.objects.get(pk=registration.pk).attendance


# --- Checking in


def test_somebody_is_ticked_and_the_history_says_where(device, registration):
    note(device, registration)

    assert attendance(registration) == "came"
    assert registration.transitions.get().why == "Came, at the desk"


def test_a_tick_is_taken_back(device, registration):
    note(device, registration, at=minutes(1))
    note(device, registration, came=False, at=minutes(2))

    assert attendance(registration) == ""


def test_the_same_key_again_is_the_same_act(device, registration):
    key = uuid.uuid4()
    note(device, registration, key=key, at=minutes(1))
    note(device, registration, came=False, at=minutes(2))
    note(device, registration, key=key, at=minutes(1))

    assert attendance(registration) == ""
    assert CheckIn.objects.count() == 2


@pytest.mark.parametrize("order", itertools.permutations(range(3)), ids=str)
def test_the_last_act_by_time_holds_in_whatever_order_acts_of_two_devices_arrive(device, registration, order):
    other = DeviceFactory(desk=device.desk)
    acts = [(device, True, 1), (other, False, 2), (device, True, 3)]

    for number in order:
        where, came, at = acts[number]
        note(where, registration, came=came, at=minutes(at))

    assert attendance(registration) == "came"
    assert CheckIn.objects.count() == 3


def test_somebody_of_another_date_cannot_be_ticked(device):
    elsewhere = RegistrationFactory(date=EventDateFactory(ongoing=True))

    with pytest.raises(ValidationError, match="not on the list of this date"):
        note(device, elsewhere)

    assert attendance(elsewhere) == ""
    assert not CheckIn.objects.exists()


def test_somebody_without_a_place_cannot_be_ticked(device):
    waiting = RegistrationFactory(date=device.desk.date, waiting=True)

    with pytest.raises(ValidationError, match="Only somebody with a place"):
        note(device, waiting)


# --- Walking in


def test_somebody_who_walks_in_has_a_place_was_here_and_is_not_written_to(device):
    registration = walk_in(device)

    assert (registration.source, registration.state, attendance(registration)) == ("walk_in", "placed", "came")
    assert (registration.email, registration.person.channel) == ("wanda@example.org", "email")
    assert registration.taken_by == device.desk.opened_by
    assert not Message.objects.exists()


def test_they_may_leave_a_telephone_number_instead(device):
    person = walk_in(device, contact="01632 960 001").person
    assert (person.telephone, person.channel) == ("01632 960 001", "telephone")


def test_the_same_walk_in_sent_twice_is_one_person(device):
    key = uuid.uuid4()
    assert walk_in(device, key=key) == walk_in(device, key=key)
    assert (Registration.objects.count(), CheckIn.objects.count()) == (1, 1)


def test_written_down_at_two_desks_they_are_two_until_an_officer_has_looked(device):
    first = walk_in(device, contact="wanda@example.org")
    second = walk_in(DeviceFactory(desk=device.desk), name="wanda  WALKER", contact="01632 960 001")

    assert second.duplicate_of == first
    assert list(device.desk.date.registrations.likely_duplicates()) == [second]


def test_somebody_on_the_list_who_is_written_down_as_well_is_a_likely_duplicate(device, registration):
    assert walk_in(device, name="Jane Doe").duplicate_of == registration


def test_whoever_is_in_the_room_has_a_place_even_where_none_was_left(device):
    RegistrationFactory.create_batch(10, date=device.desk.date)

    registration = walk_in(device)

    assert registration.has_place
    assert [step.why for step in registration.transitions.filter(what="override")] == [
        "Walked in when the date was full"
    ]
    assert not Message.objects.exists()


def test_somebody_written_down_by_mistake_goes_off_the_list_and_hears_nothing(device):
    registration = walk_in(device, at=minutes(1))

    note(device, registration, came=False, at=minutes(2))

    assert Registration.objects.get().is_cancelled
    assert not Message.objects.exists()


def test_a_walk_in_is_undone_by_the_key_under_which_the_device_wrote_it_down(device):
    key = uuid.uuid4()
    walk_in(device, key=key, at=minutes(1))

    note(device, str(key), came=False, at=minutes(2))

    assert Registration.objects.get().is_cancelled


def test_an_undoing_that_is_older_than_the_tick_takes_nobody_off(device):
    registration = walk_in(device, at=minutes(5))

    note(DeviceFactory(desk=device.desk), registration, came=False, at=minutes(3))

    assert Registration.objects.get().has_place


def test_nobody_walks_in_after_the_end(device):
    over = DeskFactory(date=EventDateFactory(starts_at=minutes(-120), ends_at=minutes(-60)))

    with pytest.raises(bookings.BookingRefused, match="in the past"):
        walk_in(DeviceFactory(desk=over))


# --- When


def test_the_clock_of_a_device_may_be_wrong(device):
    at, ahead = timezone.now() + timedelta(hours=2, minutes=-5), timedelta(hours=2)
    now = timezone.now()

    assert abs(check_ins.when(device=device, at=at, ahead=ahead, now=now) - (now - timedelta(minutes=5))) < timedelta(
        seconds=1
    )


@pytest.mark.parametrize("off", [timedelta(days=-400), timedelta(days=400)])
def test_an_act_lies_between_the_opening_and_now(device, off):
    now = timezone.now()
    assert device.opened_at <= check_ins.when(device=device, at=now + off, now=now) <= now


def test_what_is_sent_after_midnight_was_done_before(device):
    now = device.desk.closes_at + timedelta(hours=1)
    assert check_ins.when(device=device, at=now, now=now) < device.desk.closes_at


# --- The list


def test_a_device_holds_names_codes_companions_and_what_the_desk_must_know_and_nothing_else(device, registration):
    CompanionFactory(registration=registration, name="Carey Carer")
    CompanionFactory(registration=registration, name="", role="support_worker")
    for code, detail in {
        "step_free": "My hip",
        "large_print": "24 point",
        "dietary": "No nuts",
        "travel": "Taxi",
    }.items():
        AccessNeedFactory(registration=registration, code=code, detail=detail)
    AccessNeedFactory(registration=registration, code="bsl", status="cannot_meet", alternative="Captions")
    for fields in ({"waiting": True}, {"cancelled": True}, {"online": True}):
        RegistrationFactory(date=device.desk.date, **fields)
    RegistrationFactory(date=EventDateFactory())

    (row,) = check_ins.expected(device.desk.date)

    assert check_ins.entry(row) == {
        "id": registration.public_id,
        "key": "",
        "name": "Jane Doe",
        "code": code_of(registration),
        "companions": ["Carey Carer", "My own support worker"],
        "needs": ["Step-free access", "Papers in large print"],
        "is_here": False,
    }


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_three_queries(device, django_assert_num_queries, number):
    for _person in range(number):
        CompanionFactory(registration=AccessNeedFactory(registration__date=device.desk.date).registration)

    with django_assert_num_queries(3):
        entries = [check_ins.entry(row) for row in check_ins.expected(device.desk.date)]

    assert len(entries) == number


def test_somebody_is_found_by_part_of_a_name_by_code_and_by_reference(device, registration):
    RegistrationFactory(date=device.desk.date, name="John Roe")
    entries = [check_ins.entry(row) for row in check_ins.expected(device.desk.date)]

    for text in (
        "doe jan",
        code_of(registration).lower(),
        " ".join(code_of(registration)),
        registration.public_id.upper(),
    ):
        assert [each["name"] for each in check_ins.find(entries, text)] == ["Jane Doe"], text
    assert check_ins.find(entries, "nobody") == []
    assert len(check_ins.find(entries, "")) == 2


def test_somebody_is_found_by_the_name_of_whom_they_bring_and_by_no_mix_of_two_names(device, registration):
    CompanionFactory(registration=registration, name="Carey Carer")
    entries = [check_ins.entry(row) for row in check_ins.expected(device.desk.date)]

    assert check_ins.find(entries, "carer CAREY") == entries
    assert check_ins.find(entries, "jane carer") == []


def test_heads_are_those_who_are_here_and_whom_they_brought(device, registration):
    for row in (registration, RegistrationFactory(date=device.desk.date, name="John Roe")):
        CompanionFactory.create_batch(2, registration=row)
    note(device, registration)
    entries = [check_ins.entry(row) for row in check_ins.expected(device.desk.date)]

    assert check_ins.heads(entries) == (1, 2)
