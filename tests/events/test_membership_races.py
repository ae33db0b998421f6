"""Two windows, two officers, a button pressed often: each act on a membership happens once, on both databases."""

import pytest
from django.db.models import QuerySet

from accounts.models import Person
from events import membership_terms, memberships
from events.models import Membership
from mailing.models import Message
from tests.events.test_races import at_once
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import ForumPageFactory, GuestFactory, MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


def kinds():
    return sorted(Message.objects.values_list("kind", flat=True))


def trying(verb, **arguments):
    """The state that a verb leaves, or the code of its refusal."""

    def act():
        try:
            return verb(**arguments).state
        except memberships.JoiningRefused as refused:
            return refused.code

    return act


def decisions(membership, times):
    officer = UserFactory(is_staff=True)
    same = {"membership": membership, "words": "Words", "by": officer}
    return [trying(memberships.decide, takes_on=bool(number % 2), **same) for number in range(times)]


def test_two_officers_decide_differently_and_one_decision_holds():
    asked = MembershipFactory(applied=True)
    found = at_once(*decisions(asked, 8))
    asked.refresh_from_db()
    assert found.count(asked.state) == 4  # the same decision again is no other
    assert found.count("decided") == 4
    assert kinds() == ["membership_accepted" if asked.state == "member" else "membership_declined"]


@pytest.mark.postgres
def test_without_the_lock_two_decisions_are_sent(monkeypatch):
    """The negative control: the test above would see it."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset, **options: queryset.all())
    for _round in range(5):
        at_once(*decisions(MembershipFactory(applied=True), 8))
    assert len(kinds()) > 5


def test_one_application_sent_many_times_is_one():
    forum = ForumPageFactory(how_to_join="application")
    found = at_once(*[trying(memberships.join, forum=forum, key="one-key", guest=GuestFactory())] * 8)
    assert found == ["applied"] * 8
    assert Membership.objects.count() == Person.objects.count() == 1
    assert kinds() == ["membership_applied"]


def test_two_officers_invite_one_person_once():
    forum, person, officer = ForumPageFactory(), PersonFactory(), UserFactory(is_staff=True)
    invite = {"forum": forum, "guest": GuestFactory(), "by": officer, "person": person}
    found = at_once(*[trying(memberships.invite, key=f"key-{number}", **invite) for number in range(6)])
    assert sorted(found) == ["already_in"] * 5 + ["invited"]
    assert kinds() == ["membership_invited"]


def test_an_invitation_is_accepted_or_refused_and_never_both():
    invited = MembershipFactory(invited=True)
    yes, no = (trying(memberships.answer, membership=invited, joins=joins) for joins in (True, False))
    found = at_once(yes, no, yes, no)
    invited.refresh_from_db()
    assert sorted(found) == sorted([invited.state] * 2 + ["invitation_over"] * 2)


def test_pausing_and_leaving_at_once_ends_in_leaving_or_a_refusal():
    member = MembershipFactory()
    at_once(*[trying(membership_terms.pause, membership=member), trying(memberships.leave, membership=member)] * 3)
    member.refresh_from_db()
    assert (member.state, kinds()) == ("left", ["membership_ended"])


def test_leaving_is_undone_once():
    gone, officer = MembershipFactory(left=True), UserFactory(is_staff=True)
    assert at_once(*[trying(memberships.restore, membership=gone, by=officer)] * 6) == ["member"] * 6
    assert kinds() == ["membership_resumed"]
