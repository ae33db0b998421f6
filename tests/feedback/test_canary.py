"""
An NHS number, a name and a telephone number, typed into a form, in all that a design team can reach: never there.

The canary is typed by a visitor and reviewed by an officer, each through the pages that people use.
"""

import html
import re
import zipfile
from io import BytesIO
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from feedback import releases
from feedback.models import Comment, Concern
from feedback.urls import urlpatterns
from mailing import dispatch, ticks
from tests.factories.accounts import UserFactory
from tests.factories.events import EventDateFactory, RegistrationFactory
from tests.factories.feedback import CommentFactory, ResponseFactory, SurveyFactory
from tests.factories.reviews import DesignTeamFactory, TechnologyPageFactory
from tests.feedback.cms import at, read
from tests.feedback.test_answering import FIRST, SECOND, Visitor, address_of

pytestmark = pytest.mark.django_db
NAME, NHS_NUMBER, TELEPHONE = "Quill Canary", "943 476 5919", "01632 960 177"
CANARIES = [NAME, "Quill", "Canary", NHS_NUMBER, "9434765919", TELEPHONE, "01632960177", "960 177"]
TYPED = f"I am {NAME}, NHS {NHS_NUMBER}, ring {TELEPHONE}. I want to complain: no bus came."
MASKED = "I am [name], NHS [NHS number], ring [telephone number]. I want to complain: no bus came."
STARTS = ["/", "/account/", "/teams/"]


@pytest.fixture
def survey():
    """A form on a design team's topic, about a date that the canary booked; twelve others have answered."""
    topic = TechnologyPageFactory(title="A scanner")
    survey = SurveyFactory(page__topics=[topic], date=EventDateFactory(past=True))
    RegistrationFactory(date=survey.date, name=NAME)
    for response in ResponseFactory.create_batch(12, survey=survey, may_quote=True):
        CommentFactory(response=response, state="clear")
    return survey


@pytest.fixture
def member(client_of, survey):
    user = UserFactory()
    DesignTeamFactory(topics=survey.page.topics.all(), members=[user])
    return client_of(user)


@pytest.fixture
def client_of():
    def signed_in(user):
        client = Client()
        client.force_login(user)
        return client

    return signed_in


def answer(client, survey):
    """Type the canary into every field that takes words, and agree to be quoted."""
    visitor = Visitor(client).go(address_of(survey))
    visitor.send(**FIRST | {"place": "elsewhere"}).send(**{"place.elsewhere.follow_up": TYPED})
    visitor.send(**SECOND | {"change": TYPED}).send(may_quote="yes").send()
    assert visitor.heading == "Thank you for your answers"


def work():
    """What the worker does of its jobs with what people wrote, then the mail."""
    for name in ("look through what people wrote", "tell safety leads"):
        ticks.jobs[name].function(timezone.now())
    dispatch.drain()


def reachable(client):
    """All that somebody can reach by links, pages and files, as {address: text}."""
    found, waiting = {}, list(STARTS)
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith(("/static/", "/media/", "/account/logout")):
            continue
        response = client.get(address, follow=True)
        found[address] = text_of(response)
        for link in re.findall(r'href="([^"#]+)', found[address]):
            target = urlsplit(urljoin(f"http://testserver{address}", html.unescape(link)))
            if target.netloc == "testserver":
                waiting.append(target.path + (f"?{target.query}" if target.query else ""))
    return found


def text_of(response):
    content = b"".join(response) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as file:
            content = b"\n".join(file.read(name) for name in file.namelist())
    return html.unescape(content.decode(errors="replace"))


def canaries(texts):
    """Where a canary flies: [(address, canary)]."""
    return [(where, canary) for where, text in texts.items() for canary in CANARIES if canary in text]


def mails(sink):
    """Each message in the sink as one text, headers and all its parts."""
    parts = {number: [str(message["Subject"])] for number, message in enumerate(sink)}
    for number, message in enumerate(sink):
        parts[number] += [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return {number: html.unescape("\n".join(texts)) for number, texts in parts.items()}


def test_the_canary_is_in_no_page_file_or_message_of_a_design_team_before_or_after_review(
    client, member, reader, survey, smtp_sink
):
    answer(client, survey)
    releases.make_release(survey=survey, at=timezone.now())
    before_the_worker = reachable(member)
    work()
    before_review = reachable(member)

    teams = {pattern.name for pattern in urlpatterns if str(pattern.pattern).lstrip("^").startswith("teams/")}
    assert teams <= {resolve(urlsplit(address).path).url_name for address in before_review}
    assert canaries(before_the_worker) == canaries(before_review) == []

    for comment in Comment.objects.filter(state="unread"):
        review(reader, comment)
    close_concerns(reader)
    releases.make_release(survey=survey, at=survey.closes_at)
    work()
    after_review = reachable(member)

    assert canaries(after_review) == []
    assert sorted(address for address, text in after_review.items() if MASKED in text) == sorted(
        [f"/teams/{survey.public_id}/", f"/teams/{survey.public_id}/summary.xlsx"]
    )
    sent = mails(smtp_sink)
    assert [message["To"] for message in smtp_sink] == [survey.safety_lead.email] * 2
    assert canaries(sent) == []


def review(reader, comment):
    """Open the form that masks a comment, and send what it suggests."""
    page = read(reader, at("mask", comment.pk))
    suggested = html.unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[1]).strip()
    assert suggested == MASKED
    reader.post(at("mask", comment.pk), {"text": suggested})


def close_concerns(reader):
    concerns = Concern.objects.all()
    assert [concern.kind for concern in concerns] == ["complaint", "complaint"]
    for concern in concerns:
        reader.post(at("concern", concern.public_id), {"outcome": f"{NAME} was rung."})


def test_the_canary_would_be_found_if_it_were_let_through(client, member, survey):
    answer(client, survey)
    Comment.objects.filter(state="unread").update(state="clear")
    releases.make_release(survey=survey, at=timezone.now())
    flown = {(where.rpartition("/")[2], canary) for where, canary in canaries(reachable(member))}
    assert {(where, canary) for where in ("", "summary.xlsx") for canary in (NAME, NHS_NUMBER, TELEPHONE)} <= flown


def test_nor_does_it_reach_them_by_what_other_officers_take_away(client, officer, survey):
    """Officers without the right pass on what they see: their list and their files have nothing unread either."""
    answer(client, survey)
    work()
    seen = {"list": read(officer, at("comments", survey.page_id)), "results": read(officer, at("form", survey.page_id))}
    for kind in ("csv", "xlsx", "codebook"):
        seen[kind] = text_of(officer.post(at("export", survey.page_id), {"file_format": kind, "reason": "A report"}))
    assert canaries(seen) == []
    assert "[NOT READ YET]" not in seen["csv"]
    assert "[WITHHELD]" in seen["csv"]
