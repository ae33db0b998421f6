from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import people
from content import moments
from events import bookings, links
from events.models import Registration
from mailing.models import Message
from tests.events.walking import button, errors, heading, soup, text
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import EventDateFactory, MembershipFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def acts(response):
    """The addresses to which the forms of a page post, below the personal link."""
    forms = soup(response).main.find_all("form", method="post")
    return [form["action"].rstrip("/").rpartition("/")[2] for form in forms]


def ways_on(response):
    """Where the list of what somebody can do leads to, below the personal link."""
    path = response.request["PATH_INFO"]
    return [
        link["href"].removeprefix(path) for link in soup(response).main.find_all("a", href=True) if path in link["href"]
    ]


def reloaded(registration):
    return Registration.objects.get(pk=registration.pk)


# --- Seeing


def test_the_link_shows_everything_to_somebody_with_a_place(client):
    registration = RegistrationFactory(date=EventDateFactory(online=True), online=True)
    response = client.get(links.path(registration))
    assert heading(response) == "You have a place"
    for words in ["Ring the bell", "https://meet.example.org/secret", "01632 960 999", registration.public_id]:
        assert words in text(response)
    assert acts(response) == ["hear"]
    assert ways_on(response) == ["change/", "cancel/", "event.ics"]


SECRETS = ["Ring the bell", "meet.example.org", "01632 960 999"]


@pytest.mark.parametrize("given", [{"waiting": True}, {"offered": True}, {"cancelled": True}, {"state": "declined"}])
@pytest.mark.parametrize("below", ["", "cancel/", "change/", "agree/"])
def test_how_to_join_is_in_no_page_of_somebody_without_a_place(client, given, below):
    registration = RegistrationFactory(date=EventDateFactory(online=True, needs_agreement=True), online=True, **given)
    source = client.get(links.path(registration) + below, follow=True).content.decode()
    assert [secret for secret in SECRETS if secret in source] == []


def test_how_to_join_online_is_in_no_page_of_somebody_who_comes_in_person(client):
    source = client.get(links.path(RegistrationFactory(date=EventDateFactory(hybrid=True)))).content.decode()
    assert [secret for secret in SECRETS if secret in source] == ["Ring the bell"]


def test_somebody_in_line_sees_their_turn(client):
    date = EventDateFactory(hybrid=True)
    RegistrationFactory(date=date, waiting=True, waiting_since=timezone.now() - timedelta(days=1))
    RegistrationFactory(date=date, waiting=True, online=True, waiting_since=timezone.now() - timedelta(days=1))
    response = client.get(links.path(RegistrationFactory(date=date, waiting=True)))
    assert heading(response) == "You are on the waiting list"
    assert "You are number 2 in line." in text(response)


def test_somebody_with_an_offer_sees_two_buttons_and_until_when(client):
    registration = RegistrationFactory(offered=True)
    response = client.get(links.path(registration))
    assert heading(response) == "A place has come free for you"
    assert acts(response) == ["accept", "decline"]
    assert f"Tell us by {moments.day_and_hour(registration.offer_until)}" in text(response)


def test_an_offer_whose_time_has_not_begun_names_no_time(client):
    response = client.get(links.path(RegistrationFactory(offered=True, offer_until=None)))
    assert heading(response) == "A place has come free for you"
    assert "Tell us here, or wait until we call or write to you." in text(response)
    assert "Tell us by" not in text(response)
    assert acts(response) == ["accept", "decline"]


def test_somebody_with_a_place_who_waits_for_the_other_way_sees_both(client):
    date = EventDateFactory(hybrid=True)
    turn = timezone.now()
    RegistrationFactory(date=date, waiting=True, online=True, waiting_since=turn - timedelta(days=1))
    response = client.get(links.path(RegistrationFactory(date=date, wanted_mode="online", waiting_since=turn)))
    assert heading(response) == "You have a place"
    assert "You also wait for a place online. You are number 2 in line." in text(response)
    assert acts(response) == ["unwish", "hear"]


def test_by_when_needs_are_arranged_is_said_to_those_who_have_some(client):
    by = timezone.localdate() + timedelta(days=9)
    registration = RegistrationFactory(date=EventDateFactory(needs_answer_by=by))
    said = f"We tell you by {moments.day(by)} what we have arranged for you."
    assert said not in text(client.get(links.path(registration)))
    registration.needs.create(code="bsl")
    assert said in text(client.get(links.path(registration)))


def test_an_offer_that_has_run_out_has_no_buttons(client):
    registration = RegistrationFactory(offered=True, offer_until=timezone.now())
    response = client.get(links.path(registration))
    assert (heading(response), acts(response)) == ("The offer of a place is over", [])


@pytest.mark.parametrize(
    ("trait", "expected"), [("cancelled", "This event will not take place"), ("past", "This event is over")]
)
def test_what_became_of_the_date_comes_first(client, trait, expected):
    response = client.get(links.path(RegistrationFactory(date=EventDateFactory(**{trait: True}))))
    assert heading(response) == expected
    assert "Cancel your booking" not in text(response)


