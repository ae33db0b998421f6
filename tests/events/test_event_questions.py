"""The questions that an event asks everybody who books: in the journey, with the registration, and for officers."""

import csv
import io

import pytest
from django.urls import reverse

from content.models import QuestionSet
from events import details, links, questions
from events.models import Registration
from mailing import outbox
from mailing.models import Message
from tests.content.asked import ALL, FAIR, GRID, PLACE, SECTION, only
from tests.events.asking import KEPT, SAID, date_that_asks, who_answered
from tests.events.booking import summary
from tests.events.walking import errors, heading, send, soup, step_of, walk
from tests.factories.content import questions as stream
from tests.factories.events import EventDateFactory, EventPageFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
ANSWERS = {
    "question_1": {"place": "elsewhere"},
    "question_1_more": {"place.elsewhere.follow_up": "At home"},
    "question_2": {"hope": "To be heard"},
}


@pytest.fixture
def date(db):
    return date_that_asks()


def start(date):
    return f"/book/{date.public_id}/"


def test_they_are_asked_after_the_needs_and_before_anything_else(client, date):
    page = walk(client, start(date), until="question-1")
    assert heading(page) == "Your last test"
    page = send(client, page, place="hospital")
    assert (step_of(page), heading(page)) == ("question-2", "The day itself")
    page = send(client, page, hope="")
    assert step_of(page) == "anything-else"


def test_what_depends_on_an_answer_is_asked_only_of_those_who_gave_it(client, date):
    page = walk(client, start(date), until="question-1-more", question_1={"place": "elsewhere"})
    assert heading(page) == "Where was that? (optional)"


def test_what_must_be_answered_says_so_beside_the_question(client, date):
    page = walk(client, start(date), until="question-1")
    assert errors(send(client, page)) == [("Select your answer to “Where was it?”", "#id_place")]


def test_answers_are_checked_and_kept_with_their_questions(client, date):
    check = walk(client, start(date), **ANSWERS)
    shown = summary(check)
    assert {question: shown[question] for question in SAID} == SAID
    send(client, check)
    registration = Registration.objects.get()
    assert (registration.answers, registration.question_set) == (KEPT, QuestionSet.objects.get())


def test_an_answer_to_a_question_that_is_no_longer_shown_is_not_kept(client, date):
    check = walk(client, start(date), **ANSWERS)
    change = soup(check).find("a", href=lambda address: address and "/question-1/" in address)["href"]
    send(client, send(client, client.get(change), place="hospital"))
    assert Registration.objects.get().answers == {"place": "hospital", "hope": "To be heard"}


def test_the_confirmation_and_the_page_of_the_booking_repeat_them(client, date):
    confirmation = summary(send(client, walk(client, start(date), **ANSWERS)))
    page = summary(client.get(links.path(Registration.objects.get())))
    for shown in (confirmation, page):
        assert {question: shown.get(question) for question in SAID} == SAID


def test_messages_that_repeat_a_booking_repeat_them(date):
    registration = who_answered(date)
    found = outbox.render(
        Message(kind="booking_confirmed", person=registration.person, about=registration.public_id, context={})
    )
    assert [question for question, answer in SAID.items() if f"{question}:\n{answer}" not in found.text] == []


def test_a_booking_without_questions_costs_no_query_more(django_assert_num_queries):
    registration = details.registrations().get(pk=RegistrationFactory().pk)
    with django_assert_num_queries(0):
        assert questions.said(registration) == []


def test_questions_are_frozen_when_the_event_is_published(date):
    date.page.save_revision().publish()
    assert QuestionSet.objects.get().page_id == date.page_id


def test_an_event_without_questions_freezes_nothing():
    date = EventDateFactory()
    date.page.save_revision().publish()
    assert questions.current(date.page) is None
    assert not QuestionSet.objects.exists()


def test_an_event_without_questions_costs_no_query(django_assert_num_queries):
    page = EventDateFactory().page
    with django_assert_num_queries(0):
        assert questions.steps(questions.current(page)) == []


# --- For officers


@pytest.fixture
def answered(date):
    return who_answered(date)


def test_an_officer_reads_the_answers_of_a_registration_in_words(officer, answered):
    page = soup(officer.get(reverse("events_cms:registration", args=[answered.public_id])))
    facts = {name.get_text(strip=True): name.find_next("dd").get_text(strip=True) for name in page.find_all("dt")}
    assert {question: facts[question] for question in SAID} == SAID


def test_the_file_has_a_column_for_each_question_whoever_answered(officer, date, answered):
    RegistrationFactory(date=date, person__name="No Answers")
    address = reverse("events_cms:export", args=[date.public_id])
    content = b"".join(officer.post(address, {"file_format": "csv", "reason": "For the room"}))
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    columns = ["place", "place_2_text", "hope"]
    assert [[row[name] for name in columns] for row in rows] == [["Somewhere else", "At home", "To be heard"], [""] * 3]


