"""What looks as if a machine had sent it is held for somebody to look at, and never refused or lost."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from content import stamps
from content.models import Draft
from feedback import holding, links, redacting, suspecting
from feedback.models import Comment, Response
from tests.factories.accounts import UserFactory
from tests.factories.feedback import CommentFactory, InvitationFactory, SurveyFactory
from tests.feedback.test_answering import FIRST, SECOND, Visitor, address_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONG = "We ask the hospital to keep the bus stop at the main entrance, where everybody can reach it."


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(suspecting, "QUICKEST", timedelta(seconds=3))
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def visitor(client):
    return Visitor(client)


@pytest.fixture
def survey(clock):
    return SurveyFactory(closes_at=None)


def walk(visitor, survey, clock, seconds=60, first=None, second=None, last=None):
    """All of the way in so many seconds; `first`, `second` and `last` are sent with the first, second and last page."""
    visitor.go(address_of(survey)).send(**FIRST | (first or {}))
    visitor.send(**SECOND | (second or {})).send(may_quote="no")
    clock.shift(timedelta(seconds=seconds))
    visitor.send(**last or {})
    assert visitor.heading == "Thank you for your answers"
    response = Response.objects.get()
    return response.state, response.held_for


def test_a_person_is_counted(visitor, survey, clock):
    assert walk(visitor, survey, clock) == ("received", [])


@pytest.mark.parametrize(("seconds", "held"), [(2, True), (3, False)])
def test_nobody_answers_within_three_seconds(visitor, survey, clock, seconds, held):
    assert walk(visitor, survey, clock, seconds) == (("held", ["fast"]) if held else ("received", []))


def test_a_change_at_the_end_does_not_make_somebody_fast(visitor, survey, clock):
    visitor.go(address_of(survey)).send(**FIRST).send()
    clock.shift(timedelta(minutes=1))
    visitor.go(visitor.link("/1/")).send(**FIRST).send()
    assert Response.objects.get().held_for == []


@pytest.mark.parametrize(
    "stamp", ["", "a-b", "1772452800", "1772452800-0123456789abcdef012345", stamps.stamp("answer:another", NOON)]
)
def test_a_form_that_came_from_no_page_of_ours_is_held(survey, stamp):
    key = ""
    for step, typed in {"1": FIRST, "2": {}, "check": {}}.items():
        page = Client().post(address_of(survey, step), {"draft": key, "stamp": stamp, **typed})
        key = key or Draft.objects.get().key
    assert "/done/" in page.url
    assert Response.objects.get().held_for == ["stamp"]


@pytest.mark.parametrize(("days", "found"), [(31, NOON), (32, None), (-1, None)])
def test_a_stamp_is_good_for_as_long_as_answers_may_be_saved(days, found):
    assert stamps.shown_at(stamps.stamp("answer:x", NOON), "answer:x", NOON + timedelta(days=days)) == found


@pytest.mark.parametrize("page", ["first", "second", "last"])
def test_a_field_that_nobody_sees_may_be_filled_in_by_a_browser_so_nothing_is_refused(visitor, survey, clock, page):
    filled_in = {page: {"website": "https://example.org"}}
    assert walk(visitor, survey, clock, **filled_in) == ("held", ["trap"])
    assert Comment.objects.get().text == "More buses."


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("Look at https://a.example and www.b.example.", False),
        ("https://a.example https://b.example HTTP://c.example", True),
        ("[url=a] [url=b] [url=c]", True),
    ],
)
def test_several_links_are_held(visitor, survey, clock, words, held):
    assert walk(visitor, survey, clock, second={"change": words}) == (("held", ["links"]) if held else ("received", []))


def test_whoever_comes_by_a_personal_link_is_counted(visitor, clock):
    invitation = InvitationFactory()
    visitor.press(links.path(invitation)).send(**FIRST).send()
    clock.shift(timedelta(minutes=1))
    visitor.send()
    assert Response.objects.get().held_for == []


def test_whoever_saved_and_comes_back_is_counted(visitor, survey, clock):
    visitor.go(address_of(survey)).send(**FIRST).send(save="yes", change="More buses.")
    clock.shift(timedelta(days=29))
    other = Visitor(Client()).go("/answer/back/").send(code=Draft.objects.get().code)
    other.send(may_quote="no").send()
    assert (other.heading, Response.objects.get().held_for) == ("Thank you for your answers", [])


def test_no_time_stands_beside_what_was_sent(visitor, survey, clock):
    walk(visitor, survey, clock)
    kept = str([Response.objects.values().get(), *Comment.objects.values()])
    assert str(int(NOON.timestamp())) not in kept
    assert "12:0" not in kept


# --- The same words many times, which the worker finds


def comments(survey, number, text=LONG):
    return CommentFactory.create_batch(number, response__survey=survey, text=text)


def held(survey):
    return set(survey.responses.filter(state="held").values_list("pk", flat=True))


def test_the_same_long_words_are_held_all_of_them_once_they_came_five_times(survey):
    few = comments(survey, 4)
    comments(survey, 1, LONG + " Thank you.")
    redacting.look_at_arrived()
    assert held(survey) == set()
    few += comments(survey, 1)
    redacting.look_at_arrived()
    assert held(survey) == {each.response_id for each in few}
    assert Response.objects.filter(held_for=["repeated"]).count() == 5


def test_short_words_and_those_of_another_form_may_be_the_same(survey):
    comments(survey, 9, "More buses.")
    comments(survey, 3)
    comments(SurveyFactory(), 4)
    redacting.look_at_arrived()
    assert not Response.objects.filter(state="held").exists()


def test_what_an_officer_released_stays_so_when_more_of_the_same_come(survey):
    first = [each.response for each in comments(survey, 5)]
    redacting.look_at_arrived()
    holding.release(first, by=UserFactory(officer=True), why="A support group wrote it together.")
    later = comments(survey, 1)
    redacting.look_at_arrived()
    assert held(survey) == {later[0].response_id}


# --- Many people on one network


def test_sixty_people_on_one_hospital_network_answer_within_five_minutes_where_there_is_no_redis(
    survey, clock, settings
):
    backend = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "django_cache"}}
    cache.clear()
    for _person in range(60):
        client = Client(REMOTE_ADDR="192.0.2.1")
        visitor = Visitor(client).go(address_of(survey))
        stamp = {"stamp": visitor.stamp}
        clock.shift(timedelta(seconds=4))
        client.post(visitor.address, FIRST | stamp)
        key = {"draft": Draft.objects.get().key}
        client.post(address_of(survey, "2"), SECOND | key)
        client.post(address_of(survey, "quote"), {"may_quote": "no"} | key)
        assert "/done/" in client.post(address_of(survey, "check"), key).url
    assert survey.responses.counted().count() == 60
