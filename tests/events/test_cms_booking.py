import pytest
from django.urls import reverse

from accounts.models import AccessLog, ConsentRecord, Person
from events.models import Registration
from mailing.models import Message
from tests.events.booking import screening
from tests.factories.events import EventDateFactory, EventPageFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def url(date):
    return reverse("events_cms:book", args=[date.public_id])


@pytest.fixture
def typed():
    """What an officer types for somebody who telephones and needs nothing."""
    return {
        "key": "key-of-the-form",
        "source": "telephone",
        "name": "Jane Doe",
        "is_16_or_over": "on",
        "channel": "telephone",
        "telephone": "01632 960 001",
        "language": "en",
        "mode": "in_person",
    }


NEEDS = {"needs": ["bsl", "dietary"], "need_dietary": "Vegan", "share": "yes", "read_out": "on"}


def test_somebody_without_email_is_booked_and_called(officer, typed):
    date = EventDateFactory()

    response = officer.post(url(date), typed)

    registration = Registration.objects.get()
    assert response.url == reverse("events_cms:registration", args=[registration.public_id])
    assert (registration.state, registration.source, registration.taken_by, registration.name) == (
        "placed",
        "telephone",
        officer.user,
        "Jane Doe",
    )
    assert list(Message.objects.values_list("kind", "channel", "state")) == [("booking_confirmed", "telephone", "task")]
    assert list(AccessLog.objects.values_list("action", "by")) == [("booked", officer.user.pk)]


def test_companions_needs_and_the_consent_that_was_read_out_are_kept(officer, typed):
    date = EventDateFactory()
    companions = {"companion_1_role": "carer", "companion_1_name": "Carey Carer", "companion_2_role": ""}

    officer.post(url(date), {**typed, **NEEDS, **companions, "message": "Comes by train"})

    registration = Registration.objects.get()
    assert list(registration.companions.values_list("role", "name")) == [("carer", "Carey Carer")]
    assert list(registration.needs.values_list("code", "detail", "may_share")) == [
        ("bsl", "", True),
        ("dietary", "Vegan", True),
    ]
    assert registration.message == "Comes by train"
    consent = ConsentRecord.objects.get()
    assert (consent.decision, consent.method, consent.captured_by) == ("given", "telephone", officer.user)
    assert "May we tell the venue" in consent.wording.text


def test_whoever_asks_for_somebody_else_is_the_one_who_hears_from_us(officer, typed):
    officer.post(
        url(EventDateFactory()), {**typed, "booked_by": "Tom Doe", "channel": "email", "email": "t@example.org"}
    )

    person = Person.objects.get()
    assert (person.name, person.helper_name, person.address_to_write_to) == ("Jane Doe", "Tom Doe", "t@example.org")


@pytest.mark.parametrize(
    ("source", "method"), [("telephone", "telephone"), ("post", "paper"), ("walk_in", "in_person")]
)
def test_who_took_it_down_and_the_words_that_were_read_out_are_recorded_whichever_way(officer, typed, source, method):
    officer.post(url(EventDateFactory()), {**typed, **NEEDS, "source": source, "language": "cy"})

    registration, consent = Registration.objects.get(), ConsentRecord.objects.get()
    assert (registration.source, registration.taken_by) == (source, officer.user)
    assert (consent.method, consent.captured_by, consent.wording.language) == (method, officer.user, "cy")


# --- Somebody who looks like somebody else


@pytest.fixture
def found(officer):
    return RegistrationFactory(name="Jane Doe", telephone="+44 1632 960001", email="")


def test_somebody_who_looks_like_a_booking_is_asked_about_and_nothing_typed_is_lost(officer, typed, found):
    response = officer.post(url(found.date), {**typed, "name": "jane doe", "message": "Typed"})

    form = response.context["form"]
    assert form.errors == {"second_person": ["Select the box if this is another person with the same name."]}
    assert form["message"].value() == "Typed"
    assert reverse("events_cms:registration", args=[found.public_id]) in response.text
    assert Registration.objects.count() == 1


def test_a_second_person_is_booked_and_noted_as_one(officer, typed, found):
    response = officer.post(url(found.date), {**typed, "second_person": "on"})

    booked = Registration.objects.exclude(pk=found.pk).get()
    assert response.url == reverse("events_cms:registration", args=[booked.public_id])
    assert (booked.is_second_person, found.is_second_person) == (True, False)
    assert list(booked.transitions.values_list("what", "by")) == [
        (what, officer.user.pk) for what in ("booked", "changed")
    ]
    assert list(AccessLog.objects.order_by("pk").values_list("action", "by")) == [
        ("booked", officer.user.pk),
        ("changed", officer.user.pk),
    ]


@pytest.mark.parametrize(
    "change", [{"name": "Jane Dow"}, {"telephone": "01632 960 002"}, {"channel": "email", "email": "j@example.org"}]
)
def test_somebody_who_shares_only_a_part_is_not_asked_about(officer, typed, found, change):
    change = {**change, "telephone": change.get("telephone", "")} if "email" in change else change
    assert officer.post(url(found.date), typed | change).status_code == 302


def test_the_box_for_a_second_person_is_not_there_while_there_is_none(officer, typed, found):
    assert "second_person" not in officer.get(url(found.date)).text
    Registration.objects.update(state="cancelled", cancelled_at=found.created_at)
    assert officer.post(url(found.date), {**typed, "second_person": "on"}).status_code == 302
    assert not Registration.objects.filter(is_second_person=True).exists()


