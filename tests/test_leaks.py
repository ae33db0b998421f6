import logging

import pytest
from django.core.mail import EmailMessage

from accounts.models import Person
from tests.factories.accounts import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(leaks):
    """Somebody whom the watch knows; what the test plants is forgotten at its end."""
    yield PersonFactory(name="Ada Lovelace", email="ada@example.org", telephone="01632 960 123", address="7 Mill Lane")
    leaks.forget()


@pytest.mark.parametrize("value", ["Ada Lovelace", "ada@example.org", "01632 960 123", "7 Mill Lane"])
def test_a_log_line_that_names_somebody_is_found(ada, leaks, value):
    logging.getLogger("events").warning("Could not write to %s.", value)
    [found] = leaks.found()
    assert found == f"log: Could not write to {value}. holds {value.lower()}"


def test_an_error_in_the_log_is_read_to_its_end(ada, leaks):
    try:
        raise ValueError("no mailbox ada@example.org")
    except ValueError:
        logging.getLogger("mailing").exception("message 1")
    assert "ada@example.org" in leaks.found()[0]


@pytest.mark.parametrize("address", ["/?email=ada%40example.org", "/people/Ada+Lovelace/"])
def test_an_address_that_names_somebody_is_found(ada, leaks, client, address):
    client.get(address)
    assert any(found.startswith("address: ") for found in leaks.found())


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_addresses_of_a_browser_are_watched_too(plain_page, ada, leaks):
    plain_page.goto("/search/?q=ada@example.org")
    assert "address: /search/?q=ada@example.org holds ada@example.org" in leaks.found()


def test_who_was_stored_with_many_others_is_known_too(ada, leaks):
    Person.objects.bulk_create([Person(name="Grace Hopper", email="grace@example.org")])
    logging.getLogger("events").info("row 2: Grace Hopper")
    assert leaks.found()


def test_what_was_typed_and_never_stored_is_known_too(ada, leaks, client):
    client.post("/alerts/", {"email": "new@example.org"})
    logging.getLogger("mailing").info("asked by new@example.org")
    assert leaks.found()


def test_a_subject_that_names_somebody_is_found(ada, leaks):
    EmailMessage("A place for Ada Lovelace", "Good morning.", to=["ada@example.org"]).send()
    assert leaks.found() == ["subject: A place for Ada Lovelace holds ada lovelace"]


def test_a_name_of_one_word_is_found_as_it_is_written(ada, leaks):
    PersonFactory(name="Zacharias")
    PersonFactory(name="Waiting")
    logging.getLogger("events").info("Zacharias is waiting")
    assert [found.rpartition(" ")[2] for found in leaks.found()] == ["Zacharias"]


def test_what_names_nobody_is_let_be(ada, leaks, client):
    logging.getLogger("events").warning("registration %s for Adam Lovelacey", ada.public_id)
    client.get("/?page=2")
    EmailMessage("Your place on Saturday", "Dear Ada Lovelace,", to=["ada@example.org"]).send()
    assert leaks.found() == []
