"""The desk as plain pages, and what its script asks the site."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from content import limits
from content.ids import public_id
from events import desk, links
from events.desk_codes import code_of
from events.models import CheckIn, DeskDevice, Registration
from events.views.desk import COOKIE
from tests.events.walking import errors, heading, soup, text
from tests.factories.accounts import UserFactory
from tests.factories.desk import PIN, DeskFactory
from tests.factories.events import CompanionFactory, EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened():
    return DeskFactory(opened_by=UserFactory())


@pytest.fixture
def helper(opened):
    """A client on whose device the desk is open."""
    return enter(opened)


def enter(opened):
    client = Client()
    client.post(f"/desk/{opened.public_id}/", {"helper": "Sam", "pin": PIN})
    return client


def milliseconds(moment):
    return round(moment.timestamp() * 1000)


def send(client, *acts, sent_at=None):
    now = milliseconds(timezone.now())
    acts = [{"key": str(uuid.uuid4()), "at": now} | act for act in acts]
    body = {"sent_at": milliseconds(sent_at) if sent_at else now, "acts": acts}
    return client.post("/desk/acts/", json.dumps(body), content_type="application/json")


def request_of(client):
    return client.get("/desk/").wsgi_request


def said(response):
    return [message for message, _target in errors(response)]


def names(response):
    return [person.strong.text for person in soup(response).select(".app-desk > li")]


# --- Link and PIN


def test_link_and_pin_open_the_desk_until_midnight_without_signing_in(client, opened):
    page = client.get(f"/desk/{opened.public_id}/")
    answer = client.post(f"/desk/{opened.public_id}/", {"helper": "Sam", "pin": "123 456"})

    cookie = answer.cookies[COOKIE]
    assert heading(page) == "Open the desk"
    assert answer["Location"] == "/desk/"
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/desk/", True, "Lax")
    assert heading(client.get("/desk/")) == "Who is here"
    assert DeskDevice.objects.get().helper == "Sam"
    assert "sessionid" not in client.cookies


def test_a_wrong_pin_says_how_many_tries_are_left_and_keeps_the_name(client, opened):
    answer = client.post(f"/desk/{opened.public_id}/", {"helper": "Sam", "pin": "000000"})

    assert said(answer) == ["Enter the PIN that the officer told you. You have 4 more tries"]
    assert soup(answer).find("input", attrs={"name": "helper"})["value"] == "Sam"
    assert COOKIE not in answer.cookies


def test_after_five_wrong_pins_the_right_one_opens_nothing(client, opened):
    for _try in range(5):
        client.post(f"/desk/{opened.public_id}/", {"helper": "Mallory", "pin": "000000"})

    answer = client.post(f"/desk/{opened.public_id}/", {"helper": "Sam", "pin": PIN})

    assert (answer.status_code, heading(answer)) == (410, "There were too many wrong PINs")
    assert client.get("/desk/").status_code == 403


def test_one_address_may_not_try_the_pins_of_many_desks(client, opened):
    cache.clear()
    for _try in range(60):
        limits.is_within(request_of(client), purpose="desk", most=60, seconds=3600)

    assert client.post(f"/desk/{opened.public_id}/", {"helper": "Sam", "pin": PIN}).status_code == 429


def test_what_was_left_empty_is_asked_for(client, opened):
    assert said(client.post(f"/desk/{opened.public_id}/", {})) == ["Enter your name", "Enter the PIN"]


def test_an_unknown_link_is_not_found_and_a_closed_desk_is_gone(client, opened):
    desk.revoke(desk=opened, by=UserFactory())

    assert client.get(f"/desk/{public_id()}/").status_code == 404
    assert client.get(f"/desk/{opened.public_id}/").status_code == 410


# --- The list


def test_everybody_with_a_place_in_person_is_listed_by_name_with_whom_they_bring(helper, opened):
    RegistrationFactory(date=opened.date, name="Zoe Last")
    RegistrationFactory(date=opened.date, name="Ann First", attendance="came")
    RegistrationFactory(date=opened.date, waiting=True)

    page = helper.get("/desk/")

    assert names(page) == ["Ann First", "Zoe Last"]
    assert "1 of 2 people are here" in text(page)
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_the_count_says_how_many_came_along_with_those_who_are_here(helper, opened):
    for attendance in ("came", ""):
        registration = RegistrationFactory(date=opened.date, attendance=attendance)
        CompanionFactory.create_batch(2, registration=registration)

    assert "1 of 2 people are here, and 2 with them" in text(helper.get("/desk/"))


def test_a_search_is_posted_so_that_no_name_stands_in_an_address(helper, opened):
    RegistrationFactory(date=opened.date, name="Zoe Last")
    RegistrationFactory(date=opened.date, name="Ann First")

    assert names(helper.post("/desk/", {"q": "zoe"})) == ["Zoe Last"]
    assert "Nobody on the list" in text(helper.post("/desk/", {"q": "nobody"}))
    assert soup(helper.get("/desk/")).find("form", role="search")["method"] == "post"


def test_a_button_ticks_and_another_takes_it_back(helper, opened):
    registration = RegistrationFactory(date=opened.date)

    helper.post("/desk/note/", {"who": registration.public_id, "came": "yes"})
    registration.refresh_from_db()
    ticked = registration.attendance
    helper.post("/desk/note/", {"who": registration.public_id, "came": "no"})

    registration.refresh_from_db()
    assert (ticked, registration.attendance) == ("came", "")


def test_somebody_walks_in_once_even_when_the_button_is_pressed_twice(helper, opened):
    form = soup(helper.get("/desk/")).find("form", action="/desk/walk-in/")
    typed = {"name": "Wanda Walker", "contact": "wanda@example.org", "is_old_enough": "on"}
    typed["key"] = form.find("input", attrs={"name": "key"})["value"]

    for _press in range(2):
        helper.post("/desk/walk-in/", typed)

    assert Registration.objects.get().attendance == "came"


def test_who_walks_in_must_be_named_reached_and_old_enough_and_nothing_typed_is_lost(helper):
    answer = helper.post("/desk/walk-in/", {"name": "Wanda Walker", "contact": "wanda"})

    assert said(answer) == [
        "Enter an email address like name@example.com, or a telephone number like 01632 960 001",
        "Select the box if they are 16 or over",
    ]
    assert soup(answer).find("input", attrs={"name": "name"})["value"] == "Wanda Walker"
    assert not Registration.objects.exists()


def test_closed_on_a_device_it_shows_nothing_any_more(helper, opened):
    RegistrationFactory(date=opened.date, name="Ann First")

    answer = helper.post("/desk/close/")

    assert heading(answer) == "The desk is closed on this device"
    for address in ("/desk/", "/desk/shell/", "/desk/worker.js", "/desk/acts/"):
        assert helper.get(address).status_code in (403, 410), address


def test_what_a_browser_keeps_to_go_on_without_network_names_nobody(helper, opened):
    RegistrationFactory(date=opened.date, name="Ann First")

    assert names(helper.get("/desk/shell/")) == []
    assert "Ann First" not in helper.get("/desk/shell/").text + helper.get("/desk/worker.js").text
    assert "desk-worker" in helper.get("/desk/worker.js").text


@pytest.mark.parametrize("number", [1, 3])
def test_an_answer_to_the_script_costs_four_queries(helper, opened, django_assert_num_queries, number):
    RegistrationFactory.create_batch(number, date=opened.date)
    with django_assert_num_queries(4):  # the device, and the list
        helper.get("/desk/acts/")


# --- Never another date


@pytest.mark.parametrize("path", ["note", "acts"])
def test_a_desk_of_one_date_neither_shows_nor_ticks_people_of_another(helper, path):
    other = RegistrationFactory(date=EventDateFactory(ongoing=True), name="Otto Other")

    if path == "note":
        answer = helper.post("/desk/note/", {"who": other.public_id, "came": "yes"})
    else:
        answer = send(helper, {"who": other.public_id, "came": True})

    other.refresh_from_db()
    assert other.attendance == ""
    assert "This person is not on the list of this date." in answer.text
    assert "Otto Other" not in answer.text + helper.get("/desk/").text


def test_a_cookie_that_somebody_made_up_or_changed_opens_nothing(client, helper):
    client.cookies[COOKIE] = DeskDevice.objects.get().public_id
    assert client.get("/desk/").status_code == 403

    client.cookies[COOKIE] = helper.cookies[COOKIE].value + "x"
    assert client.get("/desk/").status_code == 403


@pytest.mark.parametrize("who", ["officer", "administrator"])
def test_staff_see_a_desk_by_its_pin_only(request, who, opened):
    assert request.getfixturevalue(who).get("/desk/").status_code == 403


def test_staff_without_a_second_factor_open_a_desk_as_everybody_does(settings, opened):
    settings.STAFF_SECOND_FACTOR = True
    client = enter(opened)
    client.force_login(UserFactory(is_staff=True))

    assert client.get("/desk/").status_code == 200


# --- What the script sends


def test_acts_are_kept_once_each_and_the_answer_is_the_list_as_it_is_then(helper, opened):
    registration = RegistrationFactory(date=opened.date, name="Ann First")
    acts = [
        {"key": str(uuid.uuid4()), "who": registration.public_id, "came": True},
        {"key": str(uuid.uuid4()), "name": "Wanda Walker", "contact": "wanda@example.org"},
    ]

    send(helper, *acts)
    answer = send(helper, *acts).json()

    assert answer["done"] == [act["key"] for act in acts]
    assert [(person["name"], person["is_here"]) for person in answer["people"]] == [
        ("Ann First", True),
        ("Wanda Walker", True),
    ]
    assert CheckIn.objects.count() == 2


def test_one_act_that_is_refused_stops_no_other(helper, opened):
    registration = RegistrationFactory(date=opened.date)

    answer = send(
        helper,
        {"key": "6f1e6a0e-0000-4000-8000-000000000001", "who": public_id(), "came": True},
        {"who": registration.public_id, "came": True},
    ).json()

    assert answer["refused"] == {"6f1e6a0e-0000-4000-8000-000000000001": "This person is not on the list of this date."}
    assert len(answer["done"]) == 1


def test_a_walk_in_without_a_way_to_be_reached_is_refused_in_words(helper):
    (why,) = send(helper, {"name": "Wanda Walker", "contact": "later"}).json()["refused"].values()
    assert why.startswith("Enter an email address")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"sent_at": "x", "acts": []}',
        '{"sent_at": 1, "acts": [{"key": "1"}]}',
        '{"sent_at": 1e99, "acts": []}',
    ],
)
def test_what_is_no_act_is_refused_as_a_whole(helper, body):
    assert helper.post("/desk/acts/", body, content_type="application/json").status_code == 400


def test_acts_must_come_from_our_own_page(opened):
    client = Client(enforce_csrf_checks=True)
    client.cookies = enter(opened).cookies
    assert client.post("/desk/acts/", "{}", content_type="application/json").status_code == 403


def test_after_midnight_what_was_done_before_is_taken_and_nobody_is_named(helper, opened):
    registration = RegistrationFactory(date=opened.date)
    opened.opened_at, opened.closes_at = timezone.now() - timedelta(hours=3), timezone.now() - timedelta(hours=1)
    opened.save()
    opened.date.starts_at -= timedelta(hours=3)  # whatever the hour is now, the date began on the day of the act
    opened.date.save()
    DeskDevice.objects.update(opened_at=opened.opened_at)

    answer = send(helper, {"who": registration.public_id, "came": True, "at": milliseconds(timezone.now()) - 7_200_000})

    registration.refresh_from_db()
    assert registration.attendance == "came"
    assert (answer.json()["is_open"], answer.json()["people"]) == (False, [])
    assert helper.get("/desk/").status_code == 403


def test_a_device_that_an_officer_closed_sends_nothing_any_more(helper, opened):
    registration = RegistrationFactory(date=opened.date)
    desk.revoke(desk=opened, by=UserFactory())

    answer = send(helper, {"who": registration.public_id, "came": True})

    registration.refresh_from_db()
    assert (answer.status_code, registration.attendance) == (410, "")


# --- What people show when they arrive


@pytest.mark.parametrize(
    ("fields", "is_shown"),
    [({}, True), ({"waiting": True}, False), ({"online": True, "date__hybrid": True}, False)],
    ids=["in person", "waiting", "online"],
)
def test_whoever_is_expected_at_the_desk_has_a_code_on_the_page_of_their_link(client, fields, is_shown):
    registration = RegistrationFactory(**fields)

    page = client.get(links.path(registration))

    assert (code_of(registration) in text(page)) == is_shown
    assert (soup(page).find("svg", class_="app-qr") is not None) == is_shown
