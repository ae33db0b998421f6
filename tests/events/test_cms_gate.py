"""The gate in the CMS: what is missing and where it is mended, opening despite it, and taking a page off the site."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from accounts.models import AccessLog
from events import gate
from events.models import EventDate, EventPage, Override
from home import roles
from tests.events.booking import book
from tests.events.walking import soup, text
from tests.factories.events import (
    EventDateFactory,
    EventPageFactory,
    ForumPageFactory,
    RegistrationFactory,
    VenueFactory,
)
from tests.factories.reviews import PromiseFactory

pytestmark = pytest.mark.django_db
REASON = "The funder signs on Monday."


def url(name, *args):
    return reverse(f"events_cms:{name}", args=args)


def standing(date):
    return {item.code: str(item.in_words) for item in gate.items(date) if not item.is_stated}


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


# --- The checklist


def test_each_item_is_stated_or_missing_and_leads_to_where_it_is_mended():
    page = EventPageFactory(captions="", promise=None)
    date = EventDateFactory(page=page, venue=VenueFactory(quiet_room="ask"))
    assert {item.code: item.url for item in gate.items(date) if item.is_missing} == {
        "captions": f"{edit(page)}#id_captions-label",
        "quiet_room": f"{reverse('venues:edit', args=[date.venue_id])}#id_quiet_room-label",
        "told_by": reverse("topics:give_promise", args=[page.pk]),
    }
    assert len(gate.items(date)) == 14


def test_the_field_to_which_an_item_leads_is_there(officer):
    date = EventDateFactory(page=EventPageFactory(promise=None))
    for item in gate.items(date):
        address, _hash, anchor = item.url.partition("#")
        shown = officer.get(address)
        assert shown.status_code == 200
        assert not anchor or soup(shown).find(id=anchor)


def test_words_of_a_draft_count_once_they_are_published():
    date = EventDateFactory(page=EventPageFactory(captions="", recording=""))
    date.page.captions = "A person types."
    date.page.save_revision()
    assert standing(date) == {"captions": "in the draft, not published yet", "recording": "missing"}


def test_of_a_page_that_was_never_published_the_draft_is_looked_at():
    date = EventDateFactory(page=EventPageFactory(live=False, captions=""))
    date.page.captions = "A person types."
    date.page.who_pays = ""
    date.page.save_revision()
    found = standing(date)
    assert (found["captions"], found["who_pays"]) == ("in the draft, not published yet", "missing")
    assert "step_free" not in found


def test_a_date_shows_what_is_missing(officer):
    date = EventDateFactory(page=EventPageFactory(captions="", recording="", promise=None))
    shown = officer.get(url("date", date.public_id))
    assert "Booking cannot open yet: 3 things are missing." in text(shown)
    assert "Open booking despite what is missing" not in text(shown)
    assert soup(shown).find("a", href=f"{edit(date.page)}#id_captions-label")


def test_an_event_shows_what_any_of_its_dates_to_come_is_missing(officer):
    page = EventPageFactory()
    EventDateFactory(page=page)
    EventDateFactory(page=page, venue=VenueFactory(step_free="ask"))
    EventDateFactory(page=page, venue=VenueFactory(quiet_room="ask"), past=True)
    shown = text(officer.get(url("event", page.pk)))
    assert "Booking cannot open yet: 1 thing is missing." in shown
    assert "Cannot open yet" in shown


def test_an_event_without_dates_to_come_has_no_checklist(officer):
    page = EventPageFactory(captions="")
    EventDateFactory(page=page, past=True)
    EventDateFactory(page=page, booking="drop_in")
    assert "Booking cannot open yet" not in text(officer.get(url("event", page.pk)))


def test_the_editor_lists_it_beside_the_dates(officer):
    date = EventDateFactory(page=EventPageFactory(captions=""))
    panel = soup(officer.get(edit(date.page))).find(id="panel-child-content-before_booking_can_open-section")
    lines = [" ".join(line.get_text(" ", strip=True).split()) for line in panel.find_all("li")]
    assert lines[0] == "Booking cannot open yet: 1 thing is missing."
    assert "Captions, or that there are none missing" in lines
    assert "Whether it is recorded stated" in lines


def test_the_list_says_which_dates_cannot_open(officer):
    EventDateFactory(page=EventPageFactory(captions=""))
    opened = EventDateFactory(page=EventPageFactory(captions=""))
    Override.objects.create(date=opened, rule=Override.Rule.GATE, reason=REASON)
    table = officer.get(url("index")).context["table"]
    states = [str(table.columns["state"].get_value(date)) for date in table.data]
    assert sorted(states) == ["Cannot open yet", "Open"]


def test_an_officer_who_books_by_telephone_reads_that_booking_is_not_open(officer):
    date = EventDateFactory(page=EventPageFactory(captions=""))
    assert "Booking cannot open yet: 1 thing is missing." in text(officer.get(url("book", date.public_id)))


# --- A page is published


def publish(client, page):
    form = client.get(edit(page)).context["form"]
    typed = {name: value for name, value in form.initial.items() if value is not None and not isinstance(value, list)}
    streams = {f"{name}-count": "0" for name in ("screening", "questions", "body")}
    typed |= dict.fromkeys(("what_to_expect", "payment", "expenses", "what_happens_next", "screening_help"), "null")
    return client.post(edit(page), typed | streams | {"action-publish": "1", "slug": page.slug}, follow=True)


def test_publishing_warns_of_what_is_missing_and_publishes(officer):
    page = EventPageFactory(live=False, captions="")
    EventDateFactory(page=page)
    shown = publish(officer, page)
    assert EventPage.objects.get(pk=page.pk).live
    said = [str(message) for message in shown.context["messages"]]
    assert any("Booking cannot open yet:" in words for words in said)


def test_publishing_a_page_without_dates_says_nothing_of_the_gate(officer):
    page = EventPageFactory(live=False, captions="")
    said = [str(message) for message in publish(officer, page).context["messages"]]
    assert EventPage.objects.get(pk=page.pk).live
    assert not any("Booking cannot open yet:" in words for words in said)


# --- Opening despite it


def test_an_administrator_opens_a_date_with_a_reason_that_is_logged_and_shown(administrator, officer):
    date = EventDateFactory(page=EventPageFactory(captions=""))
    assert "Open booking despite what is missing" in text(administrator.get(url("date", date.public_id)))
    done = administrator.post(url("open_despite", date.public_id), {"reason": REASON}, follow=True)
    assert "People can book this date now." in text(done)
    override = Override.objects.get()
    assert (override.date, override.rule, override.reason, override.by) == (date, "gate", REASON, administrator.user)
    line = AccessLog.objects.get(reason=REASON)
    assert (line.by, line.action, line.what) == (administrator.user, "changed", f"gate of date {date.public_id}")
    assert REASON in text(officer.get(url("date", date.public_id)))
    assert book(date).has_place


def test_the_reason_is_asked_for(administrator):
    date = EventDateFactory(page=EventPageFactory(captions=""))
    shown = administrator.post(url("open_despite", date.public_id), {"reason": "  "})
    assert "Enter why people can book already." in text(shown)
    assert not Override.objects.exists()


def test_what_is_missing_is_read_before_opening(administrator):
    date = EventDateFactory(page=EventPageFactory(captions="", promise=None))
    shown = text(administrator.get(url("open_despite", date.public_id)))
    assert "Missing: Captions, or that there are none; By which day, on or after the date," in shown


def test_a_date_that_is_open_already_is_not_opened(administrator):
    date = EventDateFactory()
    shown = administrator.post(url("open_despite", date.public_id), {"reason": REASON})
    assert "Booking can open: nothing is in its way." in text(shown)
    assert not Override.objects.exists()


def test_an_officer_cannot_open_a_date_despite_the_gate(officer):
    date = EventDateFactory(page=EventPageFactory(captions=""))
    assert officer.post(url("open_despite", date.public_id), {"reason": REASON}).status_code == 302
    assert not Override.objects.exists()
    assert roles.ONLY_ADMINISTRATORS == ("add_override", "redact_comment")


def test_stating_the_facts_ends_the_override(administrator):
    date = EventDateFactory(page=EventPageFactory(promise=None))
    administrator.post(url("open_despite", date.public_id), {"reason": REASON})
    assert REASON in text(administrator.get(url("date", date.public_id)))
    PromiseFactory(page=date.page, by=date.starts_at.date())
    assert REASON not in text(administrator.get(url("date", date.public_id)))
    assert gate.excuse(EventDate.objects.with_statements().get()) == ""


# --- A page goes off the site


def unpublish(client, page, **typed):
    return client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), typed)


def is_live(page):
    page.refresh_from_db()
    return page.live


def test_the_officer_sees_how_many_people_have_booked_before_a_page_goes(officer):
    date = EventDateFactory(full=True, places_in_person=2)
    RegistrationFactory(date=date, waiting=True)
    RegistrationFactory(date=date, cancelled=True)
    shown = unpublish(officer, date.page)
    assert "3 people have a place or wait for one." in text(shown)
    assert escape(date.page.title) in shown.content.decode()
    assert is_live(date.page)
    unpublish(officer, date.page, people_are_known="1")
    assert not is_live(date.page)
    assert date.registrations.live().count() == 3


@pytest.mark.parametrize("fields", [{"past": True}, {"cancelled": True}])
def test_nothing_is_said_where_nobody_waits_for_the_date_any_more(officer, fields):
    date = RegistrationFactory(date=EventDateFactory(**fields)).date
    unpublish(officer, date.page)
    assert not is_live(date.page)


def test_events_below_a_forum_are_looked_at_when_they_go_along(officer):
    forum = ForumPageFactory()
    date = RegistrationFactory(date__page=EventPageFactory(parent=forum)).date
    shown = unpublish(officer, forum, include_descendants="on")
    assert "1 person has a place or waits for one." in text(shown)
    assert soup(shown).find("input", {"name": "include_descendants"})["value"] == "on"
    unpublish(officer, forum)
    assert (is_live(forum), is_live(date.page)) == (False, True)


def test_several_pages_at_once_are_warned_of_together(officer):
    first, second = RegistrationFactory().date.page, RegistrationFactory().date.page
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    address = f"{bulk}?id={first.pk}&id={second.pk}&next=/cms/"
    assert "2 people have a place or wait for one." in text(officer.post(address))
    assert is_live(first)
    officer.post(address, {"people_are_known": "1"})
    assert (is_live(first), is_live(second)) == (False, False)
