"""Places up and down, offers paused and resumed, and why somebody in line has none."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessLog
from events import bookings, door
from events.models import EventDate, Override
from mailing.models import Message
from tests.events.walking import soup, text
from tests.factories.events import CompanionFactory, EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"events_cms:{name}", args=args)


def say(officer, date, **typed):
    """Send the form of the places, and read what was said."""
    typed = {"places_in_person": date.places_in_person, "places_online": date.places_online, "reason": ""} | typed
    return officer.post(url("places", date.public_id), typed, follow=True)


def said(response):
    return [str(message).strip() for message in response.context["messages"]]


def logged():
    return list(AccessLog.objects.order_by("pk").values_list("by", "action", "what", "reason"))


def in_line(officer, date):
    """The rows of the lines: position, name, seats and why there is no offer."""
    shown = officer.get(url("places", date.public_id))
    rows = [[cell.get_text(" ", strip=True) for cell in row.find_all("td")] for row in soup(shown).select("tbody tr")]
    return [(row[0], row[1], row[2], row[4]) for row in rows]


def waiting(date, name="Wanda", minutes=0, **fields):
    at = timezone.now() - timedelta(minutes=minutes)
    return RegistrationFactory(date=date, waiting=True, waiting_since=at, name=name, **fields)


# --- Up and down


def test_more_places_are_offered_at_once_and_the_officer_reads_to_how_many(officer):
    date = EventDateFactory(places_in_person=1, full=True)
    waiting(date), waiting(date), waiting(date)
    shown = say(officer, date, places_in_person=3)
    assert said(shown) == ["Saved. A place was offered to 2 people on the waiting list."]
    assert date.registrations.offered().count() == 2


def test_somebody_who_waits_with_a_place_of_the_other_way_is_moved(officer):
    date = EventDateFactory(hybrid=True, places_in_person=2, places_online=1)
    RegistrationFactory(date=date, online=True)
    wishing = RegistrationFactory(date=date)
    with door.transaction_of_one_act():
        bookings.wish(registration=wishing, mode="online")
    shown = say(officer, date, places_online=2)
    assert said(shown) == ["Saved. 1 person who waited to come the other way has that place now."]


def test_more_places_while_nobody_waits_are_offered_to_nobody(officer):
    date = EventDateFactory(places_in_person=1)
    assert said(say(officer, date, places_in_person=2)) == ["Saved. No place was offered."]
    assert EventDate.objects.get().places_in_person == 2


def test_who_changed_the_places_is_logged_and_saving_the_same_is_not(officer):
    date = EventDateFactory(places_in_person=1)
    say(officer, date)
    say(officer, date, places_in_person=2)
    assert logged() == [(officer.user.pk, "changed", f"date {date.public_id}", "places in person")]


def test_fewer_places_than_are_taken_need_a_reason_that_is_kept_and_shown(officer):
    date = EventDateFactory(places_in_person=3, full=True)
    refused = say(officer, date, places_in_person=2)
    words = "3 places are taken. Enter at least that number, or a reason why there are fewer."
    assert refused.context["form"].errors == {"places_in_person": [words]}
    assert refused.context["form"]["places_in_person"].value() == "2"
    say(officer, date, places_in_person=2, reason="A smaller room.")
    override = Override.objects.get()
    assert (override.rule, override.reason, override.by) == ("places", "A smaller room.", officer.user)
    assert date.registrations.placed().count() == 3
    assert not Message.objects.exists()
    shown = text(officer.get(url("places", date.public_id)))
    assert "made fewer places than were taken: A smaller room." in shown


def test_the_form_of_the_whole_date_takes_the_reason_too(officer):
    date = EventDateFactory(places_in_person=2, full=True)
    form = officer.get(url("change", date.public_id)).context["form"]
    headings = [str(heading) for heading, _fields in form.sections]
    assert headings == [
        "When and where",
        "Places",
        "Who may come",
        "Booking",
        "The waiting list",
        "Access needs",
        "How people join",
        "Telling people",
    ]
    fields = [field.name for _heading, fields in form.sections for field in fields]
    assert sorted(fields) == sorted(form.fields)
    assert "reason" in fields


def test_a_bystander_sees_places_and_cannot_change_them(sign_in):
    group = Group.objects.create(name="Readers")
    group.permissions.add(*Permission.objects.filter(codename__in=["access_admin", "view_registration"]))
    reader = sign_in("Readers")
    date = EventDateFactory(places_in_person=1, full=True)
    shown = reader.get(url("places", date.public_id))
    assert shown.status_code == 200
    assert not soup(shown).find("input", {"name": "places_in_person"})
    assert say(reader, date, places_in_person=5).status_code == 405
    assert EventDate.objects.get().places_in_person == 1


# --- Offers paused


def test_offers_are_paused_and_go_on_with_one_button(officer):
    date = EventDateFactory(places_in_person=1)
    waits = waiting(date)
    pause, resume = (url("offers", date.public_id, act) for act in ("pause", "resume"))
    assert "Pause the offers" in text(officer.get(url("places", date.public_id)))
    assert said(officer.post(pause, follow=True)) == ["Offers are paused. Whoever has one can still answer it."]
    assert EventDate.objects.get().offers_paused
    assert in_line(officer, date) == [("1", "Wanda", "1", "Offers were paused")]
    done = officer.post(resume, follow=True)
    assert said(done) == ["Offers go on. A place was offered to 1 person on the waiting list."]
    waits.refresh_from_db()
    assert waits.state == "offered"
    assert officer.get(pause).status_code == 405
    what = (officer.user.pk, "changed", f"date {date.public_id}", "offers to the waiting list are paused")
    assert logged().count(what) == 2


# --- Why no offer


def test_everybody_in_line_has_a_position_and_why_they_have_no_offer(officer):
    date = EventDateFactory(places_in_person=1, companions_count=True)
    pair = waiting(date, "Paula", minutes=2)
    CompanionFactory(registration=pair)
    alone = waiting(date, "Wanda", minutes=1)
    with door.transaction_of_one_act():
        bookings.promote(EventDate.objects.get())
    ((position, name, seats, why),) = in_line(officer, date)
    assert (position, name, seats) == ("1", "Paula", "2")
    assert why == "No place is free."
    shown = soup(officer.get(url("places", date.public_id)))
    offered = shown.find("a", href=url("registration", alone.public_id)).parent.get_text(" ", strip=True)
    assert "1 place" in offered
    with door.transaction_of_one_act():
        bookings.decline(registration=alone)
    assert in_line(officer, date)[0][3].startswith("Not enough places for them and those they bring (")


def test_somebody_with_a_place_of_the_other_way_stands_in_line_too(officer):
    date = EventDateFactory(hybrid=True, places_in_person=2, places_online=1)
    RegistrationFactory(date=date, online=True)
    wishing = RegistrationFactory(date=date, name="Wim")
    with door.transaction_of_one_act():
        bookings.wish(registration=wishing, mode="online")
    assert in_line(officer, date) == [
        ("1", "Wim keeps their place of the other way meanwhile", "1", "No place is free.")
    ]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"closed": True}, "It was too late to offer a place"),
        ({"page__live": False}, "The event was cancelled or not on the site"),
    ],
)
def test_what_stands_in_everybody_s_way_is_said(officer, fields, why):
    date = EventDateFactory(places_in_person=1, **fields)
    waiting(date)
    assert [row[3] for row in in_line(officer, date)] == [why]


def test_nothing_can_be_changed_once_it_is_over_or_cancelled(officer):
    for date in (EventDateFactory(past=True), EventDateFactory(cancelled=True)):
        assert not soup(officer.get(url("places", date.public_id))).find("input", {"name": "places_in_person"})


@pytest.mark.parametrize("number", [1, 3])
def test_the_screen_needs_the_same_queries_for_any_number(officer, number, django_assert_num_queries):
    date = EventDateFactory(hybrid=True, full=True, places_in_person=1, places_online=1)
    for _each in range(number):
        CompanionFactory(registration=waiting(date))
        RegistrationFactory(date=date, offered=True)
    officer.get(url("places", date.public_id))
    with django_assert_num_queries(16):
        officer.get(url("places", date.public_id))


def test_looking_at_the_places_changes_nothing(officer):
    date = EventDateFactory(places_in_person=1)
    waiting(date)
    officer.get(url("places", date.public_id))
    assert not date.registrations.offered().exists()
    assert not AccessLog.objects.exists()
