"""
What an event must state before anybody can book it, item by item: whoever decides whether to come must be able to know.

A date is asked as `EventDate.objects.with_statements()` brings it: with its page and venue, and `told_by`, the last day
by which an open promise of the page says that people will hear what came of it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

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
    One item. `is_made` is asked with a date and the page's words: those on the site, or those of a draft. `subject`
    says where it is mended: the field of the "page", the "venue", or the "promise".
    """

    code: str
    label: str
    subject: str
    is_made: Callable
    concerns: Callable = lambda date: True  # whether it has to be stated of a date at all


def _answered(name, label):
    """A fact of the venue. That people must ask states nothing."""
    return Statement(
        code=name,
        label=label,
        subject="venue",
        is_made=lambda date, page: getattr(date.venue, name) != UNKNOWN,
        concerns=lambda date: date.places_in_person > 0,
    )


def _written(code, label, *names, **kwargs):
    """Words of the page, in one of the fields `names` at least."""
    names = names or (code,)

    def is_made(date, page):
        return any(strip_tags(getattr(page, name)).replace("&nbsp;", "").strip() for name in names)

    return Statement(code=code, label=label, subject="page", is_made=is_made, **kwargs)


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
    Statement("told_by", _("By which day people will hear what came of it"), "promise", _promised),
)


def of(date):
    """The statements that have to be made of a date."""
    return [statement for statement in STATEMENTS if statement.concerns(date)]


def missing(date, page=None):
    """Those that are not made yet, by the words of the page as it is on the site, or by those of `page`, a draft."""
    return [statement for statement in of(date) if not statement.is_made(date, page or date.page)]
