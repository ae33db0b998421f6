from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AccessLog, ConsentRecord, Person
from content.models import QuestionSet
from events.guests import Consent
from events.models import AccessNeed, Companion, Registration
from events.refusals import REFUSALS, BookingRefused
from mailing.models import Message
from tests.events.booking import book, history, kinds
from tests.factories.accounts import UserFactory
from tests.factories.events import EventDateFactory, EventPageFactory, GuestFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


# --- Taking a place


def test_a_booking_takes_a_place_and_is_confirmed():
    date, at = EventDateFactory(), timezone.now()
    registration = book(date, guest=GuestFactory(name="Ada Able", email="ada@example.org"), at=at)
    assert (registration.state, registration.mode, registration.name) == ("placed", "in_person", "Ada Able")
    assert registration.person.email == "ada@example.org"
    assert history(registration) == ["booked"]
    message = Message.objects.get()
    assert (message.kind, message.person, message.about, message.context) == (
        "booking_confirmed",
        registration.person,
        registration.public_id,
        {"sequence": 0},
    )


def test_the_same_key_is_the_same_registration_and_nobody_hears_twice():
    date = EventDateFactory()
    first = book(date)
    assert book(date, guest=GuestFactory(name="Somebody Else")) == first
    assert Registration.objects.count() == Person.objects.count() == Message.objects.count() == 1


def test_two_people_on_one_address_are_two_people():
    date, family = EventDateFactory(), "family@example.org"
    first = book(date, key="1", guest=GuestFactory(email=family))
    second = book(date, key="2", guest=GuestFactory(email=family))
    assert first.person != second.person
    assert (first.state, second.state) == ("placed", "placed")


def test_a_booking_never_attaches_to_somebody_known():
    known = RegistrationFactory().person
    registration = book(EventDateFactory(), guest=GuestFactory(name=known.name, email=known.email))
    assert registration.person != known


def test_an_officer_may_book_for_somebody_they_have_found():
    known, officer = RegistrationFactory().person, UserFactory()
    registration = book(EventDateFactory(), person=known, source="telephone", taken_by=officer)
    assert registration.person == known
    assert (registration.source, registration.taken_by) == ("telephone", officer)
    log = AccessLog.objects.get()
    assert (log.by, log.action, log.subject) == (officer, "booked", known.subject)


def test_who_books_for_somebody_else_is_the_one_we_write_to():
    guest = GuestFactory(name="Ada Able", booked_by="Cara Carer", email="cara@example.org", telephone="01632 960 001")
    registration = book(EventDateFactory(), guest=guest)
    person = registration.person
    assert (person.name, person.helper_name, person.address_to_write_to) == (
        "Ada Able",
        "Cara Carer",
        "cara@example.org",
    )
    assert (person.email, person.reach_helper, registration.booked_by) == ("", True, "Cara Carer")


def test_no_email_address_is_needed():
    book(EventDateFactory(), guest=GuestFactory(email="", telephone="01632 960 001", channel="telephone"))
    assert Message.objects.get().state == "task"


def test_somebody_who_cannot_be_reached_is_refused():
    with pytest.raises(ValidationError):
        book(EventDateFactory(), guest=GuestFactory(email=""))
    assert Registration.objects.count() == 0


@pytest.mark.parametrize("wrong", [{"mode": "by_boat"}, {"message": "x", "guest": GuestFactory.build(name="")}])
def test_what_no_form_lets_through_is_refused(wrong):
    with pytest.raises(ValidationError):
        book(EventDateFactory(), **wrong)


@pytest.mark.django_db(transaction=True)
def test_a_booking_needs_a_transaction():
    with pytest.raises(TransactionManagementError, match="inside a transaction"):
        book(EventDateFactory())


# --- Companions, needs and consents


def test_companions_come_along_without_taking_places():
    date = EventDateFactory(places_in_person=1)
    registration = book(date, companions=[Companion(name="Cara Carer", role="carer")])
    assert registration.state == "placed"
    assert [(each.name, each.role) for each in registration.companions.all()] == [("Cara Carer", "carer")]


