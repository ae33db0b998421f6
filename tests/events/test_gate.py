"""The gate for inclusion: nobody is asked to decide without what they need to know."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events import bookings, gate, statements
from events.models import EventDate, Override, Registration
from events.refusals import BookingRefused
from reviews.models import Promise
from tests.events.booking import book
from tests.events.walking import soup, text
from tests.factories.events import EventDateFactory, EventPageFactory, VenueFactory

pytestmark = pytest.mark.django_db


def missing(date):
    stated = EventDate.objects.with_statements().get(pk=date.pk)
    return [statement.code for statement in statements.missing(stated)]


# --- What is asked


def test_a_date_that_states_everything_can_be_booked():
    date = EventDateFactory()
    assert missing(date) == []
    assert book(date).has_place


@pytest.mark.parametrize(
    ("field", "says"),
    [
        ("breaks", ""),
        ("captions", " "),
        ("interpreters", ""),
        ("recording", ""),
        ("payment", "<p></p>"),
        ("expenses", '<p data-block-key="x">&nbsp;</p>'),
        ("who_sees", ""),
        ("who_pays", ""),
        ("contact_telephone", ""),
    ],
)
def test_each_item_that_the_page_leaves_out_is_missing(field, says):
    date = EventDateFactory(page=EventPageFactory(**{field: says}))
    assert missing(date) == [field]


def test_one_way_to_ask_without_a_telephone_is_enough():
    assert missing(EventDateFactory(page=EventPageFactory(contact_email="", contact_other="Write to us."))) == []
    assert missing(EventDateFactory(page=EventPageFactory(contact_email="", contact_other=""))) == ["contact_other"]


@pytest.mark.parametrize("fact", ["step_free", "accessible_toilet", "quiet_room"])
def test_a_venue_answers_yes_or_no_and_ask_us_states_nothing(fact):
    assert missing(EventDateFactory(venue=VenueFactory(**{fact: "ask"}))) == [fact]
    assert missing(EventDateFactory(venue=VenueFactory(**{fact: "no"}))) == []


def test_the_venue_is_not_asked_of_a_date_that_is_only_online():
    silent = VenueFactory(step_free="ask", accessible_toilet="ask", quiet_room="ask")
    assert missing(EventDateFactory(online=True)) == []
    assert missing(EventDateFactory(online=True, venue=silent)) == []
    assert missing(EventDateFactory(hybrid=True, venue=silent)) == ["step_free", "accessible_toilet", "quiet_room"]


@pytest.mark.parametrize(("age", "found"), [(0, ["safeguarding"]), (13, ["safeguarding"]), (16, []), (18, [])])
def test_where_somebody_under_16_may_come_there_is_somebody_to_tell_of_a_worry(age, found):
    assert missing(EventDateFactory(page=EventPageFactory(safeguarding=""), minimum_age=age)) == found


def test_people_hear_what_came_of_it_by_an_open_promise_for_the_day_or_later():
    date = EventDateFactory(page=EventPageFactory(promise=None))
    day = timezone.localdate(date.starts_at)
    assert missing(date) == ["told_by"]
    earlier = Promise.objects.create(page=date.page, by=day - timedelta(days=1))
    assert missing(date) == ["told_by"]
    Promise.objects.create(page=date.page, by=day, kept_on=day)
    assert missing(date) == ["told_by"]
    Promise.objects.filter(pk=earlier.pk).update(by=day)
    assert missing(date) == []


def test_a_draft_of_the_page_states_nothing():
    page = EventPageFactory(breaks="")
    page.breaks = "At 3pm."
    page.save_revision()
    date = EventDateFactory(page=page)
    assert missing(date) == ["breaks"]
    page.get_latest_revision().publish()
    assert missing(date) == []


# --- Who is stopped


@pytest.mark.parametrize("source", ["web", "telephone", "post"])
def test_whoever_still_decides_whether_to_come_is_stopped(source):
    date = EventDateFactory(page=EventPageFactory(who_pays=""))
    with pytest.raises(BookingRefused) as refused:
        book(date, source=source)
    assert (refused.value.code, refused.value.messages) == ("not_stated", ["Booking is not open yet."])
    assert not Registration.objects.exists()


@pytest.mark.parametrize("source", ["walk_in", "import"])
def test_whoever_is_there_or_has_a_place_already_is_not(source):
    assert book(EventDateFactory(page=EventPageFactory(who_pays="")), source=source).has_place


def test_a_page_that_is_gone_is_said_before_what_it_leaves_out():
    with pytest.raises(BookingRefused) as refused:
        book(EventDateFactory(page=EventPageFactory(live=False, who_pays="")))
    assert refused.value.code == "page_gone"


def test_a_reason_to_open_it_despite_opens_it_for_this_date_alone():
    page = EventPageFactory(who_pays="")
    opened, other = EventDateFactory(page=page), EventDateFactory(page=page)
    Override.objects.create(date=opened, rule=Override.Rule.GATE, reason="The funder signs on Monday.")
    Override.objects.create(date=other, rule=Override.Rule.PLACES, reason="The room is smaller.")
    assert book(opened).has_place
    with pytest.raises(BookingRefused):
        book(other, key="another")


def test_it_asks_the_database_once_together_with_whether_the_page_is_public(django_assert_num_queries):
    date = EventDateFactory(hybrid=True)
    with django_assert_num_queries(1):
        bookings.check_open(date)


def test_what_the_query_loads_is_all_that_the_gate_reads(django_assert_num_queries):
    stated = gate.stated(EventDateFactory(hybrid=True, minimum_age=0))
    with django_assert_num_queries(0):
        assert gate.is_passed(stated)


# --- What people see


def test_the_page_of_an_event_has_no_button_and_says_whom_to_ask(client):
    date = EventDateFactory(page=EventPageFactory(who_pays=""))
    shown = client.get(date.page.url)
    assert not soup(shown).main.find_all("a", class_="nhsuk-button")
    assert "Booking is not open yet. Ask us: 01632 960 001 team@example.org" in text(shown)
    assert "places left" not in text(shown)


def test_the_way_to_book_says_so_too_and_never_lists_what_is_missing(client):
    date = EventDateFactory(page=EventPageFactory(who_pays=""))
    shown = client.get(f"/book/{date.public_id}/", follow=True)
    assert shown.status_code == 409
    assert "Booking is not open yet." in text(shown)
    assert "Telephone: 01632 960 001" in text(shown)
    assert "Who pays" not in text(shown)


def test_a_date_that_was_opened_despite_says_why(client):
    date = EventDateFactory(page=EventPageFactory(who_pays=""))
    Override.objects.create(date=date, rule=Override.Rule.GATE, reason="The funder signs on Monday.")
    words = "Not everything about this event is stated yet: The funder signs on Monday."
    assert words in text(client.get(date.page.url))
    date.page.who_pays = "The health service."
    date.page.save_revision().publish()
    assert words not in text(client.get(date.page.url))
