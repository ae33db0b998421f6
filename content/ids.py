"""Identifiers that people see, and links that nobody can guess."""

import hashlib
import hmac
import re
import secrets

from django.conf import settings

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no letter that is read as another
SIGNATURE_LENGTH = 22
TOKEN = re.compile(rf"([{ALPHABET}]+-)?\b[0-9a-f]{{{SIGNATURE_LENGTH}}}\b")  # what `sign` makes, found in a text


def public_id():
    """Ten characters for an address or a reference: 49 bits, never a serial number."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


def random_key():
    """A key that is a secret: 128 bits, for a draft or a subject of the ledger."""
    return secrets.token_urlsafe(16)


def keyed_hash(text, *, purpose):
    """A stable hash of `text` under the link key: it can be compared, and not reversed without that key."""
    return hmac.new(settings.LINK_KEY.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def _signature(identifier, scope, version):
    return keyed_hash(f"{identifier}:{version}", purpose=f"link:{scope}")[:SIGNATURE_LENGTH]


def sign(identifier, *, scope, version=1):
    """A token `<identifier>-<signature>` that can be repeated in every reminder; raising `version` ends it."""
    return f"{identifier}-{_signature(identifier, scope, version)}"


def split(token):
    """The identifier that a token claims to be for. It proves nothing until `is_signed` was asked."""
    return token.partition("-")[0]


def is_signed(token, *, scope, version=1):
    """Whether the token was made by `sign` with the same scope and version."""
    return hmac.compare_digest(token, sign(split(token), scope=scope, version=version))
