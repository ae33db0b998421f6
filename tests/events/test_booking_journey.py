from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import ConsentRecord
from content import moments
from content.models import Draft
from events import bookings, links
from events.desk_codes import code_of
from events.models import EventDate, Registration
from mailing.models import Message
from tests.events.booking import summary
from tests.events.walking import button, errors, heading, send, soup, step_of, text, walk
from tests.factories.events import EventDateFactory, EventPageFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def start(date):
    return f"/book/{date.public_id}/"


def test_somebody_books_for_themselves(client):
    date = EventDateFactory()
    check = walk(client, start(date))
    assert summary(check) == {
        "Are you booking for yourself or for somebody else?": "For myself",
        "Are you 16 or over?": "Yes",
        "Your name": "Ada Able",
        "How can we reach you?": "Email",
        "Your email address": "ada@example.org",
        "Is somebody coming with you?": "No, nobody",
        "What you need": "I do not need anything",
        "Anything else": "Not provided",
    }
    assert button(check) == "Confirm and book"
    done = send(client, check)
    registration = Registration.objects.get()
    assert (done.status_code, heading(done)) == (200, "You have a place")
    assert (registration.state, registration.name, registration.email, registration.mode) == (
        "placed",
        "Ada Able",
        "ada@example.org",
        "in_person",
    )
    assert Message.objects.get().kind == "booking_confirmed"
    assert Draft.objects.count() == 0
    assert "sessionid" not in client.cookies


def test_the_confirmation_says_everything_that_the_message_says(client):
    date = EventDateFactory()
    done = walk(client, start(date), until="done")
    registration = Registration.objects.get()
    assert summary(done) == {
        "Your reference": registration.public_id,
        "Event": date.page.title,
        "Date": moments.day(date.starts_at),
        "Time": f"{moments.span(date.starts_at, date.ends_at)}, UK time",
        "How you take part": "In person",
        "Where": "Example Library, 1 Market Street, Exampleton, ZX1 1EX",
        "How to get there": "It is opposite the bus station.",
        "How to join": "Ring the bell at the glass door.",
        "Code for the desk": code_of(registration),
        "Name": "Ada Able",
        "Questions": "The involvement team Telephone: 01632 960 001 Email: team@example.org",
    }
    assert "We have sent this to ada@example.org" in text(done)
    addresses = [link["href"] for link in soup(done).main.find_all("a")]
    assert links.path(registration) in addresses
    assert f"{links.path(registration)}event.ics" in addresses


def test_somebody_books_for_somebody_else_with_all_that_they_need(client):
    date = EventDateFactory(hybrid=True)
    done = walk(
        client,
        start(date),
        until="done",
        for_whom={"for_whom": "other"},
        reach={"channel": "telephone"},
        companions={"companions": "2"},
        who_comes={
            "companion_1_name": "Cara Carer",
            "companion_1_role": "carer",
            "companion_2_name": "",
            "companion_2_role": "support_worker",
        },
        needs={"needs": ["bsl", "dietary"]},
        need_dietary={"need_dietary": "No nuts"},
        anything_else={"message": "We come by bus."},
    )
    registration = Registration.objects.get()
    person = registration.person
    assert (registration.name, registration.booked_by, registration.telephone) == (
        "Ada Able",
        "Cara Carer",
        "01632 960 001",
    )
    assert (person.helper_name, person.number_to_call, person.channel) == ("Cara Carer", "01632 960 001", "telephone")
    assert [str(each.role) for each in registration.companions.all()] == ["carer", "support_worker"]
    assert [(need.code, need.detail, need.may_share) for need in registration.needs.all()] == [
        ("bsl", "", True),
        ("dietary", "No nuts", True),
    ]
    assert registration.message == "We come by bus."
    record = ConsentRecord.objects.get(purpose="access_needs")
    assert (record.purpose, record.decision, record.wording.text) == (
        "access_needs",
        "given",
        "May we tell the venue and the people who help us what you need? "
        "We tell them only what they must know to arrange it, for example to book an interpreter.",
    )
    assert "We will call you on 01632 960 001" in text(done)
    assert Message.objects.get().state == "task"


def test_by_letter_only_an_address_is_asked(client):
    walk(client, start(EventDateFactory()), until="done", reach={"channel": "letter"})
    registration = Registration.objects.get()
    assert (registration.address, registration.email) == ("1 Example Street\r\nExampleton".replace("\r", ""), "")


