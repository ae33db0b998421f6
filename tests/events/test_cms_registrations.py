import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.urls import reverse

from accounts.models import AccessLog
from events.models import Registration, Transition
from mailing.models import Message
from tests.factories.accounts import PersonFactory
from tests.factories.events import AccessNeedFactory, CompanionFactory, EventDateFactory, RegistrationFactory
from tests.factories.mailing import MessageFactory

pytestmark = pytest.mark.django_db


def url(name, row, *more):
    return reverse(f"events_cms:{name}", args=[row.public_id, *more])


def shown(response):
    return [registration.name for registration in response.context["object_list"]]


def logged():
    return list(AccessLog.objects.order_by("pk").values_list("action", "what", "rows", "reason"))


@pytest.fixture
def date():
    return EventDateFactory(
        hybrid=True, starts_at=datetime(2099, 8, 6, 9, tzinfo=UTC), ends_at=datetime(2099, 8, 6, 11, tzinfo=UTC)
    )


# --- The list


def test_a_row_says_all_that_an_officer_asks_about(officer, date):
    registration = RegistrationFactory(date=date, name="Jane Doe", booked_by="Tom Doe", email="jane@example.org")
    registration.person.email = "corrected@example.org"
    registration.person.save()
    CompanionFactory(registration=registration, name="Carey Carer")
    AccessNeedFactory(registration=registration, code="dietary", detail="Vegan")
    MessageFactory(about=registration.public_id, state="sent")
    MessageFactory(about=registration.public_id, state="bounced")

    table = officer.get(url("date", date)).context["table"]

    assert [
        str(column.get_value(table.data[0])) for column in table.columns.values() if column.name != "created_at"
    ] == [
        "Jane Doe, booked by Tom Doe",
        "Has a place",
        "In person",
        "Carey Carer (Carer or family member)",
        "Food or drink: Vegan",
        "corrected@example.org",
        "Came back",
    ]


def test_the_head_counts_places_offers_and_who_waits(officer, date):
    RegistrationFactory(date=date)
    RegistrationFactory(date=date, offered=True)
    RegistrationFactory.create_batch(2, date=date, waiting=True)
    RegistrationFactory(date=date, online=True)

    text = " ".join(officer.get(url("date", date)).text.split())

    assert "2 of 10 places, 8 free, 2 waiting" in text
    assert "1 of 10 places, 9 free, 0 waiting" in text
    assert "1 offer not answered yet" in text


def test_the_list_is_filtered(officer, date):
    RegistrationFactory(date=date, name="placed")
    RegistrationFactory(date=date, name="waiting", waiting=True, source="telephone")
    RegistrationFactory(date=date, name="cancelled", cancelled=True)
    online = RegistrationFactory(date=date, name="online", online=True)
    AccessNeedFactory(registration=online, code="captions")
    AccessNeedFactory(registration=online, code="bsl")

    def names(**query):
        return shown(officer.get(url("date", date), query))

    assert names() == ["placed", "waiting", "online"]
    assert names(state="all") == ["placed", "waiting", "cancelled", "online"]
    assert names(state="cancelled") == ["cancelled"]
    assert names(mode="online") == ["online"]
    assert names(need="any") == ["online"]
    assert names(need="captions") == ["online"]
    assert names(need="hearing_loop") == []
    assert names(source="telephone") == ["waiting"]


@pytest.mark.parametrize("text", ["jane", "typed@example", "now@example", "01632 960002", "reference"])
def test_somebody_is_found_in_any_state_by_what_was_typed_or_is_true_now(officer, date, text):
    person = PersonFactory(email="now@example.org", telephone="01632 960 002")
    jane = RegistrationFactory(date=date, person=person, name="Jane Doe", email="typed@example.org", cancelled=True)
    RegistrationFactory(date=date)

    response = officer.post(url("date", date), {"q": jane.public_id if text == "reference" else text}, follow=True)

    assert shown(response) == ["Jane Doe"]
    assert logged() == [("searched", f"registrations of date {date.public_id}", 1, "")]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_needs_the_same_queries_for_any_number(officer, date, number, django_assert_num_queries):
    for registration in RegistrationFactory.create_batch(number, date=date):
        CompanionFactory(registration=registration)
        AccessNeedFactory(registration=registration)
        MessageFactory(about=registration.public_id, person=registration.person)
    officer.get(url("date", date))

    with django_assert_num_queries(20):
        officer.get(url("date", date))


