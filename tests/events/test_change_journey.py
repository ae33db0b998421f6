"""Changing a booking by the link to it: what is asked, before and after, and when it is too late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import ConsentRecord
from content import moments
from content.models import Draft
from events import links
from mailing.models import Message
from tests.events.asking import KEPT, who_answered
from tests.events.booking import changes
from tests.events.changing import as_it_stands, change, make_ada, people, reloaded, rows, start
from tests.events.walking import address_of, button, errors, heading, send, soup, step_of, text
from tests.factories.events import EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def date():
    return EventDateFactory(hybrid=True)


@pytest.fixture
def registration(date):
    return make_ada(date)


# --- What is asked


def test_the_first_question_is_what_to_change(client, registration):
    response = start(client, registration)
    labels = [label.get_text(strip=True) for label in soup(response).main.find_all("label")]
    assert heading(response) == "What do you want to change?"
    assert labels[:4] == ["How I take part", "Who comes with me", "What I need", "What else I told you"]


def test_how_to_take_part_is_no_question_where_there_is_one_way(client):
    response = start(client, RegistrationFactory())
    values = [box["value"] for box in soup(response).main.find_all("input", type="checkbox")]
    assert values == ["companions", "needs", "message"]


def test_answers_to_the_questions_of_the_event_can_be_changed_where_it_asked(client):
    response = start(client, who_answered())
    values = [box["value"] for box in soup(response).main.find_all("input", type="checkbox")]
    assert values == ["companions", "needs", "answers", "message"]


def test_each_question_of_the_event_begins_with_what_was_answered(client):
    response = send(client, start(client, who_answered()), what="answers")
    for step, expected in [
        ("question-1", {"place": ["elsewhere"]}),
        ("question-1-more", {"place.elsewhere.follow_up": ["At home"]}),
        ("question-2", {"hope": ["To be heard"]}),
    ]:
        assert (step_of(response), as_it_stands(response)) == (step, expected)
        response = send(client, response, **expected)
    assert "With these answers nothing changes." in text(response)


def test_nothing_selected_is_said_beside_the_question(client, registration):
    response = send(client, start(client, registration))
    assert errors(response) == [("Select what you want to change", "#id_what")]


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("mode", {"mode": ["in_person"]}),
        ("companions", {"companions": ["1"]}),
        ("needs", {"needs": ["hearing_loop"]}),
        ("message", {"message": ["I come by bus."]}),
    ],
)
def test_each_question_begins_with_what_stands_now(client, registration, what, expected):
    response = send(client, start(client, registration), what=what)
    assert {name: [each.strip() for each in values] for name, values in as_it_stands(response).items()} == expected


def test_names_of_companions_and_the_answer_about_sharing_are_filled_in(client, registration):
    response = send(client, start(client, registration), what=["companions", "needs"])
    response = send(client, response, companions="1")
    assert as_it_stands(response) == {"companion_1_name": ["Carey Carer"], "companion_1_role": ["carer"]}
    response = send(client, response, **as_it_stands(response))
    response = send(client, response, needs=["hearing_loop"])
    assert as_it_stands(response) == {"share": ["yes"]}


def test_somebody_who_moves_is_asked_what_they_need_there(client, registration):
    response = send(client, start(client, registration), what="mode")
    response = send(client, response, mode="online")
    assert step_of(response) == "needs"
    assert "online_help" in [box["value"] for box in soup(response).main.find_all("input", type="checkbox")]


# --- Before and after


def test_the_last_page_shows_before_and_after_of_what_changes_alone(client, registration):
    response = change(
        client,
        registration,
        "companions",
        "needs",
        "message",
        companions={"companions": "2"},
        who_comes={
            "companion_1_name": "Carey Carer",
            "companion_1_role": "carer",
            "companion_2_name": "",
            "companion_2_role": "support_worker",
        },
        needs={"needs": ["bsl"]},
        sharing={"share": "no"},
    )
    carer = "Carey Carer (Carer or family member)"
    assert heading(response) == "Check what changes"
    assert rows(response) == {
        "Who comes with you": f"Now: {carer} After the change: {carer} My own support worker",
        "What you need": "Now: Hearing loop After the change: British Sign Language interpreter",
        "We may tell the people who help us what you need": "Now: Yes After the change: No",
    }
    assert button(response) == "Change my booking"


def test_nothing_is_written_before_the_last_button(client, registration):
    change(client, registration, "companions", companions={"companions": "0"})
    assert people(registration) == [("Carey Carer", "carer")]


def test_the_button_changes_it_and_the_page_of_the_booking_says_so(client, registration):
    response = change(
        client,
        registration,
        "companions",
        "message",
        companions={"companions": "0"},
        anything_else={"message": "I come by car."},
    )
    response = send(client, response)
    assert "Your booking is changed." in text(response)
    assert heading(response) == "You have a place"
    assert (people(registration), reloaded(registration).message) == ([], "I come by car.")
    assert list(registration.transitions.values_list("what", flat=True)) == ["changed"]


def test_needs_that_stay_keep_what_is_arranged(client, registration):
    registration.needs.update(status="arranged")
    response = change(client, registration, "needs", needs={"needs": ["hearing_loop", "bsl"]})
    send(client, response)
    assert set(registration.needs.values_list("code", "status")) == {("hearing_loop", "arranged"), ("bsl", "asked")}


def test_the_words_about_sharing_are_kept_in_the_ledger(client, registration):
    response = change(client, registration, "needs", needs={"needs": ["bsl"]}, sharing={"share": "no"})
    send(client, response)
    record = ConsentRecord.objects.get()
    assert (record.purpose, record.decision) == ("access_needs", "refused")
    assert list(registration.needs.values_list("code", "may_share")) == [("bsl", False)]


def test_answers_are_shown_before_and_after_and_those_no_longer_asked_for_are_dropped(client):
    registration = who_answered()
    response = change(
        client, registration, "answers", question_1={"place": "hospital"}, question_2={"hope": "To listen"}
    )
    assert rows(response) == {
        "Where was it?": "Now: Somewhere else After the change: In a hospital",
        "Where was that?": "Now: At home After the change: Nothing",
        "What do you hope for?": "Now: To be heard After the change: To listen",
    }
    links_to_change = [link["href"] for link in soup(response).select(".nhsuk-summary-list__actions a")]
    steps = [address.partition("?")[0].rstrip("/").rpartition("/")[2] for address in links_to_change]
    assert steps == ["question-1", "question-1", "question-2"]
    send(client, response)
    assert reloaded(registration).answers == {"place": "hospital", "hope": "To listen"}


def test_the_message_says_how_answers_changed_and_the_history_only_that_they_did(client):
    registration = who_answered()
    send(client, change(client, registration, "answers", question_2={"hope": "To listen"}))
    assert changes() == [["What do you hope for?", "To be heard", "To listen"]]
    assert registration.transitions.get().why == "answers to the event's questions"


def test_a_change_of_something_else_leaves_the_answers(client):
    registration = who_answered()
    send(client, change(client, registration, "message", anything_else={"message": "By car."}))
    assert reloaded(registration).answers == KEPT


def test_a_change_of_the_answer_about_sharing_alone_stands_in_the_history(client, registration):
    registration.needs.update(may_share=True)
    response = change(client, registration, "needs", needs={"needs": ["hearing_loop"]}, sharing={"share": "no"})
    send(client, response)
    assert list(registration.transitions.values_list("what", "why")) == [("changed", "whether needs may be shared")]
    assert not Message.objects.filter(kind="booking_changed").exists()


def test_answers_that_change_nothing_have_no_button(client, registration):
    response = change(client, registration, "companions", "needs")
    assert "With these answers nothing changes." in text(response)
    assert soup(response).main.find("button") is None
    assert send(client, response).status_code == 200
    assert registration.transitions.count() == 0


def test_each_thing_can_be_changed_once_more_from_the_last_page(client, registration):
    response = change(client, registration, "message", anything_else={"message": "By car."})
    link = soup(response).main.find("a", class_="nhsuk-link", string=lambda words: "Change" in (words or "")) or (
        soup(response).main.select_one(".nhsuk-summary-list__actions a")
    )
    response = client.get(link["href"])
    assert soup(response).find("textarea").get_text(strip=True) == "By car."
    response = send(client, response, message="On foot.")
    assert rows(response) == {"Anything else": "Now: I come by bus. After the change: On foot."}


def test_what_was_typed_stays_when_somebody_comes_back_later(client, registration):
    response = send(client, start(client, registration), what=["companions", "message"])
    response = send(client, response, companions="2")
    assert step_of(response) == "who-comes"
    later = client.get(address_of(response).replace("who-comes", "companions"))
    assert as_it_stands(later) == {"companions": ["2"]}


def test_a_button_that_is_pressed_twice_leads_to_the_booking(client, registration):
    response = change(client, registration, "companions", companions={"companions": "0"})
    send(client, response)
    again = send(client, response)
    assert heading(again) == "You have a place"
    assert registration.transitions.count() == 1


def test_answers_that_were_kept_too_long_are_gone(client, registration):
    response = change(client, registration, "companions", companions={"companions": "0"})
    Draft.objects.all().delete()
    assert send(client, response).status_code == 410
    assert people(registration) == [("Carey Carer", "carer")]


def test_the_key_of_the_link_is_not_kept_with_the_answers(client, registration):
    send(client, start(client, registration), what="message")
    assert Draft.objects.get().purpose == f"manage_change:{registration.public_id}"


# --- When nothing can be changed


def test_after_the_limit_the_page_says_so_and_whom_to_tell(client, registration):
    registration.date.changes_until = timezone.now() - timedelta(minutes=1)
    registration.date.save()
    page = client.get(links.path(registration))
    assert "It is too late to change or cancel here." in text(page)
    assert "Change your booking" not in text(page)
    assert "01632 960 001" in text(page)
    refused = start(client, registration)
    assert (refused.status_code, heading(refused)) == (409, "It is too late to change this here")
    assert moments.day_and_hour(registration.date.changes_until) in text(refused)
    assert "01632 960 001" in text(refused)


def test_the_limit_holds_for_the_last_button_too(client, registration):
    response = change(client, registration, "companions", companions={"companions": "0"})
    registration.date.changes_until = timezone.now() - timedelta(minutes=1)
    registration.date.save()
    assert send(client, response).status_code == 409
    assert people(registration) == [("Carey Carer", "carer")]


def test_the_limit_is_said_while_there_is_time(client, registration):
    registration.date.changes_until = timezone.now() + timedelta(days=1)
    registration.date.save()
    until = moments.day_and_hour(registration.date.changes_until)
    assert f"You can change or cancel here until {until}." in text(client.get(links.path(registration)))


def test_an_offer_is_answered_first(client):
    response = start(client, RegistrationFactory(offered=True))
    assert (response.status_code, heading(response)) == (409, "Answer the offer first")


@pytest.mark.parametrize("given", [{"cancelled": True}, {"date__cancelled": True}, {"date__past": True}])
def test_what_has_ended_leads_back_to_its_page(client, given):
    registration = RegistrationFactory(**given)
    response = start(client, registration)
    assert response.request["PATH_INFO"] == links.path(registration)


def test_nobody_guesses_the_address(client, registration):
    path = links.path(registration).replace("-", "-x", 1)
    assert client.get(f"{path}change/").status_code == 404
