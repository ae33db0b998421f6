from datetime import UTC, datetime
from datetime import date as day
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import AccessLog
from events import resourcing
from events.models import AccessNeed, Resource
from tests.events.booking import kinds
from tests.factories.accounts import UserFactory
from tests.factories.events import AccessNeedFactory, EventDateFactory, RegistrationFactory, ResourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def date():
    starts = datetime(2099, 7, 15, 9, 0, tzinfo=UTC)
    return EventDateFactory(starts_at=starts, ends_at=starts.replace(hour=11))


@pytest.fixture
def by():
    return UserFactory(officer=True)


@pytest.fixture
def needs(date):
    return [AccessNeedFactory(registration=RegistrationFactory(date=date), code="bsl") for _each in range(3)]


def statuses(date):
    return list(AccessNeed.objects.filter(registration__date=date).order_by("pk").values_list("status", flat=True))


def add(date, by, **given):
    return resourcing.add(date=date, by=by, **{"code": "bsl", "quantity": None, "due_on": None} | given)


# --- Added and changed


@pytest.mark.parametrize(
    ("code", "hours", "number"),
    [("bsl", 2, 2), ("lipspeaker", 2, 2), ("captions", 2, 2), ("bsl", 1, 1), ("note_taker", 2, 1)],
)
def test_two_take_turns_beyond_an_hour(by, code, hours, number):
    starts = datetime(2099, 7, 15, 9, 0, tzinfo=UTC)
    date = EventDateFactory(starts_at=starts, ends_at=starts.replace(hour=9 + hours))

    assert add(date, by, code=code).quantity == number


def test_it_is_due_as_long_before_the_date_as_such_a_need(date, by):
    assert add(date, by).due_on == day(2099, 6, 17)


def test_what_was_given_is_kept(date, by, needs):
    given = {"quantity": 3, "due_on": day(2099, 6, 1), "supplier": "Signs Ltd", "cost": Decimal("240.50")}
    resource = add(date, by, meets=needs, **given)

    resource.refresh_from_db()
    assert {name: getattr(resource, name) for name in given} == given
    assert list(resource.needs.all()) == needs
    assert (statuses(date), kinds()) == (["asked"] * 3, [])
    assert AccessLog.objects.get().what == f"resource {resource.pk} of date {date.public_id}"


def test_a_resource_meets_needs_of_its_own_date_only(date, by):
    with pytest.raises(ValidationError, match="Select needs of this date."):
        add(date, by, meets=[AccessNeedFactory()])


# --- Booked, not to be had, and back


def test_booking_it_arranges_the_needs_and_tells_their_people(date, by, needs):
    resource = add(date, by, meets=needs[:2])
    resourcing.book(resource=resource, by=by)

    resource.refresh_from_db()
    assert resource.status == "booked"
    assert (statuses(date), kinds()) == (["arranged", "arranged", "asked"], ["need_arranged"] * 2)


def test_nobody_is_told_where_the_officer_tells_them(date, by, needs):
    resourcing.book(resource=add(date, by, meets=needs), by=by, tell=False)

    assert (statuses(date), kinds()) == (["arranged"] * 3, [])


def test_what_is_not_to_be_had_cannot_be_met_and_people_read_the_alternative(date, by, needs):
    resourcing.not_to_be_had(resource=add(date, by, meets=needs), by=by, alternative="Captions")

    assert (statuses(date), kinds()) == (["cannot_meet"] * 3, ["need_cannot_be_met"] * 3)
    assert set(AccessNeed.objects.values_list("alternative", flat=True)) == {"Captions"}


def test_what_is_not_to_be_had_needs_an_alternative_where_somebody_needs_it(date, by, needs):
    with pytest.raises(ValidationError, match="Enter what we offer instead."):
        resourcing.not_to_be_had(resource=add(date, by, meets=needs), by=by, alternative="")
    assert resourcing.not_to_be_had(resource=add(date, by), by=by, alternative="") == []


def test_a_supplier_who_calls_off_makes_the_needs_open_again(date, by, needs):
    resource = add(date, by, meets=needs[:1])
    resourcing.book(resource=resource, by=by)
    resourcing.book_again(resource=resource, by=by)

    assert (statuses(date), kinds()) == (["asked"] * 3, ["need_arranged", "need_changed"])


def test_a_need_that_something_else_meets_stays_arranged(date, by, needs):
    first, second = (add(date, by, meets=needs[:1]) for _each in range(2))
    resourcing.book(resource=first, by=by)
    resourcing.book(resource=second, by=by)
    resourcing.book_again(resource=first, by=by)

    assert (statuses(date), kinds()) == (["arranged", "asked", "asked"], ["need_arranged"])


def test_what_was_never_booked_leaves_needs_as_they_are(date, by, needs):
    AccessNeed.objects.filter(pk=needs[0].pk).update(status="arranged")
    resource = add(date, by, meets=needs[:1])

    assert resourcing.book_again(resource=resource, by=by) == []
    resourcing.remove(resource=resource, by=by)
    assert (statuses(date), Resource.objects.count()) == (["arranged", "asked", "asked"], 0)


def test_removing_what_was_booked_makes_the_needs_open_again(date, by, needs):
    resource = add(date, by, meets=needs)
    resourcing.book(resource=resource, by=by)
    resourcing.remove(resource=resource, by=by)

    assert (statuses(date), kinds()[3:]) == (["asked"] * 3, ["need_changed"] * 3)


def test_of_what_is_booked_joining_needs_are_arranged_and_leaving_ones_open_again(date, by, needs):
    resource = add(date, by, meets=needs[:2])
    resourcing.book(resource=resource, by=by)
    resourcing.change(resource=resource, by=by, meets=needs[1:], quantity=2, due_on=None)

    assert statuses(date) == ["asked", "arranged", "arranged"]
    assert kinds() == ["need_arranged", "need_arranged", "need_changed", "need_arranged"]


def test_a_booking_that_ended_is_passed_over(date, by, needs):
    resource = add(date, by, meets=needs)
    registration = needs[0].registration
    registration.state, registration.cancelled_at = "cancelled", timezone.now()
    registration.save()
    resourcing.book(resource=resource, by=by)

    assert statuses(date) == ["asked", "arranged", "arranged"]


def test_after_the_event_nobody_s_need_changes(by):
    date = EventDateFactory(past=True)
    need = AccessNeedFactory(registration__date=date, status="met")
    resource = ResourceFactory(date=date, status="booked")
    resource.needs.add(need)
    resourcing.remove(resource=resource, by=by)

    assert (statuses(date), kinds()) == (["met"], [])


def test_the_cost_leaves_out_what_was_not_to_be_had(date):
    ResourceFactory(date=date, cost=100)
    ResourceFactory(date=date, cost="50.50", status="booked")
    ResourceFactory(date=date, cost=1000, status="not_to_be_had")
    ResourceFactory(date=date)

    assert date.resources.cost() == Decimal("150.50")
