"""The desk in a real browser: two devices without network that then meet, closing, the camera, and the plain pages."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from events.desk_codes import code_of
from events.models import CheckIn, Desk, DeskDevice, Registration
from tests import looking
from tests.factories.accounts import UserFactory
from tests.factories.desk import PIN, DeskFactory
from tests.factories.events import AccessNeedFactory, CompanionFactory, EventDateFactory, RegistrationFactory
from tests.factories.home import HomePageFactory, StandardPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTHING_KEPT = """async () => [
    ...(await indexedDB.databases()).map(({ name }) => name),
    ...(await caches.keys()),
    ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
]"""
# What stands in the store beside the acts that are still to be sent.
KEPT = """() => new Promise((resolve) => {
    indexedDB.open('desk').onsuccess = ({ target: { result } }) => {
      const keys = result.transaction('kept').objectStore('kept').getAllKeys()
      keys.onsuccess = () => resolve(keys.result)
    }
})"""
# A camera that shows the code of the person whose reference stands in `seen`, and the detector that few browsers have.
CAMERA = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ['qr_code'] }
  async detect() { return window.seen ? [{ rawValue: window.seen }] : [] }
}
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement('canvas')
  canvas.getContext('2d').fillRect(0, 0, 9, 9)
  return canvas.captureStream(5)
}
"""


@pytest.fixture
def opened(transactional_db):
    HomePageFactory()
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug, show_in_menus=True)
    return DeskFactory(opened_by=UserFactory(), date=EventDateFactory(ongoing=True, places_in_person=40))


def invite(opened, number):
    return [RegistrationFactory(date=opened.date, name=f"Guest {place:02}") for place in range(number)]


def enter(page, opened, *, keeps=True):
    page.goto(f"/desk/{opened.public_id}/")
    looking.fill(page, {"helper": "Sam", "pin": PIN})
    page.click("main form button")
    page.wait_for_url("**/desk/")
    if keeps:
        page.evaluate("navigator.serviceWorker.ready.then(() => {})")
        says(page, "Everything is sent.")


def tick(page, name):
    page.get_by_role("button", name=f"Tick {name}").click()
    expect(page.get_by_role("button", name=f"Undo {name}")).to_be_visible()


def undo(page, name):
    page.get_by_role("button", name=f"Undo {name}").click()
    expect(page.get_by_role("button", name=f"Undo {name}")).to_have_count(0)


def write_down(page, name, contact):
    looking.fill(page, {"name": name, "contact": contact})
    page.get_by_label("They are 16 or over").check()
    page.get_by_role("button", name="Add and tick").click()
    expect(page.get_by_role("button", name=f"Undo {name}")).to_be_visible()


def find(page, text):
    page.get_by_label("Find by name or code").fill(text)
    page.get_by_role("button", name="Find", exact=True).click()


def says(page, words):
    expect(page.get_by_role("status")).to_contain_text(words)


def counts(page, words):
    expect(page.locator("[data-desk-count]")).to_have_text(words)


def offline(*pages, is_offline=True):
    for page in pages:
        page.context.set_offline(is_offline)


# --- Without network


def test_28_people_are_checked_in_on_two_devices_without_network_that_then_meet_and_nobody_is_there_twice(
    open_page, opened
):
    people = invite(opened, 28)
    one, two = open_page(), open_page()
    for page in (one, two):
        enter(page, opened)
    offline(one, two)
    for page in (one, two):
        page.reload()  # somebody closes the lid, or the battery is changed
        counts(page, "0 of 28 people are here")

    for person in people[:16]:
        tick(one, person.name)
    for person in people[12:]:
        tick(two, person.name)
    for page, contact in ((one, "wanda@example.org"), (two, "01632 960 001")):
        write_down(page, "Wanda Walker", contact)
    write_down(two, "Mister Take", "mister@example.org")
    undo(two, "Mister Take")
    tick_by_mistake_is_undone_later(one, two, people[12])
    says(one, "17 not yet sent.")
    says(two, "21 not yet sent.")
    unsent = CheckIn.objects.count()
    offline(one, two, is_offline=False)
    for page in (one, two):
        says(page, "Everything is sent.")
    for page in (one, two):
        page.reload()
        counts(page, "30 of 30 people are here")
    came = Registration.objects.filter(attendance="came")
    assert unsent == 0
    assert sorted(came.values_list("name", flat=True)) == [each.name for each in people] + ["Wanda Walker"] * 2
    assert Registration.objects.get(name="Mister Take").is_cancelled
    assert CheckIn.objects.count() == 17 + 21
    assert [row.name for row in opened.date.registrations.likely_duplicates()] == ["Wanda Walker"]


