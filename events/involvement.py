"""What reviews may say of forums and events: the dates that can be booked and the forums to join, by topic."""

from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Locale, Site

from content import moments
from content.models import in_this_language, main_locale
from events import gate
from events.listing import DateCard, cards
from events.models import EventDate, ForumPage
from reviews import involvement
from reviews.involvement import Opportunity

DATES = 300  # dates looked at for all topics together


def register():
    """Called once when the site starts."""
    involvement.register(find)


def find(topic_ids, at):
    """Pairs of a topic's id and what is open on it at the moment `at` (aware), in few queries for all topics."""
    roots = Site.get_site_root_paths()
    yield from _dates(topic_ids, at, roots)
    yield from _forums(topic_ids, roots)


def _address(page, roots):
    """The address of a page, with the roots of the sites kept as a request would keep them: no query for each page."""
    page._wagtail_cached_site_root_paths = roots
    return page.url


def _dates(topic_ids, at, roots):
    """The next bookable date of each event on a topic, said once per event."""
    dates = EventDate.objects.on_public_pages().open_for_registration(at).filter(page__topics__in=topic_ids)
    rows = dates.with_statements().annotate(topic_id=F("page__topics")).order_by("starts_at", "pk")
    rows = [row for row in rows[:DATES] if gate.is_passed(row)]
    shown = cards({row.pk: row for row in rows}.values(), locale_id=_locale_id(), at=at)
    by_date, seen = {card.date.pk: card for card in shown}, set()
    for row in rows:
        if (row.topic_id, row.page_id) not in seen:
            seen.add((row.topic_id, row.page_id))
            yield row.topic_id, _event(by_date[row.pk], roots)


def _locale_id():
    main = main_locale()
    return main.pk if get_language() == main.language_code else Locale.get_active().pk


def _event(card: DateCard, roots):
    date = card.date
    when = f"{moments.day(date.starts_at)}, {moments.span(date.starts_at, date.ends_at)}"
    return Opportunity(
        kind="event",
        title=card.page.title,
        url=_address(card.page, roots),
        how=_("%(when)s. %(left)s.") % {"when": when, "left": "; ".join(card.left)},
        closes_at=date.registration_closes_at or date.starts_at,
        starts_at=date.starts_at,
    )


def _forums(topic_ids, roots):
    forums = ForumPage.objects.open_to_the_public().filter(open_to_join=True, topics__in=topic_ids)
    for forum in forums.annotate(topic_id=F("topics")):
        page = in_this_language(forum)
        how = _("Join this forum. %(how_often)s") % {"how_often": page.how_often}
        yield forum.topic_id, Opportunity(kind="forum", title=page.title, url=_address(page, roots), how=how.strip())
