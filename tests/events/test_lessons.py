"""What people complain of in other systems for events, each as a case that cannot happen here."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Person
from events import attendance, bookings, links, offers, places, scheduling
from events.models import Companion, EventDate, Registration
from events.viewsets import dates as cms_dates
from mailing import outbox
from mailing.models import Message
from tests.events.booking import book, history, hybrid, kinds, refused
from tests.factories.accounts import UserFactory
from tests.factories.events import EventDateFactory, GuestFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def in_line(date, number):
    since = timezone.now()
    return [
        RegistrationFactory(date=date, waiting=True, waiting_since=since + timedelta(minutes=n)) for n in range(number)
    ]


def states(registrations):
    return [Registration.objects.get(pk=registration.pk).state for registration in registrations]


# --- Waiting lists


def test_an_offer_that_was_taken_and_given_back_never_comes_to_life_again():
    """Taken up and then cancelled: the entry is over, and the place goes on."""
    date = EventDateFactory(places_in_person=1, full=True)
    first, second = book(date, key="1"), book(date, key="2")
    bookings.cancel(registration=date.registrations.placed().get())
    bookings.accept(registration=first)
    bookings.cancel(registration=first)
    assert states([first, second]) == ["cancelled", "offered"]
    assert refused(bookings.accept, registration=first) == "offer_over"
    offers.lapse_due(timezone.now() + timedelta(hours=2))
    assert states([first, second]) == ["cancelled", "offered"]


@pytest.mark.parametrize(("freed", "waiting", "offered"), [(3, 1, 1), (2, 5, 2), (4, 4, 4), (1, 0, 0)])
def test_what_comes_free_makes_never_more_offers_than_places_or_people(freed, waiting, offered):
    """Freeing places must not offer more than there are, however many go at once."""
    date = EventDateFactory(places_in_person=4, full=True)
    in_line(date, waiting)
    for registration in date.registrations.placed()[:freed]:
        bookings.cancel(registration=registration)
    assert date.registrations.offered().count() == offered
    assert kinds().count("place_offered") == offered


def test_a_parent_and_a_child_wait_together_and_come_together():
    """A list without units tears families apart."""
    date = EventDateFactory(places_in_person=2, companions_count=True, full=True)
    pair = book(date, companions=[Companion(name="Child", role="companion")])
    for registration in date.registrations.placed():
        bookings.cancel(registration=registration)
    pair.refresh_from_db()
    assert (pair.state, pair.seats) == ("offered", 2)


def test_why_nothing_was_offered_is_said_for_everyone():
    """An offer that is not made "without apparent reason"."""
    date = EventDateFactory(places_in_person=1, companions_count=True, offers_paused=True, full=True)
    pair, alone = book(date, key="1", companions=[Companion()]), book(date, key="2")
    bookings.cancel(registration=date.registrations.placed().get())
    reasons = [[each.reason for each in who.transitions.filter(what="skipped")] for who in (pair, alone)]
    assert reasons == [["Offers were paused"]] * 2
    scheduling.change_date(date=date, by=UserFactory(), tell=False, offers_paused=False)
    assert pair.transitions.last().reason == "Not enough places for them and those they bring"
    assert states([pair, alone]) == ["waiting", "offered"]


def test_the_first_in_line_is_served_first():
    """Somewhere the last in line was served first."""
    date = EventDateFactory(places_in_person=3, full=True)
    line = in_line(date, 3)
    for expected in range(1, 4):
        bookings.cancel(registration=date.registrations.placed().first())
        assert states(line) == ["offered"] * expected + ["waiting"] * (3 - expected)


def test_whoever_waits_sees_their_position(client):
    date = EventDateFactory(places_in_person=1, full=True)
    in_line(date, 2)
    third = book(date, at=timezone.now() + timedelta(hours=1))
    assert places.position_in_line(third) == 3
    assert (
        "<strong>3</strong>" in client.get(links.path(third)).content.decode()
        or "number 3" in client.get(links.path(third)).content.decode()
    )


def test_whoever_waits_leaves_the_list_by_the_same_link(client):
    """On the list one could not cancel."""
    date = EventDateFactory(places_in_person=1, full=True)
    waiting = book(date)
    assert client.post(f"{links.path(waiting)}cancel/").status_code == 302
    assert states([waiting]) == ["cancelled"]


def test_the_link_of_an_offer_made_by_an_officer_opens_the_booking(client):
    """Offers that were made by hand carried broken links."""
    date = EventDateFactory(places_in_person=1, full=True)
    waiting = book(date)
    scheduling.change_date(date=date, by=UserFactory(), tell=False, places_in_person=2)
    text = outbox.render(Message.objects.get(kind="place_offered")).text
    assert links.address(waiting) in text
    assert client.get(links.path(waiting)).status_code == 200


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("booking_confirmed", {}),
        ("waiting_list_joined", {"waiting": True}),
        ("place_offered", {"offered": True}),
        ("booking_changed", {}),
        ("booking_cancelled", {"cancelled": True}),
        ("date_changed", {}),
        ("manage_link", {}),
    ],
)
def test_every_link_that_we_send_opens_the_booking(client, kind, fields):
    registration = RegistrationFactory(**fields)
    message = Message(kind=kind, person=registration.person, about=registration.public_id)
    (path,) = set(re.findall(r"/manage/[^/]+/", outbox.render(message).text))
    response = client.get(path)
    assert (response.status_code, registration.public_id in response.content.decode()) == (200, True)


def test_paused_offers_are_made_when_the_pause_ends():
    date = EventDateFactory(places_in_person=1, offers_paused=True, full=True)
    waiting = book(date)
    bookings.cancel(registration=date.registrations.placed().get())
    assert states([waiting]) == ["waiting"]
    scheduling.change_date(date=date, by=UserFactory(), tell=False, offers_paused=False)
    assert states([waiting]) == ["offered"]


def test_waiting_is_never_attending():
    """People on the waiting list stood among the participants."""
    date = hybrid(in_person=2, online=1)
    placed, wishing, online = book(date, key="1"), book(date, key="2"), book(date, key="3", mode="online")
    waiting = book(date, key="4")
    bookings.wish(registration=wishing, mode="online")
    counted = {mode: (count.taken, count.waiting) for mode, count in places.of_date(date).items()}
    assert counted == {"in_person": (2, 1), "online": (1, 1)}
    (row,) = cms_dates.counted(EventDate.objects.with_statements())
    assert (cms_dates.taken("in_person")(row), cms_dates.taken("online")(row)) == ("2 of 2", "1 of 1")
    assert set(date.registrations.placed()) == {placed, wishing, online}
    with pytest.raises(ValidationError, match="Only somebody with a place"):
        attendance.mark(registration=waiting, attendance="came", by=UserFactory())


# --- Too many bookings


def test_places_are_counted_at_the_last_step_and_not_when_the_form_was_opened():
    date = EventDateFactory(places_in_person=1)
    stale = type(date).objects.get(pk=date.pk)
    assert places.of_date(stale)["in_person"].free == 1
    book(date, key="faster")
    assert book(stale, key="slower").state == "waiting"


def test_a_full_date_keeps_what_was_typed_and_gives_a_turn():
    date = EventDateFactory(places_in_person=1, full=True)
    waiting = book(date, message="I come by bus", companions=[Companion(name="Cara")])
    assert (waiting.state, waiting.message, waiting.companions.get().name) == ("waiting", "I come by bus", "Cara")


# --- Changing, cancelling, families


def test_everybody_cancels_by_themselves_and_is_told():
    registration = book(EventDateFactory())
    bookings.cancel(registration=registration)
    assert kinds() == ["booking_confirmed", "booking_cancelled"]


def test_opening_a_link_cancels_nothing(client):
    """Cancellations by accident: a scanner or a curious tap opens the link."""
    registration = book(EventDateFactory())
    client.get(f"{links.path(registration)}cancel/")
    assert states([registration]) == ["placed"]


def test_a_family_with_one_address_books_changes_and_cancels_each_for_themselves():
    """A unique address per event turned families away, and kept people from changing their own booking."""
    date, family = EventDateFactory(places_in_person=3), {"email": "family@example.org"}
    everybody = [book(date, key=name, guest=GuestFactory(name=name, **family)) for name in ("Ada", "Bea", "Cy")]
    bookings.change(registration=everybody[1], companions=[Companion(name="Dora")])
    bookings.cancel(registration=everybody[2])
    assert states(everybody) == ["placed", "placed", "cancelled"]
    assert Person.objects.filter(email="family@example.org").count() == 3
    assert [registration.companions.count() for registration in everybody] == [0, 1, 0]


def test_two_companions_who_change_by_the_day_never_cost_the_person_their_place():
    """The place is bound to the person who is supported, not to who comes along today."""
    date = EventDateFactory(places_in_person=3, companions_count=True)
    registration = book(date, key="1", companions=[Companion(name="Monday"), Companion(name="Tuesday")])
    following = book(date, key="2")
    for names in (["Wednesday", "Tuesday"], ["Wednesday", "Thursday"]):
        bookings.change(registration=registration, companions=[Companion(name=name) for name in names])
    registration.refresh_from_db()
    assert (registration.state, [each.name for each in registration.companions.all()]) == (
        "placed",
        ["Wednesday", "Thursday"],
    )
    assert (states([following]), history(following)) == (["waiting"], ["joined_list"])
