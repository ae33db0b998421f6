"""
When a page was shown, signed, in the page itself: so that a form that a machine sends can be told without a session.

Nothing of it is kept once the form was sent.
"""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from content import ids
from content.models import Draft

OLDEST = Draft.SAVED_FOR + timedelta(days=1)  # a page may be saved and sent a month later


def stamp(purpose, at=None):
    """The moment `at` (aware; now when left out), to the second, for the forms of one purpose."""
    return ids.sign(str(int((at or timezone.now()).timestamp())), scope=f"stamp:{purpose}")


def shown_at(text, purpose, at=None):
    """The moment of a stamp (aware); None for any other text, one of another purpose, and one that is too old."""
    moment = ids.split(text)
    if not moment.isdecimal() or not ids.is_signed(text, scope=f"stamp:{purpose}"):
        return None
    shown = datetime.fromtimestamp(int(moment), UTC)
    return shown if timedelta() <= (at or timezone.now()) - shown <= OLDEST else None
