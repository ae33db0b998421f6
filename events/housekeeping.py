"""How long rows of forums and events are kept, what is erased of a person, and the regular jobs."""

import datetime
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts import erasure, retention
from accounts.models import Person
from events import (
    arranging,
    bookings,
    expenses,
    importing,
    invariants,
    kept_needs,
    membership_terms,
    new_papers,
    offers,
    outcome_news,
    reminders,
)
from events.models import (
    AccessNeed,
    Claim,
    Companion,
    Desk,
    EventDate,
    GuestImport,
    Membership,
    Note,
    PaymentDecision,
    Registration,
    Transition,
    Writing,
)
from mailing import ticks

State = Registration.State
SOON, LATE = timedelta(days=30), timedelta(days=365)
HOURLY = timedelta(hours=1)
KEPT_YEARS = 6  # financial records, after the year in which they end (NHS Records Management Code)
NEVER_CAME_ABOUT = (State.WAITING, State.OFFERED, State.DECLINED, State.LAPSED)
NOBODY = {
    "person": None,
    "taken_by": None,
    "name": "",
    "booked_by": "",
    "email": "",
    "telephone": "",
    "address": "",
    "guardian_name": "",
    "guardian_telephone": "",
    "message": "",
    "answers": {},
    "duplicate_of": None,
    "cancelled_reason": "",
    "interests": "",
    "agreed_at": None,
}


def register():
    """Called once when the site starts."""
    ticks.register("offers to the waiting list", offers.lapse_due)
    ticks.register(invariants.JOB, invariants.report, nightly=True)
    ticks.register("pauses and terms in forums", membership_terms.do_what_is_due, every=membership_terms.EVERY)
    ticks.register("reminders", reminders.send_due, every=reminders.EVERY)
    ticks.register("papers that can be opened", new_papers.tell_due, every=reminders.EVERY)
    ticks.register("what happened because of people", outcome_news.tell_due, every=outcome_news.EVERY)
    ticks.register("ask whether access needs were met", arranging.ask_who_came, every=HOURLY)
    retention.register("access needs, 30 days after the event", needs_to_delete)
    retention.register("needs kept for next time, 12 months after they were right", kept_needs.to_delete)
    retention.register("waiting list, 30 days after the event", waiting_to_delete, act=delete_with_people)
    retention.register("who came, 12 months after the event", names_to_empty, act=empty_with_people)
    retention.register("memberships, 12 months after leaving", memberships_to_delete, act=delete_with_people)
    retention.register("who stood at the desk, 30 days after the event", desks_to_delete)
    retention.register("files of people, 7 days", files_to_delete)
    retention.register("what was written to people, 12 months after the event", writings_to_delete)
    ticks.register("files of people that stopped", importing.resume, every=timedelta(minutes=5))
    retention.register("notes that were withheld or never read, 12 months after the event", notes_to_delete)
    retention.register("claims, 6 years after the financial year in which they were settled", claims_to_delete)
    erasure.register("forums and events", erase)


def needs_to_delete(at):
    return AccessNeed.objects.filter(registration__date__ends_at__lte=at - SOON)


def waiting_to_delete(at):
    """What they claimed before they lost their place is kept for the accounts, so they go with those who came."""
    return Registration.objects.filter(state__in=NEVER_CAME_ABOUT, date__ends_at__lte=at - SOON, claims=None)


def desks_to_delete(at):
    """With their devices and what was done at them; who came stands on the registrations."""
    return Desk.objects.filter(closes_at__lte=at - SOON)


def names_to_empty(at):
    """Whom we still owe money keeps their name until it is settled."""
    past = Registration.objects.filter(date__ends_at__lte=at - LATE).exclude(name="")
    return past.exclude(claims__in=Claim.objects.open())


def notes_to_delete(at):
    return Note.objects.exclude(state=Note.State.CLEAR).filter(record__date__ends_at__lte=at - LATE)


def claims_to_delete(at):
    """Those settled in a financial year (from 1 April) that ended 6 years before this one began, or earlier."""
    today = timezone.localdate(at)
    this_year = today.year - (today < datetime.date(today.year, 4, 1))
    return Claim.objects.decided_before(timezone.make_aware(datetime.datetime(this_year - KEPT_YEARS, 4, 1)))


def memberships_to_delete(at):
    """Those that ended, and invitations that nobody answered."""
    unanswered = Q(state=Membership.State.INVITED, joined_at__lte=at - LATE)
    return Membership.objects.filter(Q(state__in=Membership.State.ended, left_at__lte=at - LATE) | unanswered)


def writings_to_delete(at):
    return Writing.objects.filter(Q(date__ends_at__lte=at - LATE) | Q(forum__isnull=False, made_at__lte=at - LATE))


def files_to_delete(at):
    return GuestImport.objects.filter(created_at__lte=at - timedelta(days=GuestImport.KEPT_DAYS))


def delete_with_people(rows):
    people = _people_of(rows)
    rows.delete()
    _delete_unless_needed(people)


def empty_with_people(registrations):
    people = _people_of(registrations)
    empty(registrations)
    _delete_unless_needed(people)


def empty(registrations):
    """Take away who it was. That somebody came, how and with how many stays as a number."""
    ids = list(registrations.values_list("pk", flat=True))
    AccessNeed.objects.filter(registration__in=ids).delete()
    Companion.objects.filter(registration__in=ids).update(name="")
    Transition.objects.filter(registration__in=ids).exclude(why__in=Transition.Skip.values).update(why="")
    PaymentDecision.objects.filter(registration__in=ids).update(noted_by=None)
    expenses.forget(ids)
    Registration.objects.filter(pk__in=ids).update(**NOBODY)
    return len(ids)


def _people_of(rows):
    return list(rows.exclude(person=None).values_list("person_id", flat=True))


def _delete_unless_needed(people):
    """People of whom nothing else is kept here, and who have no account; their messages go with them."""
    Person.objects.filter(pk__in=people, registrations=None, memberships=None, claimed_by=None).delete()


def erase(person):
    """
    What is still to come is cancelled, so that the place goes on; what is past stays as a number without a name.

    Memberships go as a whole.
    """
    registrations = Registration.objects.filter(person=person)
    for registration in registrations.live().filter(date__in=EventDate.objects.scheduled().not_over()):
        bookings.release(registration=registration)
    deleted, _ = Membership.objects.filter(person=person).delete()
    return deleted + empty(registrations)
