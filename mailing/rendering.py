"""From a row of the outbox to what is read: a subject, a text, a page of HTML, and files."""

import html
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string, select_template
from django.utils import translation
from django.utils.html import escape
from wagtail.models import Site

from content.models import Organisation
from mailing import markup, outlines, registry, wordings
from mailing.models import Message
from mailing.plain_text import as_text


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    html: str
    attachments: tuple[registry.Attachment, ...] = ()
    sender: Organisation | None = None  # who writes; None for words that were kept from an earlier sending


def organisation():
    """Who writes: the organisation of the default site."""
    found = Organisation.objects.filter(site__is_default_site=True).first()
    return found or Organisation.for_site(Site.objects.get(is_default_site=True))


def render(message, words=None):
    """
    The message as it would be sent now, in the language that `wordings` says. For a call it is what to say.

    `words` are shown instead of those that hold, for a preview. Raises LookupError for an unknown kind, and whatever
    the kind's context raises when its row is gone.
    """
    kind, words = registry.kind(message.kind), words or wordings.of(message)
    with translation.override(message.language):  # links lead to the pages in the reader's language
        context = {**_frame(message), **kind.context(message)}
        attachments = tuple(kind.attachments(message))
    own = wordings.language_of_site(message.language)
    with translation.override(own):
        language = words.language if words else own
        asked_for = "" if language == message.language else message.get_language_display()
        context |= {"language": language, "own_language": own, "asked_for": asked_for, "pieces": {}}
        said = {name: _value(value) for name, value in context.items()}
        said["subject"] = _one_line(render_to_string(f"emails/{kind.name}/subject.txt", said))
        values = _values(kind, words, context) if words else {}
        if message.channel == Message.Channel.TEXT:
            subject, page = _in_short(kind, words, said, values)
        else:
            subject, page = said["subject"], render_to_string(f"emails/{kind.name}/body.html", said)
            if words:
                subject, page = _in_words_of_officers(kind, words, said, values)
    return Rendered(subject, as_text(page), page, attachments, context["organisation"])


def example(kind, words):
    """A message without anybody's data: what differs from reader to reader is said in brackets."""
    frame = _frame(Message(language=words.language))
    frame |= {"language": words.language, "own_language": settings.LANGUAGE_CODE}
    brackets = _in_brackets(kind)
    subject, page = _in_words_of_officers(kind, words, frame | brackets, brackets)
    return Rendered(subject, as_text(page), page)


def example_in_short(kind, words):
    """Subject and text of the same as a pair, the text as safe HTML without the frame of a message."""
    brackets = _in_brackets(kind)
    pieces = brackets.pop("pieces")
    return markup.to_text(words.subject, brackets | pieces), markup.to_html(words.body, values=brackets, pieces=pieces)


def _in_brackets(kind):
    outline = outlines.of(kind)
    pieces = {each.name: f"<p>[{escape(each.label)}]</p>" for each in outline.pieces}
    pieces |= {each.name: f"[{each.label}]" for each in outline.subject_pieces}
    return {name: f"[{label}]" for name, label in kind.values.items()} | {"pieces": pieces}


def _values(kind, words, context):
    with translation.override(words.language):
        return {name: _value(context.get(name, "")) for name in kind.values}


def _in_words_of_officers(kind, words, context, values):
    """Subject and page, once `context` knows the `pieces` of the site's own words; `values` by name."""
    with translation.override(words.language):
        subject = _subject(words, context, values)
        pieces = {name: _marked(piece, context) for name, piece in context["pieces"].items()}
        body = markup.to_html(words.body, values=values, pieces=pieces)
    worded = {**context, "subject": subject, "body": body, "template": f"emails/{kind.name}/body.html"}
    return subject, render_to_string("emails/worded.html", worded)


def _in_short(kind, words, context, values):
    """
    A text message has words of its own. Of officers' words it has the subject, and what they wrote for this occasion.
    """
    if words:
        with translation.override(words.language):
            context["subject"] = _subject(words, context, values)
            if kind.written:
                nothing = dict.fromkeys(set(markup.names(words.body)) - set(values), "")  # no facts, no files
                context["written"] = markup.to_html(words.body, values=values, pieces=nothing)
    short = select_template([f"emails/{kind.name}/short.html", "emails/short_for_all.html"])
    return context["subject"], short.render(context)


def _subject(words, context, values):
    return _one_line(markup.to_text(words.subject, values | context["pieces"]))


def _value(value):
    """What is said in the language of the words around it comes as a function."""
    return value() if callable(value) else value


def _marked(piece, context):
    """A piece in the site's own language says so where the words around it are in another."""
    if not piece.strip() or context["own_language"] == context["language"]:
        return piece
    return f'<div lang="{context["own_language"]}">{piece}</div>'


def _one_line(subject):
    return html.unescape(" ".join(subject.split()))  # whatever a name in it holds


def _frame(message):
    """What every message knows, whatever its kind."""
    greeting = message.person.greeting_name if message.person else ""
    return {
        "message": message,
        "person": message.person,
        "greeting": greeting,
        "name": greeting,
        "organisation": organisation(),
        "base_url": settings.BASE_URL,
    }
