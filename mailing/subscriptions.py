"""The only code that writes alerts: somebody asks, confirms from their own mail, and may end it at any time."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from content import ids
from mailing import outbox, subjects
from mailing.models import Message, Subscription

SCOPE = "alert"
CONFIRM_WITHIN = timedelta(days=7)


@transaction.atomic
def ask(*, email, about=subjects.ALL, language):
    """
    Note the wish and send the link that confirms it, once a day at most; nobody is told whether it was known before.
    """
    email = email.lower()
    subscription, _made = Subscription.objects.get_or_create(
        email=email, about=about, ended_at=None, defaults={"language": language}
    )
    if subscription.confirmed_at is None:
        today = timezone.localdate()
        Subscription.objects.filter(pk=subscription.pk).update(asked_at=timezone.now())
        outbox.queue(
            kind="alert_confirm",
            once=f"alert_confirm:{subscription.public_id}:{today}",
            to=email,
            about=subscription.public_id,
            language=language,
        )
    return subscription


def confirm(subscription):
    """Confirm it, once; True when it holds now. Too late after seven days, or when it was ended."""
    waiting = Subscription.objects.filter(pk=subscription.pk, confirmed_at=None, ended_at=None)
    waiting.filter(asked_at__gt=timezone.now() - CONFIRM_WITHIN).update(confirmed_at=timezone.now())
    return Subscription.objects.confirmed().filter(pk=subscription.pk).exists()


@transaction.atomic
def end(subscription):
    """End it, and what waits in the outbox for it; a second time changes nothing. Bookings are not touched."""
    Subscription.objects.filter(pk=subscription.pk, ended_at=None).update(ended_at=timezone.now())
    news = Message.objects.filter(kind="announcement", about=subscription.public_id)
    outbox.withhold(news, _("They asked for no more news"))


def find(token):
    """The subscription whose link this is, or None."""
    if not ids.is_signed(token, scope=SCOPE):
        return None
    return Subscription.objects.filter(public_id=ids.split(token)).first()


def address(subscription, name="alert"):
    """The full address of its page, in its language; `name="alert_end"` is where a mail program may end it."""
    with translation.override(subscription.language):
        return settings.BASE_URL + reverse(name, args=[ids.sign(subscription.public_id, scope=SCOPE)])
