"""An officer at the telephone, in a real browser: somebody without e-mail waits, is offered a place, and cancels."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import ConsentRecord
from events.models import Registration
from mailing.models import Message
from tests import looking
from tests.factories.events import EventDateFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(officer, page, live_server):
    """The CMS in a browser, as an officer."""
    session = officer.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page


def book_by_telephone(page, date):
    page.goto(f"/cms/events/dates/{date.public_id}/book/")
    page.check("[name=source][value=telephone]")
    page.fill("[name=name]", "Jane Doe")
    page.check("[name=is_16_or_over]")
    page.check("[name=channel][value=telephone]")
    page.fill("[name=telephone]", "01632 960 001")
    page.select_option("[name=language]", "en")
    page.check("[name=needs][value=hearing_loop]")
    page.check("[name=share][value=yes]")
    page.check("[name=read_out]")
    page.click("main button:has-text('Book')")


def open_task(page, label):
    """What is to be done by hand is found from the list of messages; the task of that name is opened."""
    page.goto("/cms/messages/?state=task")
    page.click(f"main a:has-text('{label}')")
    expect(page.locator("main")).to_contain_text("01632 960 001")
    looking.is_accessible(page)


def cancel(page, registration, reason):
    page.goto(f"/cms/events/registrations/{registration.public_id}/")
    page.click("main a:has-text('Cancel')")
    page.fill("[name=reason]", reason)
    page.click("button:has-text('Cancel this registration')")
    expect(page.locator("main")).to_contain_text("Cancelled")


def tasks():
    return list(Message.objects.order_by("pk").values_list("kind", "channel", "state").filter(channel="telephone"))


def test_somebody_without_email_waits_is_offered_a_place_takes_it_and_gives_it_back(desk, officer):
    date = EventDateFactory(places_in_person=1, full=True)
    main = desk.locator("main")

    # She telephones; the date is full, and she joins the waiting list.
    book_by_telephone(desk, date)
    expect(main).to_contain_text("The date is full: Jane Doe is on the waiting list.")
    jane = Registration.objects.get(name="Jane Doe")
    assert (jane.state, jane.source, jane.taken_by, jane.email) == ("waiting", "telephone", officer.user, "")
    consent = ConsentRecord.objects.get(purpose="access_needs")
    assert (consent.method, consent.captured_by) == ("telephone", officer.user)
    assert "May we tell the venue" in consent.wording.text

    # A place comes free and is offered to her: somebody has to call, and until then no time passes.
    cancel(desk, Registration.objects.exclude(pk=jane.pk).get(), "As you asked")
    jane.refresh_from_db()
    assert (jane.state, jane.offer_until) == ("offered", None)
    open_task(desk, "Offer of a place")
    expect(main).to_contain_text("A place has come free")
    desk.click("main button:has-text('Done')")
    expect(main).to_contain_text("Noted as done.")
    jane.refresh_from_db()
    assert jane.offer_until > jane.offered_at + timedelta(hours=1)

    # She says yes on the telephone.
    desk.goto(f"/cms/events/registrations/{jane.public_id}/")
    desk.click("main button:has-text('Accept the offer for them')")
    expect(main).to_contain_text("Jane Doe has a place now.")

    # Later she cannot come: that is confirmed by telephone too.
    cancel(desk, jane, "As you asked on the telephone")
    open_task(desk, "A booking was cancelled")
    expect(main).to_contain_text("As you asked on the telephone")
    jane.refresh_from_db()
    assert jane.state == "cancelled"
    assert tasks() == [
        ("waiting_list_joined", "telephone", "task"),
        ("place_offered", "telephone", "done"),
        ("booking_confirmed", "telephone", "task"),
        ("booking_cancelled", "telephone", "task"),
    ]
    assert list(jane.transitions.filter(by=officer.user).values_list("what", flat=True)) == [
        "joined_list",
        "called",
        "accepted",
        "cancelled",
    ]


def test_a_second_person_of_the_same_name_is_asked_about_before_she_is_booked(desk):
    date = EventDateFactory()
    book_by_telephone(desk, date)
    book_by_telephone(desk, date)

    expect(desk.locator("main")).to_contain_text("Select the box if this is another person with the same name.")
    looking.is_accessible(desk)
    with desk.context.expect_page() as opened:
        desk.click("a:has-text('see their registration')")
    expect(opened.value.locator("main")).to_contain_text("Jane Doe")
    assert desk.input_value("[name=telephone]") == "01632 960 001"
    desk.check("[name=second_person]")
    desk.click("main button:has-text('Book')")
    expect(desk.locator("main")).to_contain_text("Jane Doe has a place.")
    assert list(Registration.objects.order_by("pk").values_list("is_second_person", flat=True)) == [False, True]
