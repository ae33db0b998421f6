from datetime import UTC, datetime

import pytest
from icalendar import Calendar
from wagtail.models import Locale

from events import bookings, links, scheduling
from events.desk_codes import code_of
from events.models import AccessNeed, Companion, EventDate
from mailing import outbox, registry
from mailing.models import Message
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import (
    EventDateFactory,
    EventPageFactory,
    GuestFactory,
    MembershipFactory,
    PaperFactory,
    RegistrationFactory,
)
from tests.factories.mailing import queued

pytestmark = pytest.mark.django_db
SUMMER = datetime(2027, 7, 15, 9, 0, tzinfo=UTC)  # 10am in London


@pytest.fixture
def date():
    page = EventPageFactory(title="Living with asthma")
    return EventDateFactory(page=page, hybrid=True, starts_at=SUMMER, cancelled_reason="The hall is flooded.")


def rendered(kind, registration, **context):
    message = Message(kind=kind, person=registration.person, about=registration.public_id, context=context)
    return outbox.render(message)


def calendar(rendered):
    (attachment,) = rendered.attachments
    (event,) = Calendar.from_ical(attachment.content).walk("VEVENT")
    return attachment, event


KINDS = {
    "booking_confirmed": ("Your place on Thursday 15 July 2027", {}),
    "waiting_list_joined": ("You are on the waiting list for Thursday 15 July 2027", {"waiting": True}),
    "place_offered": ("A place has come free on Thursday 15 July 2027", {"offered": True}),
    "offer_lapsed": ("The place on Thursday 15 July 2027 went to the next person", {"state": "lapsed"}),
    "booking_cancelled": ("Your booking for Thursday 15 July 2027 is cancelled", {"cancelled": True}),
    "date_changed": ("Something has changed about Thursday 15 July 2027", {}),
    "joining_instruction": ("How to join on Thursday 15 July 2027", {}),
    "date_cancelled": ("The event on Thursday 15 July 2027 will not take place", {}),
    "reminder": ("A reminder of Thursday 15 July 2027", {}),
    "afterwards": ("After Thursday 15 July 2027", {}),
    "event_cancelled": ("The event that you booked will not take place", {}),
    "papers_opened": ("Papers for Thursday 15 July 2027", {}),
    "claim_received": ("We have your claim for Thursday 15 July 2027", {}),
    "claim_question": ("A question about your claim for Thursday 15 July 2027", {}),
    "claim_decided": ("What we decided about your claim for Thursday 15 July 2027", {}),
    "claim_paid": ("We have paid your claim for Thursday 15 July 2027", {}),
    "manage_link": ("The link to your booking for Thursday 15 July 2027", {}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_says_the_day_in_its_subject_and_never_a_topic_or_a_need(date, kind):
    subject, fields = KINDS[kind]
    registration = RegistrationFactory(date=date, **fields)
    registration.needs.create(code="bsl")
    found = rendered(kind, registration)
    assert found.subject == subject
    assert registration.person.name in found.text
    assert "Living with asthma" in found.text or kind in ("manage_link",)


@pytest.mark.parametrize("channel", ["email", "telephone", "text", "letter"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_message_has_words_for_every_channel(date, kind, channel):
    registration = RegistrationFactory(date=date, **KINDS[kind][1])
    message = Message(kind=kind, person=registration.person, about=registration.public_id, channel=channel)
    found = outbox.render(message)
    assert ("href" in found.html.partition("<main>")[2].partition("</main>")[0]) or channel != "email"
    assert ("Use this link" in found.text) is (
        channel == "email" and links.address(registration) in found.text and "Use this link" in found.text
    )


def test_the_confirmation_says_when_where_how_needs_and_companions(date):
    registration = bookings.book(
        date=date,
        key="k",
        guest=GuestFactory(name="Ada Able"),
        mode="in_person",
        companions=[Companion(name="Cara Carer", role="carer")],
        needed=[AccessNeed(code="dietary", detail="No nuts")],
    )
    found = outbox.render(Message.objects.get())
    for words in [
        "Dear Ada Able",
        "You have a place.",
        f"Your reference:\n{registration.public_id}",
        "Event:\nLiving with asthma",
        "Date:\nThursday 15 July 2027",
        "Time:\n10am to midday, UK time",
        "Where:\nExample Library, 1 Market Street, Exampleton, ZX1 1EX",
        "How to get there:\nIt is opposite the bus station.",
        "How to join:\nRing the bell at the glass door.",
        f"Code for the desk:\n{code_of(registration)}",
        "Who comes with you:\nCara Carer (Carer or family member)",
        "What you need:\nFood or drink: No nuts",
        f"See, change or cancel your booking: {links.address(registration)}",
    ]:
        assert words in found.text
    assert "meet.example.org" not in found.text  # the link is for those who come online


def test_who_comes_online_gets_the_link_and_the_number(date):
    found = rendered("booking_confirmed", RegistrationFactory(date=date, online=True))
    assert "https://meet.example.org/secret" in found.text
    assert "01632 960 999" in found.text
    assert "Example Library" not in found.text


@pytest.mark.parametrize("kind", ["waiting_list_joined", "place_offered", "offer_lapsed", "booking_cancelled"])
def test_how_to_join_is_told_only_to_those_with_a_place(date, kind):
    found = rendered(kind, RegistrationFactory(date=date, online=True, **KINDS[kind][1]))
    for secret in ["Ring the bell", "meet.example.org", "01632 960 999"]:
        assert secret not in found.text
    assert found.attachments == ()


def test_an_offer_says_until_when_it_can_be_answered(date):
    registration = RegistrationFactory(date=date, offered=True, offer_until=datetime(2027, 7, 1, 11, 0, tzinfo=UTC))
    assert "Tell us by midday on Thursday 1 July 2027." in rendered("place_offered", registration).text


def test_an_officer_s_reason_is_told_and_there_is_no_undo(date):
    registration = RegistrationFactory(date=date, cancelled=True, cancelled_reason="The room is too small.")
    found = rendered("booking_cancelled", registration, had_place=True)
    assert "The room is too small." in found.text
    assert "undo" not in found.text


def test_what_somebody_cancelled_can_be_undone(date):
    assert "undo it within 1 hour" in rendered("booking_cancelled", RegistrationFactory(date=date, cancelled=True)).text


def test_saying_no_is_confirmed_in_its_own_words(date):
    registration = RegistrationFactory(date=date, state="declined")
    found = rendered("booking_cancelled", registration)
    assert found.subject == "You said no to a place on Thursday 15 July 2027"


@pytest.mark.parametrize(
    ("state", "words"), [({}, "You still have your place."), ({"waiting": True}, "You are still on the waiting list")]
)
def test_a_text_message_about_a_change_says_whether_they_have_a_place(date, state, words):
    registration = RegistrationFactory(date=date, **state)
    message = Message(kind="date_changed", person=registration.person, about=registration.public_id, channel="text")
    text = outbox.render(message).text
    assert words in text
    assert ("You still have your place." in text) is not bool(state)


def test_a_message_speaks_the_language_of_the_booking(date):
    Locale.objects.get_or_create(language_code="cy")
    registration = RegistrationFactory(date=date, language="cy")
    message = queued(
        kind="booking_confirmed",
        once="k",
        person=registration.person,
        about=registration.public_id,
        language="cy",
    )
    assert f"/cy/manage/{links.token(registration)}/" in outbox.render(message).text


def test_answers_go_to_the_contact_of_the_event(date):
    registration = RegistrationFactory(date=date)
    message = Message(kind="booking_confirmed", person=registration.person, about=registration.public_id)
    assert registry.kind("booking_confirmed").reply_to(message) == "team@example.org"


def test_a_member_is_welcomed_without_naming_the_forum_in_the_subject():
    membership = MembershipFactory(forum__title="Living with asthma")
    found = outbox.render(Message(kind="membership_joined", person=membership.person, about=membership.public_id))
    assert found.subject == "Welcome to the forum"
    assert "Living with asthma" in found.text
    assert links.address(membership) in found.text


# --- Calendar files


def test_the_calendar_file_has_the_hour_of_london_and_the_link_to_cancel(date):
    registration = RegistrationFactory(date=date, online=True)
    attachment, event = calendar(rendered("booking_confirmed", registration, sequence=0))
    assert attachment.mimetype == "text/calendar; method=REQUEST; charset=utf-8"
    assert b"DTSTART;TZID=Europe/London:20270715T100000" in attachment.content
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (f"{registration.public_id}@127.0.0.1", 0, "CONFIRMED")
    assert event["ATTENDEE"] == f"mailto:{registration.person.email}"
    assert f"To see everything or to cancel, use this link: {links.address(registration)}" in event["DESCRIPTION"]
    assert "https://meet.example.org/secret" in event["DESCRIPTION"]


def test_a_calendar_that_is_shared_says_neither_topic_nor_need(date):
    registration = RegistrationFactory(date=date)
    registration.needs.create(code="bsl")
    attachment, event = calendar(rendered("booking_confirmed", registration))
    assert event["SUMMARY"] == "Event with Involvement"
    assert b"asthma" not in attachment.content
    assert b"Sign Language" not in attachment.content


def test_each_registration_has_an_entry_of_its_own(date):
    first, second = RegistrationFactory(date=date), RegistrationFactory(date=date)
    uids = {calendar(rendered("booking_confirmed", each))[1]["UID"] for each in (first, second)}
    assert len(uids) == 2


def test_cancelling_takes_the_entry_out_with_a_higher_sequence(date):
    registration = RegistrationFactory(date=date)
    bookings.cancel(registration=registration)
    bookings.restore(registration=registration)
    found = [outbox.render(message) for message in Message.objects.order_by("pk")]
    files = [calendar(each) for each in found]
    assert [attachment.mimetype.split("; ")[1] for attachment, _ in files] == ["method=CANCEL", "method=REQUEST"]
    assert [(event["SEQUENCE"], event["STATUS"]) for _, event in files] == [(1, "CANCELLED"), (2, "CONFIRMED")]
    assert len({event["UID"] for _, event in files}) == 1


def test_a_change_of_the_date_updates_the_entry(date):
    RegistrationFactory(date=date)
    scheduling.change_date(date=date, by=UserFactory(), tell=True, starts_at=SUMMER.replace(hour=8))
    _, event = calendar(outbox.render(Message.objects.get()))
    assert (event["SEQUENCE"], event["DTSTART"].dt.hour) == (1, 9)


def test_a_cancelled_date_is_taken_out_of_calendars_of_those_who_had_a_place(date):
    placed, waiting = RegistrationFactory(date=date), RegistrationFactory(date=date, waiting=True)
    bookings.cancel_date(date=EventDate.objects.get(pk=date.pk), by=UserFactory(), reason="Flooded.")
    found = {message.about: outbox.render(message) for message in Message.objects.all()}
    assert calendar(found[placed.public_id])[1]["STATUS"] == "CANCELLED"
    assert found[waiting.public_id].attachments == ()
    assert "Flooded." in found[waiting.public_id].text


def test_a_winter_date_keeps_its_hour_as_well():
    winter = EventDateFactory(starts_at=datetime(2027, 1, 14, 10, 0, tzinfo=UTC))
    attachment, _ = calendar(rendered("booking_confirmed", RegistrationFactory(date=winter)))
    assert b"DTSTART;TZID=Europe/London:20270114T100000" in attachment.content
    assert b"BEGIN:VTIMEZONE" in attachment.content


def test_somebody_reached_by_telephone_gets_a_script_of_the_same_words(date):
    registration = RegistrationFactory(date=date, person=PersonFactory(by_telephone=True))
    message = queued(kind="booking_confirmed", once="k", person=registration.person, about=registration.public_id)
    found = outbox.render(message)
    assert (message.state, "You have a place." in found.text) == ("task", True)
    assert "To change or cancel, call us on the number below." in found.text
    assert "/manage/" not in found.text


# --- Papers, and bookings that look like one made twice


def test_the_confirmation_names_the_papers_and_leads_to_them(date):
    registration = RegistrationFactory(date=date)
    PaperFactory(date=date, title="Agenda")
    PaperFactory(date=date, title="Evidence")
    found = rendered("booking_confirmed", registration)
    assert "2 papers to read" in found.text
    assert "Agenda (PDF, 1 KB)" in found.text
    assert f"{links.address(registration)}#papers" in found.html


def test_a_confirmation_without_papers_says_nothing_of_them(date):
    assert "to read" not in rendered("booking_confirmed", RegistrationFactory(date=date)).text


@pytest.mark.parametrize(("kind", "given"), [("booking_confirmed", {}), ("waiting_list_joined", {"waiting": True})])
def test_a_likely_duplicate_is_asked_by_a_link_of_its_own(date, kind, given):
    registration = RegistrationFactory(date=date, **given)
    asked = links.address(registration, links.SECOND)
    assert asked in rendered(kind, registration, duplicate=True).text
    assert asked not in rendered(kind, registration).text
    assert "Is this a second person?" not in rendered(kind, registration).text


@pytest.mark.parametrize("channel", ["telephone", "text", "letter"])
def test_a_likely_duplicate_is_asked_in_words_by_every_other_channel(date, channel):
    registration = RegistrationFactory(date=date)
    message = Message(
        kind="booking_confirmed",
        person=registration.person,
        about=registration.public_id,
        channel=channel,
        context={"duplicate": True},
    )
    found = outbox.render(message)
    assert "Is this a second person?" in found.text
    assert "/second/" not in found.text


def test_who_was_said_to_be_a_second_person_is_not_asked_again(date):
    registration = RegistrationFactory(date=date, is_second_person=True)
    assert "/second/" not in rendered("booking_confirmed", registration, duplicate=True).text
