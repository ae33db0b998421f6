from allauth.account.forms import LoginForm as AllauthLoginForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class LoginForm(AllauthLoginForm):
    """One page for both ways to sign in: with a password, or without one, by a code that comes by email."""

    def _setup_password_field(self):
        """Allauth takes the field away where people sign up without a password; ours may have one later."""
        password = self.fields["password"]
        password.required = False
        password.label = _("Password")
        password.help_text = _("Leave this empty and we send a code to your email address. You sign in with that code.")
        self.fields["login"].label = _("Email address")
        self.fields["login"].error_messages["required"] = _("Enter your email address")

    def clean(self):
        try:
            return super().clean()
        except ValidationError as refusal:
            self.add_error("password" if self.cleaned_data.get("password") else "login", refusal)
            return self.cleaned_data
