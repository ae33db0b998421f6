"""The verbs of memberships: each rule, each refusal, each act once, with its message and its line in the log."""

from datetime import date

import pytest
from django.db import transaction

from accounts.models import AccessLog, ConsentRecord
from events import memberships
from events.guests import Consent
from events.models import Membership
from events.refusals import JoiningRefused
from mailing.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.events import ForumPageFactory, GuestFactory, MembershipFactory

pytestmark = pytest.mark.django_db
PRIVACY = Consent(purpose="registration", given=True, text="You can leave at any time.")


@pytest.fixture(autouse=True)
def in_a_transaction(db):
    with transaction.atomic():
        yield


@pytest.fixture
def officer():
    return UserFactory(is_staff=True)


def kinds():
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def logged():
    """Who did what, as the log has it: True for an officer."""
    return [(line.by is not None, line.action, line.reason) for line in AccessLog.objects.order_by("pk")]


def refused(verb, **arguments):
    with pytest.raises(JoiningRefused) as refusal:
        verb(**arguments)
    return refusal.value.code


# --- Joining


def test_an_officer_adds_somebody_at_once_whatever_the_public_may_do(officer):
    for number, fields in enumerate([{"open_to_join": False}, {"how_to_join": "application"}]):
        forum = ForumPageFactory(**fields)
        membership = memberships.join(forum=forum, key=f"key-{number}", guest=GuestFactory(), by=officer)
        assert membership.state == "member"
    assert kinds() == ["membership_joined"] * 2
    assert logged() == [(True, "booked", "Joined")] * 2


def test_nobody_is_added_to_a_forum_that_is_not_on_the_site(officer):
    forum = ForumPageFactory(live=False)
    for verb in (memberships.join, memberships.invite):
        assert refused(verb, forum=forum, key="key", guest=GuestFactory(), by=officer) == "page_gone"


def test_the_forum_is_asked_as_it_is_now():
    forum = ForumPageFactory()
    type(forum).objects.update(open_to_join=False)
    assert refused(memberships.join, forum=forum, key="key", guest=GuestFactory()) == "closed"


def test_somebody_is_added_without_a_message(officer):
    memberships.join(forum=ForumPageFactory(), key="key", guest=GuestFactory(), by=officer, tells=False)
    assert kinds() == []


def test_what_was_agreed_to_is_recorded_with_who_took_it_down(officer):
    membership = memberships.join(
        forum=ForumPageFactory(),
        key="key",
        guest=GuestFactory(booked_by="Cara Carer"),
        agreed=[PRIVACY],
        method="paper",
        by=officer,
    )
    record = ConsentRecord.objects.get()
    assert (record.subject, record.method, record.captured_by, record.on_behalf) == (
        membership.person.subject,
        "paper",
        officer,
        "Cara Carer",
    )


@pytest.mark.parametrize("state", ["applied", "invited", "member", "paused"])
def test_a_person_whom_an_officer_found_is_not_added_or_invited_twice(officer, state):
    there = MembershipFactory(state=state)
    arguments = {"forum": there.forum, "key": "key", "guest": GuestFactory(), "by": officer, "person": there.person}
    assert refused(memberships.join, **arguments) == "already_in"
    assert refused(memberships.invite, **arguments) == "already_in"


def test_a_person_who_left_can_be_invited_anew(officer):
    gone = MembershipFactory(left=True)
    invited = memberships.invite(forum=gone.forum, key="key", guest=GuestFactory(), by=officer, person=gone.person)
    assert (invited.state, invited.person) == ("invited", gone.person)


def test_two_people_with_one_address_both_join(officer):
    forum = ForumPageFactory()
    for key in ("a", "b"):
        memberships.join(forum=forum, key=key, guest=GuestFactory(email="family@example.org"))
    assert forum.memberships.current().count() == 2


@pytest.mark.parametrize("verb", [memberships.join, memberships.invite])
def test_a_term_ends_after_today(officer, verb):
    arguments = {"forum": ForumPageFactory(), "guest": GuestFactory(), "by": officer}
    assert refused(verb, key="a", until=date(2020, 1, 1), **arguments) == "past"
    assert verb(key="b", until=date(2099, 1, 1), **arguments).until == date(2099, 1, 1)


# --- Inviting and answering


def test_somebody_is_invited_once_and_told(officer):
    forum, guest = ForumPageFactory(open_to_join=False, how_to_join="invitation"), GuestFactory()
    first = memberships.invite(forum=forum, key="key", guest=guest, by=officer, words="Come!")
    assert memberships.invite(forum=forum, key="key", guest=guest, by=officer, words="Come!") == first
    assert (first.state, first.decision) == ("invited", "Come!")
    assert kinds() == ["membership_invited"]
    assert logged() == [(True, "booked", "Invited")]


def test_somebody_without_e_mail_is_invited_by_a_task(officer):
    guest = GuestFactory(channel="telephone", email="", telephone="01632 960 001")
    memberships.invite(forum=ForumPageFactory(), key="key", guest=guest, by=officer)
    assert [(message.kind, message.state) for message in Message.objects.all()] == [("membership_invited", "task")]


def test_whoever_is_invited_says_yes_once():
    invited = MembershipFactory(invited=True, forum__open_to_join=False)
    for _press in range(2):
        assert memberships.answer(membership=invited, joins=True).state == "member"
    assert kinds() == ["membership_joined"]
    assert logged() == [(False, "changed", "Said yes to the invitation")]


