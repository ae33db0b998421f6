"""How somebody stands with a date, in the words that a page about their booking begins with."""

from django.utils import timezone
from django.utils.translation import gettext_lazy

from events.models import Registration
from events.models.dates import Mode

HEADINGS = {
    "date_cancelled": gettext_lazy("This event will not take place"),
    "past": gettext_lazy("This event is over"),
    "placed": gettext_lazy("You have a place"),
    "waiting": gettext_lazy("You are on the waiting list"),
    "offered": gettext_lazy("A place has come free for you"),
    "cancelled": gettext_lazy("Your booking is cancelled"),
    "declined": gettext_lazy("You said no to the place"),
    "lapsed": gettext_lazy("The offer of a place is over"),
}
# For somebody with a place who waits to come the other way.
WANTED = {
    Mode.IN_PERSON: gettext_lazy("You also wait for a place in person."),
    Mode.ONLINE: gettext_lazy("You also wait for a place online."),
}


def of(registration, at=None):
    """What the page says first: how the date stands, and otherwise how the registration does."""
    at, date = at or timezone.now(), registration.date
    if date.is_cancelled:
        return "date_cancelled"
    if date.ends_at <= at:
        return "past"
    if registration.state == Registration.State.OFFERED and not registration.has_offer(at):
        return "lapsed"
    return registration.state


def may_change(registration, at=None):
    """Whether somebody with a place or in line may change or cancel it by their link now."""
    return of(registration, at) in ("placed", "waiting") and registration.date.can_be_changed(at)
