"""Writing to people of a date or members of a forum in an officer's own words: the only code that does."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from i18nfield.strings import LazyI18nString

from accounts import access
from events import details
from events.models import ForumPage, Membership, Writing
from mailing import outbox, outlines, registry, wordings
from mailing.models import Message

KIND, TO_MEMBERS = "written_by_officer", "written_to_members"
LANGUAGES = dict(settings.LANGUAGES)
MAIN = settings.LANGUAGE_CODE


def kind_of(about):
    """The kind of what is written to people of a date (EventDate) or to members of a forum (ForumPage)."""
    return TO_MEMBERS if isinstance(about, ForumPage) else KIND


def write(*, about, rows, subject, body, key, by, anyway=False):
    """
    Write to people of a date or members of a forum (`about`), each by their own channel, and return the Writing. `rows`
    are their registrations or memberships. The same `key` again writes nothing.

    `subject` and `body` are texts per language (LazyI18nString). `anyway` sends the words of the main language to
    whoever reads another one in which there are none. Raises ValidationError by field.
    """
    if written := Writing.objects.filter(key=key).first():
        return written
    check(about, rows, subject, body, anyway=anyway)
    of = {"forum" if isinstance(about, ForumPage) else "date": about}
    writing, is_new = Writing.objects.get_or_create(
        key=key, defaults={"subject": subject, "body": body, "made_by": by} | of
    )
    if is_new:
        _queue(writing, once_each(rows), by)
    return writing


def _queue(writing, rows, by):
    for row in rows:
        outbox.queue(
            kind=kind_of(writing.about),
            once=f"{_once(writing)}{row.person.public_id}",
            person=row.person,
            about=row.public_id,
            language=row.language,
            context={"writing": writing.public_id},
        )
    readers = f"people of date {writing.date.public_id}" if writing.date else f"members of forum {writing.forum_id}"
    what = f"writing {writing.public_id} to {readers}"
    access.record(by=by, action=access.Action.SENT, what=what, rows=len(rows))


def _once(writing):
    return f"{kind_of(writing.about)}:{writing.public_id}:"


def messages(writing):
    """What was sent for it: a row for each person, and those that were sent again."""
    return Message.objects.filter(once__startswith=_once(writing))


def counts(writing):
    """Pairs of a state and how many of its messages are in it."""
    found = dict(messages(writing).order_by().values_list("state").annotate(Count("pk")))
    return [(state, found[state]) for state in Message.State if state in found]


def by_way(rows):
    """How many of the rows get it "by_mail", "by_notify" (as a text message or letter), or as "tasks" for somebody."""
    found = dict.fromkeys(("by_mail", "by_notify", "tasks"), 0)
    for row in rows:
        is_mail, is_task = not outbox.is_by_hand(row.person), outbox.becomes_task(row.person)
        found["by_mail" if is_mail else "tasks" if is_task else "by_notify"] += 1
    return found


def once_each(rows):
    """The rows without those of somebody who is among them already, whom we no longer know, or who left the forum."""
    by_person = {}
    for row in rows:
        has_left = isinstance(row, Membership) and row.has_ended
        if row.person and not has_left:
            by_person.setdefault(row.person_id, row)
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


def check(about, rows, subject, body, *, anyway):
    """Ask whether it can be sent. Raises ValidationError by field."""
    if not once_each(rows):
        raise ValidationError({"readers": _("Choose at least 1 person who can be reached.")})
    if not words_in(subject, body, MAIN):
        raise ValidationError(
            {"body": _("Write a subject and a text in %(language)s.") % {"language": main_language()}}
        )
    outline = outlines.of(registry.kind(kind_of(about)))
    for language in LANGUAGES:
        _check_words(about, outline, subject, body, language)
    if not anyway and (others := without_words(rows, subject, body)):
        raise ValidationError({"anyway": _not_asked(others)})


def _check_words(about, outline, subject, body, language):
    if bool(_text(subject, language)) != bool(_text(body, language)):
        raise ValidationError(
            {"body": _("Write both in %(language)s, or neither.") % {"language": LANGUAGES[language]}}
        )
    wordings.check(outline, _text(subject, language), _text(body, language), required=False)
    if named := _named(about, _text(subject, language)):
        sentence = _("A subject is read over shoulders. Take out “%(title)s”; it can stand in the text.")
        raise ValidationError({"subject": sentence % {"title": named}})


def _named(about, subject):
    """A title in the subject that says what the event or the forum is about, or ""."""
    page = about if isinstance(about, ForumPage) else about.page
    titles = [page.title, details.title_of(page), *page.topics.values_list("title", flat=True)]
    return next((title for title in titles if title.casefold() in subject.casefold()), "")


def without_words(rows, subject, body):
    """Those who read a language in which there are no words."""
    return [each for each in once_each(rows) if not words_in(subject, body, each.language)]


def _not_asked(rows):
    words = ngettext(
        "%(count)s person reads another language. Write in it too, or tick that they get this in %(main)s.",
        "%(count)s people read another language. Write in it too, or tick that they get this in %(main)s.",
        len(rows),
    )
    return words % {"count": len(rows), "main": main_language()}


def main_language():
    return LANGUAGES[MAIN]
