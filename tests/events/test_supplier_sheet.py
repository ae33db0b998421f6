"""What a supplier gets of the needs of a date: what is needed, by how many, and nobody's name."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.utils import timezone

from accounts.models import AccessLog
from tests.events.booking import cms_url, make_need
from tests.events.walking import soup
from tests.factories.events import EventDateFactory, ResourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def date():
    starts = datetime(2099, 8, 6, 9, tzinfo=UTC)
    return EventDateFactory(hybrid=True, starts_at=starts, ends_at=starts.replace(hour=11))


def sheet(officer, date, **query):
    return soup(officer.get(cms_url("supplier", date), query))


@pytest.fixture
def shared(date):
    """Needs of several people, some of which may be shared, with words that name somebody."""
    for name in ("Jane Doe", "Tom Doe"):
        make_need(date, "bsl", name=name, may_share=True)
    make_need(date, "language", detail="Polish", may_share=True, r_online=True)
    make_need(date, "travel", detail="Ask my son Karl Doe", may_share=True)
    make_need(date, "captions", may_share=False, name="Private Person")
    make_need(date, "braille", may_share=True, status="cannot_meet", alternative="Audio")
    make_need(date, "easy_read", may_share=True, r_waiting=True)
    ResourceFactory(date=date, quantity=2, supplier="Signs Ltd", supplier_contact="Sue, 01632 960 111")


def test_a_supplier_reads_needs_and_numbers_of_those_that_may_be_shared(officer, date, shared):
    rows = [
        [cell.get_text(strip=True) for cell in row.find_all("td")] for row in sheet(officer, date).find_all("tr")[1:]
    ]

    assert rows == [
        ["British Sign Language interpreter", "In person", "2"],
        ["Help with travel", "In person", "1"],
        ["Interpreter for a spoken language: Polish", "Online", "1"],
    ]


def test_a_supplier_reads_when_and_where_and_what_is_booked_and_nobody_s_name(officer, date, shared):
    text = sheet(officer, date).get_text(" ", strip=True)

    for words in [
        "Thursday 6 August 2099",
        "10am to midday",
        "Example Library",
        "2 × British Sign Language interpreter",
    ]:
        assert words in text
    for words in ["Doe", "Karl", "Private", "Signs Ltd", "Sue", "example.org"]:
        assert words not in text


def test_an_interpreter_hears_nothing_of_food_and_travel(officer, date, shared):
    assert "travel" not in sheet(officer, date, category="professional").main.get_text()


def test_the_officer_sees_on_screen_how_many_needs_are_left_out(officer, date, shared):
    left_out = sheet(officer, date).main.find(class_="screen-only")

    assert "1 need is left out" in left_out.get_text()


def test_the_sheet_and_the_file_are_logged_as_exports(officer, date, shared):
    officer.get(cms_url("supplier", date))
    data = {"file_format": "csv", "reason": "For the interpreters"}
    file = b"".join(officer.post(f"{cms_url('supplier_export', date)}?category=professional", data)).decode("utf-8-sig")

    assert list(csv.DictReader(StringIO(file))) == [
        {"What is needed": what, "In words": words, "How they come": mode, "How many people": people}
        for what, words, mode, people in [
            ("British Sign Language interpreter", "", "In person", "2"),
            ("Interpreter for a spoken language", "Polish", "Online", "1"),
        ]
    ]
    logged = AccessLog.objects.order_by("pk").values_list("action", "what", "rows", "reason")
    assert [line[:2] for line in logged] == [
        ("exported", f"supplier sheet of date {date.public_id}"),
        ("exported", f"needs-{date.public_id}-{timezone.localdate():%Y-%m-%d}"),
    ]
    assert logged[1][3] == "For the interpreters"
