import pytest
from django.utils import timezone

from accounts.models import Person
from events import links
from tests.events.walking import text
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import EventDateFactory, MembershipFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def test_an_account_shows_what_its_holder_has_claimed_and_nothing_else(client):
    user = UserFactory()
    person = PersonFactory(claimed_by=user)
    booked = RegistrationFactory(person=person, date=EventDateFactory(page__title="Mine"))
    joined = MembershipFactory(person=person, forum__title="My forum")
    RegistrationFactory(person=person, date=EventDateFactory(page__title="Over", past=True))
    RegistrationFactory(person=person, date=EventDateFactory(page__title="Given back"), cancelled=True)
    # somebody of the same family, at the same address
    RegistrationFactory(person=PersonFactory(email=user.email), date=EventDateFactory(page__title="Theirs"))
    client.force_login(user)
    response = client.get("/account/")
    source = response.content.decode()
    assert links.path(booked) in source
    assert links.path(joined) in source
    for title in ("Over", "Given back", "Theirs"):
        assert title not in text(response)


def test_an_account_shows_what_was_asked_for_and_what_rests_and_not_what_has_ended(client):
    user = UserFactory()
    person = PersonFactory(claimed_by=user)
    for state in ("applied", "invited", "paused", "left"):
        MembershipFactory(person=person, forum__title=f"Forum {state}", state=state, left_at=timezone.now())
    client.force_login(user)
    said = text(client.get("/account/"))
    for words in ("Forum applied : Asked to join", "Forum invited : Invited to join", "Forum paused : Paused"):
        assert words in said
    assert "Forum left" not in said


def test_a_booking_comes_into_an_account_by_its_link_and_a_button(client):
    user = UserFactory(email="Ada@example.org")
    registration = RegistrationFactory(person=PersonFactory(email="ada@example.org"))
    path = links.path(registration)
    assert "Show this booking in my account" not in text(client.get(path))
    client.force_login(user)
    assert "Show this booking in my account" in text(client.get(path))
    response = client.post(f"{path}claim/", follow=True)
    assert registration.date.page.title in text(response)
    assert Person.objects.get(pk=registration.person_id).claimed_by == user
    assert "Show this booking in my account" not in text(client.get(path))


@pytest.mark.parametrize("signed_in", [True, False])
def test_nobody_claims_what_is_sent_to_another_address(client, signed_in):
    registration = RegistrationFactory()
    if signed_in:
        client.force_login(UserFactory())
    assert client.post(f"{links.path(registration)}claim/").status_code == 403
    assert Person.objects.get(pk=registration.person_id).claimed_by is None
