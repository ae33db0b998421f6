"""Finding what is under review: filters, search, order and pages of the index, in few queries for any number."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from content import paging, searching
from reviews import involvement, lists
from reviews.forms import FilterForm, Order
from reviews.models.topics import Area, Topic


@dataclass(frozen=True)
class Card:
    """A topic as lists show it: where it stands, and how to take part, what closes first coming first."""

    topic: Topic
    opportunities: list

    @property
    def status(self):
        return lists.status_label(self.topic.status_now) if self.topic.status_now else ""

    @property
    def tag_class(self):
        return lists.tag_class(self.topic.status_now)


@dataclass(frozen=True)
class Found:
    form: FilterForm
    page: object  # a page of the paginator, whose object_list is cards
    pagination: dict | None

    @property
    def is_filtered(self):
        return any(name != "sort" for name in self.form.wanted)


def find(index, request, at=None):
    """What a visitor of the index page asks for by the address, at the moment `at` (aware; now when left out)."""
    topics = Topic.objects.open_to_the_public().child_of(index).with_status()
    form = FilterForm.filled(request.GET, **_choices(topics))
    ranked = _ranked(_narrowed(topics, form.wanted), form.wanted, at or timezone.now())
    page = paging.page_of(ranked, request)
    page.object_list = cards(page.object_list)
    return Found(form, page, paging.pagination(page, request))


def cards(ranked):
    """Cards of topics that `ranked` names by id, with what is open on them; in the same order."""
    topics = Topic.objects.with_status().in_bulk([topic_id for topic_id, _opportunities in ranked])
    return [Card(topics[topic_id], opportunities) for topic_id, opportunities in ranked]


def closing_first(topics, at=None):
    """Pairs of id and open opportunities of public topics, what closes first coming first, then the newest."""
    return _ranked(topics.with_status(), {}, at or timezone.now())


def _choices(topics):
    statuses = set(topics.values_list("status_now", flat=True))
    areas = Area.objects.filter(items__content_object__in=topics.values("pk")).distinct()
    return {
        "kinds": Topic.Kind.choices,
        "statuses": [pair for pair in lists.statuses() if pair[0] in statuses],
        "areas": list(areas.values_list("slug", "name")),
    }


def _narrowed(topics, wanted):
    if kind := wanted.get("kind"):
        topics = topics.of_kind(kind)
    if status := wanted.get("status"):
        topics = topics.filter(status_now=status)
    if area := wanted.get("area"):
        topics = topics.in_area(area)
    if words := wanted.get("q"):
        topics = topics.filter(pk__in=[topic.pk for topic in searching.found(Topic.objects.live(), words)])
    return topics


def _ranked(topics, wanted, at):
    rows = list(topics.values_list("pk", "original_id", "first_published_at"))
    open_now = involvement.open_on([original for _pk, original, _published in rows], at)
    if wanted.get("open"):
        rows = [row for row in rows if open_now[row[1]]]
    rows.sort(key=lambda row: row[2] or datetime.min.replace(tzinfo=at.tzinfo), reverse=True)
    if wanted.get("sort") != Order.NEWEST:
        rows.sort(key=lambda row: _closes(open_now[row[1]]))  # stable: the newest first where nothing closes
    return [(pk, open_now[original]) for pk, original, _published in rows]


def _closes(opportunities):
    """Open with an end comes first, then open without one, then not open."""
    return (not opportunities, opportunities[0].closes_first if opportunities else involvement.LAST)
