"""Erasure, export and retention, over what accounts and mailing hold. Other rooms test their own part."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.serializers import serialize
from django.utils import timezone

from accounts import consents, erasure, export, retention
from accounts.models import AccessLog, ConsentRecord, Person, User
from mailing.models import Message, Subscription
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.mailing import MessageFactory

pytestmark = pytest.mark.django_db
CANARY = "canary@example.org"


def consent_of(person):
    return consents.record(
        person=person, purpose=consents.Purpose.NEWS, decision=consents.Decision.GIVEN, text="We write once a month."
    )


def everywhere():
    """All rows of all tables as text."""
    return "".join(serialize("json", model._base_manager.all()) for model in apps.get_models() if model._meta.managed)


def test_after_erasure_no_table_knows_the_person():
    user = UserFactory(email=CANARY)
    person = PersonFactory(name="Canary Bird", email=CANARY, claimed_by=user)
    MessageFactory(person=person, to="", context={"name": "Canary Bird"}, text=f"Dear {CANARY}")
    MessageFactory(to=CANARY.upper())
    Subscription.objects.create(email=CANARY)
    consent_of(person)
    assert CANARY in everywhere()
    counts = erasure.erase(person=person, by=UserFactory(), reason="asked by telephone")
    assert (counts["account"], counts["messages"]) == (1, 2)
    left = everywhere().lower()
    assert [word for word in (CANARY, "canary bird") if word in left] == []
    assert ConsentRecord.objects.get().subject == person.subject
    log = AccessLog.objects.get()
    assert (log.action, log.what, log.reason) == ("erased", f"person {person.public_id}", "asked by telephone")


def test_erasing_one_of_a_family_leaves_the_other():
    user = UserFactory(email=CANARY)
    ada, bob = PersonFactory.create_batch(2, email=CANARY, claimed_by=user)
    alert = Subscription.objects.create(email=CANARY)
    erasure.erase(person=ada, by=UserFactory(), reason="asked")
    assert (list(Person.objects.all()), list(Subscription.objects.all())) == ([bob], [alert])
    assert User.objects.filter(email=CANARY).exists()


def test_an_officer_s_account_outlives_the_erasure_of_their_bookings():
    person = PersonFactory(claimed_by=UserFactory(officer=True))
    erasure.erase(person=person, by=UserFactory(), reason="asked")
    assert User.objects.filter(pk=person.claimed_by_id).exists()


def test_an_export_holds_everything_about_one_person_and_nothing_about_another():
    person = PersonFactory(name="Ada", email="ada@example.org")
    other = PersonFactory(name="Bob", email="bob@example.org")
    for somebody in (person, other):
        MessageFactory(person=somebody, to="", text=f"Dear {somebody.name}")
        consent_of(somebody)
    found = export.everything_about(person)
    assert {name: len(part["rows"]) for name, part in found.items()} == {"person": 1, "consent record": 1, "message": 1}
    [row] = found["person"]["rows"]
    assert (row["name"], row["email"], row["channel"], row["channel_label"]) == (
        "Ada",
        "ada@example.org",
        "email",
        "E-mail",
    )
    assert found["consent record"]["rows"][0]["decision_label"] == "Given"
    text = json.dumps(found, cls=export.Encoder)
    assert "Dear Ada" in text
    assert "bob" not in text.lower()


def test_people_on_whom_nothing_hangs_go_after_a_year():
    idle, busy, fresh = PersonFactory.create_batch(3)
    MessageFactory(person=busy)
    Person.objects.exclude(pk=fresh.pk).update(updated_at=timezone.now() - timedelta(days=365))
    assert retention.run()["people on whom nothing hangs, 12 months"] == 1
    assert set(Person.objects.all()) == {busy, fresh}
    assert not Person.objects.filter(pk=idle.pk).exists()


def test_contributors_accounts_go_after_two_years_without_a_sign_in_and_staff_s_do_not():
    long_ago = timezone.now() - timedelta(days=731)
    UserFactory(last_login=long_ago)
    UserFactory(date_joined=long_ago)
    staying = {
        UserFactory(last_login=timezone.now(), date_joined=long_ago),
        UserFactory(administrator=True, last_login=long_ago),
    }
    retention.run()
    assert set(User.objects.all()) == staying


def test_a_rule_and_an_eraser_are_registered_once():
    with pytest.raises(ValueError, match="registered twice"):
        retention.register("messages, 12 months", Message.objects.all)
    with pytest.raises(ValueError, match="registered twice"):
        erasure.register("messages", print)
