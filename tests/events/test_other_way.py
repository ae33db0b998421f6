"""Coming the other way, waiting for it without losing the place, and changes of those who are in line."""

import pytest

from events import links
from tests.events.changing import as_it_stands, change, make_ada, people, reloaded, rows, start
from tests.events.walking import heading, send, soup, text
from tests.factories.events import EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration():
    return make_ada(EventDateFactory(hybrid=True))


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
