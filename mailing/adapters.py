"""What allauth sends goes through the outbox, so that a sign-in page never waits for a mail server."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from django.utils.translation import gettext_noop

from accounts.sign_in import ACCOUNT_ERRORS
from content.ids import random_key
from mailing import outbox

KINDS = {
    "account/email/login_code": "account_login_code",
    "account/email/email_confirmation": "account_email_code",
    "account/email/email_confirmation_signup": "account_email_code",
    "account/email/account_already_exists": "account_exists",
    "account/email/unknown_account": "account_unknown",
    "account/email/password_reset_key": "account_password_reset",
}
# Notices of a change: what happened, in a sentence that is translated when it is sent.
CHANGES = {
    "account/email/email_changed": gettext_noop("Your email address was changed."),
    "account/email/email_confirm": gettext_noop("Your email address was confirmed."),
    "account/email/email_deleted": gettext_noop("An email address was removed."),
    "account/email/password_changed": gettext_noop("Your password was changed."),
    "account/email/password_reset": gettext_noop("Your password was reset."),
    "account/email/password_set": gettext_noop("A password was set."),
    "mfa/email/recovery_codes_generated": gettext_noop("New recovery codes were made. The old ones no longer work."),
    "mfa/email/totp_activated": gettext_noop("An authenticator app was added as a second factor."),
    "mfa/email/totp_deactivated": gettext_noop("The authenticator app was removed as a second factor."),
    "mfa/email/webauthn_added": gettext_noop("A passkey or security key was added."),
    "mfa/email/webauthn_removed": gettext_noop("A passkey or security key was removed."),
}
TOLD = ("code", "password_reset_url", "signup_url")  # what of allauth's context our words need


class AccountAdapter(DefaultAccountAdapter):
    """Anybody may sign up as a contributor; staff are made by an administrator, never by signing up."""

    error_messages = DefaultAccountAdapter.error_messages | ACCOUNT_ERRORS

    def pre_login(self, request, user, **kwargs):
        """
        An account that was made in the CMS has no confirmed address: a code that came back from it confirms it.

        Without this its first sign-in would ask for two codes.
        """
        response = super().pre_login(request, user, **kwargs)
        if response is None and not EmailAddress.objects.filter(user=user).exists():
            address = user.email.lower()
            records = get_authentication_records(request, user)
            came_back = any(record["method"] == "code" and record["email"].lower() == address for record in records)
            EmailAddress.objects.create(user=user, email=address, primary=True, verified=came_back)
        return response

    def send_mail(self, template_prefix, email, context):
        """Queue it as urgent and sensitive. Raises KeyError for a message of allauth's that we do not know."""
        kind = KINDS.get(template_prefix, "account_changed")
        told = {name: str(context[name]) for name in TOLD if name in context}
        if kind == "account_changed":
            told = {"change": CHANGES[template_prefix]}
        once = f"{kind}:{random_key()}"  # each one is an occasion of its own
        outbox.queue(kind=kind, once=once, to=email, context=told, priority=10, sensitive=True)
