"""Roles, terms and pauses, and what the worker does when their day has come."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from accounts.models import AccessLog
from events import membership_terms as terms
from events.membership_forms import months_after
from events.models import Membership
from events.refusals import JoiningRefused
from mailing.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.events import MembershipFactory

pytestmark = pytest.mark.django_db
NOT_MEMBERS = ["applied", "invited", "left", "declined", "refused"]
NOON = datetime.fromisoformat("2026-03-02T12:00Z")  # a Monday
TODAY = date(2026, 3, 2)


@pytest.fixture
def officer():
    return UserFactory(is_staff=True)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def kinds():
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def logged():
    return list(AccessLog.objects.order_by("pk").values_list("action", "reason"))


def refused(verb, **arguments):
    with pytest.raises(JoiningRefused) as refusal, transaction.atomic():
        verb(**arguments)
    return refusal.value.code


def work(at=NOON):
    """What the worker does. Its own transactions are real in production, and savepoints here."""
    for act, due in ((terms._end_pause, terms.pauses_to_end(at)), (terms._remind, terms.terms_to_remind_of(at))):
        for membership in due:
            with transaction.atomic():
                act(terms.locked(membership), at)


# --- Roles


@pytest.mark.parametrize(("role", "label"), [("chair", "Chair"), ("carer_representative", "Carer representative")])
def test_somebody_is_given_an_office_once_and_told(officer, role, label):
    membership = MembershipFactory()
    for _press in range(2):
        terms.change_role(membership=membership, role=role, by=officer)
    membership.refresh_from_db()
    assert membership.role == role
    assert [(message.kind, message.context) for message in Message.objects.all()] == [
        ("membership_role", {"role": role})
    ]
    assert logged() == [("changed", f"Role: {label}")]


def test_somebody_who_is_a_plain_member_again_gets_no_message(officer):
    terms.change_role(membership=MembershipFactory(role="chair"), role="member", by=officer)
    assert kinds() == []
    assert logged() == [("changed", "Role: Member")]


@pytest.mark.parametrize("state", NOT_MEMBERS)
def test_only_a_member_has_a_role_a_term_and_a_pause(officer, state):
    membership = MembershipFactory(state=state, left_at=NOON)
    assert refused(terms.change_role, membership=membership, role="chair", by=officer) == "not_a_member"
    assert refused(terms.set_term, membership=membership, until=date(2099, 1, 1), by=officer) == "not_a_member"
    assert refused(terms.pause, membership=membership) == "not_a_member"
    assert refused(terms.resume, membership=membership) == "not_a_member"


# --- Terms


def test_a_term_is_extended_once_and_told(officer):
    membership = MembershipFactory(until=TODAY)
    for _press in range(2):
        terms.set_term(membership=membership, until=date(2027, 3, 1), by=officer)
    membership.refresh_from_db()
    assert membership.until == date(2027, 3, 1)
    assert kinds() == ["membership_term"]
    assert logged() == [("changed", "Term until Monday 1 March 2027")]


def test_a_term_can_lose_its_end(officer):
    assert terms.set_term(membership=MembershipFactory(until=TODAY), until=None, by=officer).until is None
    assert logged() == [("changed", "Term without an end")]


def test_a_term_does_not_end_today_or_before(officer):
    membership = MembershipFactory()
    for until in (TODAY, TODAY - timedelta(days=1)):
        assert refused(terms.set_term, membership=membership, until=until, by=officer) == "past"


def test_terms_that_end_and_terms_that_are_over_are_told_apart():
    days = {"over": -1, "today": 0, "soon": 30, "later": 31}
    for name, count in days.items():
        MembershipFactory(person__name=name, until=TODAY + timedelta(days=count))
    MembershipFactory(person__name="none")
    MembershipFactory(person__name="gone", left=True, until=TODAY)

    def names(queryset):
        return set(queryset.values_list("name", flat=True))

    assert names(Membership.objects.with_term_ending()) == {"over", "today", "soon"}
    assert names(Membership.objects.with_term_over()) == {"over"}
    assert {each.name for each in Membership.objects.all() if each.term_ends_soon()} == {"over", "today", "soon"}
    assert {each.name for each in Membership.objects.all() if each.term_is_over()} == {"over"}


def test_somebody_is_reminded_once_for_each_end_of_their_term(officer):
    membership = MembershipFactory(until=TODAY + timedelta(days=30))
    for _tick in range(2):
        work()
    assert kinds() == ["membership_term_ends"]
    terms.set_term(membership=membership, until=TODAY + timedelta(days=20), by=officer)
    work()
    assert kinds() == ["membership_term_ends", "membership_term", "membership_term_ends"]


@pytest.mark.parametrize("fields", [{"state": "paused"}, {"until": TODAY}])
def test_whoever_pauses_or_ends_today_is_reminded_too(fields):
    MembershipFactory(**{"until": TODAY + timedelta(days=30)} | fields)
    work()
    assert kinds() == ["membership_term_ends"]


@pytest.mark.parametrize(
    "fields",
    [
        {"until": TODAY + timedelta(days=31)},
        {"until": TODAY - timedelta(days=1)},
        {"until": None},
        {"until": TODAY, "left": True},
        {"until": TODAY, "person": None, "name": "Erased", "email": ""},
    ],
)
def test_nobody_else_is_reminded(fields):
    MembershipFactory(**fields)
    work()
    assert kinds() == []


def test_a_member_whose_term_is_over_stays_one():
    membership = MembershipFactory(until=TODAY - timedelta(days=90))
    work()
    membership.refresh_from_db()
    assert membership.state == "member"


def test_a_reminder_of_the_night_waits_for_the_morning():
    MembershipFactory(until=TODAY)
    work(at=datetime.fromisoformat("2026-03-02T00:10Z"))
    assert Message.objects.get().due_at == datetime.fromisoformat("2026-03-02T08:00Z")


# --- Pauses


def test_somebody_pauses_and_is_no_current_member_until_they_come_back():
    membership = MembershipFactory()
    for _press in range(2):
        terms.pause(membership=membership, until=TODAY + timedelta(days=1))
    assert not Membership.objects.current().exists()
    for _press in range(2):
        terms.resume(membership=membership)
    membership.refresh_from_db()
    assert (membership.state, membership.paused_until) == ("member", None)
    assert kinds() == []  # they saw it on the page
    assert logged() == [("changed", "Paused"), ("changed", "Back from the pause")]


def test_a_pause_can_be_made_longer():
    membership = MembershipFactory(paused=True, paused_until=TODAY + timedelta(days=1))
    assert terms.pause(membership=membership, until=None).paused_until is None


def test_a_pause_ends_after_today():
    assert refused(terms.pause, membership=MembershipFactory(), until=TODAY) == "past"


def test_somebody_is_told_of_what_an_officer_did(officer):
    membership = MembershipFactory()
    terms.pause(membership=membership, by=officer)
    terms.resume(membership=membership, by=officer)
    assert kinds() == ["membership_paused", "membership_resumed"]


def test_a_pause_ends_by_itself_on_its_day_once():
    membership = MembershipFactory(paused=True, paused_until=TODAY)
    other = MembershipFactory(paused=True, paused_until=TODAY + timedelta(days=1))
    open_end = MembershipFactory(paused=True)
    for _tick in range(2):
        work()
    for each in (membership, other, open_end):
        each.refresh_from_db()
    assert [each.state for each in (membership, other, open_end)] == ["member", "paused", "paused"]
    assert membership.paused_until is None
    assert kinds() == ["membership_resumed"]
    assert logged() == []


@pytest.mark.parametrize("fields", [{"state": "member"}, {"paused_until": None}, {"paused_until": date(2026, 3, 3)}])
def test_a_pause_that_somebody_ended_or_changed_meanwhile_is_let_be(fields):
    membership = MembershipFactory(**{"paused": True, "paused_until": TODAY} | fields)
    terms._end_pause(membership, NOON)
    assert kinds() == []


@pytest.mark.parametrize("until", [None, TODAY - timedelta(days=1), TODAY + timedelta(days=31)])
def test_a_term_that_was_changed_meanwhile_is_not_reminded_of(until):
    terms._remind(MembershipFactory(until=until), NOON)
    assert kinds() == []


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 26), 3, date(2027, 2, 26)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
    ],
)
def test_months_are_counted_as_people_count_them(day, months, then):
    assert months_after(day, months) == then


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_both_in_transactions_of_their_own():
    MembershipFactory(paused=True, paused_until=TODAY)
    MembershipFactory(until=TODAY)
    terms.do_what_is_due(timezone.now())
    assert sorted(kinds()) == ["membership_resumed", "membership_term_ends"]
