"""Signing in as people do it: through the pages, with the codes that arrive in their mail."""

import re

import pytest
from django.core import mail

from accounts import sections
from accounts.models import User
from mailing import dispatch
from mailing.models import Message
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits(settings):
    """The limits on guessing are allauth's, and counted over all tests of a run."""
    settings.ACCOUNT_RATE_LIMITS = False


def last_mail():
    dispatch.drain()
    return mail.outbox[-1]


def code_in(text):
    return re.search(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$", text, re.MULTILINE)[0]


def test_a_contributor_signs_in_with_a_code_from_their_mail(client):
    user = UserFactory(email="ada@example.org")
    response = client.post("/account/login/code/", {"email": "Ada@example.org"})
    assert response.headers["Location"] == "/account/login/code/confirm/"
    message = Message.objects.get()
    found = (message.kind, message.address, message.state, message.sensitive, message.priority)
    assert found == ("account_login_code", "ada@example.org", "queued", True, 10)
    sent = last_mail()
    assert sent.subject == "Your sign-in code"
    response = client.post("/account/login/code/confirm/", {"code": code_in(sent.body)})
    assert response.headers["Location"] == "/account/"
    assert str(user.pk) == client.session["_auth_user_id"]
    message.refresh_from_db()
    assert (message.state, message.context, message.text) == ("sent", {}, "")


def test_a_password_signs_in_too(client):
    user = UserFactory(email="ada@example.org", password="correct horse battery", confirmed=True)
    response = client.post("/account/login/", {"login": "ada@example.org", "password": "correct horse battery"})
    assert (response.headers["Location"], client.session["_auth_user_id"]) == ("/account/", str(user.pk))


def test_without_a_password_the_same_page_sends_a_code(client):
    UserFactory(email="ada@example.org")
    response = client.post("/account/login/?next=/teams/", {"login": "ada@example.org", "password": ""})
    assert response.headers["Location"] == "/account/login/code/confirm/?next=%2Fteams%2F"
    response = client.post(response.headers["Location"], {"code": code_in(last_mail().body)})
    assert response.headers["Location"] == "/teams/"


def test_a_wrong_password_is_said_beside_the_password(client):
    UserFactory(email="ada@example.org", password="correct horse battery", confirmed=True)
    response = client.post("/account/login/", {"login": "ada@example.org", "password": "wrong"})
    form = response.context["form"]
    assert (set(form.errors), form["login"].value()) == ({"password"}, "ada@example.org")


def test_the_first_sign_in_to_an_account_from_the_cms_asks_for_one_code_and_confirms_the_address(client):
    user = UserFactory(email="Officer@example.org")
    client.post("/account/login/", {"login": "officer@example.org"})
    client.post("/account/login/code/confirm/", {"code": code_in(last_mail().body)})
    assert list(user.emailaddress_set.values_list("email", "primary", "verified")) == [
        ("officer@example.org", True, True)
    ]


def test_the_first_sign_in_with_a_password_asks_to_confirm_the_address(client):
    UserFactory(email="officer@example.org", password="correct horse battery")
    response = client.post("/account/login/", {"login": "officer@example.org", "password": "correct horse battery"})
    assert response.headers["Location"] == "/account/confirm-email/"
    client.post("/account/confirm-email/", {"code": code_in(last_mail().body)})
    assert "_auth_user_id" in client.session


def test_a_wrong_code_signs_nobody_in(client):
    UserFactory(email="ada@example.org")
    client.post("/account/login/code/", {"email": "ada@example.org"})
    client.post("/account/login/code/confirm/", {"code": "WRONG-CODE"})
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_is_told_so_by_mail_and_the_page_says_the_same_to_both(client):
    UserFactory(email="known@example.org")
    known = client.post("/account/login/code/", {"email": "known@example.org"})
    client.cookies.clear()
    unknown = client.post("/account/login/code/", {"email": "unknown@example.org"})
    assert (unknown.status_code, unknown.headers["Location"]) == (known.status_code, known.headers["Location"])
    sent = last_mail()
    assert (sent.to, sent.subject) == (["unknown@example.org"], "We have no account with this email address")
    assert "/account/signup/" in sent.body


def test_anybody_can_make_a_contributor_s_account_and_nobody_a_member_of_staff_s(client):
    client.post("/account/signup/", {"email": "new@example.org", "is_staff": "on", "is_superuser": "on"})
    sent = last_mail()
    assert sent.subject == "Confirm your email address"
    client.post("/account/confirm-email/", {"code": code_in(sent.body)})
    user = User.objects.get(email="new@example.org")
    assert (user.is_staff, user.is_superuser) == (False, False)
    assert str(user.pk) == client.session["_auth_user_id"]


def test_somebody_who_signs_up_twice_is_told_by_mail(client):
    UserFactory(email="ada@example.org")
    client.post("/account/signup/", {"email": "ada@example.org"})
    sent = last_mail()
    assert (sent.to, sent.subject) == (["ada@example.org"], "You have an account already")
    assert User.objects.count() == 1


def test_a_password_is_reset_through_a_link(client):
    UserFactory(email="ada@example.org", password="correct horse battery")
    client.post("/account/password/reset/", {"email": "ada@example.org"})
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", last_mail().body)[1]
    form = client.get(link, follow=True)
    password = "another horse another battery"
    client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})
    assert User.objects.get().check_password(password)
    sent = last_mail()
    assert sent.subject == "A change to your account"
    assert "Your password was reset." in sent.body


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/cms/login/?next=/cms/pages/", "/account/login/?next=/cms/pages/"),
        ("/cms/password_reset/", "/account/password/reset/"),
        ("/cms/password_reset/confirm/x/y/", "/account/password/reset/"),
    ],
)
def test_the_cms_has_no_sign_in_of_its_own(client, address, target):
    for response in (client.get(address), client.post(address, {"username": "a@example.org", "password": "x"})):
        assert (response.status_code, response.headers["Location"]) == (302, target)


def test_the_cms_asks_who_you_are(client):
    assert client.get("/cms/").headers["Location"] == "/account/login/?next=/cms/"


def test_the_account_page_asks_who_you_are(client):
    assert client.get("/account/").headers["Location"] == "/account/login/?next=/account/"


def test_the_account_page_shows_what_concerns_the_user(client, monkeypatch):
    monkeypatch.setattr(sections, "registered", [])
    sections.register("accounts/account_section_of_a_test.html", lambda user: None)
    user = UserFactory(email="ada@example.org")
    client.force_login(user)
    page = client.get("/account/").text
    assert "You are signed in as <strong>ada@example.org</strong>." in page
    assert [link in page for link in ("/account/email/", "/account/2fa/", "/account/logout/")] == [True] * 3
    assert "/cms/" not in page
