"""Events, forums, booking and the personal link in a real browser: accessible, correct, narrow, without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import links
from events.models import EventDate, Registration
from tests import looking
from tests.factories.events import (
    EventDateFactory,
    EventIndexPageFactory,
    EventPageFactory,
    ForumPageFactory,
    RegistrationFactory,
)
from tests.factories.home import HomePageFactory, StandardPageFactory
from tests.factories.reviews import PromiseFactory, TechnologyPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WEEK = timedelta(weeks=1)
ANSWERS = {
    "for-whom": {"for_whom": "other"},
    "age": {"over_16": "yes"},
    "names": {"booked_by": "Cara Carer", "name": "Ada Able"},
    "reach": {"channel": "email"},
    "email": {"email": "ada@example.org"},
    "how": {"mode": "in_person"},
    "companions": {"companions": "2"},
    "who-comes": {"companion_1_role": "carer", "companion_2_name": "Sam", "companion_2_role": "support_worker"},
    "needs": {"needs": "language"},
    "need-language": {"need_language": "Polish"},
    "sharing": {"share": "yes"},
    "keep": {"keep": "no"},
}


@pytest.fixture
def date(transactional_db):
    HomePageFactory()
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug, show_in_menus=True)
    EventIndexPageFactory()
    forum = ForumPageFactory(title="Heart forum", how_often="Every 2 months.", purpose="<p>We ask questions.</p>")
    page = EventPageFactory(
        title="Try a heart patch",
        parent=forum,
        breaks="One of 20 minutes.",
        payment="<p>We offer £50.</p>",
        expenses="<p>We pay for travel.</p>",
        who_sees="Only our team.",
    )
    page.topics.add(TechnologyPageFactory())
    forum.topics.add(TechnologyPageFactory())
    PromiseFactory(page=page)
    EventDateFactory(page=page, past=True)
    EventDateFactory(page=page, cancelled=True)
    EventDateFactory(page=page, not_open_yet=True)
    return EventDateFactory(
        page=page, hybrid=True, places_in_person=1, full=True, needs_by=timezone.localdate() + timedelta(days=9)
    )


def look_around(page, date):
    """Every public page: yields its name and its kind when the page shows it."""
    for name, address in {
        "events": "/events/",
        "past events": "/events/?when=past",
        "nothing found": "/events/?activity=survey_visit",
        "forums": "/forums/",
        "forum": date.page.get_parent().url,
        "event": date.page.url,
    }.items():
        page.goto(address)
        yield name, "page"


def book(page, date):
    page.goto(date.page.url)
    page.click(f"main a[href*='{date.public_id}']")
    for step, answers in ANSWERS.items():
        assert f"/{step}/" in page.url
        yield step, "question"
        page.click("main form button")
        yield f"{step}, not answered", "error"
        looking.fill(page, answers)
        page.click("main form button")
    yield "anything-else", "question"
    page.click("main form button")
    yield "check", "page"
    page.click("main form button")
    yield "confirmation", "page"


def manage(page, date):
    page.goto(date.page.url)
    registration = Registration.objects.get(name="Ada Able")
    page.goto(links.path(registration))
    yield "in line", "page"
    page.click("text=Leave the waiting list")
    yield "leaving asked", "page"
    page.click("main form button")
    yield "cancelled", "page"
    page.click("main form button:has-text('Undo')")
    yield "undone", "page"
    page.goto(links.path(RegistrationFactory(offered=True)))
    yield "offered", "page"
    page.click("main form button:has-text('Take the place')")
    yield "accepted", "page"
    page.click("text=Cancel your booking")
    yield "cancelling asked", "page"
    past = timezone.now() - timedelta(days=200)
    page.goto(links.path(RegistrationFactory(date=EventDateFactory(starts_at=past))))
    yield "link ended", "page"
    page.goto("/manage/")
    yield "link again", "page"
    page.click("main form button")
    page.fill("[name=contact]", "ada@example.org")
    page.click("main form button")
    yield "link sent", "page"


def refuse(page, date):
    page.goto(f"/book/{date.public_id}/")
    page.check("[value=self]")
    page.click("main form button")
    page.check("[value=no]")
    page.click("main form button")
    yield "under 16", "page"
    for trait in ("closed", "not_open_yet", "cancelled", "past"):
        page.goto(f"/book/{EventDateFactory(**{trait: True}).public_id}/")
        yield trait, "page"


def join(page, date):
    page.goto(date.page.get_parent().url)
    page.click("text=Join this forum")
    for step in ("for-whom", "age", "names", "reach", "email"):
        looking.fill(page, ANSWERS[step])
        page.click("main form button")
    yield "why", "question"
    page.click("main form button")
    yield "check before joining", "page"
    page.click("main form button")
    yield "joined", "page"
    page.click("main a:has-text('See your membership')")
    yield "membership", "page"
    page.click("text=Leave this forum")
    yield "leaving a forum asked", "page"
    page.click("main form button")
    yield "left", "page"


def book_by_letter(page, date):
    """Bea books for herself; she first thinks of a call, and goes back."""
    page.goto(f"/book/{date.public_id}/")
    looking.go_on(page, {"for_whom": "self"})
    looking.go_on(page, {"over_16": "yes"})
    yield from ask(page, "name", {"name": "Bea Best"})
    looking.go_on(page, {"channel": "telephone"})
    yield from ask(page, "telephone", {"telephone": "01632 960 001"})
    for _page in ("how", "telephone"):
        page.click("a.nhsuk-back-link")
    looking.go_on(page, {"channel": "letter"})
    yield from ask(page, "address", {"address": "1 Example Street\nExampleton"})
    for answers in ({"mode": "in_person"}, {"companions": "0"}, {"needs": "none"}, {}):
        looking.go_on(page, answers)
    yield "check before a letter", "page"
    looking.go_on(page)
    yield "confirmation of a letter", "page"


def ask(page, step, answers):
    """A question as it is met, and as it comes back with nothing typed."""
    assert f"/{step}/" in page.url
    yield step, "question"
    looking.go_on(page)
    yield f"{step}, empty", "error"
    looking.go_on(page, answers)


def book_several(page, date):
    """Three dates, the last of which closes before the answers are sent."""
    first = EventDateFactory(page__title="Read a leaflet")
    weeks = [first, *(EventDateFactory(page=first.page, starts_at=first.starts_at + WEEK * each) for each in (1, 2))]
    page.goto(first.page.url)
    page.click("main a[href*='/book-dates/']")
    yield "dates", "question"
    looking.go_on(page)
    yield "dates, none chosen", "error"
    for each in weeks:
        page.check(f"main [value='{each.public_id}']")
    looking.go_on(page)
    for step in ("for-whom", "age", "names", "reach", "email"):
        looking.go_on(page, ANSWERS[step])
    for answers in ({"companions": "0"}, {"needs": "none"}, {}):
        looking.go_on(page, answers)
    yield "check several dates", "page"
    EventDate.objects.filter(pk=weeks[2].pk).update(registration_closes_at=timezone.now())
    looking.go_on(page)
    yield "dates, one closed meanwhile", "error"
    looking.go_on(page)
    looking.go_on(page)
    yield "confirmation of several dates", "page"
    EventDate.objects.filter(page=first.page).update(registration_closes_at=timezone.now())
    page.goto(f"/book-dates/{first.page.translation_key}/")
    yield "no date to book", "page"


def stand(page, date):
    """What the personal link shows of what has ended, and a button that was pressed too late."""
    now = timezone.now()
    for name, given in {
        "date cancelled": {"date": EventDateFactory(cancelled=True)},
        "declined": {"state": "declined"},
        "lapsed": {"state": "lapsed"},
        "cancelled by an officer": {"cancelled": True, "cancelled_reason": "The room became too small."},
        "cancelled over an hour ago": {"state": "cancelled", "cancelled_at": now - timedelta(hours=2)},
    }.items():
        page.goto(links.path(RegistrationFactory(**given)))
        yield name, "page"
    offered = RegistrationFactory(offered=True)
    page.goto(links.path(offered))
    Registration.objects.filter(pk=offered.pk).update(offer_until=now)
    page.click("main form button:has-text('Take the place')")
    yield "taken too late", "page"


def every_state(page, date):
    for walk in (look_around, book, manage, refuse, join, book_by_letter, book_several, stand):
        yield from walk(page, date)


def test_every_state_is_accessible_and_fits_a_narrow_screen(open_page, date):
    page = open_page(viewport=looking.NARROW)
    found = looking.look_around(page, every_state(page, date))
    assert {name: problems for name, problems in found.items() if problems} == {}
    assert len(found) == 73


def test_all_of_it_works_without_scripts_and_is_correct_html(plain_page, date, html_errors):
    pages = looking.read(plain_page, every_state(plain_page, date))
    assert html_errors(pages) == []
    assert Registration.objects.get(name="Ada Able").state == "waiting"
