"""
The whole story, in a real browser and with a real mail server.

An officer publishes a technology and a care pathway with an event; a patient books and cancels, the next in line is
offered the place, comes, and answers; a design team takes the summary away. People who take part use no JavaScript.
"""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect
from wagtail.models import Site

from events.models import EventDate, Registration
from feedback import releases
from feedback.models import FeedbackPage, Response, Survey
from home import roles, site_tree
from mailing import worker
from reviews.models import CarePathwayPage, TechnologyPage
from tests.events import stating
from tests.factories.accounts import UserFactory
from tests.factories.content import option, questions
from tests.factories.events import VenueFactory
from tests.factories.feedback import ResponseFactory
from tests.factories.reviews import DesignTeamFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUESTIONS = questions(
    (
        "single_choice",
        "place",
        {
            "question": "Where did you have your last test?",
            "short_name": "place",
            "options": [option("hospital", "In a hospital"), option("practice", "At a GP practice")],
        },
    ),
    ("long_text", "words", {"question": "What would you change?", "short_name": "words", "optional": True}),
)


@pytest.fixture
def house(transactional_db, settings, smtp_sink):
    settings.STAFF_SECOND_FACTOR = False  # tests/accounts walks it
    site_tree.make()
    roles.make()
    VenueFactory(name="Northgate Hall")
    officer = UserFactory(email="officer@example.org", is_staff=True, confirmed=True)
    officer.groups.add(Group.objects.get(name=roles.OFFICER))
    UserFactory(email="designer@example.org", confirmed=True)
    return smtp_sink


class Post:
    """The mail of everybody, as the sink took it."""

    def __init__(self, sink):
        self.sink = sink

    def newest(self, address):
        """Deliver what waits, and return the newest message to an address."""
        worker.drain()
        return [message for message in self.sink if address in message["To"]][-1]

    def html(self, address):
        return self.newest(address).get_body(("html",)).get_content()

    def link(self, address, part):
        """The link whose address holds `part`, in the newest message to `address`."""
        links = [anchor["href"] for anchor in BeautifulSoup(self.html(address), "html.parser").find_all("a")]
        return next(link for link in links if part in link)


def sign_in(page, post, email, path):
    page.goto(path)
    page.fill("input[name=login]", email)
    page.click("main form button:has-text('Sign in')")
    code = BeautifulSoup(post.html(email), "html.parser").find(class_="code").get_text(strip=True)
    page.fill("input[name=code]", code)
    page.click("main form button")


def answer(page, **answers):
    """Fill in the question page at hand and go on."""
    for name, value in answers.items():
        field = page.locator(f"main [name='{name}']")
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            page.check(f"main [name='{name}'][value='{value}']")
        else:
            field.fill(value)
    page.click("main form button")


def write_page(page, model, title, summary):
    """An officer writes a page under "Under review" and publishes it."""
    parent = Site.objects.get().root_page.get_children().get(slug="reviews")
    page.goto(f"/cms/pages/add/reviews/{model._meta.model_name}/{parent.pk}/")
    page.fill("[name=title]", title)
    page.fill("[name=summary]", summary)
    stating.publish(page)
    return model.objects.get(title=title)


def make_event(page, topic):
    page.goto("/cms/events/new/")
    page.fill("[name=title]", "Look at the new hub")
    page.check("[name=parent] >> nth=0")
    page.check(f"[name=topics][value='{topic.pk}']")
    page.select_option("[name=venue]", label="Northgate Hall")
    day = timezone.localdate() + timedelta(days=30)
    page.fill("[name=day]", f"{day:%d/%m/%Y}")
    page.fill("[name=starts]", "14:00")
    page.fill("[name=ends]", "16:00")
    page.fill("[name=places_in_person]", "1")
    page.fill("[name=places_online]", "0")
    page.press("[name=title]", "Enter")
    page.wait_for_url("**/cms/pages/*/edit/")
    stating.write(page)
    stating.publish(page)
    date = EventDate.objects.get()
    stating.promise(page, date.page)
    return date


def book(page, date, name, email):
    """Find the event from the list of what is under review, and book it."""
    page.goto("/reviews/")
    page.click("main a:has-text('A hub for tests')")
    page.click("main a:has-text('Look at the new hub')")
    page.click(f"main a[href*='{date.public_id}']")
    answer(page, for_whom="self")
    answer(page, over_16="yes")
    answer(page, name=name)
    answer(page, channel="email")
    answer(page, email=email)
    answer(page, companions="0")
    answer(page, needs="none")
    answer(page)
    page.click("main form button")


