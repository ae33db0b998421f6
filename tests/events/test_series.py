from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from events import series
from events.cms_forms import DateForm
from events.models import EventDate
from tests.events.walking import soup
from tests.factories.events import (
    AccessNeedFactory,
    EventDateFactory,
    PaperFactory,
    PaymentOfferFactory,
    RegistrationFactory,
    ResourceFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def a_thursday(**fields):
    """Thursday 11 March 2027, 10am to midday in London, before the clocks go forward on 28 March."""
    starts_at = datetime(2027, 3, 11, 10, tzinfo=UTC)
    return EventDateFactory(**{"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)} | fields)


def copy(original, *days):
    return series.copy(date=original, days=list(days), at=NOW)


def refusals(act, *args, **options):
    with pytest.raises(ValidationError) as refusal:
        act(*args, **options)
    return refusal.value.messages


# --- The list of days


def test_days_are_read_as_people_write_and_paste_them():
    text = "27/3/2027\n2027-04-03, Friday 9 April 2027; Sat 10 Apr 2027,\n\n 11.4.2027\n27/3/2027\n12/04/27"
    days = [date(2027, 3, 27), date(2027, 4, 3), *(date(2027, 4, day) for day in (9, 10, 11, 12))]
    assert series.read_days(text) == days


def test_what_is_no_day_is_said_for_each():
    assert refusals(series.read_days, "27/3/2027, 31/2/2027\nsoon") == [
        "“31/2/2027” is not a day. Write it like 27/3/2026.",
        "“soon” is not a day. Write it like 27/3/2026.",
    ]


def test_a_list_has_an_end():
    text = "\n".join(str(date(2027, 1, 1) + timedelta(days=number)) for number in range(61))
    assert refusals(series.read_days, text) == ["Enter 60 days or fewer at once."]


# --- What goes along


def test_a_copy_has_the_same_time_on_the_clock_on_both_sides_of_both_clock_changes():
    summer, winter = copy(a_thursday(), date(2027, 4, 1), date(2027, 11, 4))
    assert (summer.starts_at, summer.ends_at) == (
        datetime(2027, 4, 1, 9, tzinfo=UTC),
        datetime(2027, 4, 1, 11, tzinfo=UTC),
    )
    assert winter.starts_at == datetime(2027, 11, 4, 10, tzinfo=UTC)
    (back,) = copy(summer, date(2027, 3, 18))
    assert back.starts_at == datetime(2027, 3, 18, 10, tzinfo=UTC)


def test_facts_go_along_and_lead_times_stay_as_long_as_they_were():
    original = a_thursday(
        hybrid=True,
        companions_count=True,
        minimum_age=18,
        note="Bring a cup.",
        offer_hours=12,
        registration_closes_at=datetime(2027, 3, 10, 17, tzinfo=UTC),
        needs_by=date(2027, 3, 4),
        needs_answer_by=date(2027, 3, 8),
        registration_opens_at=datetime(2027, 3, 2, 9, tzinfo=UTC),
    )
    (made,) = copy(original, date(2027, 4, 1))
    same = ["page", "venue", "places_in_person", "places_online", "companions_count", "minimum_age", "offer_hours"]
    assert [getattr(made, name) for name in same] == [getattr(original, name) for name in same]
    assert (str(made.note), made.joining_link) == ("Bring a cup.", original.joining_link)
    assert made.registration_closes_at == datetime(2027, 3, 31, 16, tzinfo=UTC)  # 5pm in London, as before
    assert (made.needs_by, made.needs_answer_by) == (date(2027, 3, 25), date(2027, 3, 29))
    assert made.registration_opens_at == original.registration_opens_at  # a series opens together


def test_a_moment_that_would_be_over_is_left_out():
    original = a_thursday(
        starts_at=datetime(2027, 2, 11, 10, tzinfo=UTC),
        ends_at=datetime(2027, 2, 11, 12, tzinfo=UTC),
        registration_opens_at=datetime(2027, 1, 1, tzinfo=UTC),
        needs_by=date(2027, 1, 28),
        registration_closes_at=datetime(2027, 2, 10, 17, tzinfo=UTC),
    )
    (made,) = copy(original, date(2027, 3, 11))
    assert (made.registration_opens_at, made.needs_by) == (None, None)
    assert made.registration_closes_at == datetime(2027, 3, 10, 17, tzinfo=UTC)


def test_what_is_paid_goes_along():
    offered = PaymentOfferFactory(date=a_thursday(), fee=75)
    (made,) = copy(offered.date, date(2027, 4, 1))
    assert (made.payment_offer.fee, offered.date.payment_offer == made.payment_offer) == (75, False)


def test_people_and_what_is_booked_for_them_stay_with_their_date():
    original = a_thursday(offers_paused=True, ical_sequence=3)
    need = AccessNeedFactory(registration=RegistrationFactory(date=original))
    ResourceFactory(date=original, needs=[need])
    PaperFactory(date=original)
    (made,) = copy(original, date(2027, 4, 1))
    assert [made.registrations.count(), made.resources.count(), made.papers.count()] == [0, 0, 0]
    assert (made.offers_paused, made.ical_sequence, made.is_cancelled) == (False, 0, False)
    assert made.public_id != original.public_id


def test_every_field_of_a_date_goes_along_or_is_left_out_on_purpose():
    left_out = {"offers_paused"}
    assert {*series.ALIKE, *series.BEFORE, *series.COMMON} | left_out == set(DateForm.Meta.fields)


# --- What is refused and what is said


def test_the_same_list_twice_makes_nothing_the_second_time():
    original = a_thursday()
    copy(original, date(2027, 4, 1))
    assert refusals(copy, original, date(2027, 4, 1), date(2027, 4, 8)) == [
        "The event takes place on Thursday 1 April 2027, 10am to midday already."
    ]
    assert original.page.dates.count() == 2


def test_a_day_that_is_over_is_refused():
    assert refusals(copy, a_thursday(), date(2027, 2, 4)) == ["Thursday 4 February 2027 is over."]


def test_bank_holidays_and_other_events_at_the_venue_are_said():
    original = a_thursday()
    other = a_thursday(
        venue=original.venue,
        page__title="Choir",
        starts_at=datetime(2027, 4, 1, 10, 30, tzinfo=UTC),
        ends_at=datetime(2027, 4, 1, 12, tzinfo=UTC),
    )
    next_to_it = {"starts_at": other.ends_at, "ends_at": other.ends_at + timedelta(hours=1)}
    for unlike in ({"venue": VenueFactory()}, {"cancelled": True}, next_to_it):
        a_thursday(**{"venue": original.venue, "starts_at": other.starts_at, "ends_at": other.ends_at} | unlike)
    days = [date(2027, 3, 25), date(2027, 3, 26), date(2027, 4, 1)]
    assert [each.notes for each in series.plan(original, days, NOW)] == [
        [],
        ["Bank holiday: Good Friday"],
        ["At this venue then: Choir, 11:30am to 1pm"],
    ]


# --- The screen


@pytest.fixture
def screen():
    """A date in a month, and the address of the screen that copies it."""
    original = EventDateFactory()
    return original, reverse("events_cms:copy_date", args=[original.public_id])


def in_words(original, *weeks):
    days = [timezone.localdate(original.starts_at) + timedelta(weeks=week) for week in weeks]
    return "\n".join(f"{day:%d/%m/%Y}" for day in days)


def test_the_list_is_shown_before_anything_is_made(officer, screen):
    original, url = screen
    typed = in_words(original, 1, 2)
    shown = officer.post(url, {"days": typed})
    assert "2 dates would be added" in shown.text
    assert EventDate.objects.count() == 1
    seen = soup(shown).find("input", {"name": "seen"})["value"]
    done = officer.post(url, {"days": typed, "seen": seen})
    assert done.headers["Location"] == reverse("events_cms:event", args=[original.page_id])
    assert original.page.dates.count() == 3


def test_a_list_that_was_changed_is_shown_again(officer, screen):
    original, url = screen
    seen = soup(officer.post(url, {"days": in_words(original, 1)})).find("input", {"name": "seen"})["value"]
    assert "2 dates would be added" in officer.post(url, {"days": in_words(original, 1, 2), "seen": seen}).text
    assert EventDate.objects.count() == 1


def test_what_cannot_be_read_is_said_beside_the_list_and_nothing_typed_is_lost(officer, screen):
    _original, url = screen
    page = officer.post(url, {"days": "soon"})
    assert "“soon” is not a day." in page.text
    assert soup(page).find("textarea", {"name": "days"}).get_text(strip=True) == "soon"
    assert "Enter at least one day" in officer.post(url, {"days": ""}).text
    assert "Enter at least one day" in officer.post(url, {"days": " , "}).text


def test_an_officer_is_led_there_from_the_date(officer, screen):
    original, url = screen
    assert url in officer.get(reverse("events_cms:date", args=[original.public_id])).text


def test_somebody_without_rights_copies_nothing(bystander, screen):
    original, url = screen
    bystander.post(url, {"days": in_words(original, 1), "seen": ""})
    assert EventDate.objects.count() == 1