def test_looking_changes_nothing(client):
    registration = RegistrationFactory(offered=True)
    for path in ["", "cancel/", "accept/", "decline/", "restore/", "event.ics"]:
        client.get(links.path(registration) + path)
    assert reloaded(registration).state == "offered"
    assert Message.objects.count() == 0


def test_no_page_of_a_link_is_kept_by_a_browser_or_found_by_a_search_engine(client):
    response = client.get(links.path(RegistrationFactory()))
    assert "no-store" in response["Cache-Control"]
    assert soup(response).find("meta", {"name": "robots"})["content"] == "noindex"


# --- Acting


def test_cancelling_asks_once_more_and_can_be_undone(client):
    registration = RegistrationFactory()
    path = links.path(registration)
    asked = client.get(f"{path}cancel/")
    assert (heading(asked), button(asked)) == ("Do you want to cancel your booking?", "Cancel my booking")
    cancelled = client.post(f"{path}cancel/", follow=True)
    assert (heading(cancelled), acts(cancelled)) == ("Your booking is cancelled", ["restore"])
    restored = client.post(f"{path}restore/", follow=True)
    assert heading(restored) == "You have a place"
    assert [message.kind for message in Message.objects.order_by("pk")] == ["booking_cancelled", "booking_confirmed"]


def test_after_an_hour_there_is_nothing_to_press(client):
    registration = RegistrationFactory(cancelled=True, cancelled_at=timezone.now() - timedelta(hours=1))
    response = client.get(links.path(registration))
    assert (heading(response), acts(response)) == ("Your booking is cancelled", [])
    assert "you can book again" in text(response)


def test_an_undo_that_comes_too_late_says_so(client):
    date = EventDateFactory(places_in_person=1)
    registration = RegistrationFactory(date=date)
    RegistrationFactory(date=date, waiting=True)
    client.post(f"{links.path(registration)}cancel/")
    response = client.post(f"{links.path(registration)}restore/")
    assert response.status_code == 409
    assert heading(response) == "Your place has gone to somebody else. You can book again."


def test_what_an_officer_cancelled_shows_the_reason_and_no_undo(client):
    registration = RegistrationFactory()
    bookings.cancel(registration=registration, by=UserFactory(), reason="The room became too small.")
    response = client.get(links.path(registration))
    assert "The room became too small." in text(response)
    assert acts(response) == []


@pytest.mark.parametrize(
    ("act", "state", "expected"),
    [("accept", "placed", "You have a place"), ("decline", "declined", "You said no to the place")],
)
def test_an_offer_is_answered_by_a_button(client, act, state, expected):
    registration = RegistrationFactory(offered=True)
    response = client.post(f"{links.path(registration)}{act}/", follow=True)
    assert heading(response) == expected
    assert reloaded(registration).state == state


def test_somebody_in_line_leaves_it_by_the_same_link(client):
    registration = RegistrationFactory(waiting=True)
    assert heading(client.get(f"{links.path(registration)}cancel/")) == "Do you want to leave the waiting list?"
    client.post(f"{links.path(registration)}cancel/")
    assert reloaded(registration).state == "cancelled"


def test_a_button_from_another_site_does_nothing():
    registration = RegistrationFactory()
    response = Client(enforce_csrf_checks=True).post(f"{links.path(registration)}cancel/")
    assert response.status_code == 403
    assert reloaded(registration).state == "placed"


def test_after_the_officer_s_limit_nothing_can_be_cancelled_here(client):
    date = EventDateFactory(changes_until=timezone.now() - timedelta(minutes=1))
    registration = RegistrationFactory(date=date)
    page = client.get(links.path(registration))
    assert ways_on(page) == ["event.ics"]
    assert "It is too late to change or cancel here." in text(page)
    assert client.get(f"{links.path(registration)}cancel/").url == links.path(registration)


# --- Is this a second person?


@pytest.fixture
def twice():
    """A booking that looks like one made twice, and the address that its message has."""
    first = RegistrationFactory()
    registration = RegistrationFactory(date=first.date, duplicate_of=first)
    return registration, links.path(registration, links.SECOND)


def test_whoever_reads_the_message_is_asked(client, twice):
    _registration, asked = twice
    response = client.get(asked)
    assert heading(response) == "Is this a second person?"
    said = [each.get_text(strip=True) for each in soup(response).main.find_all("button")]
    assert said == ["Yes, this is a second person", "No, cancel this booking"]


def test_yes_keeps_both(client, twice):
    registration, asked = twice
    response = client.post(asked, {"answer": "yes"}, follow=True)
    assert heading(response) == "You have a place"
    assert (reloaded(registration).state, reloaded(registration).is_second_person) == ("placed", True)


def test_no_cancels_this_one_and_not_the_other(client, twice):
    registration, asked = twice
    response = client.post(asked, {"answer": "no"}, follow=True)
    assert heading(response) == "Your booking is cancelled"
    assert (reloaded(registration).state, reloaded(registration.duplicate_of).state) == ("cancelled", "placed")


