import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.fernet import InvalidToken
from django.urls import URLPattern, get_resolver, reverse

from accounts import encryption, second_factor
from accounts.adapters import MFAAdapter
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
SECRET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def second_factor_is_asked(settings):
    settings.STAFF_SECOND_FACTOR = True
    settings.ACCOUNT_RATE_LIMITS = False


def code_now():
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def sign_in(client, user):
    return client.post("/account/login/", {"login": user.email, "password": PASSWORD})


def cms_addresses():
    """Every address of the CMS without arguments, and a few that have them."""

    def walk(patterns, prefix):
        for pattern in patterns:
            address = prefix + str(pattern.pattern)
            if not isinstance(pattern, URLPattern):
                yield from walk(pattern.url_patterns, address)
            elif not set("<(^$?") & set(address):
                yield f"/{address}"

    found = {address for address in walk(get_resolver().url_patterns, "") if address.startswith("/cms/")}
    public = {reverse(name) for name in ("wagtailadmin_logout", "wagtailadmin_login")}
    return sorted(found - public) + ["/cms/pages/1/", "/cms/pages/1/edit/", "/cms/users/1/", "/cms/images/1/"]


def test_staff_without_a_second_factor_are_led_from_every_address_to_where_they_set_one_up(client):
    client.force_login(UserFactory(administrator=True))
    addresses = [*cms_addresses(), "/account/", "/account/email/", "/teams/", "/cy/teams/"]
    assert len(addresses) > 60
    for address in addresses:
        response = client.get(address)
        if response.status_code != 404:  # what does not exist shows nothing
            assert (address, response.headers.get("Location")) == (
                address,
                f"/account/2fa/?next={address.replace('/', '%2F')}",
            )


def test_they_may_set_one_up_or_leave(client):
    client.force_login(UserFactory(officer=True))
    statuses = [client.get(address).status_code for address in ("/account/2fa/", "/account/2fa/totp/activate/")]
    assert statuses == [200, 200]
    client.post("/account/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db(transaction=True)  # allauth tells of the new factor on commit
def test_an_officer_sets_up_an_app_and_reaches_the_cms(client):
    user = UserFactory(officer=True, password=PASSWORD, confirmed=True)
    sign_in(client, user)
    address = "/account/2fa/totp/activate/"
    assert client.get(address).headers["Location"].startswith("/account/reauthenticate/?next=")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.get(address)
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    assert client.post(address, {"code": code_now()}).status_code == 302
    assert client.get("/cms/").status_code == 200
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert SECRET not in stored
    assert encryption.decrypt(stored) == SECRET


def test_an_officer_with_an_app_signs_in_with_its_code(client):
    user = UserFactory(officer=True, password=PASSWORD, confirmed=True)
    TOTP.activate(user, SECRET)
    assert sign_in(client, user).headers["Location"] == "/account/2fa/authenticate/"
    assert client.get("/cms/").headers["Location"] == "/account/login/?next=/cms/"
    client.post("/account/2fa/authenticate/", {"code": code_now()})
    assert client.get("/cms/").status_code == 200


def test_a_session_that_did_not_use_the_app_is_asked_for_its_code_and_may_set_up_nothing(client):
    user = UserFactory(officer=True)
    TOTP.activate(user, SECRET)
    client.force_login(user)
    for address in ("/cms/", "/account/2fa/webauthn/add/", "/account/2fa/"):
        assert client.get(address).headers["Location"].startswith("/account/2fa/reauthenticate/?next=")
    client.post("/account/2fa/reauthenticate/", {"code": code_now()})
    assert client.get("/cms/").status_code == 200


def test_a_contributor_and_a_design_team_need_none(client):
    client.force_login(UserFactory())
    assert client.get("/account/").status_code == 200


def test_a_demonstration_may_go_without(client, settings):
    settings.STAFF_SECOND_FACTOR = False
    client.force_login(UserFactory(officer=True))
    assert client.get("/cms/").status_code == 200


def test_staff_cannot_remove_their_last_factor():
    officer, contributor = UserFactory(officer=True), UserFactory()
    for user in (officer, contributor):
        TOTP.activate(user, SECRET)
    may_delete = MFAAdapter().can_delete_authenticator
    [first] = second_factor.factors(officer)
    assert not may_delete(first)
    assert may_delete(second_factor.factors(contributor).get())
    Authenticator.objects.create(user=officer, type="recovery_codes", data={})
    assert not may_delete(first)
    Authenticator.objects.create(user=officer, type="webauthn", data={})
    assert may_delete(first)


def test_a_key_may_change_and_a_lost_one_opens_nothing(settings):
    settings.FIELD_KEYS = ["old"]
    token = encryption.encrypt("secret")
    settings.FIELD_KEYS = ["new", "old"]
    assert encryption.decrypt(token) == "secret"
    settings.FIELD_KEYS = ["new"]
    with pytest.raises(InvalidToken):
        encryption.decrypt(token)


def test_public_pages_do_not_look_at_the_session(client):
    response = client.get("/healthz/live")
    assert "Cookie" not in response.headers.get("Vary", "")


def test_the_cms_sends_its_own_policy_and_the_account_pages_the_strict_one(client, settings):
    settings.STAFF_SECOND_FACTOR = False
    client.force_login(UserFactory(officer=True))
    assert "script-src 'self' 'unsafe-inline'" in client.get("/cms/").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in client.get("/account/").headers["Content-Security-Policy"]
