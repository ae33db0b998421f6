"""No line of the log holds a key, whatever the site answers."""

import io
import logging

import pytest
from django.test import Client

from content import ids

TOKEN = ids.sign(ids.public_id(), scope="answer")
PASS = ids.keyed_hash("paper", purpose="pass")[:22]


@pytest.fixture
def log():
    """What the site logs, as text."""
    (console,) = [handler for handler in logging.getLogger().handlers if handler.name == "console"]
    log = io.StringIO()
    before = console.setStream(log)
    yield log
    console.setStream(before)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/answer/with/{}/", "/cy/answer/with/{}/", "/manage/{}/", "/asnwer/with/{})/"])
def test_an_address_that_nothing_is_found_under_is_logged_without_its_key(client, log, address):
    assert client.get(address.format(TOKEN)).status_code == 404
    assert log.getvalue().endswith(f"django.request: Not Found: {address.format('[key]')}\n")


@pytest.mark.django_db
def test_so_is_one_to_which_a_form_was_sent_from_elsewhere(log):
    address = "/answer/with/{}/"
    assert Client(enforce_csrf_checks=True).post(address.format(TOKEN)).status_code == 403
    assert "Forbidden (CSRF cookie not set.): /answer/with/[key]/" in log.getvalue()
    assert TOKEN not in log.getvalue()


def test_so_is_the_pass_to_a_paper_and_the_error_below_a_line(log):
    try:
        raise ValueError(f"Nothing at {TOKEN}")
    except ValueError:
        logging.getLogger("django.request").exception("/papers/%s/%s/", "abcdefghjk", PASS)
    assert "/papers/abcdefghjk/[key]/" in log.getvalue()
    assert "ValueError: Nothing at [key]\n" in log.getvalue()


def test_what_is_no_key_is_logged_as_it_is(log):
    logging.getLogger("django.request").warning("Not Found: /events/2026-11-24-0123456789abcdef-cafe/")
    assert log.getvalue().endswith("WARNING django.request: Not Found: /events/2026-11-24-0123456789abcdef-cafe/\n")


def test_no_logger_of_django_has_a_way_of_its_own():
    assert [logging.getLogger(name).handlers for name in ("django", "django.request", "django.server")] == [[], [], []]