def tick_by_mistake_is_undone_later(one, two, person):
    """Both devices ticked them; then the second takes it back and ticks again, which is the last word."""
    undo(two, person.name)
    tick(two, person.name)


def test_the_last_act_holds_whichever_device_sends_first(open_page, opened):
    (person,) = invite(opened, 1)
    one, two = open_page(), open_page()
    for page in (one, two):
        enter(page, opened)
    offline(one, two)
    tick(one, person.name)
    tick(two, person.name)
    undo(two, person.name)

    offline(two, is_offline=False)
    says(two, "Everything is sent.")
    offline(one, is_offline=False)
    says(one, "Everything is sent.")

    counts(one, "0 of 1 people are here")
    assert Registration.objects.get().attendance == ""


def test_what_was_refused_is_said_by_name_and_asked_no_more(page, opened):
    (person,) = invite(opened, 1)
    enter(page, opened)
    offline(page)
    tick(page, person.name)
    Registration.objects.update(state="cancelled", cancelled_at=timezone.now())
    offline(page, is_offline=False)

    expect(page.locator("[data-desk-refused]")).to_have_text(
        "Guest 00 could not be noted: Only somebody with a place can have come."
    )
    says(page, "Everything is sent.")


def test_at_midnight_the_list_goes_from_a_device_without_network_and_what_was_done_stays_to_be_sent(page, opened):
    person, refused = invite(opened, 2)
    enter(page, opened)
    offline(page)
    tick(page, refused.name)
    Registration.objects.filter(pk=refused.pk).update(state="cancelled", cancelled_at=timezone.now())
    offline(page, is_offline=False)
    expect(page.locator("[data-desk-refused]")).to_contain_text(refused.name)
    says(page, "Everything is sent.")
    offline(page)
    tick(page, person.name)
    page.clock.set_fixed_time(opened.closes_at + timedelta(minutes=1))
    page.reload()

    says(page, "The desk is closed on this device. The list is deleted from it. 1 not yet sent.")
    assert [each for each in (person.name, refused.name) if each in page.content()] == []
    assert page.evaluate(KEPT) == []
    Desk.objects.update(closes_at=timezone.now())
    offline(page, is_offline=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("The desk is not open on this device")
    assert Registration.objects.get(pk=person.pk).attendance == "came"
    assert page.evaluate(NOTHING_KEPT) == []


# --- Closing


def test_closing_deletes_everything_from_the_device(page, opened):
    invite(opened, 2)
    enter(page, opened)

    page.get_by_role("button", name="Close the desk").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("The desk is not open on this device")
    assert page.evaluate(NOTHING_KEPT) == []
    assert DeskDevice.objects.get().closed_at


def test_it_is_not_closed_while_something_is_not_sent(page, opened):
    (person,) = invite(opened, 1)
    enter(page, opened)
    offline(page)
    tick(page, person.name)

    page.get_by_role("button", name="Close the desk").click()

    says(page, "Not everything is sent yet. Go where there is network, then close the desk. 1 not yet sent.")


# --- Finding


def test_somebody_is_found_while_typing_and_ticked_by_keyboard_alone(page, opened):
    person = invite(opened, 12)[7]
    enter(page, opened)

    page.get_by_label("Find by name or code").focus()
    page.keyboard.type(code_of(person).lower())
    expect(page.locator(".app-desk > li")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name=f"Undo {person.name}")).to_be_focused()
    says(page, f"{person.name} is here. Everything is sent.")
    assert Registration.objects.get(pk=person.pk).attendance == "came"


def test_whoever_arrives_first_is_found_by_the_name_of_a_companion_and_the_count_says_heads(page, opened):
    person = invite(opened, 3)[1]
    CompanionFactory(registration=person, name="Carey Carer")
    enter(page, opened)

    find(page, "carey")
    expect(page.locator(".app-desk > li")).to_have_count(1)
    counts(page, "0 of 3 people are here")
    tick(page, person.name)

    counts(page, "1 of 3 people are here, and 1 with them")


