"""What pages show of dates: in few queries for any number, with the places that were left when the page was made."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import paging
from content.models import in_this_language
from events import gate, links, obstacles, papers, places, records
from events.forms import FilterForm, When
from events.models import EventDate, EventPage, ForumPage, Membership, Registration
from events.models.dates import Age, Booking, Mode
from reviews.models import Topic

SOON = 5  # dates on a forum's page
PAST = 10  # past dates on an event's page
WHO_MAY_COME = {
    Age.ANY: gettext_lazy("For people of any age"),
    Age.THIRTEEN: gettext_lazy("For people of 13 or over"),
    Age.EIGHTEEN: gettext_lazy("For people of 18 or over"),
}


@dataclass(frozen=True)
class DateCard:
    """One date as a page shows it. `places` is mode -> Places at the moment `at`: a hint, the lock knows."""

    date: EventDate
    page: EventPage  # in the language of the page on which the card stands
    forum: ForumPage | None
    places: dict
    at: datetime

    @property
    def obstacle(self):
        return self.date.obstacle(self.at) or gate.obstacle(self.date)

    @property
    def excuse(self):
        """Why it can be booked although not everything is stated, or ""."""
        return gate.excuse(self.date)

    @property
    def is_full(self):
        return all(count.is_full for count in self.places.values())

    @property
    def left(self):
        """What is left in words, for each way to come that the date offers; where none are given here, what to do."""
        if not self.date.is_booked_here:
            return [self.how_to_come]
        ways = [(Mode(mode).label, self.places[mode].in_words) for mode in self.date.modes]
        if len(ways) == 1:
            return [ways[0][1]]
        return [_("%(way)s: %(left)s") % {"way": way, "left": left} for way, left in ways]

    @property
    def how_to_come(self):
        """What to do about a date that is not booked on this site."""
        if self.date.booking == Booking.DROP_IN:
            return _("No need to book: come along")
        return _("Booked on another site: %(host)s") % {"host": self.date.booking_host}

    @property
    def elsewhere(self):
        return obstacles.elsewhere(self.date)

    @property
    def opens(self):
        """From when a date can be booked that cannot be booked yet, as sentences."""
        return obstacles.opening(self.date)

    @property
    def who_may_come(self):
        """From which age people may come, where that is not the usual."""
        return WHO_MAY_COME.get(self.date.minimum_age, "")

    @property
    def where(self):
        """The venue, "Online", or both."""
        ways = [_("Online") if mode == Mode.ONLINE else self.date.venue.one_line for mode in self.date.modes]
        return _(" or ").join(ways)


@dataclass(frozen=True)
class MemberDate:
    """One date on the page of a membership. `registration` is what the member has booked of it, or None."""

    card: DateCard
    membership: Membership
    registration: Registration | None

    @property
    def obstacle(self):
        return self.card.date.obstacle(self.card.at, is_member=True) or gate.obstacle(self.card.date)

    @property
    def address(self):
        """Where the member books it, or sees what they have booked."""
        if self.registration:
            return links.path(self.registration)
        return reverse("member_book", args=[links.token(self.membership), self.card.date.public_id])


@dataclass(frozen=True)
class Found:
    form: FilterForm
    page: object  # a page of the paginator, whose object_list is cards
    pagination: dict | None

    @property
    def is_past(self):
        return self.form.wanted.get("when") == When.PAST

    @property
    def is_filtered(self):
        return bool(self.form.wanted.keys() - {"when"})


def find(index, request, at=None):
    """The dates that a visitor of the list asks for by the address, at the moment `at` (aware; now when left out)."""
    at = at or timezone.now()
    forums = list(ForumPage.objects.open_to_the_public().filter(locale=index.locale_id).order_by("title"))
    form = FilterForm(request.GET, forums=[(forum.slug, forum.title) for forum in forums])
    page = paging.page_of(_narrowed(form.wanted, forums, at), request)
    page.object_list = cards(page.object_list, locale_id=index.locale_id, at=at, forums=forums)
    return Found(form, page, paging.pagination(page, request))


def _narrowed(wanted, forums, at):
    dates = EventDate.objects.on_public_pages().with_statements()
    if wanted.get("when") == When.PAST:
        dates = dates.scheduled().past(at).order_by("-starts_at", "-pk")
    else:
        dates = dates.not_over(at).order_by("starts_at", "pk")
    if how := wanted.get("how"):
        dates = dates.offering(how)
    if activity := wanted.get("activity"):
        dates = dates.filter(page__activity=activity)
    if slug := wanted.get("forum"):
        dates = dates.of_forum(next(forum for forum in forums if forum.slug == slug).original)
    return dates


def of_event(page, at=None):
    """
    The dates of an event's page: those to come or going on, and the latest that are past. Cancelled ones as well.

    Each date has the entries of its papers for everybody as `open_papers`, and `has_open_record`.
    """
    at = at or timezone.now()
    if not page.has_facts:
        return {"coming": [], "past": [], "venues": [], "to_book": 0}
    dates = list(page.original.dates.with_statements().select_related("record"))
    coming = [_card(date, page, None, counted, at) for date, counted in _counted(_not_over(dates, at))]
    venues = {card.date.venue.pk: card.date.venue for card in coming if card.date.venue}
    past = [date for date in reversed(dates) if date.ends_at <= at and not date.is_cancelled][:PAST]
    found = papers.for_everybody(dates)
    for date in dates:
        date.open_papers = found.get(date.pk, [])
        date.has_open_record = records.for_everybody(date)
    to_book = sum(card.date.is_booked_here and not card.obstacle for card in coming)
    return {"coming": coming, "past": past, "venues": list(venues.values()), "to_book": to_book}


def _not_over(dates, at):
    return [date for date in dates if date.ends_at > at]


def of_forum(forum, at=None, most=SOON):
    """The next dates of the events under a forum's page, all of them where `most` is None."""
    at = at or timezone.now()
    if not forum.has_facts:
        return []
    dates = EventDate.objects.on_public_pages().of_forum(forum.original).not_over(at).scheduled()
    return cards(dates.with_statements().order_by("starts_at", "pk")[:most], locale_id=forum.locale_id, at=at)


