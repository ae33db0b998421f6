"""Members of a forum book by the link to their membership, and may go first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content import moments
from content.models import Draft
from events import links
from events.models import Membership, Registration
from tests.events.booking import summary
from tests.events.walking import heading, send, soup, step_of, text, walk
from tests.factories.events import EventDateFactory, EventPageFactory, MembershipFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def membership(db):
    return MembershipFactory(name="Mary Member", person__name="Mary Member", person__email="mary@example.org")


@pytest.fixture
def date(membership):
    page = EventPageFactory(parent=membership.forum, title="The next meeting")
    return EventDateFactory(page=page, members_first_until=timezone.now() + timedelta(days=3))


def start(membership, date):
    return f"{links.path(membership)}book/{date.public_id}/"


def test_a_member_books_while_members_go_first_without_saying_who_they_are(client, membership, date):
    page = client.get(start(membership, date), follow=True)
    assert step_of(page) == "companions"
    check = walk(client, start(membership, date))
    assert "You book for Mary Member" in text(check)
    assert list(summary(check)) == ["Is somebody coming with you?", "What you need", "Anything else"]
    assert heading(send(client, check)) == "You have a place"
    registration = Registration.objects.get()
    assert (registration.person, registration.name, registration.email) == (
        membership.person,
        "Mary Member",
        "mary@example.org",
    )


def test_a_member_who_is_helped_books_as_they_are_reached(client, date):
    membership = MembershipFactory(forum=Membership.objects.get().forum, person__helped=True)
    walk(client, start(membership, date), until="done")
    registration = Registration.objects.get()
    assert (registration.booked_by, registration.email) == ("Harpreet Helper", "helper@example.org")


def test_everybody_else_is_told_when_they_can_book_and_how_members_do(client, date):
    page = client.get(f"/book/{date.public_id}/", follow=True)
    assert (page.status_code, heading(page)) == (409, "At first only members of the forum can book. Try again later.")
    assert f"Everybody can book from {moments.day_and_hour(date.members_first_until)}." in text(page)
    assert "Members of the forum book first, by the link to their membership." in text(page)
    assert soup(page).main.find("a", href="/manage/")
    card = text(client.get(date.page.url))
    assert f"Everybody can book from {moments.day_and_hour(date.members_first_until)}." in card
    assert "Book a place" not in card


def test_who_books_before_members_and_who_after_is_said_where_booking_is_not_open_yet(client, date):
    date.registration_opens_at = timezone.now() + timedelta(days=1)
    date.save()
    page = text(client.get(f"/book/{date.public_id}/", follow=True))
    opens, everybody = map(moments.day_and_hour, (date.registration_opens_at, date.members_first_until))
    assert f"Members of the forum can book from {opens}, by the link to their membership." in page
    assert f"Everybody can book from {everybody}." in page


def test_members_wait_for_the_opening_as_well(client, membership, date):
    date.registration_opens_at = timezone.now() + timedelta(days=1)
    date.save()
    page = client.get(start(membership, date), follow=True)
    assert (page.status_code, heading(page)) == (409, "Booking for this date is not open yet.")


def test_once_everybody_can_book_nothing_is_said_of_members(client, date):
    date.members_first_until = timezone.now()
    date.save()
    assert step_of(client.get(f"/book/{date.public_id}/", follow=True)) == "for-whom"
    assert "Members" not in text(client.get(date.page.url))


@pytest.mark.parametrize("state", ["paused", "left", "applied"])
def test_only_current_members_book_by_their_link(client, membership, date, state):
    left_at = timezone.now() if state == "left" else None
    Membership.objects.filter(pk=membership.pk).update(state=state, left_at=left_at)
    page = client.get(start(membership, date), follow=True)
    assert (page.status_code, heading(page)) == (409, "You are not a member of this forum now")


def test_somebody_who_stops_being_a_member_while_they_type_is_refused(client, membership, date):
    check = walk(client, start(membership, date))
    Membership.objects.filter(pk=membership.pk).update(state="paused")
    assert heading(send(client, check)) == "You are not a member of this forum now"
    assert not Registration.objects.exists()


def test_a_link_books_only_the_dates_of_its_forum(client, membership):
    assert client.get(start(membership, EventDateFactory())).status_code == 404


def test_the_link_stands_in_no_row(client, membership, date):
    walk(client, start(membership, date), until="companions")
    page = client.get(start(membership, date), follow=True)
    send(client, page, companions="0")
    assert links.token(membership) not in Draft.objects.get().purpose


def test_somebody_known_to_be_under_16_is_asked_their_age(client, membership, date):
    membership.person.is_16_or_over = False
    membership.person.save()
    page = client.get(start(membership, date), follow=True)
    assert (step_of(page), heading(page)) == ("age", "Is Mary Member 16 or over?")


def test_a_member_is_asked_if_they_are_18_where_that_is_the_rule(client, membership, date):
    date.minimum_age = 18
    date.save()
    page = walk(client, start(membership, date), until="too-young", age={"over_18": "no"})
    assert heading(page) == "You must be 18 or over"


# --- The page of the membership


def cards(page):
    found = [" ".join(card.get_text(" ", strip=True).split()) for card in soup(page).main.select(".app-cards li")]
    return [card.partition("UK time ")[2] for card in found]


def test_the_membership_lists_the_dates_of_its_forum_with_the_way_to_each(client, membership, date):
    EventDateFactory(page=date.page, past=True)
    EventDateFactory(page__title="Of another forum")
    drop_in = EventDateFactory(page=date.page, starts_at=date.starts_at + timedelta(days=1), booking="drop_in")
    booked = EventDateFactory(page=date.page, starts_at=date.starts_at + timedelta(days=2))
    registration = RegistrationFactory(date=booked, person=membership.person)
    page = client.get(links.path(membership))
    where, on = "Example Library, 1 Market Street, Exampleton, ZX1 1EX", moments.day
    assert cards(page) == [
        f"{where} 10 places left Book on {on(date.starts_at)}",
        f"{where} No need to book: come along",
        f"{where} See your booking on {on(booked.starts_at)}",
    ]
    addresses = [link["href"] for link in soup(page).main.select(".app-cards a")]
    assert addresses == [start(membership, date), links.path(registration)]
    assert str(drop_in.public_id) not in addresses


def test_somebody_who_is_no_member_now_is_shown_no_dates(client, membership, date):
    Membership.objects.filter(pk=membership.pk).update(state="paused")
    assert "Dates to come" not in text(client.get(links.path(membership)))


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_needs_the_same_queries_for_any_number(client, membership, number, django_assert_num_queries):
    page = EventPageFactory(parent=membership.forum)
    EventDateFactory.create_batch(number, page=page)
    client.get(links.path(membership))
    with django_assert_num_queries(9):
        client.get(links.path(membership))
