"""
The needs of one date in a real browser, from asked to met.

Somebody books and says what she needs; an officer assigns it, books two interpreters and tells the people, offers
something else for what is not to be had, and prints the sheet for the supplier; the date passes, and she says by her
link how it was.
"""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from events import arranging
from events.models import AccessNeed, EventDate, Registration
from home import roles
from mailing import worker
from mailing.models import Message
from tests import looking
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import AccessNeedFactory, EventDateFactory, EventIndexPageFactory, RegistrationFactory
from tests.factories.home import HomePageFactory, StandardPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The back link stands before the content, as the design system wants it; this rule would have it inside a landmark.
NARROW = {"width": 320, "height": 900}
BOOKING = [
    ("for_whom", "self"),
    ("over_16", "yes"),
    ("name", "Ada Able"),
    ("channel", "email"),
    ("email", "ada@example.org"),
    ("mode", "in_person"),
    ("companions", "0"),
]


@pytest.fixture
def date(transactional_db, settings):
    settings.STAFF_SECOND_FACTOR = False  # tests/accounts walks it
    HomePageFactory()
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug, show_in_menus=True)
    EventIndexPageFactory()
    today = timezone.localdate()
    date = EventDateFactory(
        page__title="Try a heart patch",
        hybrid=True,
        needs_by=today + timedelta(days=9),
        needs_answer_by=today + timedelta(days=14),
    )
    tom = RegistrationFactory(date=date, name="Tom Tall", person=PersonFactory(name="Tom Tall", by_telephone=True))
    AccessNeedFactory(registration=tom, code="bsl", may_share=True, due_on=today - timedelta(days=1))
    zoe = RegistrationFactory(date=date, name="Zoe Zest", waiting=True, online=True)
    AccessNeedFactory(registration=zoe, code="braille", detail="Grade 2")
    return date


@pytest.fixture
def sign_in_officer(live_server):
    """A function that gives a page of the browser the session of an officer."""
    roles.make()
    user = UserFactory(name="Olu Officer", email="olu@example.org", officer=True)
    user.groups.add(Group.objects.get(name=roles.OFFICER))
    client = Client()
    client.force_login(user)

    def sign_in(page):
        value = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        return user

    return sign_in


def answer(page, name, *values):
    for value in values:
        field = page.locator(f"main [name={name}]")
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            page.check(f"main [name={name}][value='{value}']")
        else:
            field.fill(value)


def go_on(page):
    page.click("main form[method=post] button")


def book(page, date):
    """Yields each page about needs that somebody meets who books, and its kind."""
    page.goto(f"/book/{date.public_id}/")
    for name, value in BOOKING:
        answer(page, name, value)
        go_on(page)
    yield "needs", "question"
    answer(page, "needs", "bsl", "more")
    go_on(page)
    yield "more needs", "question"
    go_on(page)
    yield "more needs, nothing chosen", "error"
    answer(page, "needs_professional", "note_taker")
    answer(page, "needs_format", "coloured_paper")
    go_on(page)
    yield "which colour", "question"
    answer(page, "need_coloured_paper", "Yellow")
    go_on(page)
    answer(page, "share", "yes")
    go_on(page)
    answer(page, "keep", "no")
    go_on(page)
    go_on(page)
    yield "check", "page"
    go_on(page)
    yield "confirmation", "page"
    assert "We tell you by" in page.inner_text("main")


def say_how_it_was(page, link):
    """Yields each page that somebody meets who says afterwards whether their needs were met."""
    page.goto(link.removesuffix("needs/"))
    yield "manage, past", "page"
    page.click("main a:has-text('Tell us if you had')")
    yield "needs met", "question"
    answer(page, "met_bsl", "yes")
    answer(page, "words_note_taker", "The notes came a week later.")
    go_on(page)
    yield "needs met, something left out", "error"
    answer(page, "met_note_taker", "partly")
    answer(page, "met_coloured_paper", "yes")
    go_on(page)
    yield "thanks", "page"
    page.click("main a:has-text('Change your answers')")
    yield "needs met, again", "answered"
    go_on(page)


def end(date):
    """The date passes: its rows move back in time."""
    now = timezone.now()
    EventDate.objects.filter(pk=date.pk).update(starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1))
    arranging.ask_who_came()


def link_to(sink, words):
    worker.drain()
    (message,) = [each for each in sink if words in each["Subject"]]
    return re.search(r"https?://\S+/needs/", message.get_body(("plain",)).get_content())[0]


