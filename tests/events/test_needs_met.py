"""Afterwards: people are asked whether their needs were met, and say so by their link or to an officer."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from events import arranging, links
from mailing import outbox, ticks
from mailing.models import Message
from tests import rules
from tests.events.booking import history, kinds
from tests.events.walking import errors, heading, soup, text
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import AccessNeedFactory, EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def past():
    return EventDateFactory(past=True)


@pytest.fixture
def registration(past):
    registration = RegistrationFactory(date=past)
    AccessNeedFactory(registration=registration, code="bsl", status="arranged")
    AccessNeedFactory(registration=registration, code="dietary", detail="No nuts")
    return registration


def address(registration):
    return f"{links.path(registration)}needs/"


def said(registration):
    return list(registration.needs.order_by("code").values_list("code", "status", "how_it_went"))


# --- Asked by the worker


def test_everybody_with_needs_who_had_a_place_is_asked_once(registration):
    arranging.ask_who_came()
    arranging.ask_who_came()

    assert list(Message.objects.values_list("kind", "about")) == [("needs_met", registration.public_id)]


def test_the_worker_asks_every_hour():
    job = ticks.jobs["ask whether access needs were met"]
    assert (job.function, job.every) == (arranging.ask_who_came, timedelta(hours=1))


@pytest.mark.parametrize("trait", ["waiting", "offered", "cancelled"])
def test_whoever_had_no_place_in_the_end_is_not_asked(past, trait):
    AccessNeedFactory(registration=RegistrationFactory(date=past, **{trait: True}))
    arranging.ask_who_came()

    assert kinds() == []


def test_nobody_is_asked_without_needs_before_the_end_or_of_a_date_that_was_cancelled(past):
    RegistrationFactory(date=past)
    AccessNeedFactory(registration__date=EventDateFactory(ongoing=True))
    cancelled = EventDateFactory(past=True, cancelled=True)
    AccessNeedFactory(registration__date=cancelled)
    arranging.ask_who_came()

    assert kinds() == []


def test_somebody_who_has_told_an_officer_is_not_asked_again(registration):
    arranging.say(answers=dict.fromkeys(registration.needs.all(), ("yes", "")), by=UserFactory())
    arranging.ask_who_came()

    assert kinds() == []


def test_the_question_leads_to_the_page_and_its_subject_names_no_need(registration):
    arranging.ask_who_came()
    found = outbox.render(Message.objects.get())

    assert found.subject.startswith("Did you have what you needed on ")
    assert address(registration) in found.text
    assert "Sign Language" not in found.subject


@pytest.mark.parametrize("channel", ["by_telephone", "by_letter"])
def test_somebody_reached_by_hand_is_asked_need_by_need(past, channel):
    registration = RegistrationFactory(date=past, person=PersonFactory(**{channel: True}))
    AccessNeedFactory(registration=registration, code="dietary", detail="No nuts")
    arranging.ask_who_came()
    message = Message.objects.get()
    found = outbox.render(message)

    assert message.state == "task"
    assert "yes, partly or no" in found.text
    assert "Food or drink: No nuts" in found.text
    assert (address(registration) in found.text) is (channel == "by_letter")


# --- The page


def test_each_need_is_asked_about_and_nothing_is_chosen_beforehand(client, registration):
    page = client.get(address(registration))

    assert heading(page) == "Did you have what you needed?"
    assert "Did you have “British Sign Language interpreter”?" in text(page)
    assert "Did you have “Food or drink: No nuts”?" in text(page)
    assert rules.problems(page.text, kind="question", without={"Q1", "T3"}) == []


def test_what_is_said_is_kept_and_can_be_changed(client, registration):
    first = client.post(
        address(registration),
        {"met_bsl": "partly", "words_bsl": "She came late.", "met_dietary": "yes"},
        follow=True,
    )
    kept = said(registration)
    again = client.get(address(registration))
    chosen = [box["value"] for box in soup(again).main.find_all("input", checked=True)]
    client.post(address(registration), {"met_bsl": "no", "met_dietary": "yes", "words_dietary": "Good."})

    assert heading(first) == "Thank you for telling us"
    assert kept == [("bsl", "not_met", "Partly: She came late."), ("dietary", "met", "")]
    assert chosen == ["partly", "yes"]
    assert soup(again).find("input", {"name": "words_bsl"})["value"] == "She came late."
    assert said(registration) == [("bsl", "not_met", "No"), ("dietary", "met", "Good.")]
    assert history(registration) == ["changed", "changed"]


def test_what_was_left_out_is_asked_for_and_what_was_typed_is_kept(client, registration):
    page = client.post(address(registration), {"met_bsl": "yes", "words_dietary": "Nuts!"})

    assert errors(page) == [("Select yes, partly or no for “Food or drink”", "#id_met_dietary")]
    assert soup(page).find("input", {"name": "words_dietary"})["value"] == "Nuts!"
    assert [status for _code, status, _words in said(registration)] == ["arranged", "asked"]


def test_opening_the_page_changes_nothing(client, registration):
    client.get(address(registration))

    assert (history(registration), said(registration)[0][1]) == ([], "arranged")


def test_what_we_offered_instead_is_said_beside_the_question(client, past):
    need = AccessNeedFactory(registration__date=past, status="cannot_meet", alternative="A lipspeaker")

    assert "We offered instead: A lipspeaker" in text(client.get(address(need.registration)))


@pytest.mark.parametrize("fields", [{"cancelled": True}, {"waiting": True}])
def test_whoever_had_no_place_is_led_to_their_booking(client, past, fields):
    registration = RegistrationFactory(date=past, **fields)
    AccessNeedFactory(registration=registration)

    for response in (
        client.get(address(registration)),
        client.post(address(registration), {"met_hearing_loop": "yes"}),
    ):
        assert response["Location"] == links.path(registration)
    assert said(registration) == [("hearing_loop", "asked", "")]


def test_before_the_end_there_is_nothing_to_say_yet(client):
    need = AccessNeedFactory(registration__date=EventDateFactory(ongoing=True))

    assert client.get(address(need.registration))["Location"] == links.path(need.registration)


def test_once_the_needs_are_deleted_the_page_says_so(client, past):
    page = client.get(address(RegistrationFactory(date=past)))

    assert (page.status_code, heading(page)) == (410, "There is nothing to answer here")


def test_the_page_of_the_booking_leads_there_after_the_event(client, registration, past):
    without = RegistrationFactory(date=past)

    assert f'href="{address(registration)}"' in client.get(links.path(registration)).text
    assert f'href="{address(without)}"' not in client.get(links.path(without)).text


# --- What is refused


def refusal(need, **given):
    with pytest.raises(ValidationError) as refused:
        arranging.say(answers={need: ("yes", "")}, **given)
    return refused.value.messages


def test_nobody_says_how_it_was_before_the_end_or_without_a_place(past):
    early = AccessNeedFactory(registration__date=EventDateFactory(ongoing=True))
    waiting = AccessNeedFactory(registration=RegistrationFactory(date=past, waiting=True))

    assert refusal(early) == ["The event is not over yet."]
    assert refusal(waiting) == ["Only somebody with a place can say whether a need was met."]


def test_an_alternative_stays_beside_what_is_said_of_it(past):
    need = AccessNeedFactory(registration__date=past, status="cannot_meet", alternative="A lipspeaker")
    arranging.say(answers={need: ("yes", "That was fine.")})

    need.refresh_from_db()
    assert (need.status, need.alternative, need.answer, need.in_their_words) == (
        "met", "A lipspeaker", "yes", "That was fine.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "words", "kept"),
    [("yes", "", ""), ("no", "Partly my fault", "No: Partly my fault"), ("partly", "", "Partly"), ("no", "", "No")],
)
def test_what_was_said_is_read_back_as_it_was(past, answer, words, kept):
    need = AccessNeedFactory(registration__date=past)
    arranging.say(answers={need: (answer, words)})

    need.refresh_from_db()
    assert (need.how_it_went, need.answer, need.in_their_words) == (kept, answer, words)
