"""What an officer can do with a registration now, beyond answering offers: links to forms, and buttons."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models.dates import Mode


def _url(name, registration, *more):
    return reverse(f"events_cms:{name}", args=[registration.public_id, *more])


def can_change(registration):
    date = registration.date
    return registration.is_live and not date.is_cancelled and date.ends_at > timezone.now()


def links(registration):
    """Pairs of a label and the address of a form."""
    if can_change(registration):
        yield _("Change"), _url("change_registration", registration)
        if not registration.has_place:
            yield _("Give a place beyond the number"), _url("place_beyond", registration)
        elif registration.date.needs_agreement:
            yield _("Take down what they declare and agree to"), _url("agree", registration)


def buttons(registration):
    """Pairs of a label and the address of a button."""
    if not can_change(registration):
        return
    if registration.wanted_mode:
        way = Mode(registration.wanted_mode).label.lower()
        yield _("Stop waiting to come %(way)s") % {"way": way}, _url("unwish", registration)
    elif registration.has_place:
        for mode in registration.date.modes:
            if mode != registration.mode:
                words = _("Come %(way)s instead, or wait for it") % {"way": mode.label.lower()}
                yield words, _url("wish", registration, mode.value)