def test_whoever_is_invited_says_no_once_and_gets_no_message():
    invited = MembershipFactory(invited=True)
    for _press in range(2):
        assert memberships.answer(membership=invited, joins=False).state == "refused"
    assert kinds() == []
    assert logged() == [(False, "cancelled", "Said no to the invitation")]


def test_an_officer_notes_an_answer_that_came_by_telephone(officer):
    memberships.answer(membership=MembershipFactory(invited=True), joins=True, by=officer)
    assert logged() == [(True, "changed", "Said yes to the invitation")]


@pytest.mark.parametrize(
    ("state", "joins"), [("refused", True), ("member", False), ("applied", True), ("left", True), ("declined", False)]
)
def test_an_invitation_that_is_over_is_not_answered(state, joins):
    membership = MembershipFactory(state=state, left_at="2026-01-01T12:00Z")
    assert refused(memberships.answer, membership=membership, joins=joins) == "invitation_over"


def test_nobody_joins_by_invitation_when_the_forum_is_gone():
    invited = MembershipFactory(invited=True, forum__live=False)
    assert refused(memberships.answer, membership=invited, joins=True) == "page_gone"
    assert memberships.answer(membership=invited, joins=False).state == "refused"


# --- Deciding


def test_an_application_is_accepted_with_kind_words_and_a_term(officer):
    asked = MembershipFactory(applied=True)
    until = date(2099, 3, 1)
    for _press in range(2):
        decided = memberships.decide(membership=asked, takes_on=True, words="Welcome!", by=officer, until=until)
    asked.refresh_from_db()
    assert decided == asked
    assert (asked.state, asked.decision, asked.until, asked.left_at) == ("member", "Welcome!", until, None)
    assert asked.joined_at == asked.decided_at
    assert kinds() == ["membership_accepted"]
    assert logged() == [(True, "changed", "Taken on")]


def test_an_application_is_declined_with_kind_words(officer):
    asked = MembershipFactory(applied=True)
    for _press in range(2):
        memberships.decide(membership=asked, takes_on=False, words="Not this time.", by=officer)
    asked.refresh_from_db()
    assert (asked.state, asked.decision, asked.left_at) == ("declined", "Not this time.", asked.decided_at)
    assert kinds() == ["membership_declined"]
    assert logged() == [(True, "changed", "Not taken on")]


def test_an_application_is_not_decided_otherwise_afterwards(officer):
    asked = MembershipFactory(applied=True)
    memberships.decide(membership=asked, takes_on=True, words="Welcome!", by=officer)
    for takes_on, words in [(False, "No."), (True, "Other words")]:
        assert refused(memberships.decide, membership=asked, takes_on=takes_on, words=words, by=officer) == "decided"
    assert kinds() == ["membership_accepted"]


@pytest.mark.parametrize("state", ["invited", "member", "paused", "left", "declined", "refused"])
def test_only_an_application_is_decided(officer, state):
    membership = MembershipFactory(state=state, left_at="2026-01-01T12:00Z")
    assert refused(memberships.decide, membership=membership, takes_on=True, words="", by=officer) == "decided"


def test_a_term_that_is_over_already_is_not_decided_on(officer):
    asked = MembershipFactory(applied=True)
    arguments = {"membership": asked, "takes_on": True, "words": "Hello", "by": officer}
    assert refused(memberships.decide, until=date(2020, 1, 1), **arguments) == "past"


# --- Leaving and coming back


@pytest.mark.parametrize("state", ["member", "paused"])
def test_somebody_leaves_once(state):
    membership = MembershipFactory(state=state, paused_until=date(2099, 1, 1))
    first = memberships.leave(membership=membership)
    assert memberships.leave(membership=membership).left_at == first.left_at
    assert (first.state, first.paused_until) == ("left", None)
    assert kinds() == ["membership_ended"]
    assert logged() == [(False, "cancelled", "Membership ended")]


def test_an_officer_ends_a_membership_without_a_message(officer):
    memberships.leave(membership=MembershipFactory(), by=officer, tells=False)
    assert kinds() == []
    assert logged() == [(True, "cancelled", "Membership ended")]


def test_an_application_is_taken_back_and_not_decided_any_more(officer):
    asked = memberships.leave(membership=MembershipFactory(applied=True))
    assert (asked.state, asked.was_taken_back, asked.state_in_words) == (
        "declined",
        True,
        "Took their application back",
    )
    assert kinds() == ["membership_ended"]
    assert refused(memberships.decide, membership=asked, takes_on=True, words="Hi", by=officer) == "decided"


def test_an_officer_withdraws_an_invitation_in_silence(officer):
    withdrawn = memberships.leave(membership=MembershipFactory(invited=True), by=officer)
    assert (withdrawn.state, withdrawn.decision, withdrawn.was_taken_back) == ("declined", "", False)
    assert kinds() == []
    assert logged() == [(True, "cancelled", "Invitation withdrawn")]


def test_leaving_is_undone_once(officer):
    membership = MembershipFactory(left=True)
    for _press in range(2):
        restored = memberships.restore(membership=membership, by=officer)
    assert (restored.state, restored.left_at) == ("member", None)
    assert kinds() == ["membership_resumed"]
    assert logged() == [(True, "changed", "Leaving undone")]


@pytest.mark.parametrize("state", ["applied", "invited", "paused", "declined", "refused"])
def test_only_a_leaving_is_undone(officer, state):
    assert refused(memberships.restore, membership=MembershipFactory(state=state), by=officer) == "not_left"


def test_a_membership_that_was_erased_meanwhile_is_refused_in_words(officer):
    membership = MembershipFactory()
    Membership.objects.all().delete()
    assert refused(memberships.leave, membership=membership) == "gone"