def test_the_story(house, page, plain_page, open_page):
    post, officer, patient = Post(house), page, plain_page

    # An officer publishes a technology, a care pathway and an event.
    sign_in(officer, post, "officer@example.org", "/cms/")
    topic = write_page(officer, TechnologyPage, "A hub for tests", "Tests nearer to where people live.")
    write_page(officer, CarePathwayPage, "From GP to scan", "Fewer visits before a diagnosis.")
    date = make_event(officer, topic)

    # A patient books and reads a confirmation with a calendar file.
    book(patient, date, "Ada Able", "ada@example.org")
    expect(patient.locator("h1")).to_contain_text("You have a place")
    confirmation = post.newest("ada@example.org")
    (calendar,) = [part for part in confirmation.walk() if part.get_content_type() == "text/calendar"]
    (entry,) = Calendar.from_ical(calendar.get_payload(decode=True)).walk("VEVENT")
    assert entry.start == date.starts_at
    assert "Northgate Hall" in confirmation.get_body(("plain",)).get_content()

    # The next one joins the waiting list; the first cancels, and the place is offered and taken.
    second = open_page(javascript=False)
    book(second, date, "Ben Bright", "ben@example.org")
    expect(second.locator("main")).to_contain_text("waiting list")
    patient.goto(post.link("ada@example.org", "/manage/"))
    patient.click("text=Cancel your booking")
    patient.click("main form button")
    expect(patient.locator("main")).to_contain_text("cancelled")
    second.goto(post.link("ben@example.org", "/manage/"))
    second.click("main form button:has-text('Take the place')")
    expect(second.locator("h1")).to_contain_text("You have a place")
    assert list(Registration.objects.order_by("pk").values_list("state", flat=True)) == ["cancelled", "placed"]

    # The day passes, he came, and the officer asks those who came.
    over = timezone.now() - timedelta(hours=1)
    EventDate.objects.update(starts_at=over - timedelta(hours=2), ends_at=over)
    registration = Registration.objects.get(state="placed")
    officer.goto(f"/cms/events/registrations/{registration.public_id}/")
    officer.click("button:has-text('Came')")
    officer.wait_for_selector(".messages .success")
    survey = make_form(officer, date, topic)
    officer.goto(f"/cms/feedback/{survey.page_id}/")
    officer.goto(f"/cms/feedback/{survey.page_id}/invite/")
    officer.click("main form button[type=submit]")
    officer.wait_for_selector(".messages .success")

    # He answers by his own link.
    second.goto(post.link("ben@example.org", "/answer/"))
    second.click("main form button")
    answer(second, place="hospital")
    answer(second, words="Please open in the evening.")
    answer(second, may_quote="yes")
    second.click("main form button")
    expect(second.locator("h1")).to_contain_text("Thank you")
    assert Response.objects.get().comments.get().text == "Please open in the evening."

    # With 36 answers the form closes, and the design team takes the summary away.
    question_set = Response.objects.get().question_set
    for place, number in {"hospital": 12, "practice": 23}.items():
        ResponseFactory.create_batch(number, survey=survey, question_set=question_set, answers={"place": place})
    Survey.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    releases.make_due()
    team = DesignTeamFactory()
    team.topics.add(topic)
    team.members.add(UserFactory._meta.model.objects.get(email="designer@example.org"))
    designer = open_page(javascript=False)
    sign_in(designer, post, "designer@example.org", "/teams/")
    designer.click("main a:has-text('After the hub visit')")
    table = designer.inner_text("main table >> nth=0")
    assert re.search(r"In a hospital\s+15\b", table)  # 13, to the nearest 5
    assert re.search(r"At a GP practice\s+25\b", table)
    with designer.expect_download() as download:
        designer.click("main a:has-text('CSV')")
    assert "At a GP practice,25" in download.value.path().read_text(encoding="utf-8-sig")
    assert "evening" not in designer.inner_text("main")


def make_form(page, date, topic):
    """An officer makes a form for those who came; its questions are written by the test, then published."""
    page.goto("/cms/feedback/new/")
    page.fill("[name=title]", "After the hub visit")
    page.check(f"[name=topics][value='{topic.pk}']")
    page.select_option("[name=who_may_answer]", "attended")
    page.select_option("[name=date]", str(date.pk))
    page.fill("[name=opens_at]", f"{timezone.localtime() - timedelta(minutes=5):%d/%m/%Y %H:%M}")
    page.select_option("[name=safety_lead]", index=1)
    page.press("[name=title]", "Enter")
    page.wait_for_url("**/cms/pages/*/edit/")
    form = FeedbackPage.objects.get()
    form.questions = QUESTIONS
    form.save_revision()
    page.goto(f"/cms/pages/{form.pk}/edit/")
    stating.publish(page)
    return Survey.objects.get()