def test_columns_stay_when_the_questions_change(date, answered):
    date.page.questions = stream(("short_text", "food", {"question": "What do you eat?", "short_name": "food"}))
    date.page.save_revision().publish()
    columns = questions.Columns(date.page)
    assert columns.header == ["food", "place", "place_2_text", "hope"]
    assert columns.row(answered) == ["", "Somewhere else", "At home", "To be heard"]


@pytest.fixture
def typed():
    return {
        "key": "key-of-the-form",
        "source": "telephone",
        "name": "Jane Doe",
        "is_16_or_over": "on",
        "channel": "telephone",
        "telephone": "01632 960 001",
        "language": "en",
        "mode": "in_person",
    }


def book_address(date):
    return reverse("events_cms:book", args=[date.public_id])


def test_an_officer_asks_them_on_the_telephone(officer, date, typed):
    assert "Where was that?" in officer.get(book_address(date)).text
    officer.post(book_address(date), typed | KEPT)
    registration = Registration.objects.get()
    assert (registration.answers, registration.question_set.page_id) == (KEPT, date.page_id)


def test_an_officer_cannot_leave_out_what_must_be_answered(officer, date, typed):
    response = officer.post(book_address(date), typed | {"hope": "To be heard"})
    assert response.context["form"].errors == {"place": ["Select your answer to “Where was it?”"]}
    assert response.context["form"]["hope"].value() == "To be heard"


def test_what_an_officer_typed_for_a_question_that_is_not_asked_is_not_kept(officer, date, typed):
    officer.post(book_address(date), typed | KEPT | {"place": "hospital"})
    assert Registration.objects.get().answers == {"place": "hospital", "hope": "To be heard"}


# --- Every type, and conditions

TYPED = {
    "travel": ["bus", "else"],
    "travel.else.follow_up": "On foot",
    "place": "b",
    "fair": "agree",
    "ease": "7",
    "minutes": "15",
    "word": "Angiogram",
    "why": "",
    "known": "prefer_not",
    "clear": "5",
    "care.heard": "agree",
    "care.told": "not_sure",
    "hours": "2.5",
    "last_0": "31",
    "last_1": "3",
    "last_2": "2026",
    "area": "m13",
}
STORED = {
    "travel": ["bus", "else"],
    "travel.else.follow_up": "On foot",
    "place": "b",
    "fair": "agree",
    "ease": 7,
    "minutes": 15,
    "word": "Angiogram",
    "known": "prefer_not",
    "clear": 5,
    "care.heard": "agree",
    "care.told": "not_sure",
    "hours": 2.5,
    "last": "2026-03-31",
    "area": "M13",
}


def asking(*asked):
    return EventDateFactory(page=EventPageFactory(questions=stream(*asked)))


def test_every_type_is_asked_by_an_officer_and_repeated_in_words(officer, typed):
    date = asking(*ALL)
    officer.post(book_address(date), typed | TYPED)
    registration = Registration.objects.get()
    assert registration.answers == STORED
    assert [answer for _question, answer in questions.said(registration)][-4:] == [
        "I am not sure, or it does not apply to me",
        "2.5",
        "31 March 2026",
        "M13",
    ]


def test_every_type_is_shown_to_an_officer_as_it_was_answered(officer):
    date = asking(*ALL)
    registration = RegistrationFactory(date=date, question_set=questions.current(date.page), answers=STORED)
    page = soup(officer.get(reverse("events_cms:change_registration", args=[registration.public_id])))
    values = {name: page.find("input", attrs={"name": name})["value"] for name in ("hours", "last_0", "last_2", "area")}
    assert values == {"hours": "2.5", "last_0": "31", "last_2": "2026", "area": "M13"}
    assert page.find("input", attrs={"name": "care.told", "value": "not_sure"}).has_attr("checked")


AT_HOME = {"question": "place", "answer": "At home"}


def test_a_section_is_asked_only_of_those_whom_it_concerns(client):
    date = asking(PLACE, only(SECTION, AT_HOME), GRID)
    page = walk(client, start(date), until="question-2", question_1={"place": "a"})
    assert heading(page) == "Tests you have now"
    page = walk(client, start(date), until="anything-else", question_1={"place": "b"})
    assert step_of(page) == "anything-else"


def test_a_question_that_is_asked_no_more_leads_to_the_one_that_decides():
    question_set = questions.current(
        asking(PLACE, only(FAIR, AT_HOME), only(GRID, {"question": "fair", "answer": "Agree"})).page
    )
    assert questions.step_of(question_set, "fair", {"place": "a"}) == "question-2"
    assert questions.step_of(question_set, "care.told", {"place": "b"}) == "question-1"


def test_an_officer_must_not_answer_what_is_not_asked(officer, typed):
    date = asking(PLACE, only(FAIR, AT_HOME))
    response = officer.post(book_address(date), typed | {"place": "a"})
    assert response.context["form"].errors == {"fair": ["Select your answer to “The plan is fair”"]}
    officer.post(book_address(date), typed | {"place": "b", "fair": "agree"})
    assert Registration.objects.get().answers == {"place": "b"}