def test_an_answer_that_is_none_asks_again(client, twice):
    registration, asked = twice
    assert heading(client.post(asked)) == "Is this a second person?"
    assert reloaded(registration).state == "placed"


def test_once_answered_it_leads_to_the_booking(client, twice):
    registration, asked = twice
    client.post(asked, {"answer": "yes"})
    assert client.get(asked).url == links.path(registration)


def test_the_link_to_the_booking_does_not_open_the_question(client, twice):
    registration, asked = twice
    assert client.get(f"{links.path(registration)}second/").status_code == 404
    assert client.get(asked.removesuffix("second/")).status_code == 404
    source = client.get(links.path(registration)).content.decode()
    assert "second" not in source.partition("<main")[2].partition("</main>")[0].replace("nhsuk-button--secondary", "")


# --- Links that are no longer good


def test_nobody_guesses_a_link(client):
    registration, other = RegistrationFactory(), RegistrationFactory()
    signature = links.token(other).partition("-")[2]
    for token in [registration.public_id, f"{registration.public_id}-{signature}", "nonsense", "2222222222-aaaa"]:
        assert client.get(f"/manage/{token}/").status_code == 404


def test_a_link_ends_when_it_is_revoked_or_the_address_changes(client):
    registration = RegistrationFactory()
    old = links.path(registration)
    people.correct(registration.person, by=UserFactory(), email="new@example.org")
    assert client.get(old).status_code == 404
    new = links.path(reloaded(registration))
    assert client.get(new).status_code == 200
    Registration.objects.filter(pk=registration.pk).update(link_version=2)
    assert client.get(new).status_code == 404


def test_a_link_serves_until_90_days_after_the_event(client):
    ended = timezone.now() - timedelta(days=90)
    registration = RegistrationFactory(date=EventDateFactory(starts_at=ended - timedelta(hours=2), ends_at=ended))
    response = client.get(links.path(registration))
    assert (response.status_code, heading(response)) == (410, "This link has ended")
    assert client.post(f"{links.path(registration)}cancel/").status_code == 410
    registration.date.ends_at = ended + timedelta(minutes=1)
    registration.date.save()
    assert client.get(links.path(registration)).status_code == 200


# --- The calendar file


def test_the_calendar_file_is_for_those_with_a_place(client):
    registration = RegistrationFactory()
    response = client.get(f"{links.path(registration)}event.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"BEGIN:VEVENT" in response.content
    assert client.get(f"{links.path(RegistrationFactory(waiting=True))}event.ics").status_code == 404


# --- Send me the link again


def ask(client, contact):
    return client.post("/manage/", {"contact": contact}, follow=True)


def test_the_link_is_sent_again_and_everybody_gets_the_same_answer(client):
    registration = RegistrationFactory()
    known = ask(client, registration.email.upper())
    unknown = ask(client, "nobody@example.org")
    assert text(known) == text(unknown)
    message = Message.objects.get()
    assert (message.kind, message.about, message.person) == (
        "manage_link",
        registration.public_id,
        registration.person,
    )


def test_the_link_is_sent_by_reference_to_where_the_person_is_reached(client):
    registration = RegistrationFactory(person=PersonFactory(by_telephone=True))
    ask(client, f" {registration.public_id.upper()} ")
    message = Message.objects.get()
    assert (message.person, message.state) == (registration.person, "task")


def test_each_link_is_sent_once_a_day(client):
    registration = RegistrationFactory()
    ask(client, registration.email)
    ask(client, registration.email)
    assert Message.objects.count() == 1


def test_all_that_is_open_under_an_address_is_sent_and_nothing_else(client):
    person = PersonFactory()
    booked = RegistrationFactory(person=person)
    member = MembershipFactory(person=person)
    RegistrationFactory(person=person, cancelled=True)
    RegistrationFactory(person=person, date=EventDateFactory(starts_at=timezone.now() - timedelta(days=100)))
    MembershipFactory(person=person, state="left", left_at=timezone.now())
    RegistrationFactory()
    ask(client, person.email)
    assert set(Message.objects.values_list("kind", "about")) == {
        ("manage_link", booked.public_id),
        ("membership_link", member.public_id),
    }


def test_who_helps_somebody_gets_the_links_and_the_old_address_does_not(client):
    person = PersonFactory(helped=True, email="ada@example.org")
    RegistrationFactory(person=person)
    ask(client, "ada@example.org")
    assert Message.objects.count() == 0
    ask(client, person.helper_email)
    assert Message.objects.count() == 1


def test_nothing_typed_is_said_beside_the_field(client):
    assert errors(ask(client, "")) == [("Enter your email address or your reference", "#id_contact")]


def test_whoever_asks_too_often_is_told_to_wait(client, monkeypatch):
    for _turn in range(30):
        ask(client, "nobody@example.org")
    assert ask(client, "nobody@example.org").status_code == 429
