"""Changing a booking by the link to it, and waiting for the other way to come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import ConsentRecord
from content import moments
from content.models import Draft
from events import links
from events.models import Registration
from tests.events.walking import address_of, button, errors, heading, send, soup, step_of, text
from tests.factories.events import AccessNeedFactory, CompanionFactory, EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def date():
    return EventDateFactory(hybrid=True)


@pytest.fixture
def registration(date):
    """Ada with a place in person, with her carer and a hearing loop."""
    made = RegistrationFactory(date=date, name="Ada Able", message="I come by bus.")
    CompanionFactory(registration=made, name="Carey Carer")
    AccessNeedFactory(registration=made, may_share=True)
    return made


def start(client, registration):
    return client.get(f"{links.path(registration)}change/", follow=True)


def change(client, registration, *what, **steps):
    """Go through the pages and stop at the last, where each question is answered as `steps` says or as it stands."""
    response = send(client, start(client, registration), what=what)
    for _turn in range(20):
        step = step_of(response)
        if step == "check" or response.status_code != 200:
            return response
        response = send(client, response, **(steps.get(step.replace("-", "_")) or as_it_stands(response)))
        assert errors(response) == []
    raise AssertionError("The last page was never reached")


def as_it_stands(response):
    """What a browser sends of a page that nobody touched."""
    form, typed = soup(response).main.form, {}
    for field in form.find_all(["input", "textarea"]):
        if field["name"] in ("csrfmiddlewaretoken", "draft", "website"):
            continue
        if field.get("type") in ("radio", "checkbox") and not field.has_attr("checked"):
            continue
        typed.setdefault(field["name"], []).append(field.get("value") or field.get_text())
    return typed


def rows(response):
    """The last page: {what changes: its words}."""
    found = soup(response).main.find_all(class_="nhsuk-summary-list__row")
    return {row.dt.get_text(strip=True): " ".join(row.dd.get_text(" ", strip=True).split()) for row in found}


def people(registration):
    return list(registration.companions.values_list("name", "role"))


def reloaded(registration):
    return Registration.objects.get(pk=registration.pk)


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


# --- The other way to come


def test_a_person_with_a_carer_changes_to_online(client, registration):
    response = change(client, registration, "mode", how={"mode": "online"}, needs={"needs": ["none"]})
    assert rows(response) == {
        "How you take part": "Now: In person After the change: Online",
        "What you need": "Now: Hearing loop After the change: Nothing",
    }
    send(client, response)
    registration = reloaded(registration)
    assert (registration.state, registration.mode, people(registration)) == (
        "placed",
        "online",
        [("Carey Carer", "carer")],
    )


@pytest.fixture
def full_online(registration):
    registration.date.places_online = 1
    registration.date.save()
    RegistrationFactory(date=registration.date, online=True)
    RegistrationFactory(date=registration.date, online=True, waiting=True)
    return registration


def test_where_the_other_way_is_full_a_page_offers_to_wait(client, full_online):
    response = send(client, start(client, full_online), what="mode")
    assert "You can wait for one and keep the place that you have." in text(response)
    response = send(client, response, mode="online")
    assert heading(response) == "All places online are taken. Do you want to wait for one?"
    response = send(client, response, wait="yes")
    assert "You will be number 2 in line." in text(response)
    assert rows(response) == {
        "How you take part": "Now: In person After the change: In person, until a place online comes free"
    }
    response = send(client, response)
    assert heading(response) == "You have a place"
    assert "You also wait for a place online. You are number 2 in line." in text(response)
    registration = reloaded(full_online)
    assert (registration.state, registration.mode, registration.wanted_mode) == ("placed", "in_person", "online")


def test_somebody_who_does_not_want_to_wait_keeps_what_they_have(client, full_online):
    response = change(client, full_online, "mode", how={"mode": "online"}, wait={"wait": "no"})
    assert "With these answers nothing changes." in text(response)


def test_waiting_for_the_other_way_can_be_stopped(client, full_online):
    send(client, change(client, full_online, "mode", how={"mode": "online"}, wait={"wait": "yes"}))
    response = client.post(f"{links.path(full_online)}unwish/", follow=True)
    assert "You also wait" not in text(response)
    assert (reloaded(full_online).state, reloaded(full_online).wanted_mode) == ("placed", "")


def test_who_waits_already_is_not_asked_again(client, full_online):
    send(client, change(client, full_online, "mode", how={"mode": "online"}, wait={"wait": "yes"}))
    response = change(client, full_online, "mode", how={"mode": "online"})
    assert "With these answers nothing changes." in text(response)


def test_a_place_that_goes_meanwhile_leads_to_the_offer_to_wait(client, registration):
    response = change(client, registration, "mode", how={"mode": "online"}, needs={"needs": ["none"]})
    registration.date.places_online = 1
    registration.date.save()
    RegistrationFactory(date=registration.date, online=True)
    response = send(client, response)
    assert heading(response) == "All places online are taken. Do you want to wait for one?"
    assert reloaded(registration).mode == "in_person"


# --- Who waits


def test_somebody_in_line_changes_with_whom_they_come_and_what_they_need(client):
    date = EventDateFactory(places_in_person=1, full=True)
    registration = RegistrationFactory(date=date, waiting=True)
    response = change(
        client,
        registration,
        "companions",
        "needs",
        companions={"companions": "1"},
        who_comes={"companion_1_name": "Sam", "companion_1_role": "companion"},
        needs={"needs": ["bsl"]},
        sharing={"share": "yes"},
    )
    response = send(client, response)
    assert heading(response) == "You are on the waiting list"
    assert people(registration) == [("Sam", "companion")]
    assert list(registration.needs.values_list("code", "may_share")) == [("bsl", True)]


def test_somebody_in_line_is_told_that_there_is_room_the_other_way(client):
    date = EventDateFactory(hybrid=True, places_in_person=1)
    RegistrationFactory(date=date)
    registration = RegistrationFactory(date=date, waiting=True)
    response = change(client, registration, "mode", how={"mode": "online"})
    assert "There is room this way, so you will have a place." in text(response)
    assert heading(send(client, response)) == "You have a place"


def test_one_more_companion_for_whom_there_is_no_seat_is_refused_and_can_be_mended(client):
    date = EventDateFactory(places_in_person=1, companions_count=True)
    registration = RegistrationFactory(date=date)
    response = change(
        client,
        registration,
        "companions",
        companions={"companions": "1"},
        who_comes={"companion_1_name": "Sam", "companion_1_role": "companion"},
    )
    refused = send(client, response)
    assert refused.status_code == 409
    assert people(registration) == []
    back = soup(refused).main.find("a", string="Go back and change your answers")["href"]
    assert as_it_stands(client.get(back)) == {"what": ["companions"]}


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
