"""Members of a forum from a file."""

from datetime import date as day

import pytest
from django.utils import timezone

from accounts.models import ConsentRecord
from events import import_rows, importing
from events.models import Membership
from mailing.models import Message
from tests.events.files import bring_in, fates, planned, take_in
from tests.factories.events import ForumPageFactory, MembershipFactory

pytestmark = pytest.mark.django_db
Fate = importing.Fate


@pytest.fixture(autouse=True)
def tasks_wait(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_members_come_in_with_the_day_on_which_they_joined_and_their_consent():
    header = ["Name", "Email", "Member since", "Notes"]
    forum = ForumPageFactory(open_to_join=False)
    file = bring_in(["Ada", "a@example.org", "3/5/2024", "Asthma UK"], header=header, forum=forum)
    assert planned(file) == [(2, Fate.MEMBER)]

    take_in(file)

    membership = Membership.objects.get()
    assert (membership.forum, membership.name, membership.why) == (forum, "Ada", "Asthma UK")
    assert timezone.localdate(membership.joined_at) == day(2024, 5, 3)
    assert ConsentRecord.objects.get().subject == membership.person.subject
    assert file.fates == [{"row": 2, "fate": "member", "why": [], "about": membership.public_id}]
    assert not Message.objects.exists()


def test_members_come_in_with_their_role_and_the_last_day_of_their_term():
    header = ["Name", "Email", "Member since", "Role", "Term ends"]
    file = bring_in(
        ["Ada", "a@example.org", "3/5/2024", "Chair", "3/5/2199"],
        ["Bob", "b@example.org", "3/5/2024", "", ""],
        ["Cat", "c@example.org", "3/5/2024", "Member", "3/5/2025"],
        header=header,
        forum=ForumPageFactory(),
    )
    ada, _bob, cat = importing.plan(file)
    assert list(import_rows.in_words(file, ada))[:2] == ["Chair", "until Friday 3 May 2199"]
    assert cat.why == ["Term ends “3/5/2025”: this term is over, so write a day after today or leave it empty."]

    take_in(file)

    assert list(Membership.objects.order_by("pk").values_list("name", "role", "until")) == [
        ("Ada", "chair", day(2199, 5, 3)),
        ("Bob", "member", None),
    ]


def test_a_member_is_not_taken_in_twice_and_one_who_left_may_come_back():
    forum = ForumPageFactory()
    MembershipFactory(forum=forum, name="Ada", email="a@example.org")
    MembershipFactory(forum=forum, name="Bob", email="b@example.org", state="left", left_at=timezone.now())
    file = bring_in(["ada", "A@example.org"], ["Bob", "b@example.org"], forum=forum)
    assert fates(take_in(file)) == [(2, "duplicate"), (3, "member")]


def test_members_are_told_when_the_officer_asks_for_it():
    take_in(bring_in(["Ada", "a@example.org"], forum=ForumPageFactory(), tells=True))
    assert Message.objects.get().kind == "membership_joined"
