"""Venues, forums, events and their dates, in words and facts; the people come in `attending`."""

from datetime import timedelta

from django.utils import timezone

from events import scheduling
from events.models import EventDate, EventIndexPage, EventPage, ForumIndexPage, ForumPage, Venue
from home.demo import reading
from home.demo.topics import promise
from reviews.models import Topic

CONTACT = ("contact_name", "contact_telephone", "contact_email", "contact_other")
FORUM_WORDS = ("slug", "title", "summary", "purpose", "who_it_is_for", "how_often", "what_we_ask", "what_we_offer")
EVENT_WORDS = (
    *("slug", "title", "summary", "activity", "what_to_expect", "payment", "expenses", "who_sees", "who_pays"),
    *("what_happens_next", "breaks", "captions", "interpreters", "recording", "materials"),
)
ANSWERED_BEFORE = timedelta(days=10)  # and people told what is arranged
TOLD_BEFORE = timedelta(days=21)  # needs are asked for so long before the date


def venues():
    """The venues by their key in the file."""
    known = {str(venue.name): venue for venue in Venue.objects.all()}
    return {entry["key"]: known.get(entry["name"]) or _venue(entry) for entry in reading.entries("venues")}


def _venue(entry):
    words = reading.pick(entry, "name", "address", "postcode", "directions", "access_note")
    return Venue.objects.create(**words, **entry["access"])


def forums(home_page):
    index = ForumIndexPage.objects.child_of(home_page).get()
    for entry in reading.entries("forums"):
        if not reading.known(ForumPage, entry["slug"]):
            page = ForumPage(how_to_join=entry["joining"], **reading.pick(entry, *FORUM_WORDS, *CONTACT))
            reading.add(index, page)
            page.topics.set(_topics(entry))


def events(home_page, places):
    """Pages with their dates. Yields each new date with its entry in the file."""
    index = EventIndexPage.objects.child_of(home_page).get()
    for entry in reading.entries("events"):
        if reading.known(EventPage, entry["slug"]):
            continue
        parent = reading.known(ForumPage, entry["forum"]) if entry["forum"] else index
        page = reading.add(parent, EventPage(**reading.pick(entry, *EVENT_WORDS, *CONTACT)))
        page.topics.set(_topics(entry))
        if "tell_by_days" in entry:
            promise(page, entry["tell_by_days"])
        for when in entry["date"]:
            yield _date(page, when, places), when


def _topics(entry):
    return Topic.objects.filter(slug__in=entry["topics"], alias_of=None)


def _date(page, entry, places):
    days = reading.working_day(entry["days"])
    starts_at = reading.moment(days, entry["start"])
    said = entry["joining_instruction"]
    return scheduling.add_date(
        page=page,
        starts_at=starts_at,
        ends_at=reading.moment(days, entry["end"]),
        places_in_person=entry["places_in_person"],
        places_online=entry["places_online"],
        venue=places.get(entry["venue"]),
        joining_instruction=said,
        joining_link=_link_in(said),
        dial_in=entry.get("dial_in", ""),
        registration_closes_at=reading.moment(days - 1, "17:00"),
        needs_by=timezone.localdate(starts_at) - TOLD_BEFORE,
        needs_answer_by=timezone.localdate(starts_at) - ANSWERED_BEFORE,
    )


def _link_in(text):
    links = [word.rstrip(".,") for word in text.split() if word.startswith("https://")]
    return links[0] if links else ""


def date_of(slug):
    """The last date of an event that is over."""
    return EventDate.objects.past().filter(page__slug=slug).latest("starts_at")