# --- Files


@pytest.fixture
def hostile(date):
    return RegistrationFactory(
        date=date, name="=HYPERLINK(1)", email="j@example.org", telephone="01632960001", message="a\x07b"
    )


def exported(officer, date, file_format, query=""):
    data = {"file_format": file_format, "reason": "Name badges"}
    return b"".join(officer.post(url("export", date) + query, data))


def test_the_csv_file_is_inert_and_keeps_telephone_numbers_whole(officer, date, hostile):
    rows = list(csv.DictReader(StringIO(exported(officer, date, "csv").decode("utf-8-sig"))))

    assert [(row["Name"], row["Telephone"], row["What they told us"]) for row in rows] == [
        ("'=HYPERLINK(1)", "01632 960001", "ab")
    ]


def test_the_workbook_holds_texts_only(officer, date, hostile):
    sheet = openpyxl.load_workbook(BytesIO(exported(officer, date, "xlsx"))).active
    header, row = sheet.iter_rows()

    cells = {title.value: (cell.value, cell.data_type) for title, cell in zip(header, row, strict=True)}
    assert cells["Name"] == ("=HYPERLINK(1)", "s")
    assert cells["Telephone"] == ("01632 960001", "s")


def test_the_file_holds_what_the_list_shows_and_is_logged_with_its_reason(officer, date):
    RegistrationFactory(date=date, name="placed")
    RegistrationFactory(date=date, name="online", online=True)
    RegistrationFactory(date=date, name="gone", cancelled=True)

    rows = list(csv.DictReader(StringIO(exported(officer, date, "csv", "?mode=online").decode("utf-8-sig"))))

    assert [row["Name"] for row in rows] == ["online"]
    assert [(action, number, reason) for action, _what, number, reason in logged()] == [("exported", 1, "Name badges")]


def test_a_file_needs_a_reason_and_says_how_many_rows_it_will_have(officer, date, hostile):
    assert "The file will have 1 row." in officer.get(url("export", date)).text

    response = officer.post(url("export", date), {"file_format": "csv", "reason": ""})

    assert response.context["form"].errors == {"reason": ["Enter what the file is for."]}
    assert logged() == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_file_needs_the_same_queries_for_any_number(officer, date, number, django_assert_num_queries):
    for registration in RegistrationFactory.create_batch(number, date=date):
        CompanionFactory(registration=registration)
        AccessNeedFactory(registration=registration)
    exported(officer, date, "csv")

    with django_assert_num_queries(13):
        exported(officer, date, "csv")


def test_the_printed_list_has_needs_and_companions_and_is_logged(officer, date):
    registration = RegistrationFactory(date=date, name="Jane Doe")
    CompanionFactory(registration=registration)
    AccessNeedFactory(registration=registration, code="hearing_loop")

    text = officer.get(url("print", date)).text

    assert [word in text for word in ["Jane Doe", "Carey Carer", "Hearing loop"]] == [True] * 3
    assert logged() == [("exported", f"printed list of date {date.public_id}", 1, "")]


def test_whoever_waits_is_not_on_the_list_for_the_door_unless_asked_for(officer, date):
    RegistrationFactory(date=date, name="Placed")
    RegistrationFactory(date=date, name="Waiting", waiting=True)

    assert shown(officer.get(url("print", date))) == ["Placed"]
    assert shown(officer.get(url("print", date), {"state": "waiting"})) == ["Waiting"]


# --- One registration


def test_the_page_of_a_registration_shows_everything_and_is_logged(officer, date):
    registration = RegistrationFactory(date=date, name="Jane Doe", waiting=True, message="I come by train.")
    Transition.objects.create(registration=registration, what="skipped", why="not_enough_places")
    message = MessageFactory(about=registration.public_id, kind="waiting_list_joined", state="bounced")

    text = officer.get(url("registration", registration)).text

    for words in [
        "I come by train.",
        "Was not offered the place",
        "Not enough places for them and those they bring",
        "Confirmation of a place on the waiting list",
        reverse("messages_cms:send_again", args=[message.public_id]),
        reverse("people_cms:person", args=[registration.person.public_id]),
    ]:
        assert words in text
    assert logged() == [("viewed", f"registration {registration.public_id}", 1, "")]


