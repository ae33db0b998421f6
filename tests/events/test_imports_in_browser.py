"""A file of 200 people through every screen, in a real browser: 193 come in, 7 do not and say why."""

import csv
from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import expect

from accounts.models import ConsentRecord
from events.models import GuestImport, Registration
from mailing import worker
from mailing.models import Message
from tests import looking
from tests.factories.events import EventDateFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADER = ["First name", "Surname", "Email", "Mobile number", "Ticket type", "Access needs", "Order date"]
BAD = {
    20: (["", "", "nobody@example.org", "", "", "", ""], "There is no name."),
    40: (["No", "Way", "", "", "", "", ""], "There is no e-mail address, telephone number or postal address."),
    60: (["Bad", "Address", "bad@", "", "", "", ""], "Email “bad@”: write an e-mail address like name@example.com."),
    80: (
        ["Bad", "Number", "", "4.4E+11", "", "", ""],
        "Mobile number “4.4E+11”: write a telephone number like 01632 960 001.",
    ),
    100: (
        ["Bad", "Ticket", "ticket@example.org", "", "General", "", ""],
        "Ticket type “General”: write In person or Online.",
    ),
    120: (
        ["Bad", "Day", "day@example.org", "", "", "", "10/25/2025"],
        "Order date “10/25/2025”: write a day like 31/10/2026.",
    ),
    140: (["Person", "2", "PERSON2@example.org", "", "", "", ""], "Looks like row 2."),
}


def workbook():
    """200 rows, in rows 2 to 201 of the sheet."""
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    for number in range(2, 202):
        whole = ["Person", str(number), f"person{number}@example.org", 1632960000 + number, "In person", "", "3/5/2026"]
        if number % 10 == 0:
            whole[4:6] = "Online", "Live captions"
        book.active.append(BAD[number][0] if number in BAD else whole)
    file = BytesIO()
    book.save(file)
    return {"name": "attendees.xlsx", "mimeType": "application/octet-stream", "buffer": file.getvalue()}


@pytest.fixture
def desk(officer, page, live_server, settings):
    """The CMS in a browser, as an officer."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    session = officer.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page


def send(page, date):
    page.goto(f"/cms/events/dates/{date.public_id}/")
    page.click("[data-controller=w-dropdown] button[aria-label='Actions']")
    page.click("a:has-text('Bring in a file')")
    page.wait_for_selector("[name=file]")
    looking.is_accessible(page)
    page.set_input_files("[name=file]", workbook())
    page.click("button:has-text('Read the file')")


def match(page):
    expect(page.locator("main")).to_contain_text("200 rows were read.")
    guessed = [page.locator(f"[name=column_{place}]").input_value() for place in range(len(HEADER))]
    assert guessed == ["first_name", "last_name", "email", "telephone", "mode", "needs", "consent_day"]
    looking.is_accessible(page)
    page.click("button:has-text('See what would happen')")
    expect(page.locator("main")).to_contain_text("Enter where they agreed, or select the column that says it.")
    page.check("[name=mode][value=in_person]")
    page.check("[name=adults]")
    page.fill("[name=evidence]", "Our form on Eventbrite")
    page.fill("[name=given_on]", "03/05/2026")
    page.press("[name=given_on]", "Tab")  # the calendar that opens would lie over what is clicked next
    page.click("button:has-text('See what would happen')")


def test_200_rows_with_7_bad_ones(desk):
    date = EventDateFactory(hybrid=True, places_in_person=170, places_online=30)
    send(desk, date)
    match(desk)

    main = desk.locator("main")
    expect(main).to_contain_text("6: Left out: a mistake")
    expect(main).to_contain_text("1: Left out: there already")
    for _row, sentence in BAD.values():
        expect(main).to_contain_text(sentence)
    looking.is_accessible(desk)
    assert not Registration.objects.exists()

    desk.click("button:has-text('Take in 193 people')")
    expect(main).to_contain_text("0 of 200 rows are taken in.")
    looking.is_accessible(desk)
    worker.task_worker(batch=True, interval=0).run()
    desk.click("a:has-text('Look again')")
    expect(main).to_contain_text("6: Left out: a mistake")
    looking.is_accessible(desk)

    assert Registration.objects.filter(source="import").count() == 193
    assert ConsentRecord.objects.filter(purpose="registration", method="import").count() == 193
    assert not Message.objects.exists()
    fates = {fate["row"]: (fate["fate"], " ".join(fate["why"])) for fate in GuestImport.objects.get().fates}
    assert {row: why for row, (fate, why) in fates.items() if fate in ("refused", "duplicate")} == {
        row: sentence.replace("Looks like row 2.", looks_like(2)) for row, (_cells, sentence) in BAD.items()
    }

    with desk.expect_download() as downloading:
        desk.click("a:has-text('Download what was left out')")
    rows = list(csv.reader(downloading.value.path().read_text("utf-8-sig").splitlines()))
    assert [row[:7] for row in rows[1:]] == [cells for cells, _sentence in BAD.values()]
    desk.click("a:has-text('Person 3') >> nth=0")
    expect(main).to_contain_text("from a file")


def looks_like(number):
    registration = Registration.objects.get(email=f"person{number}@example.org")
    return f"Looks like {registration.name}, reference {registration.public_id}."
