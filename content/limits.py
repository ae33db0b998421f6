"""How often one place may do a thing. Generous: a whole ward behind one address must get through."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache

from content.ids import keyed_hash


def is_within(request, *, purpose, most, seconds):
    """
    Count this request, and say whether its network address stays within `most` for `purpose` in `seconds`.

    The window is fixed, and the address is kept only as a keyed hash, until the window has passed. This is a limit and
    no lock: a few more may pass in the same instant, or after a full cache has forgotten the count.
    """
    window = int(time.time() // seconds)
    address = keyed_hash(get_adapter().get_client_ip(request), purpose="limit")
    key = f"limit:{purpose}:{window}:{address}"
    count = cache.get(key, 0) + 1
    cache.set(key, count, timeout=seconds)
    return count <= most
