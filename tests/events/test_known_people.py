"""Somebody who is signed in books for people whom their account has claimed, without saying again who they are."""

import pytest

from accounts.models import Person
from events.models import Registration
from tests.events.booking import summary
from tests.events.walking import errors, heading, send, soup, step_of, text, walk
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import EventDateFactory

pytestmark = pytest.mark.django_db


def start(date):
    return f"/book/{date.public_id}/"


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def ada(user):
    return PersonFactory(name="Ada Able", email=user.email, claimed_by=user)


def test_somebody_who_is_signed_in_is_asked_first_for_whom_they_book(client, ada, user):
    PersonFactory(name="Ben Able", email=user.email, claimed_by=user)
    PersonFactory(name="Of the same address", email=user.email)
    PersonFactory(name="Merged", email=user.email, claimed_by=user, merged_into=ada)
    page = client.get(start(EventDateFactory()), follow=True)
    labels = [label.get_text(strip=True) for label in soup(page).main.find_all(class_="nhsuk-radios__label")]
    assert (heading(page), labels) == ("Who is this booking for?", ["Ada Able", "Ben Able", "Somebody else"])
    assert errors(send(client, page)) == [("Select who this booking is for", "#id_whose")]


def test_for_a_known_person_neither_name_nor_address_is_asked(client, ada):
    check = walk(client, start(EventDateFactory()), whose={"whose": ada.public_id})
    assert list(summary(check)) == [
        "Who is this booking for?",
        "Is Ada Able 16 or over?",
        "Is somebody coming with you?",
        "What you need",
        "Anything else",
    ]
    assert heading(send(client, check)) == "You have a place"
    registration = Registration.objects.get()
    assert (registration.person, registration.name, registration.email) == (ada, "Ada Able", ada.email)
    assert Person.objects.count() == 1


def test_the_age_of_somebody_known_to_be_16_is_not_asked_again(client, ada):
    Person.objects.filter(pk=ada.pk).update(is_16_or_over=True)
    assert step_of(walk(client, start(EventDateFactory()), until="companions", whose={"whose": ada.public_id}))


def test_for_a_known_child_the_one_who_is_reached_is_the_guardian(client, user):
    child = PersonFactory(
        name="Kit",
        email="",
        claimed_by=user,
        reach_helper=True,
        helper_name="Gwen Guardian",
        helper_email=user.email,
        helper_telephone="01632 960 777",
        is_16_or_over=False,
    )
    answers = {"whose": {"whose": child.public_id}, "age": {"age": "0"}, "parent": {"is_guardian": "yes"}}
    walk(client, start(EventDateFactory(minimum_age=0)), until="done", **answers)
    registration = Registration.objects.get()
    assert (registration.person, registration.booked_by, registration.guardian_name) == (child, *["Gwen Guardian"] * 2)
    assert registration.guardian_telephone == "01632 960 777"


def test_somebody_else_is_asked_everything(client, ada):
    walk(client, start(EventDateFactory()), until="done", whose={"whose": "new"}, name={"name": "Eve Else"})
    registration = Registration.objects.get()
    assert (registration.name, registration.person == ada) == ("Eve Else", False)


def test_nobody_books_for_a_person_whom_they_have_not_claimed(client, ada):
    stranger = PersonFactory(name="Sam Stranger")
    page = client.get(start(EventDateFactory()), follow=True)
    page = send(client, page, whose=stranger.public_id)
    assert errors(page) == [("Select one of the answers on this page", "#id_whose")]


def test_an_account_that_has_claimed_nobody_is_asked_nothing_of_that(client, user):
    assert step_of(client.get(start(EventDateFactory()), follow=True)) == "for-whom"


@pytest.mark.parametrize("how", ["unclaimed", "signed out"])
def test_at_the_end_the_person_must_still_be_theirs(client, ada, how):
    check = walk(client, start(EventDateFactory()), whose={"whose": ada.public_id}, age={"over_16": "yes"})
    if how == "unclaimed":
        Person.objects.filter(pk=ada.pk).update(claimed_by=None)
    else:
        cookies = {name: value.value for name, value in client.cookies.items() if name.startswith("draft")}
        client.logout()
        client.cookies.load(cookies)
    page = send(client, check)
    assert step_of(page) == "for-whom"
    assert "Ada Able" not in text(page)
    assert not Registration.objects.exists()
