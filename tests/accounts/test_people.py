import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import people
from accounts.models import AccessLog, Person
from tests.factories.accounts import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_person_needs_no_email_address():
    person = people.create(name="Ada", channel="telephone", telephone="01632 960 001")
    assert (person.telephone_digits, person.number_to_call, person.greeting_name) == (
        "01632960001",
        "01632 960 001",
        "Ada",
    )


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"name": "Ada"}, "Enter an e-mail address, a telephone number or a postal address."),
        (
            {"name": "Ada", "helper_email": "h@example.org", "reach_helper": True},
            "Enter the name of the person who helps them.",
        ),
        ({"name": "", "email": "a@example.org"}, "This field cannot be blank."),
        ({"name": "Ada", "email": "nonsense"}, "Enter a valid email address."),
    ],
)
def test_somebody_who_cannot_be_reached_is_refused(details, words):
    with pytest.raises(ValidationError) as refusal:
        people.create(**details)
    assert refusal.value.messages == [words]
    assert not Person.objects.exists()


def test_two_people_may_share_an_address():
    assert people.create(name="Ada", email="a@example.org") != people.create(name="Bob", email="a@example.org")


def test_correcting_an_address_ends_the_links_to_the_old_one_and_says_so_in_the_log():
    officer = UserFactory()
    person = PersonFactory(email="old@example.org", email_confirmed_at=timezone.now())
    corrected = people.correct(person, by=officer, email="new@example.org", name="Ada", reason="she called")
    assert (corrected.email, corrected.link_version, corrected.email_confirmed_at) == ("new@example.org", 2, None)
    log = list(AccessLog.objects.values_list("by", "action", "what", "subject", "reason"))
    assert log == [(officer.pk, "changed", f"person {person.public_id}", person.subject, "email, name; she called")]


def test_correcting_a_name_leaves_the_links_alone():
    assert people.correct(PersonFactory(), by=UserFactory(), name="Ada").link_version == 1


def test_correcting_nothing_leaves_no_trace():
    person = PersonFactory()
    people.correct(person, by=UserFactory(), name=person.name)
    assert not AccessLog.objects.exists()


def test_a_correction_that_leaves_somebody_unreachable_is_refused():
    person = PersonFactory()
    with pytest.raises(ValidationError, match="Enter an e-mail address"):
        people.correct(person, by=UserFactory(), email="")
    person.refresh_from_db()
    assert person.email


def test_what_is_not_typed_by_people_is_not_open_to_correction():
    with pytest.raises(TypeError, match="Not open to correction: link_version"):
        people.correct(PersonFactory(), by=UserFactory(), link_version=1)


def test_a_user_claims_who_is_reached_at_their_address():
    user, person = UserFactory(email="ada@example.org"), PersonFactory(email="Ada@example.org")
    people.claim(person, by=user)
    assert list(user.people.all()) == [person]
    with pytest.raises(ValidationError, match="belongs to somebody else"):
        people.claim(person, by=UserFactory())


@pytest.mark.parametrize("text", ["ada", "ADA@", "960 001", "01632960001", "harpreet"])
def test_people_are_found_by_what_an_officer_knows(text):
    person = PersonFactory(
        name="Ada Example", email="ada@example.org", telephone="01632 960-001", helper_name="Harpreet"
    )
    PersonFactory(name="Bob", telephone="07700 900 982")
    assert list(Person.objects.matching(text)) == [person]
