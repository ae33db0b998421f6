import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from mailing import dispatch, subscriptions
from mailing.models import Message, Subscription

pytestmark = pytest.mark.django_db
ADDRESS = "ada@example.org"


@pytest.fixture
def strict_client():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def link(settings):
    """The path of the link in the mail that came after asking."""
    settings.BASE_URL = "https://site.example"
    subscriptions.ask(email=ADDRESS, language="en")
    dispatch.drain()
    return re.search(r"https://site\.example(/alerts/\S+)", mail.outbox[-1].body)[1]


def test_somebody_asks_and_confirms_from_their_mail(client, link):
    for _ in range(2):
        assert "Do you want to hear from us?" in client.get(link).text
    assert not Subscription.objects.confirmed().exists()  # reading changes nothing
    assert client.post(link).headers["Location"] == link
    assert "You get our news by email" in client.get(link).text
    assert Subscription.objects.confirmed().get().email == ADDRESS


def test_asking_says_the_same_to_everybody_and_writes_once_a_day(client, clock):
    for _ in range(2):
        response = client.post("/alerts/", {"email": "ADA@example.org"})
        assert response.headers["Location"] == "/alerts/sent/"
    assert (Message.objects.count(), Subscription.objects.count()) == (1, 1)
    clock.shift(timedelta(days=1))
    client.post("/alerts/", {"email": ADDRESS})
    assert (Message.objects.count(), Subscription.objects.count()) == (2, 1)


def test_somebody_who_has_confirmed_gets_no_second_link(client, link):
    client.post(link)
    client.post("/alerts/", {"email": ADDRESS})
    assert Message.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "nonsense"])
def test_what_is_wrong_is_said_beside_the_field(client, typed):
    response = client.post("/alerts/", {"email": typed})
    [error] = response.context["form"].errors["email"]
    assert error.startswith("Enter ")
    assert not Message.objects.exists()


def test_in_welsh_the_mail_and_its_link_are_welsh(client):
    client.post("/cy/alerts/", {"email": ADDRESS})
    assert Message.objects.get().language == "cy"
    assert "/cy/alerts/" in subscriptions.address(Subscription.objects.get())


def test_after_seven_days_the_link_confirms_nothing(client, clock):
    token = subscriptions.address(subscriptions.ask(email=ADDRESS, language="en")).split("/alerts/")[1]
    clock.shift(timedelta(days=7))
    assert client.post(f"/alerts/{token}").status_code == 410
    assert not Subscription.objects.confirmed().exists()


def test_an_alert_is_ended_by_a_button(client, link):
    client.post(link)
    assert client.get(f"{link}end/").status_code == 200
    assert Subscription.objects.confirmed().exists()
    assert client.post(f"{link}end/").headers["Location"] == link
    assert "We do not write to you" in client.get(link).text
    assert client.post(link).status_code == 410  # an ended one is not confirmed again, but asked for anew


def test_a_mail_program_ends_it_without_a_cookie(strict_client, link):
    Subscription.objects.update(confirmed_at="2026-01-01T00:00Z")
    for _ in range(2):
        response = strict_client.post(f"{link}end/", {"List-Unsubscribe": "One-Click"})
        assert (response.status_code, response.content, response.cookies) == (200, b"", {})
    assert not Subscription.objects.confirmed().exists()


def test_confirming_needs_the_page_s_own_token(strict_client, link):
    assert strict_client.post(link).status_code == 403


def test_a_made_up_link_is_not_found(client, link):
    forged = link.replace("-", "-x")
    assert [client.get(forged).status_code, client.post(forged).status_code] == [404, 404]
