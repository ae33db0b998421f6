from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events import scheduling
from events.models import EventDate
from mailing.models import Message
from tests.factories.events import (
    AccessNeedFactory,
    EventDateFactory,
    EventPageFactory,
    ForumPageFactory,
    RegistrationFactory,
    VenueFactory,
)
from tests.factories.reviews import TechnologyPageFactory

pytestmark = pytest.mark.django_db
EVENTS = "/cms/events/"


def url(name, *args):
    return reverse(f"events_cms:{name}", args=args)


def cells(response):
    """The rows of the list as texts."""
    table = response.context["table"]
    return [[str(column.get_value(date)) for column in table.columns.values()] for date in table.data]


def titles(response):
    return [date.page.title for date in response.context["object_list"]]


def typed(form):
    """What a browser sends of a form that nobody touched."""
    data = {}
    for name in form.fields:
        bound = form[name]
        if name in ("note", "joining_instruction"):
            data |= {f"{name}_0": str(bound.value() or ""), f"{name}_1": ""}
        elif bound.value() is not None and bound.value() is not False:
            value = bound.field.widget.format_value(bound.value())
            if value is not None:
                data[name] = value[0] if isinstance(value, list) and len(value) == 1 else value
    return data


# --- Lists


def test_a_row_says_when_where_how_many_and_what_is_needed(officer):
    date = EventDateFactory(
        hybrid=True,
        page__title="Wearables and you",
        starts_at=datetime(2099, 8, 6, 9, tzinfo=UTC),
        ends_at=datetime(2099, 8, 6, 11, tzinfo=UTC),
        places_in_person=2,
    )
    RegistrationFactory.create_batch(2, date=date)
    RegistrationFactory(date=date, online=True)
    RegistrationFactory(date=date, waiting=True)
    AccessNeedFactory(registration=RegistrationFactory(date=date, cancelled=True))
    AccessNeedFactory(registration=date.registrations.first())

    assert cells(officer.get(EVENTS)) == [
        [
            "Thursday 6 August 2099, 10am to midday",
            "Wearables and you",
            "Example Library, Online",
            "2 of 2",
            "1 of 10",
            "1",
            "1",
            "",
            "Open",
        ]
    ]


@pytest.mark.parametrize(
    ("state", "fields"),
    [
        ("Open", {}),
        ("Full", {"full": True}),
        ("Closed for booking", {"closed": True}),
        ("Cancelled", {"cancelled": True}),
        ("Page not public", {"page__live": False}),
    ],
)
def test_a_row_says_the_state(officer, state, fields):
    EventDateFactory(**fields)

    assert cells(officer.get(EVENTS))[0][-1] == state


def test_dates_to_come_and_of_today_are_listed_first_and_past_ones_when_asked_for(officer):
    EventDateFactory(past=True, page__title="Past")
    EventDateFactory(page__title="To come")
    EventDateFactory(ongoing=True, page__title="Ongoing")

    assert titles(officer.get(EVENTS)) == ["Ongoing", "To come"]
    assert titles(officer.get(EVENTS, {"when": "past"})) == ["Past"]
    assert titles(officer.get(EVENTS, {"when": "all"})) == ["Past", "Ongoing", "To come"]


