"""
The kinds of message that the site sends. Each room registers its own in its `messages.py`, called from `ready()`.

A kind `place_booked` has `emails/place_booked/subject.txt` and `body.html`, which extends `emails/layout.html`; that is
also what is said by telephone and written in a letter, where a piece may differ by channel. A text message is short: it
says the subject and where to read on, unless the kind has a `short.html`, which extends `emails/short.html`. Neither it
nor a subject ever says a name, a condition, a need or a topic.

Officers may put their own words in place of these. So that they can, a body has words, the `values` of its kind as
`{{ day }}`, and around all else (conditions, loops, buttons) a `{% piece %}`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True)
class Attachment:
    filename: str
    content: bytes
    mimetype: str  # with its parameters, such as "text/calendar; method=REQUEST; charset=utf-8"


@dataclass(frozen=True)
class Kind:
    """
    One kind of message. Each function takes the `Message`, and reads what it tells when it is sent.

    A value of the context may be a function without arguments: it is asked in the language of the words around it,
    while all else, such as links, is in the reader's.
    """

    name: str
    label: str  # what officers call it
    context: Callable = lambda message: message.context
    attachments: Callable = lambda message: ()
    reply_to: Callable = lambda message: ""  # an e-mail address; empty means the organisation's
    headers: Callable = lambda message: {}
    why_not: Callable = lambda message: ""  # why it is no longer to be sent or done; "" while it says what is true
    on_done: Callable = lambda message: None  # somebody has called, or it was written or posted
    on_returned: Callable = lambda message, goes_on: None  # it came back; `goes_on`: it goes another way now
    values: dict = field(default_factory=dict)  # words of its context for officers to use: {name: what it stands for}
    # From the message and a language to its `wordings.Words`, written for this occasion.
    written: Callable | None = None
    editable: bool = True  # whether officers may write its words once and for all
    useful_for: timedelta | None = None  # after this time it is withheld rather than sent, or done by hand, too late


kinds: dict[str, Kind] = {}


def register(name, *, label, **functions):
    """Make a kind known under its name, once. `functions` are the fields of `Kind`."""
    if name in kinds:
        raise ValueError(f"The message kind {name} is registered twice.")
    kinds[name] = Kind(name, label, **functions)


def kind(name):
    if name not in kinds:
        raise LookupError(f"No message kind {name}. Kinds are registered in each room's messages.py.")
    return kinds[name]
