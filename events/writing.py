"""Writing to people of a date in an officer's own words: the only code that does."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from i18nfield.strings import LazyI18nString

from accounts import access
from events import details
from events.models import Writing
from mailing import outbox, outlines, registry, wordings
from mailing.models import Message

KIND = "written_by_officer"
LANGUAGES = dict(settings.LANGUAGES)
MAIN = settings.LANGUAGE_CODE


def write(*, date, registrations, subject, body, key, by, anyway=False):
    """
    Write to people of a date, each by their own channel, and return the Writing. The same `key` again writes nothing.

    `subject` and `body` are texts per language (LazyI18nString). `anyway` sends the words of the main language to
    whoever reads another one in which there are none. Raises ValidationError by field.
    """
    if written := Writing.objects.filter(key=key).first():
        return written
    check(date, registrations, subject, body, anyway=anyway)
    writing, is_new = Writing.objects.get_or_create(
        key=key, defaults={"date": date, "subject": subject, "body": body, "made_by": by}
    )
    if is_new:
        _queue(writing, once_each(registrations), by)
    return writing


def _queue(writing, registrations, by):
    for registration in registrations:
        outbox.queue(
            kind=KIND,
            once=f"{_once(writing)}{registration.person.public_id}",
            person=registration.person,
            about=registration.public_id,
            language=registration.language,
            context={"writing": writing.public_id},
        )
    what = f"writing {writing.public_id} to people of date {writing.date.public_id}"
    access.record(by=by, action=access.Action.SENT, what=what, rows=len(registrations))


def _once(writing):
    return f"{KIND}:{writing.public_id}:"


def messages(writing):
    """What was sent for it: a row for each person, and those that were sent again."""
    return Message.objects.filter(once__startswith=_once(writing))


def counts(writing):
    """Pairs of a state and how many of its messages are in it."""
    found = dict(messages(writing).order_by().values_list("state").annotate(Count("pk")))
    return [(state, found[state]) for state in Message.State if state in found]


def is_by_hand(registration):
    """Whether somebody must say or post it."""
    return outbox.is_by_hand(registration.person)


def once_each(registrations):
    """The registrations without those of somebody who is among them already, or whom we no longer know."""
    by_person = {}
    for registration in registrations:
        if registration.person:
            by_person.setdefault(registration.person_id, registration)
    return list(by_person.values())


def words_in(subject, body, language):
    """The Words of texts per language in one language; None where they are not whole in it."""
    subject, body = (_text(each, language) for each in (subject, body))
    return wordings.Words(subject, body, language) if subject and body else None


def words_of(message, language):
    """For the registry: what was written, in a language, or None."""
    writing = Writing.objects.get(public_id=message.context["writing"])
    return words_in(writing.subject, writing.body, language)


def _text(text, language):
    data = text.data if isinstance(text, LazyI18nString) else text
    data = data if isinstance(data, dict) else {MAIN: data}
    return (data.get(language) or "").strip()


# --- What is refused


def check(date, registrations, subject, body, *, anyway):
    """Ask whether it can be sent. Raises ValidationError by field."""
    if not once_each(registrations):
        raise ValidationError({"readers": _("Choose at least 1 person who can be reached.")})
    if not words_in(subject, body, MAIN):
        raise ValidationError(
            {"body": _("Write a subject and a text in %(language)s.") % {"language": main_language()}}
        )
    outline = outlines.of(registry.kind(KIND))
    for language in LANGUAGES:
        _check_words(date, outline, subject, body, language)
    if not anyway and (others := without_words(registrations, subject, body)):
        raise ValidationError({"anyway": _not_asked(others)})


def _check_words(date, outline, subject, body, language):
    if bool(_text(subject, language)) != bool(_text(body, language)):
        raise ValidationError(
            {"body": _("Write both in %(language)s, or neither.") % {"language": LANGUAGES[language]}}
        )
    wordings.check(outline, _text(subject, language), _text(body, language), required=False)
    if named := _named(date, _text(subject, language)):
        sentence = _("A subject is read over shoulders. Take out “%(title)s”; it can stand in the text.")
        raise ValidationError({"subject": sentence % {"title": named}})


def _named(date, subject):
    """A title in the subject that says what the event is about, or ""."""
    titles = [date.page.title, details.title_of(date.page), *date.page.topics.values_list("title", flat=True)]
    return next((title for title in titles if title.casefold() in subject.casefold()), "")


def without_words(registrations, subject, body):
    """Those who read a language in which there are no words."""
    return [each for each in once_each(registrations) if not words_in(subject, body, each.language)]


def _not_asked(registrations):
    words = ngettext(
        "%(count)s person reads another language. Write in it too, or tick that they get this in %(main)s.",
        "%(count)s people read another language. Write in it too, or tick that they get this in %(main)s.",
        len(registrations),
    )
    return words % {"count": len(registrations), "main": main_language()}


def main_language():
    return LANGUAGES[MAIN]
