"""The gate in a real browser: it refuses, then opens once everything is stated, then an administrator overrides it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from events.models import Override
from tests import looking
from tests.events import stating
from tests.factories.events import EventDateFactory, EventPageFactory, VenueFactory
from tests.factories.home import HomePageFactory, StandardPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REASON = "The hall tells us next week whether it has a step."


@pytest.fixture
def date(transactional_db):
    HomePageFactory()
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug, show_in_menus=True)
    page = EventPageFactory(
        live=False, title="Look at the new hub", captions="", who_pays="", expenses="", promise=None
    )
    return EventDateFactory(page=page, venue=VenueFactory(name="Northgate Hall", quiet_room="ask"))


@pytest.fixture
def desk(open_page, live_server):
    """A function from a client who has signed in to the CMS in a browser."""

    def open_desk(client):
        page = open_page(viewport={"width": 1280, "height": 900})
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return open_desk


def url_of(date):
    return reverse("events_cms:date", args=[date.public_id])


def button(visitor, date):
    return visitor.locator(f"main a[href*='{date.public_id}']")


def test_the_gate_refuses_then_opens_then_is_overridden(date, officer, administrator, desk, open_page):
    office = desk(officer)

    def visitor():
        """Somebody new: a browser keeps a page for a minute."""
        return open_page(viewport=looking.NARROW)

    refuses(office, visitor(), date)
    opens(office, visitor(), date)
    other = EventDateFactory(page=date.page, venue=VenueFactory(name="Old Hall", step_free="ask"))
    stays_shut(office, visitor(), other)
    is_overridden(desk(administrator), visitor(), other)


def refuses(office, visitor, date):
    office.goto(reverse("wagtailadmin_pages:edit", args=[date.page_id]))
    expect(office.locator("#panel-child-content-before_booking_can_open-section")).to_contain_text(
        "Booking cannot open yet: 5 things are missing."
    )
    stating.publish(office)
    expect(office.locator(".messages .warning")).to_contain_text("Booking cannot open yet: 5 things are missing.")
    visitor.goto(date.page.url)
    expect(visitor.locator("main")).to_contain_text("Booking is not open yet.")
    expect(button(visitor, date)).to_have_count(0)
    assert looking.faults(visitor, "page") == []
    visitor.goto(f"/book/{date.public_id}/")
    expect(visitor.locator("h1")).to_have_text("Booking is not open yet.")
    expect(visitor.locator("main")).to_contain_text("01632 960 001")
    assert looking.faults(visitor, "page") == []


def opens(office, visitor, date):
    office.goto(url_of(date))
    looking.is_accessible(office)
    office.click("a:has-text('Captions, or that there are none')")
    stating.write(office, "captions", "who_pays", "expenses")
    stating.publish(office)
    office.goto(url_of(date))
    expect(office.locator("#gate-content")).to_contain_text("Booking cannot open yet: 2 things are missing.")
    office.click("a:has-text('A quiet room: yes or no')")
    office.select_option("[name=quiet_room]", "yes")
    office.click("button:has-text('Save')")
    stating.promise(office, date.page)
    office.goto(url_of(date))
    expect(office.locator("main")).to_contain_text("Everything is stated")
    looking.is_accessible(office)
    visitor.goto(date.page.url)
    for words in ("A person types live captions.", "The health service pays for this work.", "Quiet room"):
        expect(visitor.locator("main")).to_contain_text(words)
    assert looking.faults(visitor, "page") == []
    button(visitor, date).click()
    expect(visitor.locator("h1")).to_contain_text("Are you booking for yourself")


def stays_shut(office, visitor, date):
    visitor.goto(date.page.url)
    expect(button(visitor, date)).to_have_count(0)
    office.goto(url_of(date))
    expect(office.locator("#gate-content")).to_contain_text("Booking cannot open yet: 1 thing is missing.")
    expect(office.locator("main")).not_to_contain_text("Open booking despite what is missing")


def is_overridden(head, visitor, date):
    head.goto(url_of(date))
    head.click("text=Open booking despite what is missing")
    expect(head.locator("main")).to_contain_text("Missing: A step-free route: yes or no.")
    looking.is_accessible(head)
    head.click("button:has-text('Open booking')")
    expect(head.locator("main")).to_contain_text("Enter why people can book already.")
    head.fill("[name=reason]", REASON)
    head.click("button:has-text('Open booking')")
    head.goto(url_of(date))  # without Wagtail's green message
    expect(head.locator("#gate-content")).to_contain_text(REASON)
    looking.is_accessible(head)
    assert Override.objects.get().date == date
    visitor.goto(date.page.url)
    expect(visitor.locator("main")).to_contain_text(f"Not everything about this event is stated yet: {REASON}")
    expect(button(visitor, date)).to_have_count(1)
    assert looking.faults(visitor, "page") == []
