from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from events import needs
from events.models import AccessNeed, EventDate, Membership, Registration
from tests.factories.events import (
    AccessNeedFactory,
    EventDateFactory,
    MembershipFactory,
    RegistrationFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


def refusals(row):
    """What the form of a row says, after the database itself has refused it."""
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(ValidationError) as refused:
        row.validate_constraints()
    return refused.value.messages


# --- Words of time


def test_every_date_is_upcoming_ongoing_or_past_and_never_two_of_them():
    now = timezone.now()
    begins, ends = [
        EventDateFactory(starts_at=now, ends_at=now + timedelta(hours=1)),
        EventDateFactory(starts_at=now - timedelta(hours=1), ends_at=now),
    ]
    coming = EventDateFactory(starts_at=now + timedelta(seconds=1))
    words = [set(getattr(EventDate.objects, word)(now)) for word in ("upcoming", "ongoing", "past")]
    assert words == [{coming}, {begins}, {ends}]
    assert set(EventDate.objects.not_over(now)) == {coming, begins}


def test_registration_is_open_from_its_opening_until_just_before_its_end():
    now = timezone.now()
    opening = EventDateFactory(registration_opens_at=now)
    closing = EventDateFactory(registration_closes_at=now)
    assert set(EventDate.objects.open_for_registration(now)) == {opening}
    assert (opening.obstacle(now), closing.obstacle(now)) == ("", "closed")
    assert set(EventDate.objects.open_for_registration(now - timedelta(seconds=1))) == {closing}


@pytest.mark.parametrize("trait", ["past", "ongoing", "closed", "not_open_yet", "cancelled", "hybrid"])
def test_the_query_and_the_row_agree_on_what_is_open(trait):
    date = EventDateFactory(**{trait: True})
    assert EventDate.objects.open_for_registration().exists() is not bool(date.obstacle())


def test_an_offer_holds_its_place_until_it_is_lapsed_and_can_be_accepted_until_it_ends():
    registration = RegistrationFactory(offered=True)
    until = registration.offer_until
    assert set(Registration.objects.holding()) == {registration}
    assert [registration.has_offer(at) for at in (until - timedelta(seconds=1), until)] == [True, False]
    assert set(Registration.objects.offered(until)) == set()
    assert set(Registration.objects.lapsed_offers(until)) == {registration}


# --- Constraints


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ends_at": timezone.now()}, "Enter an end that is after the start."),
        ({"places_in_person": 0}, "Enter the number of places in person, online or both."),
        ({"venue": None}, "Select the venue where people meet."),
        (
            {"registration_opens_at": timezone.now(), "registration_closes_at": timezone.now() - timedelta(days=1)},
            "Enter a closing time that is after the opening time.",
        ),
    ],
)
def test_a_date_that_cannot_be_is_refused(fields, words):
    date = EventDateFactory()
    for name, value in fields.items():
        setattr(date, name, value)
    assert refusals(date) == [words]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("offered", "An offer needs the time at which it was made."),
        ("waiting", "Somebody who waits needs the time from which they wait."),
        ("cancelled", "A cancelled registration needs the time at which it was cancelled."),
    ],
)
def test_a_registration_that_cannot_be_is_refused(state, words):
    registration = RegistrationFactory()
    registration.state = state
    assert refusals(registration) == [words]


def test_a_need_is_noted_once():
    need = AccessNeedFactory()
    assert refusals(AccessNeed(registration=need.registration, code=need.code)) == ["This need is noted already."]


def test_a_need_that_cannot_be_met_offers_something_else():
    need = AccessNeedFactory()
    need.status = "cannot_meet"
    assert refusals(need) == ["Enter what we offer instead."]


def test_somebody_who_left_a_forum_needs_the_day():
    membership = MembershipFactory()
    membership.state = Membership.State.LEFT
    assert refusals(membership) == ["Somebody who left needs the day on which they left."]


# --- Needs and venues


def test_every_need_that_is_asked_for_in_words_or_has_a_lead_time_is_in_the_list():
    named = {*needs.QUESTIONS, *needs.LEAD_TIMES, *needs.IN_PERSON_ONLY, *needs.ONLINE_ONLY}
    assert [code for code in named if code not in needs.NEEDS] == []


def test_a_venue_says_all_its_access_facts_and_asks_to_ask_where_nobody_knows():
    facts = dict(VenueFactory(step_free="yes", lift="no").access_facts)
    assert len(facts) == 11
    assert {str(name): str(answer) for name, answer in facts.items() if str(name) in ("lift", "prayer room")} == {
        "lift": "No",
        "prayer room": "Ask us",
    }
    assert VenueFactory().one_line == "Example Library, 1 Market Street, Exampleton, ZX1 1EX"


def test_rows_about_people_name_nobody_where_they_are_logged():
    registration, membership = RegistrationFactory(name="Ada"), MembershipFactory(name="Ada")
    assert (str(registration), str(membership)) == (registration.public_id, membership.public_id)
