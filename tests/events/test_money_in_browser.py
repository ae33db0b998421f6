"""
One date afterwards, in a real browser: what people are paid, and what was said.

Somebody decides about the payment and claims an expense; an officer asks, approves and pays. Another officer types
notes during the meeting, reads them through and publishes them. On a narrow screen and a wide one, and without scripts.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from events import links
from events.models import Claim, Note
from tests import looking
from tests.factories.accounts import PersonFactory
from tests.factories.events import (
    ActionFactory,
    ClaimFactory,
    CompanionFactory,
    EventDateFactory,
    EventIndexPageFactory,
    NoteFactory,
    PaymentOfferFactory,
    RecordFactory,
    RegistrationFactory,
)
from tests.factories.home import HomePageFactory, StandardPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [320, 1280]


@pytest.fixture
def ada(transactional_db):
    """Ada, who came with her carer to a date that pays."""
    HomePageFactory()
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug, show_in_menus=True)
    EventIndexPageFactory()
    date = EventDateFactory(page__title="Try a heart patch", past=True)
    PaymentOfferFactory(date=date)
    registration = RegistrationFactory(date=date, person=PersonFactory(name="Ada Able"))
    CompanionFactory(registration=registration, name="Cara Carer")
    return registration


@pytest.fixture
def desk(open_page, live_server, officer):
    """A function from a width to a page of the CMS, signed in."""

    def open_desk(width, **options):
        page = open_page(viewport={"width": width, "height": 900}, **options)
        session = officer.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return open_desk


def faults(page):
    """Our own part of a page of the CMS: what stands around it, and the message that slides in, is Wagtail's."""
    found = looking.violations(page, looking.OURS)
    return found + list(looking.too_wide(page))


def claims(page, registration):
    """Yields each page that somebody meets who decides about the payment and claims, and its kind."""
    page.goto(links.path(registration))
    yield "manage", "page"
    page.click("main a:has-text('See what we pay')")
    yield "money", "page"
    page.click("main a:has-text('Say if you want to be paid')")
    yield "payment", "page"
    looking.go_on(page)
    yield "payment, nothing chosen", "error"
    looking.go_on(page, {"choice": "accept"})
    yield "payment accepted", "page"
    page.click("main a:has-text('Claim an expense')")
    yield "what for", "question"
    looking.go_on(page)
    yield "what for, nothing chosen", "error"
    looking.go_on(page, {"kind": "care"})
    yield "expense", "page"
    looking.go_on(page, {"amount": "20", "detail": "to 12-34-56"})
    yield "expense, refused", "error"
    looking.go_on(page, {"whose": "theirs", "detail": "A neighbour sat with my mother"})
    yield "claimed", "page"
    page.click("main a:has-text('Care for somebody')")
    yield "one claim", "page"


def test_what_somebody_is_paid_from_the_offer_to_the_money(open_page, ada, desk):
    visitor, office = open_page(viewport=looking.NARROW), desk(1280)
    found = looking.look_around(visitor, claims(visitor, ada))
    # What everybody must know about benefits stands between the heading and the question, so they are not the same.
    found["payment, nothing chosen"] = [each for each in found["payment, nothing chosen"] if not each.startswith("Q1:")]
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    made = set(ada.claims.values_list("kind", "amount", "for_companion"))
    assert made == {("payment", 75, False), ("care", 20, True)}

    office.goto(f"/cms/events/dates/{ada.date.public_id}/claims/")
    assert faults(office) == []
    office.click("td.title a:has-text('Care for somebody')")
    expect(office.locator("main")).to_contain_text("What becomes of it")
    assert faults(office) == []
    office.check("[name=outcome][value=ask]")
    office.fill("[name=words]", "How many hours was it?")
    office.click("main button[type=submit]:has-text('Save')")
    expect(office.locator("main")).to_contain_text("How many hours was it?")

    visitor.goto(f"{links.path(ada)}money/")
    visitor.click("main a:has-text('Care for somebody')")
    expect(visitor.locator("main")).to_contain_text("Our question")
    assert looking.faults(visitor, "page") == []
    looking.go_on(visitor, {"answer": "Four hours"})
    expect(visitor.locator("main")).to_contain_text("We have noted this.")

    office.reload()
    expect(office.locator("main")).to_contain_text("They answered: Four hours")
    for box in office.locator("input[name=claim]").all():
        box.check()
    office.click("button:has-text('Approve as claimed')")
    expect(office.locator("main")).to_contain_text("£95.00 approved and to be paid")
    for box in office.locator("input[name=claim]").all():
        box.check()
    office.click("button:has-text('They are paid')")
    expect(office.locator("main")).to_contain_text("£95.00 paid")
    visitor.goto(f"{links.path(ada)}money/")
    expect(visitor.locator("main")).to_contain_text("Paid: £20.00")


