"""The messages about memberships, as they are read, said on the telephone and written in a letter."""

from datetime import date

import pytest
import time_machine

from mailing import registry
from mailing.models import Message
from mailing.outbox import render
from tests.factories.events import ForumPageFactory, MembershipFactory

pytestmark = pytest.mark.django_db
ALL = [
    "membership_accepted",
    "membership_applied",
    "membership_declined",
    "membership_ended",
    "membership_invited",
    "membership_joined",
    "membership_link",
    "membership_paused",
    "membership_resumed",
    "membership_role",
    "membership_term",
    "membership_term_ends",
]


def told(kind, *, channel="email", context=None, **fields):
    membership = MembershipFactory(forum__title="Heart forum", **fields)
    return render(
        Message(kind=kind, person=membership.person, about=membership.public_id, channel=channel, context=context or {})
    )


@pytest.mark.parametrize("channel", ["email", "telephone", "letter"])
@pytest.mark.parametrize("kind", ALL)
def test_each_message_reads_well_in_each_way_and_its_subject_says_no_topic(kind, channel):
    rendered = told(kind, channel=channel, context={"role": "chair"} if kind == "membership_role" else None)
    assert "Heart" not in rendered.subject
    assert "None" not in rendered.text
    assert rendered.text.startswith("Dear ") or "Dear " in rendered.text


def test_whoever_asked_reads_by_when_they_hear():
    with time_machine.travel("2026-03-02T12:00Z"):
        rendered = told("membership_applied", applied=True)
    assert "You hear from us by Monday 16 March 2026." in rendered.text


@pytest.mark.parametrize("kind", ["membership_accepted", "membership_declined", "membership_invited"])
def test_the_officer_s_words_stand_in_the_message_and_never_as_markup(kind):
    rendered = told(kind, decision="Come <b>in</b>.\n\nWelcome.")
    assert "Come <b>in</b>." in rendered.text
    assert "<b>" not in rendered.html


def test_whoever_was_not_taken_on_reads_what_else_they_can_do(settings):
    assert f"All that is open now is at {settings.BASE_URL}/." in told("membership_declined").text


def test_an_invitation_leads_to_two_buttons_and_asks_on_the_telephone():
    assert "The link opens a page with 2 buttons." in told("membership_invited", invited=True).text
    said = told("membership_invited", channel="telephone", invited=True).text
    assert "Would you like to join?" in said
    assert "/membership/" not in said


def test_a_new_role_is_said():
    rendered = told("membership_role", role="chair", context={"role": "carer_representative"})
    assert "Your role in this forum is now: Carer representative." in rendered.text


def test_a_new_term_is_said():
    assert "now runs until Sunday 1 March 2099" in told("membership_term", until=date(2099, 3, 1)).text
    assert "now has no last day" in told("membership_term").text


def test_the_end_of_a_pause_is_said():
    paused = told("membership_paused", paused=True, paused_until=date(2099, 3, 1))
    assert "You are a member again from Sunday 1 March 2099." in paused.text
    assert "You are a member again when you tell us." in told("membership_paused", paused=True).text


def test_an_end_is_told_in_the_officer_s_words_or_in_ours():
    assert "Thank you, Ada." in told("membership_ended", left=True, context={"words": "Thank you, Ada."}).text
    assert "You have left this forum." in told("membership_ended", left=True).text
    assert "You have taken back your application" in told("membership_ended", state="declined").text


def test_answers_go_to_the_contact_of_the_forum():
    membership = MembershipFactory(forum=ForumPageFactory(contact_email="forum@example.org"))
    message = Message(kind="membership_joined", person=membership.person, about=membership.public_id)
    assert registry.kind("membership_joined").reply_to(message) == "forum@example.org"
