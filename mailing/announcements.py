"""
The only code that writes news to those who asked for them: an officer writes, looks, and sends once.

Sending only notes the wish. The worker puts the messages into the outbox in batches, so that neither a request nor a
sign-in code waits for a long list.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mailing import outbox, subjects
from mailing.models import Announcement, Message, Subscription

BATCH = 500
KIND = "announcement"


def write(*, about, subject, text, language, by):
    """Keep a draft, and return it. Raises ValidationError."""
    return _saved(Announcement(about=about, subject=subject, text=text, language=language, by=by))


@transaction.atomic
def change(*, announcement, **fields):
    """Change a draft. Raises ValidationError, also when it was sent."""
    announcement = Announcement.objects.select_for_update().get(pk=announcement.pk)
    if announcement.queued_at:
        raise ValidationError(_("This was sent and cannot be changed. Write another."))
    for name, value in fields.items():
        setattr(announcement, name, value)
    return _saved(announcement)


def send(*, announcement, by, at=None):
    """Let the worker send it; True the first time, False when it was sent before. Raises ValidationError for nobody."""
    if not announcement.queued_at and not readers(announcement).exists():
        raise ValidationError(_("Nobody would get this: nobody has asked for news of this in this language."))
    unsent = Announcement.objects.filter(pk=announcement.pk, queued_at=None)
    return bool(unsent.update(queued_at=at or timezone.now(), by=by))


def readers(announcement):
    """
    The subscriptions that get it: confirmed ones in its language about its subject, or about everything.

    One for each address, the one about the subject where somebody has both. Whoever confirms later gets none.
    """
    confirmed = Subscription.objects.confirmed().filter(language=announcement.language)
    if announcement.queued_at:
        confirmed = confirmed.filter(confirmed_at__lte=announcement.queued_at)
    about_it = confirmed.filter(about=announcement.about)
    if announcement.about == subjects.ALL:
        return about_it
    has_both = Exists(about_it.filter(email=OuterRef("email")))
    return about_it | confirmed.filter(~has_both, about=subjects.ALL)


def in_other_languages(announcement):
    """How many who asked for this get nothing, since they read another language."""
    asked = Subscription.objects.confirmed().filter(about__in={announcement.about, subjects.ALL})
    return asked.exclude(language=announcement.language).values("email").distinct().count()


def queue_due(at):
    """For the worker's tick: one batch of each that was sent and is not wholly in the outbox."""
    for pk in Announcement.objects.unfinished().values_list("pk", flat=True):
        _queue_batch(pk, at)


@transaction.atomic
def _queue_batch(pk, at):
    announcement = Announcement.objects.select_for_update().get(pk=pk)
    if announcement.finished_at:  # by another worker
        return
    batch = list(readers(announcement).filter(pk__gt=announcement.reached).order_by("pk")[:BATCH])
    for subscription in batch:
        outbox.queue(
            kind=KIND,
            once=f"{KIND}:{announcement.public_id}:{subscription.public_id}",
            to=subscription.email,
            about=subscription.public_id,
            context={"announcement": announcement.public_id},
            language=subscription.language,
            priority=-1,  # nobody's place depends on it
        )
        announcement.reached = subscription.pk
    if len(batch) < BATCH:
        announcement.finished_at = at
    announcement.save(update_fields=["reached", "finished_at"])


def arrived(announcement):
    """Pairs of a state in words and how many of its messages are in it."""
    messages = Message.objects.filter(once__startswith=f"{KIND}:{announcement.public_id}:").order_by()
    counted = dict(messages.values_list("state").annotate(Count("pk")))
    return [(state.label, counted[state]) for state in Message.State if state in counted]


def _saved(announcement):
    with override(announcement.language):
        title = subjects.title(announcement.about)
    if title is None:
        raise ValidationError({"about": _("Select what it is about: this is not public now.")})
    if announcement.about != subjects.ALL and title.casefold() in announcement.subject.casefold():
        words = _("Leave the name out of the subject: it can be read on a locked screen. Name it in the text.")
        raise ValidationError({"subject": words})
    announcement.full_clean(exclude=["by"])
    announcement.save()
    return announcement
