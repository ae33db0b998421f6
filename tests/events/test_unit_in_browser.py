"""A carer and her person, in a browser without scripts: one entry in line, offered, accepted, changed to online."""

import re

import pytest

from events import links
from events.models import Registration
from mailing import worker
from tests import looking
from tests.factories.events import EventDateFactory, RegistrationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANSWERS = [
    {"for_whom": "other"},
    {"over_16": "yes"},
    {"booked_by": "Cara Carer", "name": "Ada Able"},
    {"channel": "email"},
    {"email": "cara@example.org"},
    {"mode": "in_person"},
    {"companions": "1"},
    {"companion_1_name": "Cara Carer", "companion_1_role": "carer"},
    {"needs": "none"},
    {"message": "We come by taxi."},
    {},
]


@pytest.fixture
def date(transactional_db):
    """Two places in person are taken; online there is room."""
    return EventDateFactory(hybrid=True, places_in_person=2, companions_count=True)


def read(page):
    return " ".join(page.inner_text("main").split())


def book(page, date):
    page.goto(date.page.url)
    page.click(f"main a[href*='{date.public_id}']")
    for answers in ANSWERS:
        looking.go_on(page, answers)


def cancel(page, registration):
    page.goto(links.path(registration))
    page.click("main a:has-text('Cancel your booking')")
    page.click("main form button")


def link_in_newest(sink, address):
    """Deliver what waits, and return the subject and the link of the newest message to an address."""
    worker.drain()
    mail = [each for each in sink if each["To"] == address][-1]
    return mail["Subject"], re.search(r"https?://\S+/manage/[\w-]+/", mail.get_body(("plain",)).get_content())[0]


def change_to_online(page):
    page.click("main a:has-text('Change your booking')")
    looking.go_on(page, {"what": "mode"})
    looking.go_on(page, {"mode": "online"})
    looking.go_on(page, {"needs": "none"})
    shown = read(page)
    page.click("main button:has-text('Change my booking')")
    return shown


def test_a_carer_and_her_person_wait_as_one_are_offered_two_places_take_them_and_come_online(
    plain_page, date, smtp_sink
):
    page, (first, second) = plain_page, RegistrationFactory.create_batch(2, date=date)

    book(page, date)
    ada = Registration.objects.get(name="Ada Able")
    _subject, link = link_in_newest(smtp_sink, "cara@example.org")
    page.goto(link)
    assert "You are number 1 in line." in read(page)

    # One place is not enough for both; two are.
    cancel(page, first)
    page.goto(link)
    assert "You are number 1 in line." in read(page)
    cancel(page, second)
    subject, link = link_in_newest(smtp_sink, "cara@example.org")
    assert subject.startswith("A place has come free")
    page.goto(link)
    page.click("main button:has-text('Take the place')")
    assert "You have a place" in read(page)

    assert "Now: In person After the change: Online" in change_to_online(page)
    assert "Your booking is changed." in read(page)
    subject, _link = link_in_newest(smtp_sink, "cara@example.org")
    assert subject.endswith("has changed")

    ada.refresh_from_db()
    assert (ada.state, ada.mode, ada.seats, ada.booked_by) == ("placed", "online", 2, "Cara Carer")
    assert list(date.registrations.live()) == [ada]
    assert list(ada.companions.values_list("name", "role")) == [("Cara Carer", "carer")]
    assert list(ada.transitions.order_by("pk").values_list("what", "by")) == [
        (what, None) for what in ("joined_list", "skipped", "offered", "accepted", "changed")
    ]
