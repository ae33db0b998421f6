"""
The words of messages that officers wrote, and in which language a message goes out.

The site has words for each kind of message in its main language, and in each language that it has a catalogue for.
Officers may write their own for any language. A reader gets a message in their language where there are words in it,
and else in the main language, with a sentence that says so.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import to_locale

from mailing import markup, outlines, registry
from mailing.models import MessageWording


@dataclass(frozen=True)
class Words:
    """A subject and a text, as officers write them, in a language (its code)."""

    subject: str
    body: str
    language: str


@cache
def has_catalogue(language):
    """Whether the site itself speaks a language."""
    catalogues = (Path(path) / to_locale(language) / "LC_MESSAGES" / "django.mo" for path in settings.LOCALE_PATHS)
    return language == settings.LANGUAGE_CODE or any(catalogue.exists() for catalogue in catalogues)


def language_of_site(language):
    """The language in which the site itself speaks to a reader of `language`: dates, facts and pieces."""
    return language if has_catalogue(language) else settings.LANGUAGE_CODE


def of(message):
    """The Words of a message that an officer wrote; None where those of the site hold."""
    kind = registry.kind(message.kind)
    find = kind.written or (lambda message, language: in_force(kind.name, language))
    words = find(message, message.language)
    if words or message.language == settings.LANGUAGE_CODE or (has_catalogue(message.language) and not kind.written):
        return words
    return find(message, settings.LANGUAGE_CODE)


def in_force(kind, language):
    """The officers' Words of a kind (its name) in a language; None where those of the site hold."""
    latest = MessageWording.objects.of(kind, language).first()
    return Words(latest.subject, latest.body, language) if latest and latest.body else None


def editable():
    """The kinds of which officers may change the words, in the order of their labels."""
    return sorted((kind for kind in registry.kinds.values() if kind.editable), key=lambda kind: str(kind.label))


def save(*, kind, language, subject, body, by, was=None):
    """
    Write a new version of the words of a kind (its name), and return it; words that did not change make none.

    `was` is the version (its pk, or None) that the officer began from. Raises ValidationError with what `check` says,
    and where somebody else has written a version since.
    """
    latest = MessageWording.objects.of(kind, language).first()
    if was != (latest and latest.pk):
        raise ValidationError(
            _("Somebody else has changed these words since you opened them. Copy yours, and open this page again.")
        )
    check(outlines.of(registry.kind(kind)), subject, body)
    if latest and (latest.subject, latest.body) == (subject, body):
        return latest
    return MessageWording.objects.create(kind=kind, language=language, subject=subject, body=body, made_by=by)


def go_back(*, kind, language, by):
    """Let the words of the site hold again; the officers' own stay in the history."""
    if in_force(kind, language):
        MessageWording.objects.create(kind=kind, language=language, made_by=by)


def check(outline, subject, body, *, required=True):
    """
    Ask whether words can be sent: every name is known and stands where it may, and what readers need is there.

    `outline` is that of the kind. Raises ValidationError by field, `subject` and `body`, in sentences that say what to
    write instead.
    """
    errors = {"subject": [*_wrong_in_subject(outline, subject)], "body": [*_wrong_in_body(outline, body)]}
    if required:
        errors["body"] += _missing(outline, body)
    if errors := {field: found for field, found in errors.items() if found}:
        raise ValidationError(errors)


def _wrong_in_subject(outline, subject):
    for name in markup.names(subject):
        if name not in outline.in_subject:
            yield _("A subject cannot have {%(name)s}. %(known)s") % {"name": name, "known": _known(outline.in_subject)}


def _wrong_in_body(outline, body):
    for name in markup.names(body):
        if name not in outline.in_body:
            yield _("There is no {%(name)s}. %(known)s") % {"name": name, "known": _known(outline.in_body)}
    pieces = {piece.name for piece in outline.pieces}
    for block in markup.blocks(body):
        for name in markup.names(block):
            if name in pieces and block != f"{{{name}}}":
                yield _("Put {%(name)s} on a line of its own, with an empty line before and after it.") % {"name": name}
    for address in markup.refused_addresses(body):
        yield _("The link to %(address)s leads nowhere. Begin it with https://, mailto: or tel:.") % {
            "address": address
        }


def _missing(outline, body):
    there = markup.names(body)
    return [
        _("Readers need {%(name)s}: %(label)s. Put it on a line of its own.")
        % {"name": piece.name, "label": piece.label}
        for piece in outline.pieces
        if piece.required and piece.name not in there
    ]


def _known(names):
    if not names:
        return _("Nothing in braces can stand here.")
    return _("You can use %(names)s.") % {"names": get_text_list([f"{{{name}}}" for name in names], _("and"))}