def test_the_needs_of_one_date_from_asked_to_met(open_page, date, sign_in_officer, smtp_sink):
    public, cms = open_page(viewport=NARROW), open_page(viewport={"width": 1280, "height": 1000})
    officer = sign_in_officer(cms)
    found = {name: looking.faults(public, kind) for name, kind in book(public, date)}

    assign_all(cms, date, officer)
    book_interpreters(cms)
    offer_something_else(cms, smtp_sink)
    print_the_sheet(cms, date)

    end(date)
    link = link_to(smtp_sink, "Did you have what you needed")
    found |= {name: looking.faults(public, kind) for name, kind in say_how_it_was(public, link)}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    see_how_it_went(cms, date)


def assign_all(cms, date, officer):
    cms.goto("/cms/events/")
    cms.click("td.title a >> nth=0")
    cms.click("a:has-text('4 needs to be arranged')")
    assert "1 overdue" in cms.inner_text("main")
    assert "Papers in Braille: Grade 2, Zoe Zest, online" in cms.inner_text("main")
    for box in cms.locator("input[name=need]").all():
        box.check()
    cms.click("button:has-text('Change them')")
    cms.select_option("[name=owner]", label="Olu Officer")
    cms.click("main button[type=submit]:has-text('Save')")
    in_hand = AccessNeed.objects.in_hand()
    assert set(in_hand.values_list("owner", flat=True)) == {officer.pk}
    assert not Message.objects.filter(kind__startswith="need").exists()


def book_interpreters(cms):
    cms.click("a:has-text('Book for all who need it') >> nth=0")
    assert cms.input_value("[name=quantity]") == "2"
    cms.fill("[name=supplier]", "Signs Ltd")
    cms.fill("[name=cost]", "240.50")
    cms.click("main button[type=submit]:has-text('Add')")
    assert "2 × British Sign Language interpreter" in cms.inner_text("main")
    cms.click("main a.button:text-is('Booked')")
    cms.click("text=Yes, each by the way they asked for")
    cms.click("main button[type=submit]:has-text('It is booked')")
    assert list(AccessNeed.objects.filter(code="bsl").values_list("status", flat=True)) == ["arranged"] * 2
    told = Message.objects.filter(kind="need_arranged").values_list("person__name", "state")
    assert set(told) == {("Ada Able", "queued"), ("Tom Tall", "task")}


def offer_something_else(cms, smtp_sink):
    cms.click("tr:has-text('Note-taker') a:has-text('Change')")
    cms.click("label:has-text('Cannot be met')")
    cms.fill("[name=alternative]", "We send you our own notes.")
    cms.click("main button[type=submit]:has-text('Save')")
    cms.click("tr:has-text('coloured paper') button:has-text('Arranged')")
    worker.drain()
    mail = [each.get_body(("plain",)).get_content() for each in smtp_sink if each["To"] == "ada@example.org"]
    assert any("Instead we offer: We send you our own notes." in " ".join(text.split()) for text in mail)
    assert "0 needs to be arranged" in cms.inner_text("main")


def print_the_sheet(cms, date):
    cms.goto(f"/cms/events/dates/{date.public_id}/needs/supplier/?category=professional")
    sheet = " ".join(cms.inner_text("main").split())
    assert "British Sign Language interpreter In person 2" in sheet
    assert [name in sheet for name in ("Ada", "Tom", "Zoe", "Signs Ltd")] == [False] * 4


def see_how_it_went(cms, date):
    cms.goto(f"/cms/events/dates/{date.public_id}/needs/")
    text = cms.inner_text("main")
    assert "Access needs met: 67% (2 of 3 that people told us about)" in text
    assert "Partly: The notes came a week later." in text
    need = AccessNeed.objects.get(code="note_taker")
    assert (need.status, need.alternative) == ("not_met", "We send you our own notes.")


def test_all_of_it_works_without_scripts_and_is_correct_html(plain_page, date, html_errors, smtp_sink):
    pages = {name: plain_page.content() for name, _kind in book(plain_page, date)}
    ada = Registration.objects.get(name="Ada Able")
    end(date)
    link = link_to(smtp_sink, "Did you have what you needed")
    pages |= {name: plain_page.content() for name, _kind in say_how_it_was(plain_page, link)}

    assert html_errors(pages) == []
    assert set(ada.needs.values_list("status", flat=True)) == {"met", "not_met"}
