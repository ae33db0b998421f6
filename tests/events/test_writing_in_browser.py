"""An officer writes to the people of a date in a real browser, and sees what became of it."""

import pytest
from playwright.sync_api import expect

from mailing import dispatch
from tests import looking
from tests.factories.accounts import PersonFactory
from tests.factories.events import EventDateFactory, RegistrationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_officer_writes_to_those_who_wait_and_sees_what_arrived(officer, open_page, live_server, smtp_sink):
    date = EventDateFactory()
    RegistrationFactory(date=date)
    RegistrationFactory(date=date, waiting=True, person=PersonFactory(name="Wanda Waiting"))
    RegistrationFactory(date=date, waiting=True, person=PersonFactory(name="Tess Telephone", by_telephone=True))
    page = open_page(viewport={"width": 1280, "height": 900})
    session = officer.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    page.goto(f"/cms/events/dates/{date.public_id}/write/?state=waiting")
    page.fill("[name=subject_0]", "There may be more places on {day}")
    page.fill("[name=body_0]", "We look for a larger hall, {name}.\n\n{manage}")
    looking.is_accessible(page)
    page.click("button[name=preview]")
    expect(page.frame_locator("iframe[srcdoc]").locator("main")).to_contain_text("larger hall, Wanda Waiting.")
    expect(page.locator("main")).to_contain_text("1 person becomes a task for the telephone or a letter.")
    looking.is_accessible(page)
    page.click("text=Send to 2 people")
    expect(page.locator("main")).to_contain_text("Waiting to be sent")
    dispatch.drain()
    page.reload()

    expect(page.locator("tr", has_text="Wanda Waiting")).to_contain_text("Sent")
    expect(page.locator("tr", has_text="Tess Telephone")).to_contain_text("Say or post it: open it for the words.")
    looking.is_accessible(page)
    (mail,) = smtp_sink
    assert "We look for a larger hall, Wanda Waiting." in mail.get_body(["plain"]).get_content()