def of_member(membership, at=None):
    """The dates to come of a member's forum, as MemberDates."""
    at = at or timezone.now()
    live = Registration.objects.live().filter(person=membership.person_id, date__ends_at__gt=at)
    booked = {registration.date_id: registration for registration in live.select_related("person")}
    shown = of_forum(in_this_language(membership.forum), at, most=None)
    return [MemberDate(card, membership, booked.get(card.date.pk)) for card in shown]


def cards(dates, *, locale_id, at, forums=()):
    """
    Cards of dates `with_statements`, each with its page in one language.

    `forums` are those whose names are shown on the cards of their events.
    """
    dates, by_path = list(dates), {forum.path: forum for forum in forums}
    pages = _in_language({date.page_id: date.page for date in dates}, locale_id)
    return [
        _card(date, pages[date.page_id], by_path.get(_path_above(pages[date.page_id])), counted, at)
        for date, counted in _counted(dates)
    ]


def _card(date, page, forum, counted, at):
    return DateCard(date=date, page=page, forum=forum, places=counted, at=at)


def _counted(dates):
    dates = list(dates)
    counts = places.of_dates(dates) if dates else {}
    return [(date, counts[date.pk]) for date in dates]


def _in_language(pages, locale_id):
    """The same pages in another language where they are translated; no query where they are in it already."""
    if all(page.locale_id == locale_id for page in pages.values()):
        return pages
    keys = [page.translation_key for page in pages.values()]
    found = EventPage.objects.live().filter(translation_key__in=keys, locale=locale_id)
    translated = {page.translation_key: page for page in found}
    return {pk: translated.get(page.translation_key, page) for pk, page in pages.items()}


def _path_above(page):
    return page.path[: -page.steplen]


def topics_of(page):
    """The public topics of an event's or forum's page, in its language where they are translated."""
    if not page.has_facts:
        return []
    keys = page.original.topics.values("translation_key")
    topics = Topic.objects.open_to_the_public().filter(translation_key__in=keys)
    found = {}
    for topic in topics.order_by("title"):
        if topic.translation_key not in found or topic.locale_id == page.locale_id:
            found[topic.translation_key] = topic
    return list(found.values())