def test_on_a_full_date_they_join_the_waiting_list_and_the_form_says_so_before(officer, typed):
    date = EventDateFactory(places_in_person=1, full=True)

    asked = officer.get(url(date)).text
    said = officer.post(url(date), typed, follow=True).text

    assert "In person: full, 0 waiting. Whoever is booked now joins the waiting list." in asked
    assert "The date is full: Jane Doe is on the waiting list." in said
    assert Registration.objects.waiting().get().name == "Jane Doe"


def test_sending_the_form_twice_books_once(officer, typed):
    date = EventDateFactory()

    assert officer.post(url(date), typed).url == officer.post(url(date), typed).url
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"name": ""}, {"name": ["Enter their name."]}),
        (
            {"is_16_or_over": ""},
            {"is_16_or_over": ["Select the box when they are 16 or over. Nobody younger can take part."]},
        ),
        ({"channel": ""}, {"channel": ["Select how we reach them."]}),
        ({"telephone": ""}, {"telephone": ["Enter their telephone number."]}),
        (
            {"telephone": "12"},
            {"telephone": ["Enter a telephone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192"]},
        ),
        ({"channel": "email"}, {"email": ["Enter their e-mail address."]}),
        (
            {"channel": "email", "email": "jane"},
            {"email": ["Enter an e-mail address in the correct format, like name@example.com."]},
        ),
        ({"channel": "letter"}, {"address": ["Enter their postal address."]}),
        ({"mode": ""}, {"mode": ["Select how they come."]}),
        ({**NEEDS, "need_dietary": ""}, {"need_dietary": ["Enter the food or drink that you need"]}),
        ({**NEEDS, "share": ""}, {"share": ["Select their answer."]}),
        ({**NEEDS, "read_out": ""}, {"read_out": ["Read the question out, then select this box."]}),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(officer, typed, change, errors):
    response = officer.post(url(EventDateFactory(hybrid=True)), typed | {"message": "Typed"} | change)

    form = response.context["form"]
    assert form.errors == errors
    assert form["message"].value() == "Typed"
    assert not Person.objects.exists()


def test_an_event_that_is_not_public_says_what_to_do_first(officer, typed):
    date = EventDateFactory(page__live=False)

    assert "first publish the event" in officer.get(url(date)).text
    assert officer.post(url(date), typed).context["form"].non_field_errors() == ["This event is no longer on the site."]


def test_a_date_that_was_cancelled_meanwhile_is_refused_in_words(officer, typed):
    response = officer.post(url(EventDateFactory(cancelled=True)), typed)

    assert response.context["form"].non_field_errors() == ["This date is cancelled."]
    assert "This date is cancelled." in response.text


# --- Age


@pytest.fixture
def young(typed):
    """What an officer types for somebody of 14 where people under 16 may come."""
    guardian = {"guardian_name": "Gwen Guardian", "guardian_telephone": "01632 960 777"}
    return {name: value for name, value in typed.items() if name != "is_16_or_over"} | {"age": "13"} | guardian


def test_where_only_adults_may_come_the_box_says_so(officer, typed):
    date = EventDateFactory(minimum_age=18)
    assert "They are 18 or over" in officer.get(url(date)).text
    response = officer.post(url(date), typed | {"is_16_or_over": ""})
    assert response.context["form"].errors == {
        "is_16_or_over": ["Select the box when they are 18 or over. Nobody younger can take part."]
    }


def test_somebody_from_13_to_15_is_booked_with_a_guardian_whom_officers_see(officer, young):
    date = EventDateFactory(minimum_age=13)
    response = officer.post(url(date), young, follow=True)
    registration = Registration.objects.get()
    assert (registration.guardian_name, registration.guardian_telephone, registration.person.is_16_or_over) == (
        "Gwen Guardian",
        "01632 960 777",
        False,
    )
    assert "Gwen Guardian" in response.text
    export = officer.post(
        reverse("events_cms:export", args=[date.public_id]), {"file_format": "csv", "reason": "For the door"}
    )
    assert b"Gwen Guardian,01632 960 777" in b"".join(export)


def test_whoever_asks_for_somebody_under_13_is_the_guardian(officer, young):
    typed = young | {"age": "0", "booked_by": "Paul Parent", "guardian_name": "", "guardian_telephone": ""}
    officer.post(url(EventDateFactory(minimum_age=0)), typed)
    registration = Registration.objects.get()
    assert (registration.guardian_name, registration.guardian_telephone) == ("Paul Parent", "01632 960 001")


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"age": ""}, {"age": ["Select how old they are."]}),
        ({"guardian_name": ""}, {"guardian_name": ["Enter the name of a parent or guardian."]}),
        ({"guardian_telephone": ""}, {"guardian_telephone": ["Enter the telephone number of a parent or guardian."]}),
        ({"age": "0"}, {"booked_by": ["Enter the parent or guardian: only they book for somebody under 13."]}),
    ],
)
def test_what_is_missing_of_a_guardian_is_said_beside_the_field(officer, young, change, errors):
    response = officer.post(url(EventDateFactory(minimum_age=0)), young | change)
    assert response.context["form"].errors == errors
    assert not Registration.objects.exists()


def test_under_13_is_not_offered_where_nobody_under_13_may_come(officer, young):
    response = officer.post(url(EventDateFactory(minimum_age=13)), young | {"age": "0"})
    assert list(response.context["form"].errors) == ["age"]


def test_an_officer_is_told_what_to_ask_first(officer):
    page = EventPageFactory(screening=screening(("q1", "Have you had a blood test?", "yes")))
    assert (
        "Ask first: Have you had a blood test? Who can come answers: Yes."
        in officer.get(url(EventDateFactory(page=page))).text
    )
