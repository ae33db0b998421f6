"""What allauth sends: each of its messages has words of ours."""

from pathlib import Path

import allauth
import pytest
from django.conf import settings as site_settings
from django.utils import translation

from mailing import dispatch, outbox, registry
from mailing.adapters import CHANGES, KINDS, AccountAdapter
from mailing.models import Message

pytestmark = pytest.mark.django_db
NOT_OURS = {
    "account/email/email_confirm",  # in CHANGES
    "account/email/password_reset_code",  # ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED is off
}
CONTEXT = {"code": "ABC-DEF", "password_reset_url": "https://s.example/reset/", "signup_url": "https://s.example/new/"}
WORDS = {
    "account_login_code": "ABC-DEF",
    "account_email_code": "ABC-DEF",
    "account_exists": "There is one already.",
    "account_unknown": "Make an account: https://s.example/new/",
    "account_password_reset": "Set a new password: https://s.example/reset/",
    "account_changed": "If it was not you,",
}


def templates_of_allauth():
    folder = Path(allauth.__file__).parent / "templates"
    for app in ("account", "mfa"):
        for subject in (folder / app / "email").glob("*_subject.txt"):
            yield f"{app}/email/{subject.name.removesuffix('_subject.txt')}"


def test_every_message_of_allauth_is_known():
    assert set(templates_of_allauth()) - NOT_OURS == (KINDS.keys() | CHANGES.keys()) - NOT_OURS


@pytest.mark.parametrize("template", [*KINDS, *CHANGES])
def test_a_message_of_allauth_waits_in_the_outbox_and_names_nobody_in_its_subject(template):
    with translation.override("cy"):
        AccountAdapter().send_mail(template, "ada@example.org", CONTEXT | {"user": object()})
    message = Message.objects.get()
    found = (message.to, message.language, message.priority, message.sensitive, message.person)
    assert found == ("ada@example.org", "cy", 10, True, None)
    rendered = outbox.render(message)
    assert "ada" not in rendered.subject
    assert WORDS[message.kind] in rendered.text


def test_an_unknown_message_of_allauth_is_an_error():
    with pytest.raises(KeyError):
        AccountAdapter().send_mail("account/email/nonsense", "ada@example.org", {})


def test_every_kind_has_its_templates_and_a_label():
    for kind in registry.kinds.values():
        assert str(kind.label)
        for name in ("subject.txt", "body.html"):
            folders = [Path(folder) for folder in site_settings.TEMPLATES[0]["DIRS"]]
            assert any((folder / "emails" / kind.name / name).is_file() for folder in folders), kind.name


def test_messages_are_valid_pages(html_errors):
    for template in [*KINDS, *CHANGES]:
        AccountAdapter().send_mail(template, "ada@example.org", CONTEXT)
    pages = {message.kind: outbox.render(message).html for message in Message.objects.all()}
    outbox.queue(kind="greeting", once="1", to="ada@example.org")
    pages["greeting"] = outbox.render(Message.objects.get(kind="greeting")).html
    assert html_errors(pages) == []


@pytest.mark.django_db
def test_a_code_is_never_in_the_log(caplog):
    caplog.set_level("DEBUG")
    AccountAdapter().send_mail("account/email/login_code", "ada@example.org", CONTEXT)
    dispatch.drain()
    assert [word for word in ("ABC-DEF", "ada@example.org") if word in caplog.text] == []
