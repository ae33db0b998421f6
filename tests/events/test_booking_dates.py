"""Booking several dates of one event at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Person
from content import moments
from events.models import EventDate, Registration
from mailing import dispatch
from tests.events.booking import kinds
from tests.events.walking import address_of, errors, heading, send, soup, step_of, text, walk
from tests.factories.events import EventDateFactory, EventPageFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    """A function that makes an event with dates a week apart; each argument holds the fields of one."""

    def make(*each):
        page, first = EventPageFactory(), EventDateFactory.starts_at.evaluate(None, None, {})
        return [
            EventDateFactory(**{"page": page, "starts_at": first + timedelta(weeks=week)} | fields)
            for week, fields in enumerate(each)
        ]

    return make


def start(dates):
    return f"/book-dates/{dates[0].page.translation_key}/"


def choose(*dates):
    return {"dates": [date.public_id for date in dates]}


def results(response):
    """The headings of the dates on a confirmation."""
    return [title.get_text(strip=True) for title in soup(response).main.find_all("h2")]


def day(date):
    return moments.day(date.starts_at)


def test_one_set_of_answers_books_each_date_with_a_result_of_its_own(client, series):
    first, full, third = dates = series({}, {"places_in_person": 1}, {})
    RegistrationFactory(date=full)
    check = walk(client, start(dates), dates=choose(*dates), needs={"needs": ["bsl"]})
    assert f"{day(full)}, 10am to midday, Example Library All places are taken" in text(check)
    done = send(client, check)
    assert heading(done) == "We have your bookings"
    assert [each.partition(": ")[::2] for each in results(done)] == [
        (day(first), "You have a place"),
        (day(full), "You are on the waiting list"),
        (day(third), "You have a place"),
    ]
    made = Registration.objects.filter(name="Ada Able").order_by("date__starts_at")
    assert [each.state for each in made] == ["placed", "waiting", "placed"]
    assert [[need.code for need in each.needs.all()] for each in made] == [["bsl"]] * 3
    assert Person.objects.filter(name="Ada Able").count() == 1


def test_each_date_has_its_own_message_with_its_own_link_and_calendar_entry(client, series, mailoutbox):
    dates = series({}, {})
    done = walk(client, start(dates), dates=choose(*dates), until="done")
    assert kinds() == ["booking_confirmed"] * 2
    dispatch.drain()
    for registration, mail in zip(Registration.objects.order_by("pk"), mailoutbox, strict=True):
        assert day(registration.date) in mail.body
        assert registration.public_id in mail.body
        assert len(mail.attachments) == 1
    assert heading(done) == "You have a place on 2 dates"


def test_only_what_was_chosen_is_booked(client, series):
    dates = series({}, {}, {})
    walk(client, start(dates), dates=choose(dates[0], dates[2]), until="done")
    assert set(Registration.objects.values_list("date", flat=True)) == {dates[0].pk, dates[2].pk}


def test_dates_that_cannot_be_booked_are_not_offered(client, series):
    dates = series({}, {"cancelled": True}, {"closed": True}, {"booking": "drop_in"}, {})
    page = client.get(start(dates), follow=True)
    assert heading(page) == "Which dates do you want to come to?"
    assert [box["value"] for box in soup(page).find_all("input", type="checkbox")] == [
        dates[0].public_id,
        dates[4].public_id,
    ]


def test_nothing_chosen_is_said_beside_the_question(client, series):
    page = client.get(start(series({}, {})), follow=True)
    assert errors(send(client, page)) == [("Select the dates that you want to come to", "#id_dates")]


def test_dates_that_share_no_way_to_come_are_booked_one_after_the_other(client, series):
    dates = series({}, {"online": True}, {"hybrid": True})
    page = send(client, client.get(start(dates), follow=True), **choose(*dates[:2]))
    assert errors(page)[0][0].startswith("Some of these dates are in person and others online")
    assert step_of(send(client, page, **choose(*dates[1:]))) == "for-whom"


def test_how_to_come_is_asked_where_all_dates_leave_the_choice(client, series):
    dates = series({"hybrid": True}, {"hybrid": True}, {})
    walk(client, start(dates), dates=choose(*dates[:2]), how={"mode": "online"}, until="done")
    assert set(Registration.objects.values_list("mode", flat=True)) == {"online"}
    assert step_of(walk(client, start(dates), dates=choose(*dates), until="companions")) == "companions"


def test_the_dates_can_be_changed_at_the_end_and_nothing_typed_is_lost(client, series):
    dates = series({}, {}, {})
    check = walk(client, start(dates), dates=choose(*dates[:2]))
    change = soup(check).find("a", href=lambda address: address and "/dates/" in address)["href"]
    page = client.get(change)
    ticked = {box["value"] for box in soup(page).find_all("input", checked=True)}
    assert ticked == {date.public_id for date in dates[:2]}
    again = send(client, client.get(change, follow=True), **choose(dates[2]))
    assert step_of(again) == "check"
    send(client, again)
    assert Registration.objects.get().date == dates[2]


def test_a_date_that_closes_while_somebody_types_is_said_and_nothing_is_booked(client, series):
    dates = series({}, {})
    check = walk(client, start(dates), dates=choose(*dates))
    EventDate.objects.filter(pk=dates[1].pk).update(registration_closes_at=timezone.now())
    page = send(client, check)
    assert step_of(page) == "dates"
    assert errors(page) == [("Select from these dates: one that you selected can no longer be booked", "#id_dates")]
    assert not Registration.objects.exists()
    done = walk(client, start(dates), dates=choose(dates[0]), until="done")
    assert heading(done) == "You have a place on 1 date"


def test_a_button_pressed_twice_books_each_date_once(client, series):
    dates = series({}, {})
    check = walk(client, start(dates), dates=choose(*dates))
    first, second = send(client, check), send(client, check)
    assert heading(first) == heading(second) == "You have a place on 2 dates"
    assert Registration.objects.count() == 2


def test_nobody_else_sees_a_confirmation(client, series):
    dates = series({}, {})
    done = walk(client, start(dates), dates=choose(*dates), until="done")
    client.cookies.clear()
    assert "Ada Able" not in client.get(done.redirect_chain[-1][0], follow=True).text


@pytest.mark.parametrize(("number", "queries"), [(2, 24), (4, 40)])
def test_the_last_step_asks_eight_times_for_each_further_date(
    client, series, number, queries, django_assert_num_queries
):
    dates = series(*[{}] * number)
    check = walk(client, start(dates), dates=choose(*dates))
    key = soup(check).find("input", {"name": "draft"})["value"]
    with django_assert_num_queries(queries + (connection.vendor == "postgresql")):
        assert client.post(address_of(check), {"draft": key}).status_code == 302


def test_an_event_with_several_open_dates_leads_there(client, series):
    dates = series({}, {})
    assert f'href="{start(dates)}"' in client.get(dates[0].page.url).text
    EventDate.objects.filter(pk=dates[1].pk).update(cancelled_at=timezone.now())
    assert start(dates) not in client.get(dates[0].page.url).text


def test_an_event_that_was_taken_down_is_gone_and_an_unknown_one_not_found(client, series):
    dates = series({}, {})
    dates[0].page.unpublish()
    assert client.get(start(dates), follow=True).status_code == 410
    assert client.get("/book-dates/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_an_event_without_open_dates_says_so(client, series):
    page = client.get(start(series({"closed": True})), follow=True)
    assert (page.status_code, heading(page)) == (409, "No date of this event can be booked now")
