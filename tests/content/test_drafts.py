"""What is half typed in two windows or on two devices: each keeps its own page, and takes none from the other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content import drafts
from content.models import Draft
from tests.factories.content import DraftFactory

pytestmark = pytest.mark.django_db(transaction=True)
DEVICES = 8


def test_two_windows_that_read_the_same_draft_lose_no_page():
    key = DraftFactory(purpose="lunch:north", answers={"who": {"who": ["me"]}}).key
    one, other = [drafts.find(key=key, purpose="lunch:north") for _window in range(2)]
    drafts.keep(draft=one, step="food", typed={"dishes": ["soup"]})
    drafts.keep(draft=other, step="other", typed={"other": ["Amina"]})
    typed = {"who": {"who": ["me"]}, "food": {"dishes": ["soup"]}, "other": {"other": ["Amina"]}}
    assert Draft.objects.get().answers == other.answers == typed


def test_devices_that_write_at_one_moment_lose_no_page():
    """Each over a connection of its own, after all of them have read the draft as it was."""
    key = DraftFactory(purpose="lunch:north").key
    barrier = Barrier(DEVICES)

    def write(number):
        try:
            draft = drafts.find(key=key, purpose="lunch:north")
            barrier.wait()
            return drafts.keep(draft=draft, step=f"{number}", typed={"page": [f"{number}"]})
        finally:
            connection.close()

    with ThreadPoolExecutor(DEVICES) as pool:
        assert list(pool.map(write, range(DEVICES))) == [True] * DEVICES
    assert Draft.objects.get().answers == {f"{number}": {"page": [f"{number}"]} for number in range(DEVICES)}


def test_the_same_page_typed_twice_is_as_it_was_typed_last():
    key = DraftFactory(purpose="lunch:north").key
    one, other = [drafts.find(key=key, purpose="lunch:north") for _window in range(2)]
    drafts.keep(draft=one, step="food", typed={"dishes": ["soup"]})
    drafts.keep(draft=other, step="food", typed={"dishes": ["bread"]})
    assert Draft.objects.get().answers == {"food": {"dishes": ["bread"]}}


def test_a_page_brings_nothing_back_that_was_sent_from_another_window():
    key = DraftFactory(purpose="lunch:north").key
    one, other = [drafts.find(key=key, purpose="lunch:north") for _window in range(2)]
    drafts.discard(draft=one)
    assert not drafts.keep(draft=other, step="food", typed={"dishes": ["soup"]})
    assert not Draft.objects.exists()


def test_each_page_gives_a_draft_its_whole_time_again():
    at = timezone.now()
    draft = DraftFactory(expires_at=at + timedelta(hours=1))
    drafts.keep(draft=draft, step="food", typed={}, at=at)
    assert Draft.objects.get().expires_at == at + Draft.LIFETIME


@pytest.mark.parametrize(("is_new", "statements"), [(True, ["INSERT"]), (False, ["SELECT", "UPDATE"])])
def test_a_page_costs_no_more_than_it_must(is_new, statements):
    draft = Draft(key="", purpose="lunch:north") if is_new else DraftFactory()
    with CaptureQueriesContext(connection) as told:
        drafts.keep(draft=draft, step="food", typed={"dishes": ["soup"]})
    assert [each["sql"].split()[0] for each in told.captured_queries] == ["BEGIN", *statements, "COMMIT"]