def test_a_way_that_was_tried_and_left_is_not_kept(client):
    date = EventDateFactory()
    check = walk(client, start(date))
    change = soup(check).find("a", href=lambda address: address and "/reach/" in address)["href"]
    page = send(client, client.get(change, follow=True), channel="telephone")
    assert step_of(page) == "telephone"
    page = send(client, client.get(change.replace("/reach/", "/telephone/"), follow=True), telephone="01632 960 001")
    assert step_of(page) == "check"
    send(client, page)
    registration = Registration.objects.get()
    assert (registration.email, registration.telephone) == ("", "01632 960 001")


def test_somebody_under_16_is_told_where_else_to_go_before_anything_else_is_asked(client):
    page = walk(client, start(EventDateFactory()), until="too-young", age={"over_16": "no"})
    assert heading(page) == "You must be 16 or over"
    assert soup(page).main.find("button") is None
    assert client.post(start(EventDateFactory()) + "check/", {}, follow=True).status_code == 200
    assert Registration.objects.count() == 0


def test_how_to_come_is_asked_only_where_there_is_a_choice(client):
    page = walk(client, start(EventDateFactory()), until="companions")
    assert heading(page) == "Is somebody coming with you?"
    page = walk(client, start(EventDateFactory(online=True)), until="companions")
    assert heading(page) == "Is somebody taking part with you?"
    assert heading(walk(client, start(EventDateFactory(hybrid=True)), until="how")) == "How do you want to take part?"


def test_what_is_full_is_said_where_people_choose_and_again_before_they_send(client):
    date = EventDateFactory(hybrid=True, places_in_person=1)
    RegistrationFactory(date=date)
    page = walk(client, start(date), until="how")
    hints = [each.get_text(strip=True) for each in soup(page).find_all(class_="nhsuk-radios__hint")]
    assert hints == ["All places are taken. You can join the waiting list."]
    check = walk(client, start(date))
    assert "All places are taken, so you will join the waiting list." in text(check)
    assert button(check) == "Join the waiting list"
    done = send(client, check)
    assert heading(done) == "You are on the waiting list"
    assert "Ring the bell" not in done.content.decode()
    assert "event.ics" not in done.content.decode()
    assert Registration.objects.get(name="Ada Able").state == "waiting"


def test_a_place_that_goes_while_somebody_types_becomes_a_place_in_line_and_the_page_says_so(client):
    date = EventDateFactory(places_in_person=1)
    check = walk(client, start(date))
    RegistrationFactory(date=date)
    done = send(client, check)
    assert heading(done) == "You are on the waiting list"
    assert "You are number 1 in line." in text(done)


def test_whoever_joins_the_waiting_list_reads_how_many_are_before_them(client):
    date = EventDateFactory(places_in_person=1, full=True)
    RegistrationFactory.create_batch(2, date=date, waiting=True)
    assert "You are number 3 in line." in text(send(client, walk(client, start(date))))


def test_whoever_has_a_place_reads_of_no_line(client):
    assert "in line" not in text(send(client, walk(client, start(EventDateFactory()))))


def test_needs_are_those_that_make_sense_for_how_somebody_comes(client):
    online = walk(client, start(EventDateFactory(online=True)), until="needs")
    in_person = walk(client, start(EventDateFactory()), until="needs")

    def offered(page):
        return {box["value"] for box in soup(page).find_all("input", type="checkbox")}

    assert offered(online) - offered(in_person) == {"online_help"}
    assert offered(in_person) - offered(online) == {
        "step_free",
        "seat_with_arms",
        "hearing_loop",
        "dietary",
        "parking",
        "travel",
    }


def test_the_day_by_which_needs_are_best_told_is_said(client):
    by = timezone.localdate() + timedelta(days=10)
    page = walk(client, start(EventDateFactory(needs_by=by)), until="needs")
    assert f"Tell us by {moments.day(by)} so that we have time to arrange it." in text(page)


def test_after_that_day_people_are_told_that_it_may_be_too_late_and_to_ask_all_the_same(client):
    by = timezone.localdate() - timedelta(days=1)
    page = walk(client, start(EventDateFactory(needs_by=by)), until="needs")
    assert "It may be too late to arrange some of this, but ask: we will still try." in text(page)