def test_the_camera_ticks_whose_code_it_sees(open_page, opened):
    person = invite(opened, 2)[1]
    page = open_page()
    page.add_init_script(CAMERA)
    enter(page, opened)

    page.get_by_role("button", name="Scan a code").click()
    page.evaluate("seen = 'nothing of ours'")
    says(page, "This code is not on the list.")
    page.evaluate(f"window.seen = '{person.public_id.upper()}'")

    says(page, f"{person.name} is here.")
    page.get_by_role("button", name="Scan a code").click()
    expect(page.locator("[data-desk-camera]")).to_be_hidden()


# --- Plain, narrow, accessible


# The PIN is no page of a journey: nothing is before it, and its button says what it does. The form for who walks in
# stands below the list among those that have no field to check, and scripts say beside the field what is wrong.
WITHOUT = {
    "link, wrongly filled in": ("Q1", "Q2"),
    "wrong PIN": ("Q1", "Q2"),
    "walk-in, wrongly filled in": ("E2: an error where none was expected", "Q1", "Q2", "Q5: the browser checks"),
}


def every_state(page, opened, *, scripts):
    """Every state of the desk: its name and kind."""
    person = RegistrationFactory(date=opened.date, name="Bartholomew Featherstonehaugh-Cholmondeley")
    CompanionFactory(registration=person, name="Carey Carer")
    AccessNeedFactory(registration=person, code="large_print")
    RegistrationFactory(date=opened.date, name="Ann First", attendance="came")
    page.goto("/desk/")
    yield "not open", "page"
    page.goto(f"/desk/{opened.public_id}/")
    yield "link", "page"
    looking.go_on(page, {"pin": "000000"})
    yield "link, wrongly filled in", "error"
    looking.go_on(page, {"helper": "Sam", "pin": "000000"})
    yield "wrong PIN", "error"
    enter(page, opened, keeps=scripts)
    yield "list", "page"
    find(page, "barth")
    expect(page.locator(".app-desk > li")).to_have_count(1)
    yield "found", "page"
    find(page, "nobody")
    expect(page.get_by_text("Nobody on the list has this name or code.")).to_be_visible()
    yield "nobody found", "page"
    find(page, "")
    tick(page, person.name)
    yield "ticked", "page"
    looking.fill(page, {"name": "Wanda Walker"})
    page.get_by_role("button", name="Add and tick").click()
    expect(page.locator("form .nhsuk-error-message")).to_have_count(2)
    yield "walk-in, wrongly filled in", "page" if scripts else "error"
    write_down(page, "Wanda Walker", "01632 960 001")
    yield "walked in", "page"
    page.get_by_role("button", name="Close the desk").click()
    expect(page.locator(".app-desk")).to_have_count(0)
    yield "closed", "page"
    DeskDevice.objects.update(closed_at=timezone.now())
    Desk.objects.update(wrong_pins=5)
    page.goto(f"/desk/{opened.public_id}/")
    yield "locked", "page"


@pytest.mark.parametrize("scripts", [True, False], ids=["javascript", "plain"])
def test_every_state_is_accessible_and_fits_a_narrow_screen(open_page, opened, scripts):
    page = open_page(javascript=scripts, viewport=looking.NARROW)
    examined = page if scripts else open_page(viewport=looking.NARROW)
    found = {}
    for name, kind in every_state(page, opened, scripts=scripts):
        if not scripts:
            show(examined, page.content())
        faults = looking.faults(examined, kind)
        found[name] = [fault for fault in faults if not fault.startswith(WITHOUT.get(name, ()))]

    assert {name: faults for name, faults in found.items() if faults} == {}
    assert len(found) == 12
    assert Registration.objects.filter(attendance="came").count() == 3


def show(page, html):
    """Show a page that was loaded without scripts, to which axe brings the only one."""
    page.goto("/desk/")
    page.set_content(re.sub("<script.*?</script>", "", html, flags=re.DOTALL))
    page.wait_for_load_state()


def test_it_works_without_scripts_and_is_correct_html(plain_page, opened, html_errors):
    assert html_errors(looking.read(plain_page, every_state(plain_page, opened, scripts=False))) == []


def test_no_address_that_a_browser_asked_for_names_anybody(page, opened):
    (person,) = invite(opened, 1)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    enter(page, opened)
    find(page, person.name)
    tick(page, person.name)
    write_down(page, "Wanda Walker", "wanda@example.org")

    assert [url for url in asked if re.search("guest|wanda", url, re.IGNORECASE)] == []
