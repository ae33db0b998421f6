"""The pages of signing in keep the rules of every page, in every state."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from bs4 import BeautifulSoup
from django.urls import reverse

from tests import rules
from tests.factories.accounts import UserFactory
from tests.factories.home import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def footer_pages(db):
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug)


@pytest.fixture
def user():
    user = UserFactory(email="amina@example.org", password="a long password of hers")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@pytest.fixture
def signed_in(client, user):
    """A client that gave its password a moment ago, and once more, so that no page asks again who it is."""
    for name in ("account_login", "account_reauthenticate"):
        answer = {"login": user.email, "password": "a long password of hers"}
        assert client.post(reverse(name), answer).status_code == 302
    return client


def found(response, kind="page"):
    return rules.problems(response.content.decode(), kind=kind, without=["Q1", "Q2"])


def heading(response):
    return BeautifulSoup(response.content, "html.parser").h1.get_text(strip=True)


ENTRANCE = {
    "account_login": "Sign in",
    "account_signup": "Create an account",
    "account_request_login_code": "Get a code to sign in",
    "account_reset_password": "Choose a new password",
    "account_reset_password_done": "Look at your email",
    "account_reset_password_from_key_done": "Your new password is saved",
    "account_inactive": "This account is closed",
}


@pytest.mark.parametrize(("name", "said"), ENTRANCE.items())
def test_the_pages_before_signing_in(client, name, said):
    page = client.get(reverse(name))
    assert (page.status_code, heading(page), found(page)) == (200, said, [])


@pytest.mark.parametrize(
    "name", ["account_login", "account_signup", "account_request_login_code", "account_reset_password"]
)
def test_an_empty_form_is_told_what_to_enter(client, name):
    assert found(client.post(reverse(name), {}), kind="error") == []


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("account_login", {"login": "amina@example.org", "password": "wrong"}),
        ("account_signup", {"email": "amina"}),
        ("account_request_login_code", {"email": "amina"}),
    ],
)
def test_a_wrong_answer_is_told_what_to_enter(client, user, name, answers):
    assert found(client.post(reverse(name), answers), kind="error") == []


def test_the_page_that_asks_for_a_code(client, user):
    page = client.post(reverse("account_request_login_code"), {"email": user.email}, follow=True)
    assert (heading(page), found(page)) == ("Enter the code that we sent you", [])
    for wrong in ("", "wrong"):
        page = client.post(reverse("account_confirm_login_code"), {"code": wrong})
        assert found(page, kind="error") == []


def test_the_page_that_confirms_a_new_account(client):
    page = client.post(reverse("account_signup"), {"email": "new@example.org", "website": ""}, follow=True)
    assert (heading(page), found(page)) == ("Enter the code that we sent you", [])


def test_a_link_for_a_new_password_that_is_no_longer_in_use(client):
    page = client.get(reverse("account_reset_password_from_key", args=["1", "x-y"]))
    assert (heading(page), found(page)) == ("This link is no longer in use", [])


MANAGE = {
    "account_email": "Change your email address",
    "account_change_password": "Change your password",
    "account_logout": "Sign out",
    "mfa_index": "Your second step",
    "mfa_activate_totp": "Set up an authenticator app",
    "mfa_add_webauthn": "Add a passkey or security key",
    "mfa_list_webauthn": "Your passkeys and security keys",
}


@pytest.mark.parametrize(("name", "said"), MANAGE.items())
def test_the_pages_of_an_account(signed_in, name, said):
    page = signed_in.get(reverse(name))
    assert (page.status_code, heading(page), found(page)) == (200, said, [])


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "mfa_activate_totp"])
def test_an_empty_form_of_an_account_is_told_what_to_enter(signed_in, name):
    assert found(signed_in.post(reverse(name), {"action_add": "yes"}), kind="error") == []


def test_a_first_password(client):
    client.force_login(UserFactory())
    client.session.save()
    page = client.get(reverse("account_set_password"), follow=True)
    assert found(page) == []


def test_changing_the_address_asks_for_the_code(signed_in):
    page = signed_in.post(reverse("account_email"), {"email": "new@example.org", "action_add": "yes"}, follow=True)
    assert found(page) == []
    assert found(signed_in.get(reverse("account_email"), follow=True)) == []


def test_the_pages_of_the_second_step(client, user):
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    page = client.post(
        reverse("account_login"), {"login": user.email, "password": "a long password of hers"}, follow=True
    )
    assert (heading(page), found(page)) == ("The second step", [])
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert found(wrong, kind="error") == []
    code = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()[0]
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    seen = {name: found(client.get(reverse(name), follow=True)) for name in SECOND_STEP}
    assert seen == {name: [] for name in SECOND_STEP}


SECOND_STEP = [
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "account_reauthenticate",
]
