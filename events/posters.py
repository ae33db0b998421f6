"""What a poster of an event says, and the short address that it shows as text and as a QR code."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from content import qr
from content.models import in_this_language
from events import gate
from events.models import EventDate

MOST = 8  # dates that fit on the page in large type


def short_address(date):
    """The full address of `/e/<public id>`, which leads to the event's page wherever that page moves."""
    return settings.BASE_URL + reverse("short", args=[date.public_id])


def of_dates(page, dates, at=None):
    """
    What stands on the poster of an event, as a dictionary: `dates` are its next ones that can be told of.

    The address is that of the first of them; None in its place, and no code, where there is no date to come.
    """
    shown = list(dates.scheduled().upcoming(at).with_statements()[:MOST])
    address = short_address(shown[0]) if shown else None
    return {
        "event": in_this_language(page),
        "dates": shown,
        "can_be_booked": any(date.is_booked_here and gate.is_passed(date) for date in shown),
        "address": address and address.removeprefix(f"{urlsplit(address).scheme}://"),
        "code": address and qr.svg(address),
    }


def find(public_id):
    """The date of a short address, with its page; None for an unknown one."""
    return EventDate.objects.select_related("page").filter(public_id=public_id).first()
