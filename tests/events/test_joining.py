import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import AccessLog, Person
from events import links, memberships
from events.models import ForumPage, Membership
from events.refusals import JoiningRefused
from mailing.models import Message
from tests.events.walking import heading, send, text, walk
from tests.factories.accounts import UserFactory
from tests.factories.events import ForumPageFactory, GuestFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def start(forum):
    return f"/join/{forum.translation_key}/"


def test_somebody_joins_and_is_a_member_at_once(client):
    forum = ForumPageFactory(title="Heart forum", how_often="Every 2 months.")
    done = walk(client, start(forum), until="done")
    membership = Membership.objects.get()
    assert (membership.forum, membership.state, membership.name, membership.email, membership.why) == (
        forum,
        "member",
        "Ada Able",
        "ada@example.org",
        "I look after my mother.",
    )
    assert heading(done) == "You are now a member"
    for words in [membership.public_id, "Heart forum", "Every 2 months.", "We have sent this to ada@example.org"]:
        assert words in text(done)
    message = Message.objects.get()
    assert (message.kind, message.about, message.person) == (
        "membership_joined",
        membership.public_id,
        membership.person,
    )


def test_somebody_joins_for_somebody_else_and_is_the_one_we_write_to(client):
    walk(client, start(ForumPageFactory()), until="done", for_whom={"for_whom": "other"})
    person = Membership.objects.get().person
    assert (person.name, person.helper_name, person.address_to_write_to) == (
        "Ada Able",
        "Cara Carer",
        "ada@example.org",
    )


def test_a_button_pressed_twice_joins_once(client):
    check = walk(client, start(ForumPageFactory()))
    assert heading(send(client, check)) == heading(send(client, check)) == "You are now a member"
    assert Membership.objects.count() == Person.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"open_to_join": False}, 409, "This forum takes no new members now."),
        ({"live": False}, 410, "This forum is no longer on the site."),
    ],
)
def test_a_forum_that_takes_nobody_says_why(client, fields, status, words):
    page = client.get(start(ForumPageFactory(**fields)), follow=True)
    assert (page.status_code, heading(page)) == (status, words)


def test_an_unknown_forum_is_not_found(client):
    assert client.get("/join/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_a_renamed_forum_keeps_its_address_for_joining(client):
    forum = ForumPageFactory()
    forum.slug = "another-name"
    forum.save_revision().publish()
    assert client.get(start(forum), follow=True).status_code == 200


def test_the_same_key_is_the_same_membership_even_when_the_forum_has_closed_since():
    forum = ForumPageFactory()
    with transaction.atomic():
        first = memberships.join(forum=forum, key="a-key", guest=GuestFactory())
        forum.open_to_join = False
        assert memberships.join(forum=forum, key="a-key", guest=GuestFactory()) == first
        with pytest.raises(JoiningRefused):
            memberships.join(forum=forum, key="another", guest=GuestFactory())


def test_an_officer_who_takes_it_down_stands_in_the_log():
    officer = UserFactory()
    with transaction.atomic():
        memberships.join(forum=ForumPageFactory(), key="a-key", guest=GuestFactory(), by=officer)
    assert AccessLog.objects.get().by == officer


def test_a_member_leaves_by_their_link_and_can_join_again(client):
    membership = MembershipFactory()
    path = links.path(membership)
    assert heading(client.get(path)) == "You are a member of this forum"
    assert heading(client.get(f"{path}leave/")) == "Do you want to leave this forum?"
    assert Membership.objects.get().state == "member"
    left = client.post(f"{path}leave/", follow=True)
    assert heading(left) == "You have left this forum"
    assert Membership.objects.get().state == "left"


def test_leaving_twice_is_leaving_once():
    membership = MembershipFactory()
    with transaction.atomic():
        first = memberships.leave(membership=membership, at=timezone.now())
        assert memberships.leave(membership=membership).left_at == first.left_at


def test_nobody_guesses_the_link_of_a_membership(client):
    membership = MembershipFactory()
    assert client.get(f"/membership/{membership.public_id}-aaaa/").status_code == 404
    assert client.get(f"/manage/{links.token(membership)}/").status_code == 404


def test_a_copied_forum_is_joined_apart():
    forum = ForumPageFactory()
    copy = forum.copy(update_attrs={"slug": "copy", "title": "Copy"})
    assert isinstance(copy, ForumPage)
    assert copy.translation_key != forum.translation_key
    assert copy.memberships.count() == 0
