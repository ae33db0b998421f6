from datetime import date as day
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import retention
from accounts.models import AccessLog, ConsentRecord, Person
from events import bookings, import_rows, importing
from events.models import GuestImport, Registration
from mailing.models import Message
from tests.events.files import bring_in, fates, planned, take_in
from tests.factories.events import (
    CompanionFactory,
    EventDateFactory,
    GuestFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db
Fate = importing.Fate


@pytest.fixture(autouse=True)
def tasks_wait(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def tasks():
    return DBTaskResult.objects.filter(task_path=importing.take_in.module_path)


# --- The dry run


def test_every_row_has_its_fate_and_nothing_is_written(django_assert_num_queries):
    date = EventDateFactory(places_in_person=2)
    RegistrationFactory(date=date, name="Ada Able", email="ada@example.org")
    file = bring_in(
        ["ADA  Able", "Ada@example.org"],
        ["Bob", "bob@example.org"],
        ["Cat", "cat@example.org"],
        ["", "dora@example.org"],
        ["Eve", "", ""],
        ["Fay", "fay@"],
        ["Bob", "", "01632 960001"],
        ["cat", "cat@example.org"],
        date=date,
    )
    people = Person.objects.count()

    with django_assert_num_queries(2):
        rows = importing.plan(file)

    assert [(row.number, row.fate, [str(why) for why in row.why]) for row in rows] == [
        (2, Fate.DUPLICATE, [f"Looks like Ada Able, reference {date.registrations.get().public_id}."]),
        (3, Fate.PLACED, []),
        (4, Fate.WAITING, []),
        (5, Fate.REFUSED, ["There is no name."]),
        (6, Fate.REFUSED, ["There is no e-mail address, telephone number or postal address."]),
        (7, Fate.REFUSED, ["Email “fay@”: write an e-mail address like name@example.com."]),
        (8, Fate.WAITING, []),
        (9, Fate.DUPLICATE, ["Looks like row 4."]),
    ]
    assert importing.totals(rows) == [(Fate.REFUSED, 3), (Fate.DUPLICATE, 2), (Fate.WAITING, 2), (Fate.PLACED, 1)]
    assert (Person.objects.count(), Registration.objects.count()) == (people, 1)


def test_whoever_brings_more_than_there_is_room_for_waits_with_them():
    date = EventDateFactory(places_in_person=2, companions_count=True)
    file = bring_in(["Ada", "a@example.org", "2"], header=["Name", "Email", "Companions"], date=date)
    assert planned(file) == [(2, Fate.WAITING)]


def test_a_row_that_comes_in_a_way_that_is_not_offered_is_refused():
    file = bring_in(["Ada", "a@example.org", "Zoom"], header=["Name", "Email", "How they come"])
    (row,) = importing.plan(file)
    assert row.why == ["This date has no places online."]


def test_a_row_without_a_day_or_place_of_consent_is_refused_where_none_holds_for_all():
    file = bring_in(["Ada", "a@example.org"], given_on="", evidence="")
    (row,) = importing.plan(file)
    assert row.why == ["There is no day on which they agreed.", "It is not said where they agreed."]


def test_whoever_cancelled_or_was_refunded_is_left_out_and_is_no_mistake():
    header = ["Name", "Email", "Order status", "Attendee status"]
    file = bring_in(
        ["Ada", "a@example.org", "Completed", "Attending"],
        ["Bob", "b@example.org", "Completed", "Not Attending"],
        ["Cat", "cat@", "Refunded", ""],
        ["Dan", "d@example.org", "", ""],
        header=header,
    )
    expected = [(2, "placed"), (3, "gone"), (4, "gone"), (5, "placed")]
    assert planned(file) == expected
    assert fates(take_in(file)) == expected
    assert file.fates[1]["why"] == ["The file says that they no longer come."]
    assert list(Registration.objects.order_by("pk").values_list("name", flat=True)) == ["Ada", "Dan"]


def test_the_dry_run_says_where_and_when_each_of_them_agreed():
    header = ["Name", "Email", "Consent date", "Consent source"]
    file = bring_in(["Ada", "a@example.org", "1/4/2026", "Paper"], ["Bob", "b@example.org"], header=header)
    assert [list(import_rows.in_words(file, row))[-1] for row in importing.plan(file)] == [
        "agreed: Paper, Wednesday 1 April 2026",
        "agreed: Our form on Eventbrite, Sunday 3 May 2026",
    ]


# --- Taking in


def test_whoever_comes_in_from_a_file_is_booked_as_at_every_door_and_hears_nothing():
    header = ["Name", "Email", "Phone", "Address", "Companions", "Access needs", "Booked by", "Language", "Notes"]
    ada = ["Ada Able", "ada@example.org", "1632960001", "1 Street", "Tom", "BSL", "Cara", "Welsh", "By bus"]

    file = take_in(bring_in(ada, header=header))

    registration = Registration.objects.get()
    typed = ["key", "state", "source", "taken_by", "name", "booked_by", "email", "telephone", "address", "language"]
    assert [getattr(registration, name) for name in typed] == [
        f"import:{file.public_id}:2", "placed", "import", file.by, "Ada Able", "Cara", "ada@example.org",
        "01632960001", "1 Street", "cy",
    ]  # fmt: skip
    assert registration.message == "By bus"
    assert registration.person.is_16_or_over
    assert [companion.name for companion in registration.companions.all()] == ["Tom"]
    assert [(need.code, need.may_share) for need in registration.needs.all()] == [("bsl", False)]
    assert not Message.objects.exists()
    assert (file.status, file.rows) == ("done", [])
    assert file.fates == [{"row": 2, "fate": "placed", "why": [], "about": registration.public_id}]


def test_everybody_is_told_when_the_officer_asks_for_it():
    take_in(bring_in(["Ada", "a@example.org"], ["Bob", "", "01632 960001"], tells=True))
    assert list(Message.objects.order_by("pk").values_list("kind", "channel")) == [
        ("booking_confirmed", "email"),
        ("booking_confirmed", "telephone"),
    ]


def test_each_consent_keeps_its_words_its_source_its_day_and_who_took_it_in():
    header = ["Name", "Email", "Consent date", "Consent source"]
    file = bring_in(
        ["Ada", "a@example.org", "1/4/2026", "Paper"], ["Bob", "b@example.org"], header=header, wording="As read out."
    )
    take_in(file)
    records = ConsentRecord.objects.order_by("pk")
    fields = ["purpose", "decision", "method", "wording__text", "evidence", "given_on", "captured_by"]
    assert list(records.values_list(*fields)) == [
        ("registration", "given", "import", "As read out.", "Paper", day(2026, 4, 1), file.by.pk),
        ("registration", "given", "import", "As read out.", "Our form on Eventbrite", day(2026, 5, 3), file.by.pk),
    ]


@pytest.mark.parametrize(
    ("shares", "cell", "decisions", "may_share"),
    [
        (False, "", [], False),
        (True, "", ["given"], True),
        (True, "No", ["refused"], False),
        (False, "Yes", ["given"], True),
    ],
)
def test_needs_are_shared_only_where_a_column_or_the_officer_says_so(shares, cell, decisions, may_share):
    header = ["Name", "Email", "Access needs", "May we tell the venue?"]
    file = bring_in(["Ada", "a@example.org", "BSL", cell], header=header, shares=shares)
    file.chosen["columns"][3] = "share"
    importing.match(file=file, chosen=file.chosen)
    take_in(file)
    sharing = ConsentRecord.objects.filter(purpose="access_needs")
    assert list(sharing.values_list("decision", flat=True)) == decisions
    assert Registration.objects.get().needs.get().may_share == may_share


def test_rows_are_left_out_with_their_reasons_and_their_cells_alone_are_kept():
    file = take_in(bring_in(["Ada", "a@example.org"], ["Bob", "bob@"], ["ada", "A@example.org"]))
    assert fates(file) == [(2, "placed"), (3, "refused"), (4, "duplicate")]
    assert file.fates[1]["why"] == ["Email “bob@”: write an e-mail address like name@example.com."]
    assert file.rows == [[3, "Bob", "bob@", ""], [4, "ada", "A@example.org", ""]]


def test_somebody_who_looks_like_another_comes_in_when_they_are_ticked_as_a_second_person():
    file = bring_in(["Ada", "a@example.org"], ["Ada", "a@example.org"], ["Ada", "a@example.org"])
    take_in(file, second=[3])
    assert fates(file) == [(2, "placed"), (3, "placed"), (4, "duplicate")]
    assert list(Registration.objects.order_by("pk").values_list("is_second_person", flat=True)) == [False, True]
    second = Registration.objects.get(is_second_person=True)
    assert list(second.transitions.values_list("what", "by")) == [(what, file.by.pk) for what in ("booked", "changed")]


def test_what_happens_is_decided_under_the_lock_and_not_in_the_dry_run():
    date = EventDateFactory(places_in_person=1)
    file = bring_in(["Ada", "a@example.org"], date=date)
    assert planned(file) == [(2, Fate.PLACED)]
    RegistrationFactory(date=date)
    assert fates(take_in(file)) == [(2, "waiting")]


def test_a_date_that_was_cancelled_meanwhile_refuses_every_row_in_words():
    file = bring_in(["Ada", "a@example.org"])
    bookings.cancel_date(date=file.date, by=file.by, reason="Flood")
    assert importing.obstacle(GuestImport.objects.get()) == "This date is cancelled."
    assert take_in(file).fates == [{"row": 2, "fate": "refused", "why": ["This date is cancelled."], "about": ""}]
    assert not Person.objects.exists()


def test_a_task_that_ran_before_books_nobody_twice():
    file = bring_in(["Ada", "a@example.org"], ["Bob", "b@example.org"], tells=True)
    importing.start(file=file, by=file.by)
    for _crash in range(2):
        importing.take_in.call(file.public_id)
        GuestImport.objects.update(status="running", rows=file.rows)
    assert importing.take_in.call(file.public_id) == 2
    assert (Registration.objects.count(), Message.objects.count(), ConsentRecord.objects.count()) == (2, 2, 2)


def test_a_task_that_died_between_two_rows_goes_on_with_the_next():
    file = bring_in(["Ada", "a@example.org"], ["Bob", "b@example.org"])
    importing.start(file=file, by=file.by)
    guest = GuestFactory(name="Ada", email="a@example.org")
    bookings.book(date=file.date, key=f"import:{file.public_id}:2", guest=guest, mode="in_person", source="import")
    assert importing.take_in.call(file.public_id) == 2
    assert list(Registration.objects.order_by("pk").values_list("name", flat=True)) == ["Ada", "Bob"]


def test_a_file_is_started_once_and_only_when_its_columns_are_matched():
    file = bring_in(["Ada", "a@example.org"])
    for _twice in range(2):
        importing.start(file=file, by=file.by)
    assert tasks().count() == 1
    GuestImport.objects.update(status="uploaded")
    importing.start(file=file, by=file.by)
    assert importing.take_in.call(file.public_id) == 0
    assert not Registration.objects.exists()


def test_a_file_whose_task_died_is_given_to_the_worker_again_and_one_at_work_is_let_be():
    file = bring_in(["Ada", "a@example.org"])
    importing.start(file=file, by=file.by)
    importing.resume()
    assert tasks().count() == 1
    tasks().update(status="FAILED")
    importing.resume()
    assert tasks().get(status="READY").args_kwargs["args"] == [file.public_id]


# --- A date that is over


def test_a_file_for_a_date_that_is_over_says_who_came_and_tells_nobody():
    date = EventDateFactory(past=True, hybrid=True, places_in_person=1)
    header = ["Name", "Email", "How they come", "Access needs"]
    rows = [["Ada", "a@example.org", "In person", "BSL"], ["Bob", "b@example.org", "Online"], ["Cat", "c@example.org"]]
    file = bring_in(*rows, header=header, date=date, tells=True)
    assert planned(file) == [(2, Fate.CAME), (3, Fate.CAME), (4, Fate.REFUSED)]

    take_in(file)

    assert fates(file) == [(2, "came"), (3, "came"), (4, "refused")]
    assert file.fates[2]["why"] == ["This date had fewer places than people: first raise the number of its places."]
    assert list(Registration.objects.order_by("pk").values_list("name", "state", "attendance")) == [
        ("Ada", "placed", "came"),
        ("Bob", "placed", "came_online"),
    ]
    assert not Message.objects.exists()
    assert not Registration.objects.filter(needs__isnull=False).exists()


# --- How long it is kept, and who did what


def test_a_file_is_kept_for_7_days():
    old, kept = bring_in(["Ada", "a@example.org"]), bring_in(["Bob", "b@example.org"])
    GuestImport.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=7))
    retention.run()
    assert list(GuestImport.objects.all()) == [kept]


