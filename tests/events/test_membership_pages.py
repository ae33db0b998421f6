"""What somebody sees and does by the link to their membership, in every state."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from events import links
from events.models import Membership
from mailing.models import Message
from tests.events.walking import errors, heading, soup, text
from tests.factories.events import EventDateFactory, ForumPageFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def offered(response):
    """The buttons and the links of a page, without those of its frame."""
    main = soup(response).main
    buttons = [button.get_text(strip=True) for button in main.find_all("button")]
    return buttons, [link.get_text(strip=True) for link in main.find_all("a") if "/membership/" in link["href"]]


def press(client, membership, act, **typed):
    return client.post(f"{links.path(membership)}{act}/", typed, follow=True)


PAUSE, LEAVE = "Pause your membership", "Leave this forum"


@pytest.mark.parametrize(
    ("fields", "title", "buttons", "acts"),
    [
        ({"applied": True}, "We have your application", [], ["Take your application back"]),
        ({"invited": True}, "You are invited to join a forum", ["Join", "No, thank you"], []),
        ({}, "You are a member of this forum", [], [PAUSE, LEAVE]),
        ({"paused": True}, "Your membership is paused", ["Come back now"], ["Change how long you pause", LEAVE]),
        ({"left": True}, "You have left this forum", [], []),
        ({"state": "declined", "decision": "Not now.", "decided_at": timezone.now()}, "About your application", [], []),
        ({"state": "declined"}, "You have taken your application back", [], []),
        ({"state": "declined", "decided_at": timezone.now()}, "This invitation has ended", [], []),
        ({"state": "refused"}, "You said no to the invitation", [], []),
    ],
)
def test_each_state_has_its_heading_and_what_can_be_done(client, fields, title, buttons, acts):
    page = client.get(links.path(MembershipFactory(**fields)))
    assert heading(page) == title
    assert offered(page) == (buttons, acts)


def test_a_member_reads_their_role_their_term_and_the_next_dates_of_the_forum(client):
    forum = ForumPageFactory(title="Heart forum", how_often="Every 2 months.")
    EventDateFactory(page__title="Try a heart patch", page__parent=forum)
    EventDateFactory(page__title="Another forum's event")
    membership = MembershipFactory(forum=forum, role="chair", until=date(2099, 3, 1))
    said = text(client.get(links.path(membership)))
    for words in ["Heart forum", "Every 2 months.", "Role Chair", "Term ends Sunday 1 March 2099", "Try a heart patch"]:
        assert words in said
    assert "Another forum's event" not in said


def test_a_forum_without_a_date_says_so(client):
    assert "The next date is not set yet." in text(client.get(links.path(MembershipFactory())))


def test_whoever_asked_reads_by_when_they_hear(client):
    with time_machine.travel("2026-03-02T12:00Z"):
        said = text(client.get(links.path(MembershipFactory(applied=True))))
    assert "You hear from us by Monday 16 March 2026 , whatever we decide." in said
    assert "You asked on Monday 2 March 2026" in said
    assert "Role" not in said


def test_whoever_was_not_taken_on_reads_the_officer_s_words(client):
    membership = MembershipFactory(state="declined", decision="We have <b>no room</b> now.", decided_at=timezone.now())
    page = client.get(links.path(membership))
    assert "We have <b>no room</b> now." in text(page)  # their words, not their markup
    assert "You can join again at any time." in text(page)


def test_an_invitation_is_accepted_by_a_button(client):
    membership = MembershipFactory(invited=True)
    assert "Would you like to join us?" in text(client.get(links.path(membership)))
    assert heading(press(client, membership, "join")) == "You are a member of this forum"
    assert heading(press(client, membership, "join")) == "You are a member of this forum"


def test_an_invitation_is_refused_by_a_button(client):
    membership = MembershipFactory(invited=True)
    assert heading(press(client, membership, "refuse")) == "You said no to the invitation"
    late = press(client, membership, "join")
    assert (late.status_code, heading(late)) == (409, "This invitation is over.")
    assert offered(late) == ([], ["See how it is now"])


def test_looking_changes_nothing(client):
    membership = MembershipFactory(invited=True)
    assert client.get(links.path(membership)).status_code == 200
    assert [client.get(f"{links.path(membership)}{act}/").status_code for act in ("join", "refuse", "resume")] == [
        405,
        405,
        405,
    ]
    assert Membership.objects.get().state == "invited"


def test_a_member_pauses_for_some_months_and_comes_back(client):
    membership = MembershipFactory()
    with time_machine.travel("2026-11-26T12:00Z"):
        asked = client.get(f"{links.path(membership)}pause/")
        assert heading(asked) == "How long do you want to pause?"
        assert "3 months, until Friday 26 February 2027" in text(asked)
        paused = press(client, membership, "pause", pause="3")
    assert heading(paused) == "Your membership is paused"
    assert "You are a member again from Friday 26 February 2027 . We do this for you." in text(paused)
    assert Membership.objects.get().paused_until == date(2027, 2, 26)
    assert heading(press(client, membership, "resume")) == "You are a member of this forum"


def test_a_member_pauses_until_they_say_so(client):
    membership = MembershipFactory()
    assert "You are a member again when you say so." in text(press(client, membership, "pause", pause="open"))
    assert Membership.objects.get().paused_until is None


@pytest.mark.parametrize("typed", [{}, {"pause": "2"}])
def test_a_pause_that_was_not_chosen_is_asked_for_again(client, typed):
    page = press(client, MembershipFactory(), "pause", **typed)
    assert len(errors(page)) == 1
    assert Membership.objects.get().state == "member"


@pytest.mark.parametrize("state", ["applied", "invited", "left", "declined", "refused"])
def test_only_a_member_is_asked_about_a_pause(client, state):
    membership = MembershipFactory(state=state, left_at=timezone.now())
    assert client.get(f"{links.path(membership)}pause/").url == links.path(membership)
    assert press(client, membership, "pause", pause="1").status_code == 409


@pytest.mark.parametrize("state", ["invited", "left", "declined", "refused"])
def test_there_is_nothing_to_leave_for_anybody_else(client, state):
    membership = MembershipFactory(state=state, left_at=timezone.now())
    assert client.get(f"{links.path(membership)}leave/").url == links.path(membership)


def test_a_member_leaves_and_may_join_again(client):
    membership = MembershipFactory()
    assert heading(client.get(f"{links.path(membership)}leave/")) == "Do you want to leave this forum?"
    assert Membership.objects.get().state == "member"
    for _press in range(2):
        left = press(client, membership, "leave")
        assert heading(left) == "You have left this forum"
    assert "If this was a mistake, tell us. We can undo it." in text(left)
    assert "You can join again at any time." in text(left)


def test_whoever_left_a_forum_that_decides_can_ask_again(client):
    page = client.get(links.path(MembershipFactory(left=True, forum__how_to_join="application")))
    assert "You can ask to join again at any time." in text(page)


@pytest.mark.parametrize("fields", [{"how_to_join": "invitation"}, {"open_to_join": False}, {"live": False}])
def test_nobody_is_told_to_join_again_where_they_cannot(client, fields):
    page = client.get(links.path(MembershipFactory(left=True, forum=ForumPageFactory(**fields))))
    assert "again" not in text(page)


def test_an_application_is_taken_back(client):
    membership = MembershipFactory(applied=True)
    asked = client.get(f"{links.path(membership)}leave/")
    assert heading(asked) == "Do you want to take your application back?"
    assert offered(asked) == (["Take my application back"], ["Leave my application with you"])
    assert heading(press(client, membership, "leave")) == "You have taken your application back"


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_needs_the_same_queries_for_any_number_of_dates(client, number, django_assert_num_queries):
    forum = ForumPageFactory()
    for _each in range(number):
        EventDateFactory(page__parent=forum)
    path = links.path(MembershipFactory(forum=forum))
    client.get(path)
    with django_assert_num_queries(9):
        client.get(path)


def test_the_link_is_sent_again_to_whoever_has_not_ended(client):
    for fields in ({"applied": True}, {"invited": True}, {"paused": True}, {}, {"left": True}):
        MembershipFactory(person__email="ada@example.org", **fields)
    client.post("/manage/", {"contact": "ada@example.org"})
    sent = {membership.state for membership in Membership.objects.filter(public_id__in=about())}
    assert sent == {"applied", "invited", "paused", "member"}


def about():
    return list(Message.objects.filter(kind="membership_link").values_list("about", flat=True))
