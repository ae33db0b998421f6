"""What the home page gathers from the other rooms: what is under review, what is on soon, what changed."""

from django.utils import timezone

from content.models import main_locale
from events import listing
from events.models import EventDate, EventIndexPage
from reviews import finding
from reviews.models import Outcome, ReviewIndexPage, Topic

MANY = 4


def under_review(locale_id, at=None):
    """Cards of what is under review in one language, what closes first coming first."""
    topics = Topic.objects.open_to_the_public().filter(locale=locale_id)
    return finding.cards(finding.closing_first(topics, at)[:MANY])


def on_soon(locale_id, at=None):
    """Cards of the next dates of events that anyone may read about, with their pages in one language."""
    at = at or timezone.now()
    dates = EventDate.objects.scheduled().upcoming(at).on_public_pages().with_statements()
    return listing.cards(dates.order_by("starts_at", "pk")[:MANY], locale_id=locale_id, at=at)


def changed(at=None):
    """The latest outcomes that were told to the public, of topics that anyone may read about."""
    topics = Topic.objects.open_to_the_public().filter(locale=main_locale())
    outcomes = Outcome.objects.published(timezone.localdate(at)).filter(topic__in=topics.values("pk"))
    return list(outcomes.select_related("topic").order_by("-published_on", "-pk")[:3])


def of(page, at=None):
    """What the template of a home page shows beside its own words."""
    return {
        "cards": under_review(page.locale_id, at),
        "dates": on_soon(page.locale_id, at),
        "outcomes": changed(at),
        "reviews": ReviewIndexPage.objects.live().child_of(page).first(),
        "events": EventIndexPage.objects.live().child_of(page).first(),
    }