def test_companions_take_places_where_the_officer_says_so():
    date = EventDateFactory(places_in_person=3, companions_count=True)
    assert book(date, key="1", companions=[Companion(), Companion()]).state == "placed"
    assert book(date, key="2").state == "waiting"


def test_a_need_says_until_when_it_must_be_arranged():
    date = EventDateFactory()
    registration = book(date, needed=[AccessNeed(code="bsl"), AccessNeed(code="dietary", detail="Halal")])
    on = timezone.localdate(date.starts_at)
    assert list(registration.needs.values_list("code", "detail", "due_on", "is_late", "may_share")) == [
        ("bsl", "", on - timedelta(weeks=4), False, False),
        ("dietary", "Halal", on - timedelta(weeks=1), False, False),
    ]


def test_a_late_need_is_accepted_and_flagged():
    date = EventDateFactory(needs_by=timezone.localdate() - timedelta(days=1))
    (need,) = book(date, needed=[AccessNeed(code="bsl")]).needs.all()
    assert need.is_late


def test_a_need_on_the_stated_day_is_not_late():
    date = EventDateFactory(needs_by=timezone.localdate())
    (need,) = book(date, needed=[AccessNeed(code="bsl")]).needs.all()
    assert not need.is_late


def test_a_need_whose_lead_time_has_begun_is_due_today():
    date = EventDateFactory(starts_at=timezone.now() + timedelta(days=3))
    (need,) = book(date, needed=[AccessNeed(code="bsl")]).needs.all()
    assert need.due_on == timezone.localdate()


@pytest.mark.parametrize(("given", "decision"), [(True, "given"), (False, "refused")])
def test_needs_are_shared_only_on_a_consent_that_the_ledger_keeps(given, decision):
    words = "May we tell the venue what you need?"
    registration = book(
        EventDateFactory(),
        needed=[AccessNeed(code="step_free")],
        agreed=[Consent(purpose="access_needs", given=given, text=words)],
    )
    record = ConsentRecord.objects.get()
    assert registration.needs.get().may_share is given
    assert (record.subject, record.purpose, record.decision, record.method, record.wording.text) == (
        registration.person.subject,
        "access_needs",
        decision,
        "web",
        words,
    )


def test_a_consent_on_the_telephone_names_who_took_it():
    officer = UserFactory()
    book(
        EventDateFactory(),
        source="telephone",
        taken_by=officer,
        agreed=[Consent(purpose="access_needs", given=True, text="May we?")],
    )
    record = ConsentRecord.objects.get()
    assert (record.method, record.captured_by) == ("telephone", officer)


# --- Full, and in line


def test_a_full_date_is_no_refusal_but_a_waiting_list():
    date, at = EventDateFactory(places_in_person=2, full=True), timezone.now()
    registration = book(date, at=at)
    assert (registration.state, registration.waiting_since) == ("waiting", at)
    assert history(registration) == ["joined_list"]
    assert kinds() == ["waiting_list_joined"]


def test_an_offer_holds_its_place():
    date = EventDateFactory(places_in_person=1)
    RegistrationFactory(date=date, offered=True)
    assert book(date).state == "waiting"


@pytest.mark.parametrize("state", ["declined", "lapsed"])
def test_what_has_ended_holds_no_place(state):
    date = EventDateFactory(places_in_person=1)
    RegistrationFactory(date=date, state=state)
    assert book(date).state == "placed"


def test_while_somebody_waits_a_new_booking_joins_the_list_even_if_places_are_free():
    date = EventDateFactory(places_in_person=5, offers_paused=True)
    RegistrationFactory(date=date, waiting=True)
    assert book(date).state == "waiting"


def test_where_those_before_do_not_fit_a_new_booking_is_offered_what_is_free_at_once():
    date = EventDateFactory(places_in_person=2, companions_count=True)
    trio = book(date, key="1", companions=[Companion(), Companion()])
    alone = book(date, key="2")
    assert (trio.state, alone.state) == ("waiting", "offered")
    assert (history(trio), history(alone)) == (["joined_list", "skipped"], ["joined_list", "offered"])


