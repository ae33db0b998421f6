"""Secrets at rest: the first of `settings.FIELD_KEYS` encrypts, any of them decrypts, so that keys can change."""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


@cache
def _fernet(keys):
    derived = [base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()) for key in keys]
    return MultiFernet([Fernet(key) for key in derived])


def encrypt(text):
    return _fernet(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def decrypt(token):
    """Raises `cryptography.fernet.InvalidToken` when no key fits."""
    return _fernet(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()
