"""The kinds of message that belong to no other room: what sign-in and alerts send."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mailing import registry, rendering, subscriptions
from mailing.models import Subscription
from mailing.wordings import Words


def register():
    """Called once when the site starts."""
    code = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
    registry.register("account_login_code", label=_("Sign-in code"), useful_for=code)
    registry.register("account_email_code", label=_("Code to confirm an e-mail address"), useful_for=code)
    registry.register("account_exists", label=_("There is an account already"))
    registry.register("account_unknown", label=_("There is no account"))
    registry.register("account_password_reset", label=_("Link to set a new password"))
    registry.register("account_changed", label=_("Something about the account changed"))
    registry.register("alert_confirm", label=_("Link to confirm news by email"), context=_alert)
    registry.register("wording_test", label=_("Test of the words of a message"), context=_test, editable=False)


def _alert(message):
    return {"url": subscriptions.address(Subscription.objects.get(public_id=message.about))}


def _test(message):
    """`context` of the message has the kind's name and the words; nobody's data is in it."""
    told = message.context
    words = Words(told["subject"], told["body"], message.language)
    subject, body = rendering.example_in_short(registry.kind(told["kind"]), words)
    return {"tested": subject, "body": body}