def test_dates_are_filtered_by_forum_and_way_to_come_and_searched_by_title(officer):
    forum = ForumPageFactory()
    EventDateFactory(page__title="Of the forum", page__parent=forum)
    EventDateFactory(page__title="Online", online=True)

    assert titles(officer.get(EVENTS, {"forum": forum.pk})) == ["Of the forum"]
    assert titles(officer.get(EVENTS, {"mode": "online"})) == ["Online"]
    assert titles(officer.get(EVENTS, {"q": "of the"})) == ["Of the forum"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_needs_the_same_queries_for_any_number(officer, number, django_assert_num_queries):
    for _each in range(number):
        RegistrationFactory(date=EventDateFactory(hybrid=True))
    officer.get(EVENTS)

    with django_assert_num_queries(16):
        officer.get(EVENTS)


def test_an_event_s_page_lists_its_dates_and_topics(officer):
    date = EventDateFactory()
    EventDateFactory()
    date.page.topics.set([TechnologyPageFactory(title="A rapid test")])

    response = officer.get(url("event", date.page.pk))

    assert list(response.context["object_list"]) == [date]
    assert "A rapid test" in response.text


# --- Changing dates


def test_a_date_is_added_as_the_last_one_was(officer):
    date = EventDateFactory(places_in_person=7)
    form = officer.get(url("add_date", date.page.pk)).context["form"]

    officer.post(
        url("add_date", date.page.pk), {**typed(form), "day": "07/08/2099", "starts": "14:00", "ends": "15:00"}
    )

    added = date.page.dates.last()
    assert (added.starts_at, added.places_in_person, added.venue) == (
        datetime(2099, 8, 7, 13, tzinfo=UTC),
        7,
        date.venue,
    )


def test_a_date_that_is_added_takes_no_day_from_the_one_before(officer):
    date = EventDateFactory(
        registration_closes_at=datetime(2099, 8, 1, tzinfo=UTC),
        needs_by=datetime(2099, 7, 1).date(),
        offers_paused=True,
    )
    form = officer.get(url("add_date", date.page.pk)).context["form"]

    assert [form[name].value() for name in ("registration_closes_at", "needs_by")] == [None, None]
    assert not form["offers_paused"].value()


@pytest.mark.parametrize(
    ("needs_by", "answered_by"),
    [("", "2099-07-31"), ("03/08/2099", "2099-08-03")],
)
def test_by_when_people_hear_what_is_arranged_is_suggested_for_a_new_date(officer, needs_by, answered_by):
    date = EventDateFactory()
    form = officer.get(url("add_date", date.page.pk)).context["form"]
    when = {"day": "07/08/2099", "starts": "14:00", "ends": "15:00", "needs_by": needs_by}

    officer.post(url("add_date", date.page.pk), typed(form) | when)

    assert str(date.page.dates.last().needs_answer_by) == answered_by


def test_nothing_is_suggested_for_a_date_that_is_too_near(officer):
    date = EventDateFactory(starts_at=timezone.now() + timedelta(days=60))
    near = {"starts_at": timezone.now() + timedelta(days=3), "ends_at": timezone.now() + timedelta(days=4)}

    assert scheduling.add_date(page=date.page, places_online=1, **near).needs_answer_by is None


def change(officer, date, **changes):
    form = officer.get(url("change", date.public_id)).context["form"]
    return officer.post(url("change", date.public_id), {**typed(form), **changes})


def test_a_change_that_concerns_people_insists_on_an_answer_whether_to_tell_them(officer):
    date = EventDateFactory()
    RegistrationFactory.create_batch(2, date=date)
    RegistrationFactory(date=date, waiting=True)

    response = change(officer, date, starts="08:00")

    form = response.context["form"]
    assert form.errors == {"tell": ["Select whether to tell the people whom this concerns."]}
    assert form["tell"].label == "Tell the 3 people who have a place or wait for one?"
    assert EventDate.objects.get().starts_at == date.starts_at


@pytest.mark.parametrize(("answer", "told"), [("yes", 2), ("no", 0)])
def test_those_with_a_place_are_told_or_not(officer, answer, told):
    date = EventDateFactory()
    RegistrationFactory.create_batch(2, date=date)

    response = change(officer, date, starts="08:00", tell=answer)

    assert response.url == url("date", date.public_id)
    assert Message.objects.filter(kind="date_changed").count() == told
    assert ("2 people will be told." in officer.get(response.url).text) == bool(told)


def test_a_change_that_concerns_nobody_asks_nothing_and_tells_nobody(officer):
    date = EventDateFactory(joining_instruction="Ring the bell.")
    RegistrationFactory(date=date)

    change(officer, date, offer_hours="24")

    assert EventDate.objects.get().offer_hours == 24
    assert not Message.objects.exists()


def test_where_nobody_has_a_place_or_waits_nothing_is_asked(officer):
    assert "tell" not in officer.get(url("change", EventDateFactory().public_id)).context["form"].fields


def test_a_change_that_breaks_a_rule_is_refused_beside_the_field(officer):
    date = EventDateFactory()

    response = change(officer, date, ends="07:00")

    assert response.context["form"].errors == {"ends": ["Enter an end that is after the start."]}


def test_cancelling_a_date_says_how_many_are_told_and_needs_a_reason(officer):
    date = EventDateFactory()
    RegistrationFactory(date=date)
    RegistrationFactory(date=date, waiting=True)
    page = url("cancel_date", date.public_id)

    asked = officer.get(page)
    refused = officer.post(page, {"reason_0": "", "reason_1": ""})
    response = officer.post(page, {"reason_0": "The hall is flooded.", "reason_1": ""})

    assert "2 people who have a place or wait for one will be told at once" in asked.text
    assert refused.context["form"].errors == {"reason": ["Enter why it is cancelled."]}
    assert response.url == url("date", date.public_id)
    assert str(EventDate.objects.get().cancelled_reason) == "The hall is flooded."
    assert Message.objects.filter(kind="date_cancelled").count() == 2


def test_topics_are_changed_at_once(officer):
    event, topic = EventPageFactory(), TechnologyPageFactory()

    officer.post(url("topics", event.pk), {"topics": [topic.pk]})

    assert list(event.topics.all()) == [topic.topic_ptr]


# --- In the page's editor


def test_the_editor_lists_the_dates_with_links_and_without_forms(officer):
    date = EventDateFactory(starts_at=datetime(2099, 8, 6, 9, tzinfo=UTC), ends_at=datetime(2099, 8, 6, 11, tzinfo=UTC))

    text = officer.get(reverse("wagtailadmin_pages:edit", args=[date.page.pk])).text

    assert "Thursday 6 August 2099, 10am to midday" in text
    assert url("date", date.public_id) in text
    assert url("event", date.page.pk) in text
    assert 'name="starts_at"' not in text


# --- Venues


def test_a_venue_is_listed_added_and_changed(officer):
    venue = VenueFactory()

    assert "Example Library" in officer.get("/cms/venues/").text
    form = officer.get("/cms/venues/new/").context["form"]
    assert form.fields.keys() >= {"name", "address", "step_free", "access_note"}
    assert officer.get(f"/cms/venues/edit/{venue.pk}/").status_code == 200


# --- Who may


def every_page():
    date = EventDateFactory()
    names = ["event", "add_date", "topics"]
    return [
        url("index"),
        url("new"),
        *(url(name, date.page.pk) for name in names),
        *(url(name, date.public_id) for name in ["change", "cancel_date"]),
    ]


def test_an_officer_opens_every_page(officer):
    assert [officer.get(page).status_code for page in every_page()] == [200] * 7


def test_nobody_else_opens_a_page_or_changes_anything(bystander):
    for page in every_page():
        assert bystander.get(page).url == "/cms/"
        assert bystander.post(page).url == "/cms/"
    assert EventDate.objects.get().cancelled_at is None


def test_the_menu_is_shown_to_officers(officer, bystander):
    assert EVENTS in officer.get("/cms/").text
    assert EVENTS not in bystander.get("/cms/").text
