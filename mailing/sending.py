"""One message, handed to whoever carries it: an e-mail to the backend that the settings name."""

from email.message import Message as Part
from email.mime.text import MIMEText
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from mailing import notify, registry
from mailing.models import Message


def compose(message, rendered):
    """The e-mail of a rendered message. Its Message-ID is ours, the same at each attempt, so that copies collapse."""
    sender, kind = rendered.sender, registry.kind(message.kind)
    mail = EmailMultiAlternatives(
        subject=rendered.subject,
        body=rendered.text,
        from_email=formataddr((str(sender.name), settings.DEFAULT_FROM_EMAIL)),
        to=[message.address],
        reply_to=[address for address in [kind.reply_to(message) or sender.email] if address],
        headers={
            "Message-ID": f"<{message.public_id}@{urlsplit(settings.BASE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",  # no absence notes in reply
            **kind.headers(message),
        },
    )
    mail.attach_alternative(rendered.html, "text/html")
    for attachment in rendered.attachments:
        mail.attach(_part(attachment))
    mail.metadata = {"outbox": message.public_id}  # Anymail hands it back with each delivery report
    return mail


def send(message, rendered, connection):
    """
    Hand it over and return the provider's id. Raises what the backend raises, which `failures.judge` reads.

    E-mail goes over `connection`, which may be closed yet; text messages and letters go through GOV.UK Notify.
    """
    if message.channel != Message.Channel.EMAIL:
        return notify.send(message, rendered)
    connection.open()
    mail = compose(message, rendered)
    connection.send_messages([mail])
    status = getattr(mail, "anymail_status", None)
    return (status and status.message_id) or mail.extra_headers["Message-ID"]


def _part(attachment):
    """A part with its parameters: calendars look for `method` in the content type before they look inside."""
    header = Part()
    header["Content-Type"] = attachment.mimetype
    part = MIMEText(attachment.content.decode(), header.get_content_subtype(), "utf-8")
    for name, value in header.get_params()[1:]:
        part.set_param(name, value)
    part.add_header("Content-Disposition", "attachment", filename=attachment.filename)
    return part
