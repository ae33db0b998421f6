"""Those with a place hear of papers, once for all that were added together."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events import new_papers
from mailing import outbox
from mailing.models import Message
from tests.events.booking import book
from tests.factories.events import EventDateFactory, PaperFactory, RegistrationFactory

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


def told():
    return list(Message.objects.filter(kind="papers_opened").values_list("about", flat=True))


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
