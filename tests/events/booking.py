"""Short words for the tests about places."""

from events import bookings
from mailing.models import Message
from tests.factories.events import GuestFactory


def book(date, **given):
    return bookings.book(**{"date": date, "key": "a-key", "guest": GuestFactory(), "mode": "in_person"} | given)


def history(registration):
    return list(registration.transitions.values_list("what", flat=True))


def kinds():
    """The kinds of the messages, in the order in which they were written."""
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))
