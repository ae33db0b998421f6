"""How often one place may do a thing. Generous: a whole ward behind one address must get through."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache

from content.ids import keyed_hash


def is_within(request, *, purpose, most, seconds):
    """
    Count this request, and say whether its network address stays within `most` for `purpose` in `seconds`.

    The window is fixed, and the address is kept only as a keyed hash that is another for each purpose and window: who
    booked in one and answered in the next cannot be told from it. This is a limit and no lock: a few more may pass in
    the same instant, or after a full cache has forgotten the count.
    """
    window = int(time.time() // seconds)
    key = "limit:" + keyed_hash(get_adapter().get_client_ip(request), purpose=f"limit:{purpose}:{window}")
    count = cache.get(key, 0) + 1
    cache.set(key, count, timeout=seconds)
    return count <= most
