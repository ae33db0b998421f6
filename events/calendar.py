"""Calendar files of what people booked, and the feeds of what is on."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from content import moments
from content.models import in_this_language
from events import links
from events.models.dates import Mode
from mailing import calendars
from mailing.rendering import organisation


def entry(registration, *, method="REQUEST", sequence=None):
    """
    The bytes of one person's calendar file: the same UID for ever, a SEQUENCE that grows with each change.

    `method` is REQUEST or CANCEL in a message, PUBLISH for a download, which names nobody as invited. Calendars are
    shared: the summary says neither topic nor need. The link by which the person cancels is in the text.
    """
    date, host = registration.date, organisation()
    return calendars.event_file(
        uid=f"{registration.public_id}@{_hostname()}",
        sequence=registration.calendar_sequence if sequence is None else sequence,
        method=method,
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        summary=_("Event with %(organisation)s") % {"organisation": host.short_name or host.name},
        description=_description(registration),
        location=date.venue.one_line if registration.mode == Mode.IN_PERSON else _("Online"),
        organizer=(str(host.name), host.email or settings.DEFAULT_FROM_EMAIL),
        attendee=registration.person.address_to_write_to if registration.person and method != "PUBLISH" else None,
        url=links.address(registration),
        cancelled=date.is_cancelled,
    )


def _description(registration):
    date, joining = registration.date, []
    if registration.has_place and registration.mode == Mode.ONLINE:
        joining = [
            date.joining_link and _("Join here: %(link)s") % {"link": date.joining_link},
            date.dial_in and _("Or join by telephone: %(number)s") % {"number": date.dial_in},
        ]
    time = _("%(span)s, UK time") % {"span": moments.span(date.starts_at, date.ends_at)}
    cancel = _("To see everything or to cancel, use this link: %(link)s") % {"link": links.address(registration)}
    return "\n".join(filter(None, [time, *joining, cancel]))


def feed(dates, *, name, request):
    """The bytes of a calendar to subscribe to, of public dates (with page and venue), those cancelled as well."""
    return calendars.feed([_public_entry(date, request) for date in dates], name=name)


def _public_entry(date, request):
    page = in_this_language(date.page)
    return {
        "uid": f"{date.public_id}@{_hostname()}",
        "starts_at": date.starts_at,
        "ends_at": date.ends_at,
        "summary": page.title,
        "description": page.summary,
        "location": date.venue.one_line if date.venue else _("Online"),
        "url": page.get_full_url(request),
        "cancelled": date.is_cancelled,
        "sequence": date.ical_sequence,
        "changed_at": date.updated_at,
    }


def _hostname():
    return urlsplit(settings.BASE_URL).hostname