@pytest.mark.parametrize(
    ("step", "answers", "expected"),
    [
        ("for-whom", {}, ("Select if you are booking for yourself or for somebody else", "#id_for_whom")),
        ("age", {}, ("Select yes if you are 16 or over", "#id_over_16")),
        ("name", {"name": ""}, ("Enter your name", "#id_name")),
        ("reach", {"channel": "pigeon"}, ("Select one of the answers on this page", "#id_channel")),
        (
            "email",
            {"email": "ada"},
            ("Enter an email address in the correct format, like name@example.com", "#id_email"),
        ),
        ("companions", {}, ("Select how many people are coming with you", "#id_companions")),
        ("needs", {}, ("Select what you need, or select “I do not need anything”", "#id_needs")),
        (
            "needs",
            {"needs": ["bsl", "none"]},
            ("Select the answers that apply, or select “I do not need anything”", "#id_needs"),
        ),
        ("anything-else", {"message": "x" * 1001}, ("Anything else must be 1000 characters or less", "#id_message")),
    ],
)
def test_what_is_missing_is_said_beside_its_question(client, step, answers, expected):
    page = walk(client, start(EventDateFactory()), until=step)
    page = send(client, page, **answers)
    assert errors(page) == [expected]
    assert soup(page).title.get_text().startswith("Error: ")


def test_a_need_that_means_little_without_words_asks_for_them(client):
    page = walk(client, start(EventDateFactory()), until="need-language", needs={"needs": ["language", "bsl"]})
    assert heading(page) == "Which language do you need an interpreter for?"
    page = send(client, page, need_language="")
    assert errors(page) == [("Enter the language that you need", "#id_need_language")]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1", [("Select who they are", "#id_companion_1_role")]),
        (
            "2",
            [
                ("Select who person 1 is", "#id_companion_1_role"),
                ("Select who person 2 is", "#id_companion_2_role"),
            ],
        ),
    ],
)
def test_who_comes_along_is_asked_in_words_that_fit_their_number(client, number, expected):
    page = walk(client, start(EventDateFactory()), until="who-comes", companions={"companions": number})
    assert errors(send(client, page)) == expected


def test_several_needs_stand_below_each_other_where_answers_are_checked(client):
    check = walk(client, start(EventDateFactory()), needs={"needs": ["bsl", "quiet_space"]})
    assert summary(check)["What you need"] == "British Sign Language interpreter Quiet space or extra breaks"


@pytest.mark.parametrize(
    ("trait", "status", "words"),
    [
        ("past", 409, "This date is in the past."),
        ("closed", 409, "Booking for this date has closed."),
        ("not_open_yet", 409, "Booking for this date is not open yet."),
        ("cancelled", 409, "This date is cancelled."),
    ],
)
def test_a_date_that_cannot_be_booked_says_why_on_a_page_of_its_own(client, trait, status, words):
    page = client.get(start(EventDateFactory(**{trait: True})), follow=True)
    assert (page.status_code, heading(page)) == (status, words)


def test_the_page_says_when_booking_opens_and_why_a_date_was_cancelled(client):
    date = EventDateFactory(not_open_yet=True)
    page = client.get(start(date), follow=True)
    assert f"You can book from {moments.day_and_hour(date.registration_opens_at)}." in text(page)
    assert "The hall is flooded." in text(client.get(start(EventDateFactory(cancelled=True)), follow=True))


def test_an_event_that_was_taken_down_is_gone(client):
    page = client.get(start(EventDateFactory(page=EventPageFactory(live=False))), follow=True)
    assert (page.status_code, heading(page)) == (410, "This event is no longer on the site.")


def test_an_unknown_date_is_not_found(client):
    assert client.get("/book/2222222222/").status_code == 404


def test_what_closes_while_somebody_types_is_refused_and_their_answers_are_kept(client):
    date = EventDateFactory()
    check = walk(client, start(date))
    EventDate.objects.filter(pk=date.pk).update(registration_closes_at=timezone.now())
    page = send(client, check)
    assert (page.status_code, heading(page)) == (409, "Booking for this date has closed.")
    EventDate.objects.filter(pk=date.pk).update(registration_closes_at=None)
    assert heading(send(client, check)) == "You have a place"


def test_a_button_pressed_twice_books_once(client):
    check = walk(client, start(EventDateFactory()))
    first, second = send(client, check), send(client, check)
    assert heading(first) == heading(second) == "You have a place"
    assert Registration.objects.count() == 1


def test_the_confirmation_can_be_opened_again_and_shows_how_things_are(client):
    done = walk(client, start(EventDateFactory()), until="done")
    again = client.get(done.redirect_chain[-1][0])
    assert heading(again) == "You have a place"
    bookings.cancel(registration=Registration.objects.get())
    assert heading(client.get(done.redirect_chain[-1][0])) == "Your booking is cancelled"


def test_nobody_else_sees_a_confirmation(client):
    done = walk(client, start(EventDateFactory()), until="done")
    address = done.redirect_chain[-1][0]
    client.cookies.clear()
    assert "Ada Able" not in client.get(address, follow=True).content.decode()
