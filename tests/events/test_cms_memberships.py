"""One membership in the CMS: its page, and each button and form."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessLog
from events import links
from events.models import Membership
from events.viewsets import people
from mailing.models import Message
from tests.events.walking import soup
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import MembershipFactory
from tests.factories.mailing import MessageFactory

pytestmark = pytest.mark.django_db
FORMS = ["take_on", "do_not_take_on", "role", "term", "pause", "end"]
BUTTONS = ["yes", "no", "resume", "restore", "send_link"]
NEXT_YEAR = timezone.localdate() + timedelta(days=365)


def url(name, membership):
    return reverse(f"forums_cms:{name}", args=[membership.public_id])


def offered(response):
    """The labels of what an officer can do, but for sending messages again."""
    main = soup(response).select_one("main .w-mt-8")
    found = [each.get_text(strip=True) for each in main.select("a.button, button.button")]
    return [label for label in found if label != "Send again"]


def said(response):
    return [str(message).strip() for message in response.context["messages"]]


def kinds():
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (
            "applied",
            ["Take them on", "Do not take them on", "Send the link again", "Take the application back for them"],
        ),
        ("invited", ["They say yes", "They say no", "Send the link again", "Withdraw the invitation"]),
        ("member", ["Change the role", "Change the term", "Pause", "Send the link again", "End the membership"]),
        (
            "paused",
            [
                "Change the role",
                "Change the term",
                "Change the pause",
                "End the pause",
                "Send the link again",
                "End the membership",
            ],
        ),
        ("left", ["Undo: they are a member again"]),
        ("declined", []),
        ("refused", []),
    ],
)
def test_each_state_offers_what_can_be_done_with_it(officer, state, acts):
    membership = MembershipFactory(state=state, left_at=timezone.now())
    assert offered(officer.get(url("membership", membership))) == acts


def test_the_page_shows_what_they_wrote_and_what_was_done_and_is_logged(officer, client):
    membership = MembershipFactory(applied=True, why="My mother's asthma")
    officer.post(url("take_on", membership), {"words": "Welcome, Ada!"})
    client.logout()
    client.post(f"{links.path(membership)}pause/", {"pause": "open"})

    page = officer.get(url("membership", membership))

    assert "My mother&#x27;s asthma" in page.text
    assert "Welcome, Ada!" in page.text
    assert [line.reason for line in page.context["lines"]] == ["Paused", "Taken on"]
    assert [label for _message, label, _url in page.context["sent"]] == ["An application to a forum was accepted"]
    latest = AccessLog.objects.first()
    assert (latest.action, latest.what) == ("viewed", f"membership {membership.public_id}")


def test_the_history_of_a_merged_person_is_kept(officer):
    membership = MembershipFactory()
    officer.post(url("role", membership), {"role": "chair"})
    old, new = membership.person, PersonFactory()
    old.merged_into = new
    old.save()
    Membership.objects.update(person=new)
    assert len(officer.get(url("membership", membership)).context["lines"]) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_needs_the_same_queries_for_any_number_of_lines(officer, number, django_assert_num_queries):
    membership = MembershipFactory()
    for role in ["chair", "member", "chair"][:number]:
        officer.post(url("role", membership), {"role": role})
    Message.objects.all().delete()
    officer.get(url("membership", membership))
    with django_assert_num_queries(14):
        officer.get(url("membership", membership))


def test_an_application_is_accepted_with_words_that_begin_kindly(officer):
    membership = MembershipFactory(applied=True, why="My mother's asthma")
    form = officer.get(url("take_on", membership))
    assert "What brings them: My mother&#x27;s asthma" in form.text
    assert form.context["form"]["words"].value().startswith("Thank you for asking to join this forum.")

    done = officer.post(url("take_on", membership), {"words": "Welcome!", "until": f"{NEXT_YEAR}"}, follow=True)

    membership.refresh_from_db()
    assert (membership.state, membership.decision, membership.until) == ("member", "Welcome!", NEXT_YEAR)
    assert said(done)[0].endswith("will be told: member.")


def test_an_application_is_declined_with_words_that_begin_kindly(officer):
    membership = MembershipFactory(applied=True)
    words = officer.get(url("do_not_take_on", membership)).context["form"]["words"].value()
    assert "This says nothing about you or what you told us." in words

    officer.post(url("do_not_take_on", membership), {"words": words})

    membership.refresh_from_db()
    assert (membership.state, membership.decision, kinds()) == ("declined", words, ["membership_declined"])


def test_a_decision_needs_words(officer):
    response = officer.post(url("take_on", MembershipFactory(applied=True)), {"words": ""})
    assert response.context["form"].errors == {"words": ["Enter what you write to them."]}


def test_a_second_decision_is_refused_in_words(officer):
    membership = MembershipFactory(applied=True)
    officer.post(url("take_on", membership), {"words": "Welcome!"})
    response = officer.post(url("do_not_take_on", membership), {"words": "No."})
    assert response.context["form"].non_field_errors() == ["There is nothing to decide any more: Member."]


def test_a_role_a_term_and_a_pause_are_changed(officer):
    membership = MembershipFactory()
    officer.post(url("role", membership), {"role": "carer_representative"})
    officer.post(url("term", membership), {"until": f"{NEXT_YEAR}"})
    officer.post(url("pause", membership), {"until": f"{NEXT_YEAR}"})

    membership.refresh_from_db()
    assert (membership.role, membership.until, membership.state, membership.paused_until) == (
        "carer_representative",
        NEXT_YEAR,
        "paused",
        NEXT_YEAR,
    )
    assert kinds() == ["membership_role", "membership_term", "membership_paused"]


@pytest.mark.parametrize("name", ["role", "term", "pause"])
def test_each_form_begins_with_what_holds_now(officer, name):
    membership = MembershipFactory(role="chair", until=NEXT_YEAR, paused=True, paused_until=NEXT_YEAR)
    (field,) = officer.get(url(name, membership)).context["form"]
    assert field.value() == ("chair" if name == "role" else NEXT_YEAR)


@pytest.mark.parametrize("name", ["term", "pause"])
def test_a_day_that_has_passed_is_refused_beside_its_field(officer, name):
    response = officer.post(url(name, MembershipFactory()), {"until": "2020-01-01"})
    assert response.context["form"].errors == {"until": ["Enter a day after today."]}


def test_a_membership_is_ended_with_words_and_taken_back_in(officer):
    membership = MembershipFactory()
    words = officer.get(url("end", membership)).context["form"]["words"].value()
    assert words.startswith("Your membership of this forum has ended.")

    officer.post(url("end", membership), {"tell": "on", "words": words})
    membership.refresh_from_db()
    assert (membership.state, Message.objects.get().context) == ("left", {"words": words})

    officer.post(url("restore", membership))
    membership.refresh_from_db()
    assert membership.state == "member"


def test_a_membership_is_ended_in_silence_for_somebody_who_was_told(officer):
    officer.post(url("end", MembershipFactory()), {"words": ""})
    assert (Membership.objects.get().state, kinds()) == ("left", [])


def test_a_message_that_is_sent_has_words(officer):
    response = officer.post(url("end", MembershipFactory()), {"tell": "on", "words": ""})
    assert response.context["form"].errors == {"words": ["Enter what you write to them."]}


@pytest.mark.parametrize(
    ("state", "title", "fields"),
    [("applied", "Take the application back for them", ["tell"]), ("invited", "Withdraw the invitation", [])],
)
def test_what_has_not_begun_is_ended_too(officer, state, title, fields):
    membership = MembershipFactory(state=state)
    form = officer.get(url("end", membership))
    assert (str(form.context["view"].get_page_title()), list(form.context["form"].fields)) == (title, fields)
    officer.post(url("end", membership))
    membership.refresh_from_db()
    assert (membership.state, kinds()) == ("declined", [])


@pytest.mark.parametrize(("name", "state"), [("yes", "member"), ("no", "refused")])
def test_an_answer_that_came_by_telephone_is_noted(officer, name, state):
    membership = MembershipFactory(invited=True)
    officer.post(url(name, membership))
    membership.refresh_from_db()
    assert membership.state == state


def test_a_pause_is_ended(officer):
    membership = MembershipFactory(paused=True)
    officer.post(url("resume", membership))
    membership.refresh_from_db()
    assert (membership.state, kinds()) == ("member", ["membership_resumed"])


def test_the_link_is_sent_again_and_a_second_click_sends_nothing(officer):
    membership = MembershipFactory()
    for _click in range(2):
        officer.post(url("send_link", membership))
    assert kinds() == ["membership_link"]
    Message.objects.update(state="sent")
    officer.post(url("send_link", membership))
    assert kinds() == ["membership_link"] * 2
    assert [line.action for line in AccessLog.objects.all()] == ["sent", "sent"]


@pytest.mark.parametrize("kind", ["membership_applied", "membership_accepted", "membership_invited"])
def test_what_tells_of_a_membership_goes_again_to_a_corrected_address(kind):
    membership = MembershipFactory(applied=True)
    MessageFactory(person=membership.person, to="", about=membership.public_id, kind=kind, state="bounced")
    assert people.send_again(membership.person, by=UserFactory()) == 1
    assert Message.objects.get(state="queued").kind == kind


def test_a_button_that_comes_too_late_says_why(officer):
    membership = MembershipFactory(state="refused")
    done = officer.post(url("yes", membership), follow=True)
    assert said(done) == ["This invitation is over."]


def test_the_kind_words_are_in_the_language_of_who_reads_them(officer, settings):
    language = settings.LANGUAGES[-1][0]
    membership = MembershipFactory(applied=True, person__language=language)
    assert officer.get(url("take_on", membership)).status_code == 200


@pytest.mark.parametrize("name", ["membership", *FORMS])
def test_nobody_else_opens_a_page_of_a_membership(officer, bystander, name):
    page = url(name, MembershipFactory())
    assert officer.get(page).status_code == 200
    assert bystander.get(page).url == "/cms/"
    assert bystander.post(page).url == "/cms/"


@pytest.mark.parametrize("name", BUTTONS)
def test_nobody_else_presses_a_button_of_a_membership(bystander, name):
    membership = MembershipFactory(invited=True)
    assert bystander.post(url(name, membership)).url == "/cms/"
    membership.refresh_from_db()
    assert (membership.state, kinds()) == ("invited", [])


def test_everything_needs_a_membership(officer):
    assert officer.get(reverse("forums_cms:membership", args=["nobody"])).status_code == 404
