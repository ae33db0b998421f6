"""Why a date cannot be booked here and now, in words: the same on its card, in a list, and on the page that refuses."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from content import moments
from events import details


def opening(date):
    """
    From when a date can be booked that cannot be booked yet, as sentences: safe HTML where one holds a link.

    Members may go first, before everybody can book.
    """
    opens, everybody = date.registration_opens_at, date.members_first_until
    if everybody is None or opens is not None and opens >= everybody:
        return [_("You can book from %s.") % moments.day_and_hour(opens)]
    members = _("Members of the forum book first, by the link to their membership.")
    if opens is not None:
        members = _("Members of the forum can book from %s, by the link to their membership.")
        members %= moments.day_and_hour(opens)
    return [members, _("Everybody can book from %s.") % moments.day_and_hour(everybody)]


def sentences(date, code):
    """What a page says below the reason `code` (see `bookings.check_open`), as text or safe HTML."""
    if code == "closed":
        return [_("Booking closed at %s.") % moments.day_and_hour(date.registration_closes_at)]
    if code == "not_open_yet":
        return opening(date)
    if code == "members_first":
        return [*opening(date), _member_link()]
    if code == "not_stated" and (contact := details.contact_of(date.page)):
        return [contact]
    if code == "cancelled" and str(date.cancelled_reason):
        return [str(date.cancelled_reason)]
    if code == "drop_in":
        return [_("It takes place on %(day)s, %(span)s.") % _when(date), *_where(date)]
    if code == "elsewhere":
        return [elsewhere(date), _("The link leads away from this site.")]
    return []


def _member_link():
    return format_html(
        _('Are you a member? The link is in our messages to you. <a href="{}">Send me my link again</a>'),
        reverse("link_again"),
    )


def _when(date):
    return {"day": moments.day(date.starts_at), "span": moments.span(date.starts_at, date.ends_at)}


def _where(date):
    if date.places_in_person:
        yield _("Where: %s.") % date.venue.one_line
    if date.places_online:
        yield _("It also takes place online.") if date.places_in_person else _("It takes place online.")


def elsewhere(date):
    """The link to the site on which a date is booked, which it names; safe HTML."""
    return details.link(date.booking_address, _("Book on %s") % date.booking_host)
