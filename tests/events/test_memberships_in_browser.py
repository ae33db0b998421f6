"""
From a forum's page to an application, an officer's kind decision, the membership, a pause and leaving, in a browser.

Every state is looked at: accessible, correct, narrow, and without scripts.
"""

from datetime import timedelta

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from events import links
from events.models import Membership
from home import roles
from mailing.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.events import EventDateFactory, ForumPageFactory, MembershipFactory
from tests.factories.home import HomePageFactory, StandardPageFactory
from tests.looking import fill, look_around, read

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANSWERS = {
    "for-whom": {"for_whom": "other"},
    "age": {"over_16": "yes"},
    "names": {"booked_by": "Cara Carer", "name": "Ada Able"},
    "reach": {"channel": "telephone"},
    "telephone": {"telephone": "01632 960 001"},
}


@pytest.fixture
def forum(transactional_db):
    HomePageFactory()
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug, show_in_menus=True)
    forum = ForumPageFactory(title="Heart forum", how_often="Every 2 months.", how_to_join="application")
    EventDateFactory(page__parent=forum, page__title="Try a heart patch")
    return forum


@pytest.fixture
def officer_page(open_page, live_server, settings):
    """The CMS, as an officer sees it who has signed in."""
    settings.STAFF_SECOND_FACTOR = False
    roles.make()
    officer, client, page = UserFactory(is_staff=True), Client(), open_page()
    officer.groups.add(Group.objects.get(name=roles.OFFICER))
    client.force_login(officer)
    cookie = client.cookies[site_settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


def press(page, label):
    page.click(f"main form button:has-text('{label}')")


def apply(page, forum):
    page.goto(forum.url)
    yield "forum that decides", "page"
    page.click("text=Ask to join this forum")
    for step, answers in ANSWERS.items():
        assert f"/{step}/" in page.url
        fill(page, answers)
        press(page, "Continue")
    yield "why", "question"
    fill(page, {"why": "I look after my mother."})
    press(page, "Continue")
    yield "check", "page"
    press(page, "Confirm and ask to join")
    yield "applied", "page"
    page.click("main a:has-text('See your application')")
    yield "application", "page"
    page.click("text=Take your application back")
    yield "taking back asked", "page"
    page.click("text=Leave my application with you")


def decide(page, forum):
    """What the officer does: they see who waits, write kind words, and find that a call is to be made."""
    page.goto("/cms/")
    page.click("text=1 person asked to join")
    page.click("text=Ada Able")
    assert "I look after my mother." in page.text_content("main")
    page.click("a:has-text('Take them on')")
    words = page.input_value("[name=words]")
    page.fill("[name=words]", f"{words}\n\nWe meet in the library.")
    page.click("main button:has-text('Take them on')")
    page.wait_for_selector(".messages .success")


def belong(page):
    page.reload()
    yield "member", "page"
    page.click("text=Pause your membership")
    yield "pausing", "question"
    press(page, "Pause my membership")
    yield "pausing, not answered", "error"
    page.check("main [name=pause][value='3']")
    press(page, "Pause my membership")
    yield "paused", "page"
    press(page, "Come back now")
    page.click("text=Leave this forum")
    yield "leaving asked", "page"
    press(page, "Leave this forum")
    yield "left", "page"


def be_invited(page, forum):
    ended = {"left_at": timezone.now()}
    invited = MembershipFactory(forum=forum, invited=True)
    page.goto(links.path(invited))
    yield "invited", "page"
    Membership.objects.filter(pk=invited.pk).update(state="declined", decided_at=timezone.now(), **ended)
    press(page, "No, thank you")
    yield "too late", "page"
    for name, fields in {
        "said no": {"state": "refused"},
        "declined": {"state": "declined", "decision": "Not this time.", "decided_at": timezone.now()},
        "taken back": {"state": "declined"},
        "invitation over": {"state": "declined", "decided_at": timezone.now()},
        "paused without end": {"paused": True},
        "chair": {"role": "chair", "until": timezone.localdate() + timedelta(days=9)},
        "member without a date": {"forum": ForumPageFactory()},
    }.items():
        page.goto(links.path(MembershipFactory(**{"forum": forum, **ended} | fields)))
        yield name, "page"


def look_at_forums(page):
    for how in ("open", "invitation", "closed"):
        fields = {"open_to_join": False} if how == "closed" else {"how_to_join": how}
        forum = ForumPageFactory(**fields)
        page.goto(forum.url)
        yield f"forum: {how}", "page"
        if how != "open":
            page.goto(f"/join/{forum.translation_key}/")
            yield f"refused: {how}", "page"


def every_state(page, officer_page, forum):
    yield from apply(page, forum)
    decide(officer_page, forum)
    yield from belong(page)
    yield from be_invited(page, forum)
    yield from look_at_forums(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_every_state_of_a_membership_is_accessible_and_fits(open_page, officer_page, forum, width):
    page = open_page(viewport={"width": width, "height": 900})
    found = look_around(page, every_state(page, officer_page, forum))
    for name in ("pausing", "pausing, not answered"):  # no step of a journey: the button says what it does
        assert [problem.partition(":")[0] for problem in found.pop(name)] == ["Q2"]
    assert {name: problems for name, problems in found.items() if problems} == {}
    assert len(found) == 24


def test_an_application_goes_all_its_way_without_scripts(plain_page, officer_page, forum, html_errors):
    assert html_errors(read(plain_page, every_state(plain_page, officer_page, forum))) == []
    membership = Membership.objects.get(name="Ada Able")
    assert membership.state == "left"
    assert membership.decision.endswith("We meet in the library.")
    # Cara has no e-mail address: each message to her is a call that somebody makes.
    sent = Message.objects.filter(about=membership.public_id).order_by("pk")
    assert [(message.kind, message.channel, message.state) for message in sent] == [
        ("membership_applied", "telephone", "task"),
        ("membership_accepted", "telephone", "task"),
        ("membership_ended", "telephone", "task"),
    ]
