"""Who may come to a date: the screening questions, the age, and the parent or guardian of somebody under 16."""

import pytest
from wagtail.models import Locale

from content.models import Draft
from events.models import EventDate, Registration
from tests.events.booking import screening, summary
from tests.events.walking import button, errors, heading, send, soup, step_of, text, walk
from tests.factories.events import EventDateFactory, EventPageFactory, ForumPageFactory

pytestmark = pytest.mark.django_db
TEST = ("q1", "Have you had a blood test in the last 12 months?", "yes")
STAFF = ("q2", "Do you work for the NHS?", "no")
ADMITTED = {"who_can_come_1": {"screening_q1": "yes"}, "who_can_come_2": {"screening_q2": "no"}}
BAND = {"age": {"age": "13"}}
GUARDIAN = {"guardian": {"guardian_name": "Gwen Guardian", "guardian_telephone": "01632 960 777"}}


def start(date):
    return f"/book/{date.public_id}/"


@pytest.fixture
def screened(db):
    page = EventPageFactory(screening=screening(TEST, STAFF), screening_help="<p>The <b>blood test</b> helpline.</p>")
    return EventDateFactory(page=page)


# --- Screening


def test_what_decides_who_can_come_is_asked_before_anything_else(client, screened):
    page = client.get(start(screened), follow=True)
    assert (step_of(page), heading(page)) == ("who-can-come-1", TEST[1])
    page = send(client, page, screening_q1="yes")
    assert (step_of(page), heading(page)) == ("who-can-come-2", STAFF[1])
    assert step_of(send(client, page, screening_q2="no")) == "for-whom"


def test_whoever_is_admitted_books_and_their_answers_are_not_kept(client, screened):
    check = walk(client, start(screened), **ADMITTED)
    assert TEST[1] not in text(check)
    assert heading(send(client, check)) == "You have a place"
    registration = Registration.objects.get()
    assert registration.answers == {}
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    ("until", "answers"),
    [
        ("other-events-1", {"who_can_come_1": {"screening_q1": "no"}}),
        ("other-events-2", ADMITTED | {"who_can_come_2": {"screening_q2": "yes"}}),
    ],
)
def test_for_whom_the_event_is_not_a_page_says_so_kindly_and_where_else_to_go(client, screened, until, answers):
    page = walk(client, start(screened), until=until, **answers)
    assert (page.status_code, heading(page)) == (200, "This event is for other people")
    assert "The blood test helpline." in text(page)
    assert "01632 960 001" in text(page)
    assert screened.page.get_parent().url in [link["href"] for link in soup(page).main.find_all("a")]
    assert soup(page).main.find("button") is None


def test_a_wrong_answer_cannot_be_gone_round(client, screened):
    page = walk(client, start(screened), until="other-events-1", who_can_come_1={"screening_q1": "no"})
    address = page.redirect_chain[-1][0]
    for step in ("for-whom", "check"):
        again = client.get(address.replace("other-events-1", step), follow=True)
        assert step_of(again) == "other-events-1"


def test_somebody_who_tapped_wrongly_goes_back_and_answers_again(client, screened):
    page = walk(client, start(screened), until="other-events-1", who_can_come_1={"screening_q1": "no"})
    back = client.get(soup(page).find(class_="nhsuk-back-link")["href"])
    assert soup(back).find("input", {"name": "screening_q1", "value": "no", "checked": True})
    assert step_of(send(client, back, screening_q1="yes")) == "who-can-come-2"


def test_a_screening_question_must_be_answered(client, screened):
    page = send(client, client.get(start(screened), follow=True))
    assert errors(page) == [("Select yes or no", "#id_screening_q1")]


def test_a_translation_brings_the_words_and_the_main_language_decides(client, screened):
    welsh = screened.page.copy_for_translation(Locale.objects.get_or_create(language_code="cy")[0], copy_parents=True)
    welsh.screening = screening(("q1", "Ydych chi wedi cael prawf gwaed?", "no"))
    welsh.save_revision().publish()
    page = client.get(f"/cy{start(screened)}", follow=True)
    assert heading(page) == "Ydych chi wedi cael prawf gwaed?"
    assert step_of(send(client, page, screening_q1="yes")) == "who-can-come-2"


# --- Age


def test_where_only_adults_may_come_they_are_asked_that(client):
    page = walk(client, start(EventDateFactory(minimum_age=18)), until="age")
    assert heading(page) == "Are you 18 or over?"
    assert errors(send(client, page)) == [("Select yes if you are 18 or over", "#id_over_18")]
    assert step_of(send(client, page, over_18="yes")) == "name"


def test_somebody_under_18_is_told_where_else_to_go(client):
    page = walk(client, start(EventDateFactory(minimum_age=18)), until="too-young", age={"over_18": "no"})
    assert (page.status_code, heading(page)) == (200, "You must be 18 or over")
    assert "We cannot book for somebody under 18 on this page." in text(page)


def test_the_age_asked_is_that_of_the_person_who_takes_part(client):
    page = walk(client, start(EventDateFactory()), until="age", for_whom={"for_whom": "other"})
    assert heading(page) == "Is the person who takes part 16 or over?"
    page = walk(client, start(EventDateFactory(minimum_age=13)), until="age", for_whom={"for_whom": "other"})
    assert heading(page) == "How old is the person who takes part?"


