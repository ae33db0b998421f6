"""Why somebody cannot have or keep a place. Every door shows the same words."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REFUSALS = {
    "cancelled": gettext_lazy("This date is cancelled."),
    "over": gettext_lazy("This date is in the past."),
    "closed": gettext_lazy("Booking for this date has closed."),
    "not_open_yet": gettext_lazy("Booking for this date is not open yet."),
    "not_stated": gettext_lazy("Booking is not open yet."),
    "drop_in": gettext_lazy("You do not need to book. You can just come."),
    "elsewhere": gettext_lazy("Places for this date are booked on another site."),
    "members_first": gettext_lazy("At first only members of the forum can book. Try again later."),
    "page_gone": gettext_lazy("This event is no longer on the site."),
    "mode_not_offered": gettext_lazy("You cannot come in this way to this date."),
    "not_live": gettext_lazy("This booking has ended already."),
    "place_full": gettext_lazy("All places of this kind are taken. You can wait for one and keep the place you have."),
    "no_room_for_companion": gettext_lazy("There is no place left for another person who comes with you."),
    "answer_first": gettext_lazy("Answer the offer of a place first. Then you can change your booking."),
    "offer_over": gettext_lazy("This offer is over."),
    "undo_over": gettext_lazy("It is too late to undo this. You can book again."),
    "place_taken": gettext_lazy("Your place has gone to somebody else. You can book again."),
    "no_payment": gettext_lazy("No payment is offered for this date."),
    "no_expenses": gettext_lazy("No expenses are paid for this date."),
    "claims_over": gettext_lazy("Claims for this date have closed. Get in touch with us."),
    "too_many_claims": gettext_lazy("This is more than can be claimed here. Get in touch with us."),
    "decided": gettext_lazy("This claim is decided already."),
    "no_question": gettext_lazy("There is no question to answer."),
}


class BookingRefused(ValidationError):
    """
    A refusal in the reader's words. `code` chooses the page that says what they can do instead:

    page_gone, cancelled, over, drop_in, elsewhere, closed, not_open_yet, members_first, not_stated, mode_not_offered
    when booking; not_live, too_late, place_full, no_room_for_companion, answer_first when changing; offer_over,
    undo_over, place_taken afterwards; no_payment, no_expenses, claims_over, too_many_claims, decided, no_question for
    money; busy when the date could not be locked in time.
    """


class JoiningRefused(ValidationError):
    """
    Why somebody cannot join a forum, or their membership cannot be changed, in the reader's words.

    page_gone, closed, by_invitation, already_in when joining; decided, invitation_over, not_a_member, not_left, past,
    gone afterwards.
    """


def refusal(code):
    """The refusal of this code, a key of REFUSALS."""
    return BookingRefused(REFUSALS[code], code=code)


def too_late(page):
    """The officer's limit has passed: people get in touch with whom the event's page names."""
    ways = ", ".join(filter(None, [page.contact_name, page.contact_telephone, page.contact_email, page.contact_other]))
    words = _("It is too late to change this here. Get in touch: %(contact)s.") % {"contact": ways}
    return BookingRefused(words if ways else _("It is too late to change this here."), code="too_late")


def check_changeable(date, at, *, by=None):
    """
    Raise BookingRefused when what was booked cannot be changed or given back now: over, too_late.

    People change until the officer's limit (`changes_until`); `by`, an officer, until the end.
    """
    if date.ends_at <= at:
        raise refusal("over")
    if by is None and not date.can_be_changed(at):
        raise too_late(date.page)
