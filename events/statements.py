"""
What an event must state before anybody can book it, item by item: whoever decides whether to come must be able to know.

A date is asked as `EventDate.objects.with_statements()` brings it: with its page and venue, and `told_by`, the last day
by which an open promise of the page says that people will hear what came of it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

UNKNOWN = "ask"  # Venue's "Ask us"
CHILD = 16  # somebody younger comes only where there is somebody to tell of a worry
NAMES_OF_PAGE = (
    *("breaks", "captions", "interpreters", "recording", "payment", "expenses", "who_sees", "who_pays"),
    *("contact_telephone", "contact_email", "contact_other", "safeguarding"),
)
NAMES_OF_VENUE = ("step_free", "accessible_toilet", "quiet_room")
# What a query needs to load of a date.
FIELDS = (
    *("starts_at", "places_in_person", "minimum_age"),
    *(f"page__{name}" for name in NAMES_OF_PAGE),
    *(f"venue__{name}" for name in NAMES_OF_VENUE),
)


@dataclass(frozen=True)
class Statement:
    """
    One item. `is_made` is asked with a date and the page's words: those on the site, or those of a draft. `url` is
    asked with a date and says where it is mended in the CMS.
    """

    code: str
    label: str
    is_made: Callable
    url: Callable
    is_of_page: bool = False  # stated by words of the page, which may be written in a draft
    concerns: Callable = lambda date: True  # whether it has to be stated of a date at all


def _answered(name, label):
    """A fact of the venue. That people must ask states nothing."""
    return Statement(
        code=name,
        label=label,
        is_made=lambda date, page: getattr(date.venue, name) != UNKNOWN,
        url=lambda date: f"{reverse('venues:edit', args=[date.venue_id])}#id_{name}-label",
        concerns=lambda date: date.places_in_person > 0,
    )


def _written(code, label, *names, **kwargs):
    """Words of the page, in one of the fields `names` at least."""
    names = names or (code,)

    def is_made(date, page):
        return any(strip_tags(getattr(page, name)).replace("&nbsp;", "").strip() for name in names)

    def url(date):
        return f"{reverse('wagtailadmin_pages:edit', args=[date.page_id])}#id_{code}-label"

    return Statement(code=code, label=label, is_made=is_made, url=url, is_of_page=True, **kwargs)


def _promised(date, page):
    """People cannot hear what came of a date before it took place, so an earlier promise is about something else."""
    return date.told_by is not None and date.told_by >= timezone.localdate(date.starts_at)


STATEMENTS = (
    _answered("step_free", _("A step-free route: yes or no")),
    _answered("accessible_toilet", _("An accessible toilet: yes or no")),
    _answered("quiet_room", _("A quiet room: yes or no")),
    _written("breaks", _("When there are breaks")),
    _written("captions", _("Captions, or that there are none")),
    _written("interpreters", _("Interpreters, or that there are none")),
    _written("recording", _("Whether it is recorded")),
    _written("payment", _("What is paid, or that there is no payment")),
    _written("expenses", _("Which expenses we pay, or that we pay none")),
    _written("who_sees", _("Who will see what people say")),
    _written("who_pays", _("Who pays for the work")),
    _written("contact_telephone", _("A contact by telephone")),
    _written("contact_other", _("A contact without a telephone"), "contact_email", "contact_other"),
    _written(
        "safeguarding",
        _("Whom to tell of a worry about somebody under 18"),
        concerns=lambda date: date.minimum_age < CHILD,
    ),
    Statement(
        "told_by",
        _("By which day, on or after the date, people will hear what came of it"),
        _promised,
        url=lambda date: reverse("topics:give_promise", args=[date.page_id]),
    ),
)


def missing(date, page=None):
    """The statements that are still to be made, by the words of the page on the site or by those of `page`, a draft."""
    page = page or date.page
    return [each for each in STATEMENTS if each.concerns(date) and not each.is_made(date, page)]


@dataclass(frozen=True)
class Item:
    """A line of the checklist. `is_drafted`: it is written, and counts once the page is published."""

    code: str
    label: str
    is_stated: bool
    is_drafted: bool
    url: str

    @property
    def is_missing(self):
        return not self.is_stated and not self.is_drafted

    @property
    def in_words(self):
        if self.is_drafted:
            return _("in the draft, not published yet")
        return _("stated") if self.is_stated else _("missing")


def checklist(dates):
    """The items of some dates of one event together: stated where they are stated for each date that they concern."""
    if not dates:
        return []
    page = dates[0].page
    draft = page if page.live and not page.has_unpublished_changes else page.get_latest_revision_as_object()
    found = ((each, [date for date in dates if each.concerns(date)]) for each in STATEMENTS)
    return [_item(statement, concerned, page, draft) for statement, concerned in found if concerned]


def _item(statement, dates, page, draft):
    counts = page.live or not statement.is_of_page
    lacking = [date for date in dates if not counts or not statement.is_made(date, page)]
    return Item(
        code=statement.code,
        label=statement.label,
        is_stated=not lacking,
        is_drafted=bool(lacking) and statement.is_of_page and all(statement.is_made(date, draft) for date in lacking),
        url=statement.url((lacking or dates)[0]),
    )


def verdict(items):
    """The checklist in one sentence, for an officer."""
    number = sum(item.is_missing for item in items)
    if number:
        words = ngettext(
            "Booking cannot open yet: %(number)s thing is missing.",
            "Booking cannot open yet: %(number)s things are missing.",
            number,
        )
        return words % {"number": number}
    if any(item.is_drafted for item in items):
        return _("Everything is written. Booking can open once the page is published.")
    return _("Everything is stated that people need to know before they book.")
