"""From a row of the outbox to what is read: a subject, a text, a page of HTML, and files."""

import html
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string, select_template
from django.utils import translation
from wagtail.models import Site

from content.models import Organisation
from mailing import registry
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


def render(message):
    """
    The message in its own language, as it would be sent now. A task (telephone, text, letter) renders as its script.

    Raises LookupError for an unknown kind, and whatever the kind's context raises when its row is gone.
    """
    kind = registry.kind(message.kind)
    with translation.override(message.language):
        sender = organisation()
        context = {**_frame(message, sender), **kind.context(message)}
        subject = render_to_string(f"emails/{kind.name}/subject.txt", context)
        context["subject"] = html.unescape(" ".join(subject.split()))  # one line, whatever a name in it holds
        page = select_template(_templates(message)).render(context)
        return Rendered(context["subject"], as_text(page), page, tuple(kind.attachments(message)), sender)


def _frame(message, sender):
    """What every message knows, whatever its kind."""
    return {
        "message": message,
        "person": message.person,
        "greeting": message.person.greeting_name if message.person else "",
        "organisation": sender,
        "base_url": settings.BASE_URL,
        "language": message.language,
    }


def _templates(message):
    body = f"emails/{message.kind}/body.html"
    script, short = f"emails/{message.kind}/script.html", f"emails/{message.kind}/short.html"
    return {Message.Channel.EMAIL: [body], Message.Channel.TEXT: [short, script, body]}.get(
        message.channel, [script, body]
    )
