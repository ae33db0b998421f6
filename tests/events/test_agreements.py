"""Declaring interests and agreeing to confidentiality."""

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import AccessLog, ConsentRecord
from events import agreements, links
from events.models import Registration
from events.refusals import BookingRefused
from tests.events.walking import errors, heading, soup, text
from tests.factories.events import EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration():
    return RegistrationFactory(date=EventDateFactory(needs_agreement=True))


def send(client, registration, **typed):
    return client.post(f"{links.path(registration)}agree/", typed, follow=True)


def test_the_page_says_what_is_agreed_to(client, registration):
    response = client.get(f"{links.path(registration)}agree/")
    assert heading(response) == "Before you open the papers"
    for sentence in [*agreements.AGREEMENT, agreements.STATEMENT]:
        assert str(sentence) in text(response)


def test_the_exact_words_are_kept_in_the_ledger(client, registration):
    send(client, registration, interests="something", which="I own shares.", agreed="on")
    record = ConsentRecord.objects.get()
    said = [str(sentence) for sentence in [*agreements.AGREEMENT, agreements.STATEMENT]]
    assert (record.subject, record.purpose, record.decision, record.method, record.wording.text) == (
        registration.person.subject,
        "confidentiality",
        "given",
        "web",
        " ".join(said),
    )
    registration.refresh_from_db()
    assert registration.interests == "I own shares."


def test_who_said_it_for_somebody_else_is_noted(client, registration):
    Registration.objects.update(booked_by="Cara Carer")
    send(client, registration, interests="nothing", agreed="on")
    assert ConsentRecord.objects.get().on_behalf == "Cara Carer"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            {},
            [
                ("Select if you have an interest to declare", "#id_interests"),
                ("Select the box if you agree to keep the papers confidential", "#id_agreed"),
            ],
        ),
        ({"interests": "something", "agreed": "on"}, [("Enter what you want to declare", "#id_which")]),
        (
            {"interests": "nothing", "which": "I own shares.", "agreed": "on"},
            [("Select yes, or empty the box below", "#id_interests")],
        ),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(client, registration, typed, expected):
    response = send(client, registration, **typed)
    assert errors(response) == expected
    assert (Registration.objects.get().agreed_at, ConsentRecord.objects.count()) == (None, 0)


def test_what_was_typed_stays(client, registration):
    response = send(client, registration, interests="something", which="I own shares.")
    assert soup(response).find("textarea").get_text(strip=True) == "I own shares."


def test_somebody_who_declares_again_finds_what_they_said(client, registration):
    send(client, registration, interests="something", which="I own shares.", agreed="on")
    response = client.get(f"{links.path(registration)}agree/")
    assert soup(response).find("textarea").get_text(strip=True) == "I own shares."
    assert soup(response).find("input", {"name": "interests", "checked": True})["value"] == "something"
    assert soup(response).find("input", {"name": "agreed", "checked": True}) is None


@pytest.mark.parametrize(("needs_agreement", "state"), [(False, {}), (True, {"waiting": True})])
def test_only_those_with_a_place_at_such_a_date_are_asked(client, needs_agreement, state):
    registration = RegistrationFactory(date=EventDateFactory(needs_agreement=needs_agreement), **state)
    assert client.get(f"{links.path(registration)}agree/").status_code == 404


def test_somebody_without_a_place_is_refused():
    with pytest.raises(BookingRefused) as refused, transaction.atomic():
        agreements.agree(registration=RegistrationFactory(waiting=True), interests="")
    assert refused.value.code == "not_live"


# --- To an officer, by telephone


def taken_down(officer, registration, **typed):
    address = reverse("events_cms:agree", args=[registration.public_id])
    return officer.post(address, {"interests": "", "method": "telephone", "read_out": "on"} | typed)


def test_an_officer_reads_all_of_it_out_and_takes_down_the_answer(officer, registration):
    address = reverse("events_cms:agree", args=[registration.public_id])
    assert address in officer.get(reverse("events_cms:registration", args=[registration.public_id])).text
    shown = text(officer.get(address))
    assert [sentence for sentence in [*agreements.AGREEMENT, agreements.STATEMENT] if str(sentence) not in shown] == []

    taken_down(officer, registration, interests="A sister works there.")

    record = ConsentRecord.objects.get()
    assert (record.purpose, record.method, record.captured_by) == ("confidentiality", "telephone", officer.user)
    registration.refresh_from_db()
    assert (registration.interests, registration.agreed_at is None) == ("A sister works there.", False)
    assert AccessLog.objects.filter(action="changed", by=officer.user).exists()


def test_what_was_not_read_out_is_not_agreed_to(officer, registration):
    refused = taken_down(officer, registration, read_out="", method="")
    assert refused.context["form"].errors == {
        "method": ["Select how they told us."],
        "read_out": ["Read it out to them, then select the box."],
    }
    assert not ConsentRecord.objects.exists()


def test_where_no_product_is_discussed_there_is_nothing_to_agree_to(officer):
    registration = RegistrationFactory()
    page = officer.get(reverse("events_cms:registration", args=[registration.public_id]))
    assert reverse("events_cms:agree", args=[registration.public_id]) not in page.text
