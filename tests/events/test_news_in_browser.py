"""An officer moves a date in a real browser: everybody is told once by their own channel, and the calls get fewer."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from events.viewsets.dates import url_of
from mailing import dispatch, tracking
from mailing.models import Message, Suppression
from tests import looking
from tests.factories.accounts import PersonFactory
from tests.factories.events import AccessNeedFactory, EventDateFactory, RegistrationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def date(transactional_db):
    tomorrow = timezone.localdate() + timedelta(days=1)
    starts_at = timezone.make_aware(datetime.combine(tomorrow, time(10)))
    return EventDateFactory(page__title="Look at the new hub", starts_at=starts_at, offers_paused=True)


@pytest.fixture
def people(date):
    """Somebody for each channel, one with an address that mail came back from, and one on the waiting list."""
    ways = {
        "Ada Able": {},
        "Tom Talk": {"by_telephone": True},
        "Lea Letter": {"email": "", "address": "1 Market Street", "channel": "letter"},
        "Bea Bounce": {"email": "gone@example.org", "telephone": "01632 960 002"},
    }
    found = {name: RegistrationFactory(date=date, person=PersonFactory(name=name, **way)) for name, way in ways.items()}
    AccessNeedFactory(registration=found["Tom Talk"], code="travel")
    AccessNeedFactory(registration=found["Lea Letter"], code="bsl")
    tracking.suppress("gone@example.org", Suppression.Reason.BOUNCED)
    RegistrationFactory(date=date, person=PersonFactory(name="Wes Wait"), waiting=True)
    return found


@pytest.fixture
def office(open_page, live_server, officer):
    page = open_page(viewport={"width": 1280, "height": 900})
    session = officer.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page


def names(office):
    return [each.split("\n")[0] for each in office.locator("main tbody th").all_inner_texts()]


def move(office, date):
    office.goto(url_of(date))
    office.click("[data-controller=w-dropdown] button[aria-label='Actions']")
    office.click("a:has-text('Change the date')")
    office.fill("[name=starts]", "11:00")
    office.fill("[name=ends]", "13:00")
    office.keyboard.press("Escape")
    office.check("[name=tell][value=yes]")
    office.click("main button[type=submit]:has-text('Save')")


def tried(office, name, outcome):
    office.click(f"main tr:has-text('{name}') button:has-text('{outcome}')")


def test_everybody_hears_of_a_moved_date_once_by_their_own_channel(office, date, people, smtp_sink):
    move(office, date)
    expect(office.locator(".messages")).to_contain_text("5 people will be told.")
    expect(office.locator("h1")).to_contain_text("Still to be told")
    assert [*looking.too_wide(office)] == []
    assert names(office) == ["Lea Letter", "Tom Talk", "Ada Able", "Bea Bounce", "Wes Wait"]
    assert looking.violations(office, looking.OURS) == []

    dispatch.drain()
    arrived = {mail["To"]: mail.get_body(["plain"]).get_content() for mail in smtp_sink}
    assert len(smtp_sink) == len(arrived) == 2
    assert "Before: 10am to midday" in arrived[people["Ada Able"].email]
    assert "Now: 11am to 1pm" in arrived[people["Ada Able"].email]

    office.reload()
    assert names(office) == ["Lea Letter", "Tom Talk", "Bea Bounce"]
    expect(office.locator("main tr:has-text('Bea Bounce')")).to_contain_text("Telephone call: To be done by hand")
    tried(office, "Tom Talk", "Could not reach")
    expect(office.locator("main tr:has-text('Tom Talk')")).to_contain_text("Could not reach them")
    for name in ("Tom Talk", "Lea Letter", "Bea Bounce"):
        tried(office, name, "Reached")
        expect(office.locator("main tbody th", has_text=name)).to_have_count(0)
    expect(office.locator("main")).to_contain_text("Everybody has been told.")

    dispatch.drain()
    assert len(smtp_sink) == 2
    assert Message.objects.filter(kind="date_changed").count() == 6  # 1 came back and became a call
    office.goto(url_of(date))
    expect(office.locator("main")).not_to_contain_text("still to be told")
