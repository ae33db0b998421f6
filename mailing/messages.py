"""The kinds of message that belong to no other room: what sign-in and alerts send."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mailing import registry, rendering, subjects, subscriptions
from mailing.models import Announcement, Subscription
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
    registry.register("announcement", label=_("News"), headers=_one_click, **OF_NEWS)
    registry.register("wording_test", label=_("Test of the words of a message"), context=_test, editable=False)


def _subscription(message):
    return Subscription.objects.get(public_id=message.about)


def _alert(message):
    subscription = _subscription(message)
    return {"url": subscriptions.address(subscription)} | _subject_of(subscription.about)


def _subject_of(about):
    """What it is about, where that is one thing and still public."""
    return {"about": lambda: "" if about == subjects.ALL else subjects.title(about)}


def _written(message):
    return Announcement.objects.get(public_id=message.context["announcement"])


def _words_of_news(message, language):
    """What an officer wrote, in its one language; None in another."""
    news = _written(message)
    return Words(news.subject, news.text, language) if news.language == language else None


def _announcement(message):
    """A preview is about nobody's subscription, and so has no address at which it ends."""
    announcement = _written(message)
    stop = subscriptions.address(_subscription(message)) if message.about else ""
    return {"announcement": announcement, "stop": stop} | _subject_of(announcement.about)


def _one_click(message):
    """RFC 8058: the reader's mail program ends it with one POST, without asking anything."""
    address = subscriptions.address(_subscription(message), "alert_end")
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _test(message):
    """`context` of the message has the kind's name and the words; nobody's data is in it."""
    told = message.context
    words = Words(told["subject"], told["body"], message.language)
    subject, body = rendering.example_in_short(registry.kind(told["kind"]), words)
    return {"tested": subject, "body": body}


OF_NEWS = {"context": _announcement, "written": _words_of_news, "editable": False}
