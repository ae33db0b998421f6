"""A series: dates of one event that are alike but for their days. Copies of a date, made from a list of days."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content import moments
from events import expenses, places, scheduling
from events.models import EventDate
from events.office_hours import BANK_HOLIDAYS

MOST = 60  # days of one list
WAYS_TO_WRITE = ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%d/%m/%y")
WEEKDAYS = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[\s,]*", re.IGNORECASE)
# What is the same on every date of a series.
ALIKE = (
    *("places_in_person", "places_online", "companions_count", "venue", "booking", "booking_address", "minimum_age"),
    *("needs_agreement", "note", "joining_instruction", "joining_link", "dial_in", "offer_hours"),
)
# Moments before a date: each copy has them as long before, by the calendar and the clock in London.
BEFORE = ("registration_closes_at", "changes_until", "needs_by", "needs_answer_by")
# Moments at which booking opens, which a series has in common.
COMMON = ("registration_opens_at", "members_first_until")


@dataclass
class Planned:
    """One copy before it is made: its day, its fields, and sentences about what an officer should look at."""

    day: date
    fields: dict
    notes: list = field(default_factory=list)

    @property
    def in_words(self):
        return f"{moments.day(self.day)}, {moments.span(self.fields['starts_at'], self.fields['ends_at'])}"


def read_days(text):
    """
    The days of a list as somebody typed or pasted it, sorted, each once.

    One on each line, or with commas between: 27/3/2026, 2026-03-27, 27 March 2026, with or without the day of the week.
    Raises ValidationError with a sentence for each that cannot be read.
    """
    parts = [part.strip(" .") for part in re.split(r"[\n;,]+", WEEKDAYS.sub("", text))]
    days, unread = set(), []
    for part in filter(None, parts):
        day = _read(part)
        if day:
            days.add(day)
        else:
            unread.append(_("“%(part)s” is not a day. Write it like 27/3/2026.") % {"part": part[:40]})
    if len(days) > MOST:
        unread.append(_("Enter %(most)s days or fewer at once.") % {"most": MOST})
    if unread:
        raise ValidationError(unread)
    return sorted(days)


def _read(text):
    for way in WAYS_TO_WRITE:
        try:
            return datetime.strptime(text, way).date()
        except ValueError:
            continue
    return None


def plan(date, days, at=None):
    """
    What `copy` would make of each day, as Planned, with notes about bank holidays and other events at the venue.

    Raises ValidationError for days that are over or on which the event takes place at that time already.
    """
    at = at or timezone.now()
    planned = [Planned(day, _fields(date, day, at)) for day in days]
    if errors := [*_over(planned, at), *_made_already(date, planned)]:
        raise ValidationError(errors)
    others = list(_others_at_the_venue(date, planned))
    for each in planned:
        each.notes = [*_holiday(each.day), *_clashes(each, others)]
    return planned


@transaction.atomic
def copy(*, date, days, at=None):
    """
    Add a date like this one on each of the days, and return the new dates.

    The times of day are those of this date in London, whatever the clocks did in between. They pay what this one pays.
    People, needs, what is booked for them, papers and overrides stay with their date. Raises ValidationError as `plan`
    does, also when the same list comes twice.
    """
    (locked,) = places.lock(date.pk)
    copies = [scheduling.add_date(page=locked.page, **each.fields) for each in plan(locked, days, at)]
    for each in copies:
        expenses.offer_alike(date=each, like=locked)
    return copies


def _fields(date, day, at):
    shift = day - timezone.localdate(date.starts_at)
    before = {name: _shifted(getattr(date, name), shift) for name in BEFORE}
    common = {name: getattr(date, name) for name in COMMON}
    return {
        **{name: getattr(date, name) for name in ALIKE},
        **{name: moment for name, moment in (before | common).items() if _is_to_come(moment, at)},
        "starts_at": _shifted(date.starts_at, shift),
        "ends_at": _shifted(date.ends_at, shift),
    }


def _shifted(moment, shift):
    """A day or a moment so many days later, a moment at the same time of day in London; None stays None."""
    if not isinstance(moment, datetime):
        return moment and moment + shift
    local = timezone.localtime(moment, timezone.get_default_timezone())
    return local + shift  # by the clock on the wall, as Python adds days within one time zone


def _is_to_come(moment, at):
    if moment is None:
        return False
    return moment > at if isinstance(moment, datetime) else moment >= timezone.localdate(at)


def _over(planned, at):
    for each in planned:
        if each.fields["starts_at"] <= at:
            yield _("%(day)s is over.") % {"day": moments.day(each.day)}


def _made_already(date, planned):
    starts = {each.fields["starts_at"]: each for each in planned}
    for moment in date.page.dates.scheduled().filter(starts_at__in=starts).values_list("starts_at", flat=True):
        yield _("The event takes place on %(when)s already.") % {"when": starts[moment].in_words}


def _holiday(day):
    if day in BANK_HOLIDAYS:
        yield _("Bank holiday: %(name)s") % {"name": BANK_HOLIDAYS[day]}


def _others_at_the_venue(date, planned):
    if not date.venue_id or not planned:
        return EventDate.objects.none()
    first, last = planned[0].fields["starts_at"], planned[-1].fields["ends_at"] + timedelta(days=1)
    at_venue = EventDate.objects.scheduled().filter(venue=date.venue_id, starts_at__lt=last, ends_at__gt=first)
    return at_venue.select_related("page")


def _clashes(planned, others):
    starts, ends = planned.fields["starts_at"], planned.fields["ends_at"]
    for other in others:
        if other.starts_at < ends and other.ends_at > starts:
            words = _("At this venue then: %(title)s, %(when)s")
            yield words % {"title": other.page.title, "when": moments.span(other.starts_at, other.ends_at)}
