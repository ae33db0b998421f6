"""The way in, in a real browser: who may come, members, people whom we know, kept needs, and an event's questions."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events import links
from events.models import Registration
from tests import looking
from tests.events.booking import screening
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.content import option
from tests.factories.content import questions as stream
from tests.factories.events import (
    EventDateFactory,
    EventIndexPageFactory,
    EventPageFactory,
    ForumPageFactory,
    KeptNeedFactory,
    MembershipFactory,
)
from tests.factories.home import HomePageFactory, StandardPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The question of these pages is about what stands between it and the heading: what we kept, or a section's text.
WITH_A_TITLE = ("still right", "question-1")
PLACES = [option("hospital", "In a hospital"), option("home", "Somewhere else", follow_up="Where was that?")]
ASKED = (
    ("section", "s1", {"title": "Your last test", "text": "Think about the last one."}),
    ("single_choice", "place", {"question": "Where was it?", "short_name": "place", "options": PLACES}),
)
ELSEWHERE = {"booking": "elsewhere", "booking_address": "https://tickets.example.org/heart"}
CHILD = {
    "who-can-come-1": {"screening_q1": "yes"},
    "for-whom": {"for_whom": "other"},
    "age": {"age": "0"},
    "parent": {"is_guardian": "yes"},
    "names": {"booked_by": "Gwen Guardian", "name": "Ada Able"},
    "reach": {"channel": "email"},
    "email": {"email": "gwen@example.org"},
    "guardian-telephone": {"guardian_telephone": "01632 960 777"},
    "companions": {"companions": "0"},
    "needs": {"needs": "language"},
    "need-language": {"need_language": "Polish"},
    "sharing": {"share": "yes"},
    "keep": {"keep": "yes"},
    "question-1": {"place": "home"},
    "question-1-more": {"place.home.follow_up": "At home"},
}


@pytest.fixture
def date(transactional_db):
    HomePageFactory()
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug, show_in_menus=True)
    EventIndexPageFactory()
    page = EventPageFactory(
        title="Try a heart patch",
        parent=ForumPageFactory(title="Heart forum"),
        screening=screening(("q1", "Have you had a blood test this year?", "yes")),
        screening_help="<p>Your GP can tell you about blood tests.</p>",
        questions=stream(*ASKED),
        safeguarding="Sam Safe, 01632 960 111",
    )
    first = timezone.now() + timedelta(days=3)
    EventDateFactory(page=page, members_first_until=first, registration_opens_at=timezone.now() + timedelta(days=1))
    EventDateFactory(page=page, booking="drop_in")
    EventDateFactory(page=page, minimum_age=18, **ELSEWHERE)
    return EventDateFactory(page=page, minimum_age=0)


@pytest.fixture
def member(date):
    membership = MembershipFactory(forum=date.page.get_parent().specific, person__name="Mary Member")
    KeptNeedFactory(person=membership.person)
    KeptNeedFactory(person=membership.person, code="dietary", detail="No nuts")
    return membership


def fill(page, answers):
    for name, value in answers.items():
        field = page.locator(f"main [name='{name}']")
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            page.check(f"main [name='{name}'][value='{value}']")
        else:
            field.fill(value)


def press(page):
    page.click("main form button")


def on(page, step):
    assert f"/{step}/" in page.url, f"{page.url} is not {step}"


def look_around(page, date, member):
    for name, address in {"event": date.page.url, "events": "/events/", "forum": member.forum.url}.items():
        page.goto(address)
        yield name, "page"
    for other in date.page.dates.exclude(pk=date.pk):
        page.goto(f"/book/{other.public_id}/")
        yield f"refused: {other.booking}", "page"
    first = EventDateFactory(page=date.page, members_first_until=timezone.now() + timedelta(days=1))
    page.goto(f"/book/{first.public_id}/")
    yield "refused: members first", "page"


def book(page, date, member):
    """A parent books for a child with everything that can be asked; each page is first left empty."""
    page.goto(f"/book/{date.public_id}/")
    for step, answers in CHILD.items():
        on(page, step)
        yield step, "question"
        if step != "question-1-more":  # which may be left empty
            press(page)
            yield f"{step}, not answered", "error"
        fill(page, answers)
        press(page)
    on(page, "anything-else")
    press(page)
    yield "check", "page"
    press(page)
    yield "confirmation", "page"


def end(page, date, member):
    """The ways that lead no further."""
    for slug, ways in {
        "other-events-1": {"who-can-come-1": {"screening_q1": "no"}},
        "parent-books": {
            "who-can-come-1": {"screening_q1": "yes"},
            "for-whom": {"for_whom": "self"},
            "age": {"age": "0"},
        },
    }.items():
        page.goto(f"/book/{date.public_id}/")
        for step, answers in ways.items():
            on(page, step)
            fill(page, answers)
            press(page)
        on(page, slug)
        yield slug, "page"
    page.goto(f"/book/{EventDateFactory(minimum_age=18).public_id}/")
    for answers in ({"for_whom": "self"}, {"over_18": "no"}):
        fill(page, answers)
        press(page)
    yield "under 18", "page"
    page.goto(f"/book/{EventDateFactory(minimum_age=13).public_id}/")
    for answers in (
        {"for_whom": "self"},
        {"age": "13"},
        {"name": "Kit"},
        {"channel": "email"},
        {"email": "k@example.org"},
    ):
        fill(page, answers)
        press(page)
    on(page, "guardian")
    yield "guardian", "question"
    page.fill("[name=guardian_name]", "Gwen Guardian")
    page.fill("[name=guardian_telephone]", "12")
    press(page)
    assert page.input_value("[name=guardian_name]") == "Gwen Guardian"
    assert page.input_value("[name=guardian_telephone]") == "12"
    yield "guardian, badly typed", "error"


def book_as_member(page, date, member):
    page.goto(links.path(member))
    yield "membership with dates", "page"
    page.goto(f"{links.path(member)}book/{date.public_id}/")
    fill(page, {"screening_q1": "yes"})
    press(page)
    fill(page, {"companions": "0"})
    press(page)
    on(page, "still-right")
    yield "still right", "question"
    press(page)
    yield "still right, not answered", "error"
    fill(page, {"still_right": "right"})
    press(page)
    fill(page, {"share": "yes"})
    press(page)
    fill(page, {"place": "hospital"})
    press(page)
    press(page)
    yield "check of a member", "page"
    press(page)
    page.goto(links.path(member))
    yield "membership, booked", "page"
    member.state = "paused"
    member.save()
    page.goto(f"{links.path(member)}book/{date.public_id}/")
    yield "no member now", "page"
    member.state = "member"
    member.save()


def sign_in(page):
    user, client = UserFactory(), Client()
    client.force_login(user)
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "domain": "localhost", "path": "/"}])
    return user


def book_for_known(page, date, member):
    user = sign_in(page)
    KeptNeedFactory(person=PersonFactory(name="Ada Able", claimed_by=user), code="dietary", detail="No nuts")
    page.goto(f"/book/{EventDateFactory().public_id}/")
    on(page, "whose")
    yield "whose", "question"
    press(page)
    yield "whose, not answered", "error"
    page.check("main label:has-text('Ada Able')")
    press(page)
    on(page, "age")
    yield "age of somebody known", "question"
    page.goto("/account/")
    yield "account", "page"
    page.click("text=Delete what we keep")
    yield "forgetting asked", "page"
    press(page)
    assert "Needs that we keep" not in page.content()
    page.context.clear_cookies()


def every_state(page, date, member):
    for walk in (look_around, book, end, book_as_member, book_for_known):
        yield from walk(page, date, member)


def test_every_state_is_accessible_and_fits_a_narrow_screen(open_page, date, member):
    page = open_page(viewport={"width": 320, "height": 900})
    found = {}
    for name, kind in every_state(page, date, member):
        found[name] = looking.faults(page, kind, without=("Q1",) if name.startswith(WITH_A_TITLE) else ())
    assert {name: problems for name, problems in found.items() if problems} == {}
    assert len(found) == 54


def test_all_of_it_works_without_scripts_and_is_correct_html(plain_page, date, member, html_errors):
    pages = {name: plain_page.content() for name, _kind in every_state(plain_page, date, member)}
    assert html_errors(pages) == []
    child = Registration.objects.get(name="Ada Able")
    assert (child.guardian_name, child.answers, child.person.kept_needs.count()) == (
        "Gwen Guardian",
        {"place": "home", "place.home.follow_up": "At home"},
        1,
    )
    assert Registration.objects.get(name="Mary Member").needs.count() == 2
