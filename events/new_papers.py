"""
Telling those with a place that there are papers which they did not hear of: one message for all that were added
together.

A job of the worker. Somebody has heard of a paper when a message that lists the papers was written after it was added.
"""

from datetime import timedelta

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from events import history
from events.models import Paper, Registration
from mailing.models import Message

QUIET = timedelta(minutes=15)
LISTING = ("booking_confirmed", "reminder", "papers_opened")


def tell_due(at=None):
    for registration in to_tell(at or timezone.now()):
        once = f"papers_opened:{registration.public_id}:{registration.newest_paper}"
        history.tell(registration, "papers_opened", once=once)


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
