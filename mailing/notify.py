"""
Text messages and letters through GOV.UK Notify, by its published API; off until NOTIFY_API_KEY is set.

Its templates hold no words of ours: that for texts is ((text)), that for letters has ((heading)) above ((text)).
"""

import base64
import hashlib
import hmac
import json
import time

import requests
from django.conf import settings

from mailing.models import Message

Channel = Message.Channel
LONGEST_TEXT = 918  # characters: what Notify takes as six parts of one text message
ADDRESS_LINES = 7


class Refused(Exception):
    """Notify answered with an error. Its words are left out, since they may repeat what we sent."""

    def __init__(self, status_code):
        super().__init__(status_code)
        self.status_code = status_code


class Unreadable(Exception):
    """Notify accepted it, and what it says of it makes no sense."""


class DoesNotFit(Exception):
    """Too long for a text message, or an address of too many lines: somebody must send it by hand."""


def sends(channel):
    """Whether messages of this channel (a Message.Channel) go through Notify."""
    return bool(settings.NOTIFY_API_KEY and _template(channel))


def send(message, rendered):
    """
    Hand over a rendered text message or letter and return Notify's id of it.

    Raises DoesNotFit, Refused, Unreadable, or what `requests` raises when there is no answer.
    """
    if message.channel == Channel.TEXT:
        path, filled = "sms", {"phone_number": message.person.number_to_call, "personalisation": _text(rendered)}
    else:
        path, filled = "letter", {"personalisation": _letter(message, rendered)}
    answer = requests.post(
        f"{settings.NOTIFY_URL}/v2/notifications/{path}",
        json={"template_id": _template(message.channel), "reference": message.public_id, **filled},
        headers={"Authorization": f"Bearer {_pass()}"},
        timeout=settings.EMAIL_TIMEOUT,
    )
    if not answer.ok:
        raise Refused(answer.status_code)
    try:
        return answer.json()["id"]
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable from error


def _template(channel):
    return {Channel.TEXT: settings.NOTIFY_TEXT_TEMPLATE, Channel.LETTER: settings.NOTIFY_LETTER_TEMPLATE}.get(channel)


def _text(rendered):
    text = rendered.text.strip()
    if len(text) > LONGEST_TEXT:
        raise DoesNotFit
    return {"text": text}


def _letter(message, rendered):
    person = message.person
    name = person.helper_name if person.reach_helper else person.name
    lines = [name, *filter(None, map(str.strip, person.address.splitlines()))]
    if len(lines) > ADDRESS_LINES:
        raise DoesNotFit
    address = {f"address_line_{number}": line for number, line in enumerate(lines, start=1)}
    return address | {"heading": rendered.subject, "text": rendered.text.removeprefix(rendered.subject).strip()}


def _pass():
    """The token that Notify asks for: a JSON Web Token (RFC 7519, HS256) of the service's id and this second."""
    key = settings.NOTIFY_API_KEY  # a name, the service's id and the secret, both UUIDs, joined by "-"
    claims = {"iss": key[-73:-37], "iat": int(time.time())}
    signed = b".".join(_base64(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "HS256"}, claims))
    signature = hmac.new(key[-36:].encode(), signed, hashlib.sha256).digest()
    return (signed + b"." + _base64(signature)).decode()


def _base64(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=")
