"""Changing what was booked: how somebody comes, with whom, what they need."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AccessLog
from events import bookings, places
from events.guests import Consent
from events.models import AccessNeed, Companion
from mailing import outbox
from mailing.models import Message
from tests.events.booking import book, changes, history, hybrid, kinds, refused
from tests.factories.accounts import UserFactory
from tests.factories.events import AccessNeedFactory, CompanionFactory, EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def change(registration, **wanted):
    return bookings.change(registration=registration, **wanted)


# --- The way to come


def test_somebody_with_a_place_comes_the_other_way_while_there_is_room():
    registration = book(hybrid())
    changed = change(registration, mode="online")
    assert (changed.mode, changed.state, changed.ical_sequence) == ("online", "placed", 1)
    assert history(registration) == ["booked", "changed"]
    assert registration.transitions.last().why == "how they come"
    assert changes() == [["How you take part", "In person", "Online"]]


def test_the_place_that_is_left_is_offered_in_the_same_breath():
    date = hybrid()
    first, second = book(date, key="1"), book(date, key="2")
    change(first, mode="online")
    second.refresh_from_db()
    assert (second.state, history(second)) == ("offered", ["joined_list", "offered"])
    assert kinds() == ["booking_confirmed", "waiting_list_joined", "booking_changed", "place_offered"]


def test_without_room_the_other_way_nothing_changes():
    date = hybrid()
    registration = book(date, key="1")
    book(date, key="2", mode="online")
    assert refused(change, registration, mode="online") == "place_full"
    assert history(registration) == ["booked"]


def test_who_changes_does_not_overtake_those_who_wait_though_a_place_is_free():
    date = hybrid(online=5, offers_paused=True)
    registration = book(date)
    RegistrationFactory(date=date, mode="online", waiting=True)
    assert refused(change, registration, mode="online") == "place_full"


def test_a_way_that_the_date_does_not_offer_is_refused():
    registration = book(EventDateFactory())
    assert refused(change, registration, mode="online") == "mode_not_offered"
    assert refused(bookings.wish, registration=registration, mode="online") == "mode_not_offered"


def test_who_waits_is_placed_where_there_is_room_the_other_way():
    date = hybrid()
    book(date, key="1")
    waiting = book(date, key="2")
    placed = change(waiting, mode="online")
    assert (placed.state, placed.mode, placed.waiting_since) == ("placed", "online", None)
    assert history(placed) == ["joined_list", "changed", "booked"]
    assert kinds()[1:] == ["waiting_list_joined", "booking_confirmed"]


def test_who_waits_keeps_their_turn_in_the_other_line():
    date, now = hybrid(), timezone.now()
    for mode in ("in_person", "online"):
        book(date, key=mode, mode=mode)
    early = book(date, key="early", at=now - timedelta(hours=2))
    late = book(date, key="late", mode="online", at=now - timedelta(hours=1))
    changed = change(early, mode="online")
    assert (changed.state, changed.waiting_since) == ("waiting", now - timedelta(hours=2))
    assert (places.position_in_line(changed), places.position_in_line(late)) == (1, 2)


def test_an_offer_is_answered_before_anything_changes():
    registration = RegistrationFactory(date=hybrid(), offered=True)
    assert refused(change, registration, mode="online") == "answer_first"
    assert change(registration, needed=[AccessNeed(code="bsl")]).state == "offered"


def test_a_unit_changes_as_one_or_not_at_all():
    date = hybrid(in_person=2, online=1, companions_count=True)
    pair = book(date, companions=[Companion(name="Cara")])
    assert refused(change, pair, mode="online") == "place_full"
    alone = change(pair, mode="online", companions=[])
    assert (alone.mode, alone.companions.count()) == ("online", 0)


# --- Who comes along


def test_companions_are_replaced_as_a_whole():
    registration = book(EventDateFactory(), companions=[Companion(name="Cara", role="carer")])
    change(registration, companions=[Companion(name="Sam", role="companion")])
    assert list(registration.companions.values_list("name", "role")) == [("Sam", "companion")]
    assert changes() == [
        ["Who comes with you", "Cara (Carer or family member)", "Sam (Friend or companion)"],
    ]


def test_a_carer_more_is_welcome_where_companions_take_no_place():
    registration = book(EventDateFactory(places_in_person=1))
    assert change(registration, companions=[Companion(), Companion()]).companions.count() == 2


def test_a_bigger_unit_that_does_not_fit_is_refused_and_keeps_what_it_has():
    date = EventDateFactory(places_in_person=2, companions_count=True)
    pair = book(date, companions=[Companion(name="Cara")])
    assert refused(change, pair, companions=[Companion(), Companion()]) == "no_room_for_companion"
    assert pair.companions.get().name == "Cara"


def test_a_bigger_unit_does_not_overtake_those_who_wait():
    date = EventDateFactory(places_in_person=5, companions_count=True, offers_paused=True)
    registration = book(date)
    RegistrationFactory(date=date, waiting=True)
    assert refused(change, registration, companions=[Companion()]) == "no_room_for_companion"


def test_a_smaller_unit_frees_places_that_are_offered():
    date = EventDateFactory(places_in_person=2, companions_count=True)
    pair = book(date, key="1", companions=[Companion()])
    waiting = book(date, key="2")
    change(pair, companions=[])
    waiting.refresh_from_db()
    assert waiting.state == "offered"


def test_who_waits_for_fewer_fits_at_once():
    date = EventDateFactory(places_in_person=2, companions_count=True)
    book(date, key="1")
    pair = book(date, key="2", companions=[Companion()])
    assert pair.state == "waiting"
    change(pair, companions=[])
    pair.refresh_from_db()
    assert pair.state == "offered"


# --- Needs and words


def test_a_need_that_stays_keeps_what_was_arranged_for_it():
    date = EventDateFactory(needs_by=timezone.localdate() - timedelta(days=1))
    registration = RegistrationFactory(date=date)
    owner, due = UserFactory(), timezone.localdate()
    arranged = {"status": "arranged", "detail": "No nuts", "owner": owner, "due_on": due}
    kept = AccessNeedFactory(registration=registration, code="dietary", **arranged)
    AccessNeedFactory(registration=registration, code="bsl")
    change(registration, needed=[AccessNeed(code="dietary", detail="No nuts"), AccessNeed(code="captions")])
    stays, new = registration.needs.all()
    assert (stays.pk, stays.detail, stays.status, stays.owner, stays.due_on) == (
        kept.pk,
        "No nuts",
        "arranged",
        owner,
        due,
    )
    on = timezone.localdate(date.starts_at)
    assert (new.code, new.status, new.is_late, new.due_on) == ("captions", "asked", True, on - timedelta(weeks=3))
    assert changes() == [
        [
            "What you need",
            "Food or drink: No nuts, British Sign Language interpreter",
            "Food or drink: No nuts, Live captions or a speech-to-text reporter",
        ],
    ]


def test_a_need_in_other_words_is_to_be_arranged_again():
    registration = RegistrationFactory()
    AccessNeedFactory(registration=registration, code="dietary", status="arranged", told_at=timezone.now())
    change(registration, needed=[AccessNeed(code="dietary", detail="No nuts")])
    assert list(registration.needs.values_list("detail", "status", "told_at")) == [("No nuts", "asked", None)]


@pytest.mark.parametrize(("given", "shares"), [(True, True), (False, False)])
def test_a_need_that_is_told_later_is_shared_on_what_they_decided(given, shares):
    consent = Consent(purpose="access_needs", given=given, text="May we tell the venue?")
    registration = book(EventDateFactory(), agreed=[consent])
    change(registration, needed=[AccessNeed(code="bsl")])
    assert registration.needs.get().may_share is shares


def test_the_history_names_what_changed_and_never_the_words():
    officer = UserFactory()
    registration = book(EventDateFactory())
    change(registration, by=officer, needed=[AccessNeed(code="dietary", detail="Halal")], message="I come by bus")
    transition, log = registration.transitions.last(), AccessLog.objects.get()
    assert (transition.what, transition.by, transition.why) == ("changed", officer, "needs, what they told us")
    assert (log.by, log.action, log.reason, log.subject) == (
        officer,
        "changed",
        transition.why,
        registration.person.subject,
    )


def test_without_a_difference_nothing_is_written():
    registration = book(
        EventDateFactory(),
        companions=[Companion(name="Cara")],
        needed=[AccessNeed(code="dietary", detail="Halal"), AccessNeed(code="bsl")],
        message="Hello",
    )
    change(
        registration,
        mode="in_person",
        companions=[Companion(name="Cara")],
        needed=[AccessNeed(code="bsl"), AccessNeed(code="dietary", detail="Halal")],
        message="Hello",
    )
    assert (history(registration), kinds()) == (["booked"], ["booking_confirmed"])


# --- What they are told


def test_the_message_says_before_and_after_and_all_that_holds_now():
    date = hybrid()
    registration = book(date)
    change(registration, mode="online", needed=[AccessNeed(code="bsl")])
    found = outbox.render(Message.objects.get(kind="booking_changed"))
    assert "British Sign Language" not in found.subject
    for words in ["Before: In person", "Now: Online", "Before: nothing", "meet.example.org", registration.public_id]:
        assert words in found.text
    (attachment,) = found.attachments
    assert attachment.mimetype == "text/calendar; method=REQUEST; charset=utf-8"
    assert b"SEQUENCE:1" in attachment.content


def test_a_change_that_leaves_the_way_as_it_is_leaves_the_calendar_as_it_is():
    registration = book(EventDateFactory())
    assert change(registration, message="I come by bus").ical_sequence == 0
    assert outbox.render(Message.objects.get(kind="booking_changed")).attachments == ()


def test_whoever_brings_somebody_keeps_the_place_in_line_when_only_names_change():
    """Carers change by the day: the place is bound to the person who is supported."""
    date = EventDateFactory(places_in_person=2, companions_count=True, full=True)
    pair = book(date, companions=[Companion(name="Cara")])
    since = pair.waiting_since
    change(pair, companions=[Companion(name="Dora")])
    pair.refresh_from_db()
    assert (pair.state, pair.waiting_since, CompanionFactory._meta.model.objects.get().name) == (
        "waiting",
        since,
        "Dora",
    )