def test_where_younger_people_may_come_the_age_is_asked_in_bands(client):
    page = walk(client, start(EventDateFactory(minimum_age=13)), until="age")
    labels = [label.get_text(strip=True) for label in soup(page).main.find_all(class_="nhsuk-radios__label")]
    assert (heading(page), labels) == ("How old are you?", ["16 or over", "13 to 15", "Under 13"])
    assert errors(send(client, page)) == [("Select how old you are", "#id_age")]


@pytest.mark.parametrize(("band", "is_16_or_over"), [("16", True), ("13", False)])
def test_the_person_is_known_to_be_16_or_not(client, band, is_16_or_over):
    walk(client, start(EventDateFactory(minimum_age=13)), until="done", age={"age": band}, **GUARDIAN)
    assert Registration.objects.get().person.is_16_or_over is is_16_or_over


def test_somebody_from_13_to_15_names_a_parent_or_guardian(client):
    date = EventDateFactory(minimum_age=13, page__safeguarding="Sam Safe, 01632 960 111")
    check = walk(client, start(date), **BAND, **GUARDIAN)
    assert summary(check)["Name of a parent or guardian"] == "Gwen Guardian"
    done = send(client, check)
    registration = Registration.objects.get()
    assert (registration.guardian_name, registration.guardian_telephone) == ("Gwen Guardian", "01632 960 777")
    assert summary(done)["Parent or guardian"] == "Gwen Guardian 01632 960 777"
    assert summary(done)["If you worry about somebody under 18"] == "Sam Safe, 01632 960 111"


def test_a_parent_or_guardian_of_somebody_from_13_to_15_must_be_named(client):
    page = walk(client, start(EventDateFactory(minimum_age=0)), until="guardian", **BAND)
    assert errors(send(client, page, guardian_name="", guardian_telephone="12")) == [
        ("Enter the name of a parent or guardian", "#id_guardian_name"),
        ("Enter a telephone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192", "#id_guardian_telephone"),
    ]


def test_somebody_of_16_names_no_guardian(client):
    walk(client, start(EventDateFactory(minimum_age=13)), until="done", age={"age": "16"})
    assert Registration.objects.get().guardian_name == ""


def test_a_guardian_who_was_typed_before_the_age_was_put_right_is_not_kept(client):
    check = walk(client, start(EventDateFactory(minimum_age=13)), **BAND, **GUARDIAN)
    change = soup(check).find("a", href=lambda address: address and "/age/" in address)["href"]
    send(client, send(client, client.get(change), age="16"))
    registration = Registration.objects.get()
    assert (registration.guardian_name, registration.person.is_16_or_over) == ("", True)


def test_under_13_nobody_comes_to_a_date_from_13(client):
    page = walk(client, start(EventDateFactory(minimum_age=13)), until="too-young", age={"age": "0"})
    assert heading(page) == "You must be 13 or over"


CHILD = {"for_whom": {"for_whom": "other"}, "age": {"age": "0"}, "parent": {"is_guardian": "yes"}}


def test_under_13_nobody_books_for_themselves(client):
    page = walk(client, start(EventDateFactory(minimum_age=0)), until="parent-books", age={"age": "0"})
    assert (page.status_code, heading(page)) == (200, "A parent or guardian must book")
    assert start(EventDate.objects.get()) in [link["href"] for link in soup(page).main.find_all("a")]


def test_for_somebody_under_13_only_a_parent_or_guardian_books(client):
    date = EventDateFactory(minimum_age=0)
    page = walk(client, start(date), until="parent-books", **CHILD | {"parent": {"is_guardian": "no"}})
    assert heading(page) == "A parent or guardian must book"
    page = walk(client, start(date), until="parent", **CHILD)
    assert errors(send(client, page)) == [("Select yes if you are their parent or guardian", "#id_is_guardian")]


def test_whoever_books_for_somebody_under_13_is_the_guardian(client):
    number = {"guardian_telephone": {"guardian_telephone": "01632 960 777"}}
    walk(client, start(EventDateFactory(minimum_age=0)), until="done", **CHILD, **number)
    registration = Registration.objects.get()
    assert (registration.guardian_name, registration.guardian_telephone, registration.person.is_16_or_over) == (
        "Cara Carer",
        "01632 960 777",
        False,
    )


def test_a_number_that_was_told_already_is_not_asked_again(client):
    walk(client, start(EventDateFactory(minimum_age=0)), until="done", **CHILD, reach={"channel": "telephone"})
    assert Registration.objects.get().guardian_telephone == "01632 960 001"


def test_a_date_for_other_ages_says_so_on_its_card(client):
    page = EventPageFactory(safeguarding="Sam Safe, 01632 960 111")
    EventDateFactory(page=page, minimum_age=18)
    assert "For people of 18 or over" in text(client.get(page.url))
    EventDateFactory(page=page, minimum_age=0)
    shown = text(client.get(page.url))
    assert "For people of any age" in shown
    assert "If you worry about somebody under 18 Sam Safe, 01632 960 111" in shown


def test_a_join_of_a_forum_asks_for_16_as_before(client):
    forum = ForumPageFactory()
    page = walk(client, f"/join/{forum.translation_key}/", until="too-young", age={"over_16": "no"})
    assert heading(page) == "You must be 16 or over"
    assert button(walk(client, f"/join/{forum.translation_key}/")) == "Confirm and join"