def test_in_person_and_online_are_two_capacities_with_a_line_each():
    date = EventDateFactory(hybrid=True, places_in_person=1, places_online=1)
    modes = ["in_person", "in_person", "online", "online"]
    states = [book(date, key=str(number), mode=mode).state for number, mode in enumerate(modes)]
    assert states == ["placed", "waiting", "placed", "waiting"]


def test_those_who_do_not_all_fit_wait_together():
    date = EventDateFactory(places_in_person=2, companions_count=True)
    assert book(date, companions=[Companion(), Companion()]).state == "waiting"


# --- Refusals


@pytest.mark.parametrize(
    ("trait", "code", "words"),
    [
        ("past", "over", "This date is in the past."),
        ("ongoing", "over", "This date is in the past."),
        ("closed", "closed", "Booking for this date has closed."),
        ("not_open_yet", "not_open_yet", "Booking for this date is not open yet."),
        ("cancelled", "cancelled", "This date is cancelled."),
    ],
)
def test_a_date_that_is_not_open_refuses_in_plain_words(trait, code, words):
    date = EventDateFactory(**{trait: True})
    with pytest.raises(BookingRefused) as refused:
        book(date)
    assert (refused.value.code, refused.value.messages) == (code, [words])
    assert Person.objects.count() == 0


def test_a_page_that_was_taken_down_refuses():
    date = EventDateFactory(page=EventPageFactory(live=False))
    with pytest.raises(BookingRefused) as refused:
        book(date)
    assert refused.value.code == "page_gone"


def test_a_page_that_was_made_private_refuses():
    date = EventDateFactory()
    date.page.view_restrictions.create(restriction_type="login")
    with pytest.raises(BookingRefused) as refused:
        book(date)
    assert refused.value.code == "page_gone"


def test_a_way_to_come_that_is_not_offered_refuses():
    with pytest.raises(BookingRefused) as refused:
        book(EventDateFactory(), mode="online")
    assert refused.value.code == "mode_not_offered"


@pytest.mark.parametrize("trait", ["closed", "not_open_yet", "ongoing"])
def test_the_registration_window_is_the_public_s_and_an_officer_books_until_the_end(trait):
    assert book(EventDateFactory(**{trait: True}), source="walk_in", taken_by=UserFactory()).state == "placed"


def test_an_officer_cannot_book_what_is_over():
    with pytest.raises(BookingRefused):
        book(EventDateFactory(past=True), source="telephone", taken_by=UserFactory())


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"booking": "drop_in"}, "drop_in"),
        ({"booking": "elsewhere", "booking_address": "https://example.org"}, "elsewhere"),
        ({"members_first_until": timezone.now() + timedelta(days=7)}, "members_first"),
    ],
)
def test_a_date_that_is_booked_in_another_way_or_by_members_first_refuses(fields, code):
    date = EventDateFactory(**fields)
    with pytest.raises(BookingRefused) as refused:
        book(date)
    assert (refused.value.code, refused.value.messages) == (code, [REFUSALS[code]])


def test_members_go_first():
    date = EventDateFactory(members_first_until=timezone.now() + timedelta(days=7))
    assert book(date, is_member=True).state == "placed"


def test_answers_to_the_questions_of_the_event_are_kept_with_their_set():
    date = EventDateFactory()
    questions = QuestionSet.objects.create(page=date.page, version=1, digest="x", definition=[])
    registration = book(date, answers={"lunch": "yes"}, question_set=questions)
    registration.refresh_from_db()
    assert (registration.answers, registration.question_set) == ({"lunch": "yes"}, questions)


def test_a_file_may_bring_somebody_whom_nobody_tells():
    registration = book(EventDateFactory(), source="import", taken_by=UserFactory(), tells=False)
    assert (registration.state, history(registration), kinds()) == ("placed", ["booked"], [])


def test_others_wait_only_for_what_must_be_exact():
    """The count, the row, its history and its message, and the end of the savepoint."""
    date = EventDateFactory()
    with CaptureQueriesContext(connection) as queries:
        book(date)
    statements = [query["sql"] for query in queries]
    lock = max(n for n, sql in enumerate(statements) if sql.startswith('SELECT "events_eventdate"'))
    assert len(statements[lock + 1 :]) == 5
