"""Signing in with a real browser: every page accessible and narrow, and a passkey from its first day to its use."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from tests import looking
from tests.factories.accounts import UserFactory
from tests.factories.home import HomePageFactory, StandardPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The back link stands before the content, as the design system wants it; this rule would have it inside a landmark.
PASSWORD = "a long password of hers"
ENTRANCE = [
    "account_login",
    "account_signup",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_inactive",
]
MANAGE = [
    "account",
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
]


@pytest.fixture(autouse=True)
def site(transactional_db):
    HomePageFactory()
    for slug in ("accessibility", "contact", "cookies", "privacy"):
        StandardPageFactory(title=slug.title(), slug=slug)


@pytest.fixture
def user():
    user = UserFactory(email="amina@example.org", password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def sign_in(page, user):
    page.goto(reverse("account_login"))
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button:has-text('Sign in') >> nth=0")
    page.wait_for_url("**/account/")


def prove(page):
    page.goto(reverse("account_reauthenticate"))
    page.fill("[name=password]", PASSWORD)
    page.click("text=Continue")
    page.wait_for_url("**/account/")


def problems(page):
    return looking.violations(page) + [*looking.too_wide(page)]


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_of_signing_in_is_accessible_and_fits(open_page, user, width):
    page = open_page(viewport={"width": width, "height": 900})
    found = {}
    for name in ENTRANCE:
        page.goto(reverse(name))
        found[name] = problems(page)
    page.goto(reverse("account_request_login_code"))
    page.fill("[name=email]", user.email)
    page.click("text=Send me a code")
    found["code"] = problems(page)
    page.context.clear_cookies()
    sign_in(page, user)
    prove(page)
    for name in MANAGE:
        page.goto(reverse(name))
        found[name] = problems(page)
    assert found == dict.fromkeys(found, [])


def test_a_passkey_is_added_and_signs_in(page, user):
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    consenting = {"isUserVerified": True, "automaticPresenceSimulation": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": options | consenting})
    sign_in(page, user)
    prove(page)
    page.goto(reverse("mfa_add_webauthn"))
    page.fill("[name=name]", "My telephone")
    page.check("[name=passwordless]")
    page.click("text=Add the key")
    page.wait_for_url("**/recovery-codes/")
    page.goto(reverse("mfa_list_webauthn"))
    assert "My telephone" in page.inner_text("main")
    page.goto(reverse("account_logout"))
    page.click("main button:has-text('Sign out')")
    page.goto(reverse("account_login"))
    page.click("text=Sign in with a passkey")
    page.wait_for_url("**/account/")
    assert user.email in page.inner_text("main")