def buttons(officer, registration):
    return [label for label, _url in officer.get(url("registration", registration)).context["actions"]]


def test_only_what_can_be_done_now_has_a_button(officer, date):
    begun = EventDateFactory(ongoing=True)

    assert buttons(officer, RegistrationFactory(date=date)) == ["Come online instead, or wait for it"]
    assert buttons(officer, RegistrationFactory(date=EventDateFactory())) == []
    assert buttons(officer, RegistrationFactory(date=date, offered=True)) == [
        "Accept the offer for them",
        "Decline the offer for them",
    ]
    assert buttons(officer, RegistrationFactory(date=date, cancelled=True)) == ["Undo the cancellation"]
    assert buttons(officer, RegistrationFactory(date=begun)) == ["Came", "Came online", "Did not come"]


def test_cancelling_needs_a_reason_tells_them_and_can_be_undone(officer, date):
    registration = RegistrationFactory(date=date)

    refused = officer.post(url("cancel", registration), {"reason": ""})
    officer.post(url("cancel", registration), {"reason": "As you asked"})
    registration.refresh_from_db()
    cancelled = registration.state, registration.cancelled_reason
    officer.post(url("restore", registration))

    registration.refresh_from_db()
    assert refused.context["form"].errors == {"reason": ["Enter why it is cancelled."]}
    assert cancelled == ("cancelled", "As you asked")
    assert registration.state == "placed"
    assert set(Message.objects.values_list("kind", flat=True)) == {"booking_cancelled", "booking_confirmed"}


@pytest.mark.parametrize(("act", "state"), [("accept", "placed"), ("decline", "declined")])
def test_an_offer_is_answered_for_somebody(officer, date, act, state):
    registration = RegistrationFactory(date=date, offered=True)

    officer.post(url(act, registration))

    registration.refresh_from_db()
    assert registration.state == state
    assert registration.transitions.get().by == officer.user


def test_an_offer_that_is_over_is_refused_in_words(officer, date):
    registration = RegistrationFactory(date=date)

    assert "This offer is over." in officer.post(url("decline", registration), follow=True).text


@pytest.mark.parametrize("value", ["came", "came_online", "did_not_come"])
def test_whether_they_came_is_noted_and_can_be_taken_back(officer, value):
    registration = RegistrationFactory(date=EventDateFactory(past=True))

    officer.post(url("attendance", registration, value))
    registration.refresh_from_db()
    noted = registration.attendance
    officer.post(url("attendance", registration, "unknown"))

    registration.refresh_from_db()
    assert (noted, registration.attendance) == (value, "")


def test_nobody_came_before_the_date_has_begun_or_without_a_place(officer, date):
    early, waiting = RegistrationFactory(date=date), RegistrationFactory(date=EventDateFactory(past=True), waiting=True)

    assert "has not begun yet" in officer.post(url("attendance", early, "came"), follow=True).text
    assert "Only somebody with a place" in officer.post(url("attendance", waiting, "came"), follow=True).text
    assert set(Registration.objects.values_list("attendance", flat=True)) == {""}


# --- Who may


@pytest.mark.parametrize("name", ["date", "export", "print", "book"])
def test_nobody_else_opens_a_page_of_a_date(officer, bystander, date, name):
    assert officer.get(url(name, date)).status_code == 200
    assert bystander.get(url(name, date)).url == "/cms/"
    assert bystander.post(url(name, date)).url == "/cms/"


@pytest.mark.parametrize("name", ["registration", "cancel", "accept", "decline", "restore"])
def test_nobody_else_opens_or_changes_a_registration(bystander, date, name):
    registration = RegistrationFactory(date=date, offered=True)

    assert bystander.get(url(name, registration)).url == "/cms/"
    assert bystander.post(url(name, registration), {"reason": "x"}).url == "/cms/"
    registration.refresh_from_db()
    assert registration.state == "offered"


@pytest.mark.parametrize("name", ["accept", "decline", "restore"])
def test_a_button_is_never_pressed_by_following_a_link(officer, date, name):
    assert officer.get(url(name, RegistrationFactory(date=date, offered=True))).status_code == 405
