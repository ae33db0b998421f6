"""The transaction in which a visitor or an officer books, cancels or answers an offer."""

from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from events.refusals import BookingRefused

LOCK_TIMEOUT = "10s"  # 60 people who book one date at once take their turns within a second
BUSY = ("lock timeout", "database is locked")


@contextmanager
def transaction_of_one_act():
    """
    A durable transaction that waits its turn for a limited time: what it wrote is kept once the block has ended.

    Raises BookingRefused (busy) when its turn did not come.
    """
    try:
        with transaction.atomic(durable=True):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            yield
    except OperationalError as error:
        if not any(words in str(error) for words in BUSY):
            raise
        raise BookingRefused(
            _("Many people are booking now. Wait a minute, then try again. Your answers are kept."), code="busy"
        ) from error
