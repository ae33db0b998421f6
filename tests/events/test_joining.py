import pytest
import time_machine
from django.db import transaction

from accounts.models import AccessLog, ConsentRecord, Person
from events import links, memberships
from events.models import ForumPage, Membership
from events.refusals import JoiningRefused
from mailing.models import Message
from tests.events.walking import button, heading, send, soup, text, walk
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


def test_somebody_asks_to_join_a_forum_that_decides_and_hears_when_it_has_decided(client):
    forum = ForumPageFactory(title="Heart forum", how_to_join="application")
    with time_machine.travel("2026-03-02T12:00Z", tick=False):
        check = walk(client, start(forum))
        assert button(check) == "Confirm and ask to join"
        assert "We read your application and tell you within 14 days." in text(check)
        done = send(client, check)

    membership = Membership.objects.get()
    assert (membership.state, membership.why) == ("applied", "I look after my mother.")
    assert heading(done) == "We have your application"
    assert "You hear from us by Monday 16 March 2026 , whatever we decide." in text(done)
    assert "Member since" not in text(done)
    assert [message.kind for message in Message.objects.all()] == ["membership_applied"]


def test_whoever_joins_agrees_to_the_words_on_the_page(client):
    walk(client, start(ForumPageFactory()), until="done")
    record = ConsentRecord.objects.get()
    assert (record.subject, record.purpose, record.decision, record.method, record.wording.text) == (
        Membership.objects.get().person.subject,
        "registration",
        "given",
        "web",
        "We use what you tell us only to run this forum. You can leave at any time.",
    )


def test_a_forum_that_begins_to_decide_while_somebody_answers_takes_an_application(client):
    forum = ForumPageFactory()
    check = walk(client, start(forum))
    ForumPage.objects.update(how_to_join="application")
    assert heading(send(client, check)) == "We have your application"


def test_a_forum_that_closes_while_somebody_answers_says_so(client):
    forum = ForumPageFactory()
    check = walk(client, start(forum))
    ForumPage.objects.update(how_to_join="invitation")
    refused = send(client, check)
    assert (refused.status_code, heading(refused)) == (409, "People join this forum by invitation.")
    assert "If you would like to be asked, tell us." in text(refused)
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("fields", "label", "words"),
    [
        ({}, "Join this forum", "Anybody may join, and you are a member at once."),
        (
            {"how_to_join": "application"},
            "Ask to join this forum",
            "Tell us in a few words what brings you, and you hear from us within 14 days.",
        ),
        ({"how_to_join": "invitation"}, None, "People join this forum by invitation."),
        ({"open_to_join": False}, None, "This forum takes no new members now."),
        ({"open_to_join": False, "how_to_join": "application"}, None, "This forum takes no new members now."),
    ],
)
def test_the_page_of_a_forum_says_how_people_join_it(client, fields, label, words):
    forum = ForumPageFactory(**fields)
    page = client.get(forum.url)
    buttons = [each.get_text(strip=True) for each in soup(page).main.select("a.nhsuk-button")]
    assert buttons == ([label] if label else [])
    assert words in text(page)


def test_a_button_pressed_twice_joins_once(client):
    check = walk(client, start(ForumPageFactory()))
    assert heading(send(client, check)) == heading(send(client, check)) == "You are now a member"
    assert Membership.objects.count() == Person.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"open_to_join": False}, 409, "This forum takes no new members now."),
        ({"live": False}, 410, "This forum is no longer on the site."),
        ({"how_to_join": "invitation"}, 409, "People join this forum by invitation."),
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
        forum.save()
        assert memberships.join(forum=forum, key="a-key", guest=GuestFactory()) == first
        with pytest.raises(JoiningRefused):
            memberships.join(forum=forum, key="another", guest=GuestFactory())


def test_an_officer_who_takes_it_down_stands_in_the_log():
    officer = UserFactory()
    with transaction.atomic():
        memberships.join(forum=ForumPageFactory(), key="a-key", guest=GuestFactory(), by=officer)
    assert AccessLog.objects.get().by == officer


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
