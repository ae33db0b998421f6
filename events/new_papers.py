"""
Telling those who can open papers that there are some which they did not hear of: one message for all that were added
together.

A job of the worker. Somebody has heard of a paper when a message that lists the papers was written after it was added.
Members of the forum hear of what is for members or for everybody, unless they have a place and hear as its holder.
"""

from datetime import timedelta

from django.db.models import CharField, Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from events import history, membership_history, papers
from events.models import EventDate, Membership, Paper, Registration
from mailing.models import Message

QUIET = timedelta(minutes=15)
LISTING = ("booking_confirmed", "reminder", "papers_opened")
TO_MEMBERS = "papers_opened_to_members"


def tell_due(at=None):
    at = at or timezone.now()
    for registration in to_tell(at):
        once = f"papers_opened:{registration.public_id}:{registration.newest_paper}"
        history.tell(registration, "papers_opened", once=once)
    for paper in newest_for_members(at):
        for membership in members_to_tell(paper):
            membership_history.tell(membership, TO_MEMBERS, once=membership.occasion, date=paper.date.public_id)


def to_tell(at):
    """Registrations whose people are to hear at the moment `at` (aware) of papers that were added."""
    told_of = Paper.objects.filter(date=OuterRef("date"), tells=True).order_by("-created_at", "-pk")
    listed = Message.objects.filter(about=OuterRef("public_id"), kind__in=LISTING).order_by("-created_at")
    placed = Registration.objects.placed().filter(person__isnull=False, date__cancelled_at=None)
    rows = placed.filter(date__ends_at__gt=at - Registration.LINK_SERVES, date__papers__tells=True).distinct()
    rows = rows.annotate(
        newest_paper=Subquery(told_of.values("pk")[:1]),
        added_at=Subquery(told_of.values("created_at")[:1]),
        heard_at=Coalesce(Subquery(listed.values("created_at")[:1]), F("created_at")),
    )
    return rows.filter(added_at__lte=at - QUIET, added_at__gt=F("heard_at")).select_related("person", "date")


def newest_for_members(at):
    """Of each date the paper that was added last among those of which members hear, once nothing else is added."""
    dates = EventDate.objects.scheduled().on_public_pages().filter(ends_at__gt=at - Registration.LINK_SERVES)
    rows = Paper.objects.filter(tells=True, audience__in=papers.FOR_MEMBERS, date__in=dates)
    newest = {}
    for paper in rows.select_related("date__page").order_by("created_at", "pk"):
        if not papers.is_under_agreement(paper):
            newest[paper.date_id] = paper
    return [paper for paper in newest.values() if paper.created_at <= at - QUIET]


def members_to_tell(paper):
    """Members of the forum since before this newest paper who have not heard of it, each with the `occasion`."""
    mine = paper.date.registrations.filter(person=OuterRef("person"))
    as_holder = Message.objects.filter(
        person=OuterRef("person"),
        kind__in=LISTING,
        created_at__gt=paper.created_at,
        about__in=paper.date.registrations.values("public_id"),
    )
    occasion = Concat(Value(f"{TO_MEMBERS}:"), F("public_id"), Value(f":{paper.pk}"), output_field=CharField())
    members = Membership.objects.current().filter(
        forum=paper.date.page.get_parent(), person__isnull=False, joined_at__lte=paper.created_at
    )
    members = members.exclude(Exists(mine.placed())).exclude(Exists(as_holder)).annotate(occasion=occasion)
    return members.exclude(Exists(Message.objects.filter(once=OuterRef("occasion")))).select_related("person")
