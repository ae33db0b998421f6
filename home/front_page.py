"""What the home page gathers from the other rooms: what is under review, what is on soon, what changed."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from content import moments
from content.models import main_locale
from events.models import EventDate, EventIndexPage
from events.models.dates import Mode
from reviews import finding
from reviews.models import Outcome, ReviewIndexPage, Topic

MANY = 4


@dataclass(frozen=True)
class Soon:
    """One date to come."""

    title: str
    summary: str
    url: str
    when: str
    where: str


def under_review(locale, at=None):
    """Cards of what is under review in one language, what closes first coming first."""
    topics = Topic.objects.open_to_the_public().filter(locale=locale)
    return finding.cards(finding.closing_first(topics, at)[:MANY])


def on_soon(request, at=None):
    """The next dates of events that anyone may read about."""
    dates = EventDate.objects.scheduled().upcoming(at).on_public_pages().select_related("page", "venue")
    return [_soon(date, request) for date in dates.order_by("starts_at", "pk")[:MANY]]


def _soon(date, request):
    page = date.page.localized
    ways = [_("Online") if mode == Mode.ONLINE else str(date.venue.name) for mode in date.modes]
    return Soon(
        title=page.title,
        summary=page.summary,
        url=page.get_url(request),
        when=f"{moments.day(date.starts_at)}, {moments.span(date.starts_at, date.ends_at)}",
        where=_(" or ").join(ways),
    )


def changed(at=None):
    """The latest outcomes that were told to the public, of topics that anyone may read about."""
    topics = Topic.objects.open_to_the_public().filter(locale=main_locale())
    outcomes = Outcome.objects.published(timezone.localdate(at)).filter(topic__in=topics.values("pk"))
    return list(outcomes.select_related("topic").order_by("-published_on", "-pk")[:3])


def of(page, request, at=None):
    """What the template of a home page shows beside its own words."""
    return {
        "cards": under_review(page.locale_id, at),
        "dates": on_soon(request, at),
        "outcomes": changed(at),
        "reviews": ReviewIndexPage.objects.live().child_of(page).first(),
        "events": EventIndexPage.objects.live().child_of(page).first(),
    }
