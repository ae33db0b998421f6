"""The words of the sign-in pages: allauth's forms ask and explain as the rest of the site does."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

# The name of a field, in whichever form it stands -> its label, and what is said when it was left empty.
WORDS = {
    "email": (_("Email address"), _("Enter your email address")),
    "code": (_("Code"), _("Enter the code")),
    "password": (_("Password"), _("Enter your password")),
    "oldpassword": (_("Current password"), _("Enter your current password")),
    "password1": (_("New password"), _("Enter a new password")),
    "password2": (_("New password again"), _("Enter the new password again")),
    "name": (_("Name of this key"), _("Enter a name for this key")),
    "passwordless": (_("I want to sign in with this key alone, without a password"), ""),
}
HINTS = {
    "password": "",
    "oldpassword": "",
    "password1": lazy(lambda: " ".join(password_validators_help_texts()), str)(),
    "passwordless": _("The key will ask for your fingerprint, your face or a PIN."),
}

ACCOUNT_ERRORS = {
    "account_inactive": _("Select another account: this one is closed"),
    "email_password_mismatch": _("Enter the email address and the password of your account. These do not match"),
    "email_taken": _("Enter another email address: this one belongs to an account"),
    "enter_current_password": _("Enter your current password"),
    "incorrect_code": _("Enter the code as it was sent. This one does not match"),
    "incorrect_password": _("Enter your password. This one does not match"),
    "same_as_current": _("Enter another email address than the one that you have now"),
    "too_many_login_attempts": _("Select “Send me a code”, or wait: there were too many tries"),
    "rate_limited": _("Enter the code in a few minutes: there were too many tries"),
    "unknown_email": _("Enter the email address of an account. This one does not match any"),
}
FACTOR_ERRORS = {
    "incorrect_code": _("Enter the code that is shown now. This one does not match"),
    "unverified_email": _("Select this again after you have confirmed your email address"),
    "cannot_delete_authenticator": _("Add another way first: your account must keep one second step"),
}


class Worded:
    """Gives the fields of a form the words above."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in WORDS:
                field.label, field.error_messages["required"] = WORDS[name]
                field.error_messages["invalid"] = _(
                    "Enter an email address in the correct format, like name@example.com"
                )
            field.help_text = HINTS.get(name, field.help_text)


class SignupForm(Worded, account.SignupForm):
    pass


class RequestLoginCodeForm(Worded, account.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(Worded, account.ConfirmLoginCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(Worded, account.ConfirmEmailVerificationCodeForm):
    pass


class AddEmailForm(Worded, account.AddEmailForm):
    pass


class ChangeEmailForm(Worded, account.ChangeEmailForm):
    pass


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    pass


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    pass


class SetPasswordForm(Worded, account.SetPasswordForm):
    pass


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    pass


class FactorForm(Worded, mfa.AuthenticateForm):
    pass


class FactorAgainForm(Worded, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    pass


class AddKeyForm(Worded, webauthn.AddWebAuthnForm):
    pass


class EditKeyForm(Worded, webauthn.EditWebAuthnForm):
    pass
