"""Making events and moving their dates: the facts that an officer changes, and whom a change concerns."""

from datetime import timedelta
from textwrap import shorten

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.log_actions import log

from accounts import access
from events import bookings, news, places
from events.models import EventDate, EventPage, Override

ANSWERED_BEFORE = timedelta(days=7)  # what is arranged for a need is said so long before the date
# Fields of which people hear when they change; `news` says whom each concerns.
CONCERNS = ("starts_at", "ends_at", "venue", "joining_link", "dial_in", "joining_instruction")


@transaction.atomic
def create_event(*, title, parent, activity, topics, by, **date_fields):
    """
    Make a draft page and its first date together, and return the date.

    `parent` is the list of events or a forum; `date_fields` are the fields of EventDate. Raises ValidationError.
    """
    page = EventPage(title=title, activity=activity, live=False, owner=by)
    parent.add_child(instance=page)
    page.topics.set(topics)
    page.save_revision(user=by, log_action=True)
    return add_date(page=page, **date_fields)


def add_date(*, page, **fields):
    """
    Add a date to an event. By which day people hear what is arranged for them is suggested where it is left out.

    Raises ValidationError in the words of the rule that it breaks.
    """
    date = EventDate(page=page, **fields)
    date.needs_answer_by = date.needs_answer_by or _answer_day(date)
    date.full_clean()
    date.save()
    return date


def _answer_day(date):
    """A week before, or the last day to tell needs where that is later; None where it has passed."""
    day = timezone.localdate(date.starts_at) - ANSWERED_BEFORE
    day = max(day, date.needs_by) if date.needs_by else day
    return day if day >= timezone.localdate() else None


def set_topics(*, page, topics, by):
    """What an event or a forum is about: a fact, changed at once and for all its languages."""
    page.topics.set(topics)
    log(instance=page, action="wagtail.edit", user=by)


def people_to_tell(date):
    """The registrations that a change of this date concerns: those with a place, an offer or a turn in line."""
    return date.registrations.live().filter(person__isnull=False).select_related("person")


def concerns(date, changes):
    """Which of the `changes` (field -> new value) people must hear of, as names of fields."""
    changed = _differ(date, changes)
    return [name for name in CONCERNS if name in changed]


def _differ(date, changes):
    return [name for name, value in changes.items() if value != getattr(date, name)]


@transaction.atomic
def change_date(*, date, by, tell, reason="", at=None, **changes):
    """
    Change the fields of a date and return the registrations that were told.

    With `tell`, everyone whom it concerns hears once what changed, by their own channel (`news`). More places are
    offered to the waiting list at once. Fewer places than are taken need a `reason`, which is kept and shown: those who
    have a place keep it, and nobody new comes while there are too many. Which fields were changed stands in the access
    log. Raises ValidationError.
    """
    at = at or timezone.now()
    (date,) = places.lock(date.pk)
    counts = places.of_date(date)
    changed, concerned = _differ(date, changes), concerns(date, changes)
    people = list(people_to_tell(date)) if tell and concerned else []
    known = news.known(people, date)
    for name, value in changes.items():
        setattr(date, name, value)
    date.ical_sequence += bool(concerned)
    date.full_clean()
    if errors := _too_few(date, counts):
        if not reason.strip():
            raise ValidationError(errors)
        Override.objects.create(date=date, rule=Override.Rule.PLACES, reason=reason, by=by, at=at)
    date.save()
    if changed:
        what = ", ".join(str(date._meta.get_field(name).verbose_name) for name in changed)
        access.record(by=by, action=access.Action.CHANGED, what=f"date {date.public_id}", reason=shorten(what, 300))
    told = news.tell(people, date, known)
    bookings.promote(date, at)
    return told


def _too_few(date, before):
    """For each way to come of which there are fewer places than are taken, and were not so before: what is wrong."""
    errors = {}
    for mode, count in places.of_date(date).items():
        free_before = before[mode].free if mode in before else 0
        if count.free < min(0, free_before):
            words = ngettext(
                "%(number)s place is taken. Enter at least that number, or a reason why there are fewer.",
                "%(number)s places are taken. Enter at least that number, or a reason why there are fewer.",
                count.taken,
            )
            errors[f"places_{mode}"] = words % {"number": count.taken}
    return errors
