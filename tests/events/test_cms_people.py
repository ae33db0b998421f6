import pytest
from django.urls import reverse

from mailing.models import Message
from tests.factories.accounts import PersonFactory
from tests.factories.events import (
    AccessNeedFactory,
    CompanionFactory,
    EventDateFactory,
    MembershipFactory,
    RegistrationFactory,
)
from tests.factories.mailing import MessageFactory

pytestmark = pytest.mark.django_db


def page_of(person):
    return reverse("people_cms:person", args=[person.public_id])


def test_a_person_s_page_shows_bookings_companions_needs_and_forums(officer):
    person = PersonFactory()
    registration = RegistrationFactory(person=person, date__page__title="Wearables and you")
    CompanionFactory(registration=registration)
    AccessNeedFactory(registration=registration, code="braille")
    MembershipFactory(person=person, forum__title="Breathing")

    text = officer.get(page_of(person)).text

    words = ["Wearables and you", "Carey Carer", "Papers in Braille", "Breathing"]
    assert [each in text for each in words] == [True] * 4


@pytest.mark.parametrize("number", [1, 3])
def test_a_person_s_page_needs_the_same_queries_for_any_number(officer, number, django_assert_num_queries):
    person = PersonFactory()
    for _each in range(number):
        registration = RegistrationFactory(person=person)
        CompanionFactory(registration=registration)
        AccessNeedFactory(registration=registration)
        MembershipFactory(person=person)
        MessageFactory(person=person, to="")
    officer.get(page_of(person))

    with django_assert_num_queries(21):
        officer.get(page_of(person))


def test_with_a_corrected_address_what_is_still_to_come_is_sent_again(officer):
    person = PersonFactory(email="wrong@example.org")
    live = RegistrationFactory(person=person)
    over, cancelled = (
        RegistrationFactory(person=person, date__past=True),
        RegistrationFactory(person=person, cancelled=True),
    )
    member = MembershipFactory(person=person)
    for row, kind in [
        (live, "waiting_list_joined"),
        (live, "booking_confirmed"),
        (over, "booking_confirmed"),
        (cancelled, "booking_confirmed"),
        (member, "membership_joined"),
    ]:
        MessageFactory(person=person, to="", about=row.public_id, kind=kind, state="bounced")
    url = reverse("people_cms:correct", args=[person.public_id])

    response = officer.post(
        url,
        {"name": person.name, "channel": "email", "email": "right@example.org", "language": "en", "send_again": "on"},
        follow=True,
    )

    assert "2 messages are being sent again." in response.text
    queued = Message.objects.filter(state="queued")
    assert sorted((message.kind, message.about) for message in queued) == [
        ("booking_confirmed", live.public_id),
        ("membership_joined", member.public_id),
    ]
    assert {message.address for message in queued} == {"right@example.org"}


def test_the_first_page_of_the_cms_shows_what_comes_next_and_what_is_to_be_done(officer, bystander):
    date = EventDateFactory(page__title="Wearables and you")
    RegistrationFactory(date=date, waiting=True)
    EventDateFactory(cancelled=True, page__title="Cancelled")
    MessageFactory(state="task", channel="telephone")

    text = officer.get("/cms/").text

    assert "Wearables and you" in text
    assert "Cancelled" not in text
    assert f"{reverse('events_cms:date', args=[date.public_id])}?state=in_line" in text
    assert "/cms/messages/?state=task" in text
    assert "Wearables and you" not in bystander.get("/cms/").text


@pytest.mark.parametrize("number", [1, 3])
def test_the_first_page_needs_the_same_queries_for_any_number(officer, number, django_assert_num_queries):
    for _each in range(number):
        RegistrationFactory()
    officer.get("/cms/")

    with django_assert_num_queries(31):
        officer.get("/cms/")
