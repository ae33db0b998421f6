"""Those with a place, and members of the forum, hear of papers, once for all that were added together."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events import new_papers
from mailing import outbox
from mailing.models import Message
from tests.events.booking import book
from tests.factories.events import (
    EventDateFactory,
    ForumPageFactory,
    MembershipFactory,
    PaperFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db
A_WHILE = timedelta(minutes=20)


@pytest.fixture
def date():
    with time_machine.travel(timezone.now() - timedelta(hours=1), tick=False):
        return EventDateFactory()


@pytest.fixture
def placed(date):
    with time_machine.travel(timezone.now() - timedelta(hours=1), tick=False):
        return RegistrationFactory(date=date)


def told(kind="papers_opened"):
    return list(Message.objects.filter(kind=kind).values_list("about", flat=True))


def tell(after=A_WHILE):
    with time_machine.travel(timezone.now() + after, tick=False):
        new_papers.tell_due()


def test_those_with_a_place_are_told_once_of_all_papers(date, placed):
    for trait in ("waiting", "offered", "cancelled"):
        RegistrationFactory(date=date, **{trait: True})
    PaperFactory(date=date, title="Agenda", tells=True)
    PaperFactory(date=date, title="Evidence", tells=True)
    tell()
    tell()
    assert told() == [placed.public_id]
    text = outbox.render(Message.objects.get()).text
    assert "Agenda (PDF, 1 KB)" in text
    assert "Evidence (PDF, 1 KB)" in text


def test_nobody_is_told_while_papers_are_still_being_added(date, placed):
    PaperFactory(date=date, tells=True)
    tell(after=timedelta(minutes=10))
    assert told() == []


def test_a_later_paper_is_told_again(date, placed):
    PaperFactory(date=date, tells=True)
    tell()
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        PaperFactory(date=date, tells=True)
    tell(after=timedelta(hours=2))
    assert told() == [placed.public_id] * 2


def test_a_paper_of_which_the_officer_tells_nobody_is_not_told(date, placed):
    PaperFactory(date=date, tells=False)
    tell()
    assert told() == []


def test_whoever_booked_afterwards_read_of_it_in_the_confirmation(date):
    PaperFactory(date=date, tells=True)
    book(date)
    tell()
    assert told() == []


@pytest.mark.parametrize("trait", ["cancelled"])
def test_nobody_reads_papers_of_a_date_that_is_cancelled(trait):
    registration = RegistrationFactory(date=EventDateFactory(**{trait: True}))
    PaperFactory(date=registration.date, tells=True)
    tell()
    assert told() == []


# --- Members of the forum


@pytest.fixture
def of_forum():
    """A date of a forum."""
    return EventDateFactory(page__parent=ForumPageFactory())


@pytest.fixture
def member(of_forum):
    return join(of_forum)


def join(date, **fields):
    fields = {"joined_at": timezone.now() - timedelta(days=30)} | fields
    return MembershipFactory(forum=date.page.get_parent().specific, **fields)


def told_members():
    return told("papers_opened_to_members")


@pytest.mark.parametrize("trait", ["for_members", "for_everybody"])
def test_members_are_told_once_of_all_papers_that_they_can_open(of_forum, member, trait):
    PaperFactory(date=of_forum, title="Agenda", tells=True, **{trait: True})
    PaperFactory(date=of_forum, title="Evidence", tells=True, **{trait: True})
    PaperFactory(date=of_forum, title="For those with a place", tells=True)
    tell()
    tell()
    assert told_members() == [member.public_id]
    text = outbox.render(Message.objects.get()).text
    assert "Agenda (PDF, 1 KB)" in text
    assert "Evidence (PDF, 1 KB)" in text
    assert "For those with a place" not in text


def test_a_member_with_a_place_hears_once_and_as_its_holder(of_forum, member):
    with time_machine.travel(timezone.now() - timedelta(hours=1), tick=False):
        registration = RegistrationFactory(date=of_forum, person=member.person)
    PaperFactory(date=of_forum, tells=True, for_members=True)
    tell()
    registration.state, registration.cancelled_at = "cancelled", timezone.now()
    registration.save()
    tell(after=timedelta(hours=1))
    assert (told(), told_members()) == ([registration.public_id], [])


def test_members_are_told_again_of_a_later_paper(of_forum, member):
    PaperFactory(date=of_forum, tells=True, for_members=True)
    tell()
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        PaperFactory(date=of_forum, tells=True, for_members=True)
    tell(after=timedelta(hours=2))
    assert told_members() == [member.public_id] * 2


@pytest.mark.parametrize(
    "paper", [{}, {"for_members": True, "tells": False}, {"for_members": True, "created": "just now"}], ids=str
)
def test_members_are_not_told_of_what_is_not_for_them_or_not_yet(of_forum, member, paper):
    after = timedelta(minutes=10) if paper.pop("created", "") else A_WHILE
    PaperFactory(**{"date": of_forum, "tells": True} | paper)
    tell(after=after)
    assert told_members() == []


@pytest.mark.parametrize("fields", [{"cancelled": True}, {"needs_agreement": True}, {"page__live": False}], ids=str)
def test_members_are_not_told_where_they_cannot_open_it(fields):
    date = EventDateFactory(page__parent=ForumPageFactory(), **fields)
    join(date)
    PaperFactory(date=date, tells=True, for_members=True)
    tell()
    assert told_members() == []


@pytest.mark.parametrize("fields", [{"paused": True}, {"applied": True}, {"left": True}, {"joined": "later"}], ids=str)
def test_who_is_no_member_or_became_one_afterwards_is_not_told(of_forum, fields):
    later = {"joined_at": timezone.now() + timedelta(minutes=5)} if fields.pop("joined", "") else {}
    join(of_forum, **fields | later)
    PaperFactory(date=of_forum, tells=True, for_members=True)
    tell()
    assert told_members() == []


def test_members_of_another_forum_are_not_told(of_forum):
    MembershipFactory(joined_at=timezone.now() - timedelta(days=30))
    PaperFactory(date=of_forum, tells=True, for_everybody=True)
    tell()
    assert told_members() == []
