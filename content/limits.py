"""How often one place may do a thing. Generous: a whole ward behind one address must get through."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache

from content.ids import keyed_hash


def is_within(request, *, purpose, most, seconds):
    """
    Count this request, and say whether its network address stays within `most` for `purpose` in `seconds`.

    The window is fixed and the address is kept only as a keyed hash, until the window has passed.
    """
    window = int(time.time() // seconds)
    address = keyed_hash(get_adapter().get_client_ip(request), purpose="limit")
    key = f"limit:{purpose}:{window}:{address}"
    cache.add(key, 0, timeout=seconds * 2)
    return cache.incr(key) <= most
