"""The personal link in a real browser: changing, waiting for the other way, papers behind an agreement."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import links
from events.models import Registration
from tests import looking
from tests.factories.events import (
    AccessNeedFactory,
    CompanionFactory,
    EventDateFactory,
    EventIndexPageFactory,
    EventPageFactory,
    ForumPageFactory,
    MembershipFactory,
    PaperFactory,
    RegistrationFactory,
)
from tests.factories.home import HomePageFactory, StandardPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHAT = ["mode", "companions", "needs", "message"]


@pytest.fixture
def date(transactional_db):
    """A date of a forum on which a product is discussed, with papers; online there is room for one more."""
    HomePageFactory()
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug, show_in_menus=True)
    EventIndexPageFactory()
    page = EventPageFactory(title="Try a heart patch", parent=ForumPageFactory(title="Heart forum"))
    date = EventDateFactory(
        page=page,
        hybrid=True,
        places_online=1,
        needs_agreement=True,
        changes_until=timezone.now() + timedelta(days=20),
        needs_answer_by=timezone.localdate() + timedelta(days=20),
    )
    PaperFactory(date=date, title="Agenda", kind="agenda", for_everybody=True)
    PaperFactory(date=date, title="What the trial of the heart patch found, in plain words", for_members=True)
    return date


@pytest.fixture
def ada(date):
    """Ada has a place in person, and her carer comes with her."""
    ada = RegistrationFactory(date=date, name="Ada Able", message="I come by bus.")
    CompanionFactory(registration=ada, name="Carey Carer")
    AccessNeedFactory(registration=ada, code="step_free", may_share=True)
    return ada


def tick(page, *values):
    for value in values:
        page.check(f"main [value='{value}']")


def change(page, ada):
    """Everything at once: both come online, and a friend too."""
    page.goto(links.path(ada))
    yield "placed", "page"
    page.click("main a:has-text('Change your booking')")
    yield "what", "question"
    looking.go_on(page)
    yield "what, not answered", "error"
    tick(page, *WHAT)
    looking.go_on(page)
    yield "companions", "answered"
    looking.go_on(page, {"companions": "2"})
    yield "who comes", "answered"
    looking.go_on(page)
    yield "who comes, not answered", "error"
    looking.go_on(page, {"companion_2_name": "Flora Friend", "companion_2_role": "companion"})
    yield "how", "answered"
    looking.go_on(page, {"mode": "online"})
    yield "needs", "answered"
    page.uncheck("main [value='none']") if page.is_checked("main [value='none']") else None
    tick(page, "captions")
    looking.go_on(page)
    yield "sharing", "answered"
    looking.go_on(page, {"share": "no"})
    yield "anything else", "answered"
    looking.go_on(page, {"message": "We join from one tablet."})
    yield "before and after", "page"
    assert ada.companions.count() == 1
    page.click("main .nhsuk-summary-list__row:has-text('Anything else') a")
    yield "one answer again", "answered"
    looking.go_on(page, {"message": "We join from two tablets."})
    page.click("main button:has-text('Change my booking')")
    yield "changed", "page"


def change_nothing(page, ada):
    page.goto(f"{links.path(ada)}change/")
    tick(page, "message")
    looking.go_on(page)
    looking.go_on(page)
    yield "nothing changes", "page"
    page.click("main a:has-text('Leave your booking as it is')")


def wait(page, ada):
    """Bea would rather come online, where Ada has the last place."""
    bea = RegistrationFactory(date=ada.date, name="Bea Best")
    page.goto(f"{links.path(bea)}change/")
    tick(page, "mode")
    looking.go_on(page)
    yield "how, where one way is full", "answered"
    looking.go_on(page, {"mode": "online"})
    yield "wait", "question"
    looking.go_on(page)
    yield "wait, not answered", "error"
    looking.go_on(page, {"wait": "yes"})
    yield "before and after of waiting", "page"
    looking.go_on(page)
    yield "placed and waiting", "page"
    assert page.locator("main", has_text="You also wait for a place online.").count() == 1
    page.click("main button:has-text('Stop waiting')")
    yield "waits no longer", "page"


def read_papers(page, ada):
    bea = Registration.objects.get(name="Bea Best")
    page.goto(links.path(bea))
    page.click("main a:has-text('Continue to the papers')")
    yield "agreement", "question"
    looking.go_on(page)
    yield "agreement, not answered", "error"
    page.check("main [name=interests][value=something]")
    page.fill("main [name=which]", "My sister works for the company.")
    page.check("main [name=agreed]")
    looking.go_on(page)
    yield "papers open", "page"
    with page.expect_response("**/papers/**") as opened:
        page.evaluate("address => fetch(address)", page.get_attribute("main a:has-text('What the trial')", "href"))
    assert opened.value.status == 200
    page.click("main a:has-text('Declare your interests again')")
    yield "agreement once more", "answered"
    page.goto(links.path(MembershipFactory(forum=ada.date.page.get_parent().specific)))
    yield "papers of a member", "page"
    page.goto(ada.date.page.url)
    yield "papers for everybody", "page"


def meet_limits(page, ada):
    twin = RegistrationFactory(date=ada.date, duplicate_of=ada)
    page.goto(links.path(twin, links.SECOND))
    yield "second person", "page"
    page.click("main button:has-text('Yes')")
    page.goto(links.path(RegistrationFactory(offered=True, offer_until=None)))
    yield "offered, clock not begun", "page"
    closed = RegistrationFactory(date=EventDateFactory(changes_until=timezone.now() - timedelta(hours=1)))
    page.goto(links.path(closed))
    yield "too late", "page"
    page.goto(f"{links.path(closed)}change/")
    yield "refused", "page"
    past = RegistrationFactory(date=EventDateFactory(past=True))
    PaperFactory(date=past.date, title="Minutes", kind="minutes")
    page.goto(links.path(past))
    yield "past, with minutes", "page"


def every_state(page, ada):
    for walk in (change, change_nothing, wait, read_papers, meet_limits):
        yield from walk(page, ada)


def test_every_state_is_accessible_and_fits_a_narrow_screen(open_page, ada):
    page = open_page(viewport=looking.NARROW)
    found = looking.look_around(page, every_state(page, ada))
    assert {name: problems for name, problems in found.items() if problems} == {}
    assert len(found) == 31


def test_all_of_it_works_without_scripts_in_large_text_and_is_correct_html(plain_page, ada, html_errors):
    pages = looking.read(plain_page, every_state(plain_page, ada))
    assert html_errors(pages) == []
    ada.refresh_from_db()
    assert (ada.state, ada.mode, ada.message) == ("placed", "online", "We join from two tablets.")
    assert [each.name for each in ada.companions.all()] == ["Carey Carer", "Flora Friend"]
    assert [need.code for need in ada.needs.all()] == ["captions"]