def test_claiming_works_without_scripts_and_is_correct_html(plain_page, ada, html_errors):
    pages = {name: plain_page.content() for name, _kind in claims(plain_page, ada)}
    assert html_errors(pages) == []
    assert Claim.objects.count() == 2


@pytest.mark.parametrize("width", SIZES)
def test_officers_see_money_and_record_on_any_screen(desk, ada, width):
    record = RecordFactory(date=ada.date)
    NoteFactory(record=record, number=1, asked=True, read=True, text="How was it?")
    NoteFactory(record=record, number=2, text="Ada said that it was cold.")
    ActionFactory(record=record, due_on=timezone.localdate() - timedelta(days=1))
    late = ClaimFactory(registration=ada, claimed_at=timezone.now() - timedelta(days=40))
    office, found = desk(width), {}
    own = f"/cms/events/dates/{ada.date.public_id}"
    for address in (
        "/cms/events/claims/",
        f"/cms/events/claims/{late.public_id}/",
        f"{own}/claims/",
        f"{own}/claims/offer/",
        f"{own}/claims/export/",
        f"/cms/events/registrations/{ada.public_id}/claim/",
        f"/cms/events/registrations/{ada.public_id}/payment/",
        f"{own}/record/",
        f"{own}/record/2/",
        f"{own}/record/publish/",
        f"{own}/record/actions/add/",
        "/cms/events/actions/",
    ):
        office.goto(address)
        found[address] = faults(office)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("javascript", [True, False])
def test_notes_are_typed_read_through_and_published(desk, open_page, ada, javascript):
    office = desk(1280, javascript=javascript)
    address = f"/cms/events/dates/{ada.date.public_id}/record/"
    office.goto(address)
    office.check("[name=kind][value=asked]")
    office.fill("[name=text]", "How was it?")
    office.click("main button[type=submit]:has-text('Save these notes')")
    assert office.is_checked("[name=kind][value=asked]")
    office.check("[name=kind][value=said]")
    office.fill("[name=text]", "It was cold.\nAda waited two hours.")
    office.click("main button[type=submit]:has-text('Save these notes')")
    expect(office.locator("main")).to_contain_text("May say who somebody is: Ada (a name)")

    office.click("button:has-text('I have read 2 notes')")
    office.click("#note-3 a:has-text('Change')")
    office.fill("[name=text]", "Somebody waited two hours.")
    office.click("main button[type=submit]:has-text('Save')")
    office.click("button:has-text('I have read 1 note')")
    office.click("main a:has-text('Who can read it')")
    office.check("[name=audience][value=everybody]")
    office.click("main button[type=submit]:has-text('Save')")
    expect(office.locator("main")).to_contain_text("Published: Everybody")
    assert set(Note.objects.values_list("state", flat=True)) == {"clear"}

    visitor = open_page(viewport=looking.NARROW)
    visitor.goto(ada.date.page.url)
    visitor.click("main a:has-text('What was said')")
    expect(visitor.locator("h1")).to_have_text("What was said")
    expect(visitor.locator("main")).to_contain_text("Somebody waited two hours.")
    assert looking.faults(visitor, "page") == []