def test_a_file_can_be_deleted_at_once_but_not_while_it_is_taken_in():
    file = take_in(bring_in(["Ada", "a@example.org"], ["Bob"]))
    importing.forget(file=file, by=file.by)
    assert not GuestImport.objects.exists()
    assert Registration.objects.count() == 1
    running = bring_in(["Ada", "a@example.org"])
    running = importing.start(file=running, by=running.by)
    with pytest.raises(ValidationError, match="being taken in"):
        importing.forget(file=running, by=running.by)


def test_reading_taking_in_and_deleting_a_file_stand_in_the_access_log():
    file = take_in(bring_in(["Ada", "a@example.org"], ["Bob"]))
    what, registration = f"date {file.date.public_id}", Registration.objects.get()
    importing.forget(file=file, by=file.by)
    assert list(AccessLog.objects.order_by("pk").values_list("action", "what", "rows", "by")) == [
        ("changed", f"file {file.public_id} brought in for {what}", 2, file.by.pk),
        ("booked", f"file {file.public_id} taken in for {what}", 2, file.by.pk),
        ("booked", f"registration {registration.public_id}", 1, file.by.pk),
        ("erased", f"file {file.public_id} deleted for {what}", 1, file.by.pk),
    ]


def test_a_duplicate_is_known_by_its_postal_address_or_the_digits_of_its_number():
    date = EventDateFactory()
    RegistrationFactory(date=date, name="Ada", email="", telephone="01632 960 001")
    RegistrationFactory(date=date, name="Bob", email="", address="1 High Street,\nZX1 1EX")
    RegistrationFactory(date=date, name="Cat", email="c@example.org", cancelled=True)
    CompanionFactory(registration__date=date, name="Dora")
    header = ["Name", "Phone", "Address", "Email"]
    file = bring_in(
        ["Ada", "+44 1632 960001"],
        ["Bob", "", "1 High Street ZX1 1EX"],
        ["Cat", "", "", "c@example.org"],
        ["Dora", "01632 960 002"],
        header=header,
        date=date,
    )
    assert planned(file) == [(2, Fate.DUPLICATE), (3, Fate.DUPLICATE), (4, Fate.PLACED), (5, Fate.PLACED)]
