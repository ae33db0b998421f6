"""
Reminders by rules, sent by the worker: what is due and not done, each once for a rule, a registration and a day.

Nobody is reminded of what they heard after the moment at which the reminder was due: who booked later, who was told
that the date moved, who got a later reminder while the worker stood still. A date that moves to another day is
reminded of anew, when that day's moment comes. A rule that is made or changed does not make up for moments before.
"""

from datetime import timedelta

from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Concat
from django.utils import timezone

from events import bookings, door, history, membership_history, news
from events.models import EventDate, Membership, Registration, ReminderRule
from events.refusals import BookingRefused
from mailing.models import Message

Audience, Side, State = ReminderRule.Audience, ReminderRule.Side, Message.State
HEARD = ("booking_confirmed", "waiting_list_joined", "reminder", *news.CHANGES)
UNHEARD = (State.BOUNCED, State.WITHHELD, State.FAILED)
EVERY = timedelta(minutes=5)
STILL_OF_USE = timedelta(days=3)  # afterwards
POST_TAKES = timedelta(days=4)
BATCH = 50  # in one transaction, for which a booking waits on SQLite
LATER_THAN_THE_REST = -1  # a confirmation does not wait behind thousands of reminders
DEFAULTS = (7, 1)  # days before, to everybody with a place


def make_defaults():
    """The rules with which a site begins, unless it has some."""
    if not ReminderRule.objects.exists():
        ReminderRule.objects.bulk_create(ReminderRule(number=number) for number in DEFAULTS)


def of_event(page, rules=None):
    """The rules for the dates of an event: its own, or else those of the site. `rules` are all there are."""
    rules = list(ReminderRule.objects.all()) if rules is None else rules
    return [rule for rule in rules if rule.page_id == page.pk] or [rule for rule in rules if rule.page_id is None]


def send_due(at=None):
    """A job of the worker: everything that is due and not done at the moment `at` (aware)."""
    at = at or timezone.now()
    rules = list(ReminderRule.objects.all())
    for date in _dates_with_something_due(rules, at):
        due = [(rule.moment(date), rule) for rule in of_event(date.page, rules)]
        # The nearest first: then whoever gets it has heard, and gets no older one beside it.
        for moment, rule in sorted(due, key=lambda pair: pair[0], reverse=True):
            if rule.since <= moment <= at and _is_of_use(rule, date, moment, at):
                while _remind(rule, date, moment, at) == BATCH:
                    pass


def _dates_with_something_due(rules, at):
    longest = max((_longest(rule) for rule in rules), default=timedelta(0)) + timedelta(hours=1)  # a clock change
    dates = EventDate.objects.scheduled().filter(starts_at__lte=at + longest, ends_at__gt=at - longest - STILL_OF_USE)
    return dates.select_related("page") if rules else dates.none()


def _longest(rule):
    return timedelta(**{rule.unit: rule.number})


def _is_of_use(rule, date, moment, at):
    return at < moment + STILL_OF_USE if rule.is_afterwards else at < date.starts_at


def _remind(rule, date, moment, at):
    """Remind the next BATCH of those who were not yet, and return how many they were. What is done stays done."""
    with door.transaction_of_one_act():
        if rule.audience == Audience.MEMBERS:
            found = list(members_to_remind(rule, date, moment, at)[:BATCH])
            for membership in found:
                told = {"once": membership.occasion, "do_by": date.starts_at, "rule": rule.pk, "date": date.public_id}
                membership_history.tell(membership, "reminder_to_members", **told)
            return len(found)
        found = list(to_remind(rule, date, moment)[:BATCH])
        kind = "afterwards" if rule.is_afterwards else "reminder"
        do_by = moment + STILL_OF_USE if rule.is_afterwards else date.starts_at
        for registration in found:
            told = {"once": registration.occasion, "do_by": do_by, "rule": rule.pk}
            history.tell(registration, kind, priority=LATER_THAN_THE_REST, **told)
        return len(found)


def _occasion(rule, date):
    return f"{rule.pk}:{date.public_id}:{timezone.localdate(date.starts_at)}"


def to_remind(rule, date, moment):
    """Registrations of a date whose people this rule reminds at a `moment` that has come, and did not yet."""
    rows = _audience(rule, date).filter(person__isnull=False, created_at__lte=moment).select_related("person", "date")
    if not rule.is_afterwards:
        heard = Message.objects.filter(about=OuterRef("public_id"), kind__in=HEARD, created_at__gt=moment)
        rows = rows.exclude(Exists(heard.exclude(state__in=UNHEARD)))
    return _not_done(rows, rule, date, moment)


def _audience(rule, date):
    registrations, came = date.registrations, Registration.Attendance
    return {
        Audience.PLACED: registrations.placed(),
        Audience.IN_PERSON: registrations.placed().filter(mode=Audience.IN_PERSON),
        Audience.ONLINE: registrations.placed().filter(mode=Audience.ONLINE),
        Audience.WAITING: registrations.waiting(),
        Audience.CAME: registrations.placed().filter(attendance__in=(came.CAME, came.CAME_ONLINE)),
    }[rule.audience]


def members_to_remind(rule, date, moment, at):
    """Members of the event's forum who hold nothing on a date that they can book now, and were not reminded yet."""
    try:
        bookings.check_open(date, at, is_member=True)
    except BookingRefused:
        return Membership.objects.none()
    booked = date.registrations.filter(person=OuterRef("person"))  # also who cancelled: they know of it
    members = Membership.objects.current().filter(forum=date.page.get_parent(), person__isnull=False)
    members = members.filter(joined_at__lte=moment).exclude(Exists(booked)).select_related("person", "forum")
    return _not_done(members, rule, date, moment)


def _not_done(rows, rule, date, moment):
    if not rule.is_afterwards and date.starts_at - moment < POST_TAKES:
        rows = rows.exclude(person__channel=Message.Channel.LETTER)  # it would come too late
    once = Concat(Value("reminder:"), F("public_id"), Value(f":{_occasion(rule, date)}"), output_field=CharField())
    return rows.annotate(occasion=once).exclude(Exists(Message.objects.filter(once=OuterRef("occasion"))))
