"""Why somebody cannot have or keep a place. Every door shows the same words."""

from django.core.exceptions import ValidationError


class BookingRefused(ValidationError):
    """
    A refusal in the reader's words. `code` chooses the page that says what they can do instead:

    page_gone, cancelled, over, closed, not_open_yet, not_stated, mode_not_offered when booking; not_live, offer_over,
    undo_over, place_taken afterwards; busy when the date could not be locked in time.
    """


class JoiningRefused(ValidationError):
    """A forum that nobody can join, or leave, now: closed, page_gone, not_a_member."""
