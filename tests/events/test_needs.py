"""The list of needs, the questions about them, and what people hear of what is arranged."""

from datetime import date as day
from datetime import timedelta

import pytest
from django.utils import timezone

from content import moments
from events import booking_forms, details, links, needs
from events.models import Registration
from mailing import outbox
from mailing.models import Message
from tests import rules
from tests.events.walking import errors, heading, send, soup, text, walk
from tests.factories.events import AccessNeedFactory, EventDateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def start(date):
    return f"/book/{date.public_id}/"


# --- The list


def test_every_need_has_one_category_and_those_of_the_standard_are_all_there():
    listed = [code for choices in needs.IN_CATEGORY.values() for code, _label in choices]

    assert len(listed) == len(set(listed)) == len(needs.NEEDS.entries)
    assert [*needs.Category][:4] == ["contact", "format", "professional", "support"]
    assert all(needs.IN_CATEGORY[category] for category in needs.Category)


def test_codes_that_rows_may_have_stay_valid():
    before = {
        "step_free", "seat_with_arms", "hearing_loop", "bsl", "captions", "lipspeaker", "large_print", "easy_read",
        "braille", "audio", "paper_copies", "quiet_space", "extra_time", "language", "dietary", "parking", "travel",
        "care", "online_help", "something_else",
    }  # fmt: skip

    assert before <= {code for code, _label in needs.choices()}


def test_every_need_is_offered_once_either_at_first_or_further_on():
    for online in (True, False):
        first = [code for code, _label in needs.common(online=online)]
        further = [code for each in needs.Category for code, _label in needs.less_common(each, online=online)]

        assert sorted(first + further) == sorted(code for code, _label in needs.choices_for(online=online))


def test_what_is_named_beside_the_list_is_in_it():
    named = {*needs.COMMON, *needs.WORDS_FOR_SUPPLIERS, *needs.TAKES_TURNS, *needs.LEAD_TIMES, *needs.QUESTIONS}

    assert [code for code in named if code not in needs.NEEDS] == []
    assert set(needs.QUESTIONS) >= needs.WORDS_FOR_SUPPLIERS


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("bsl", day(2027, 6, 17)),
        ("braille", day(2027, 6, 24)),
        ("step_free", day(2027, 7, 8)),
        ("old", day(2027, 7, 8)),
    ],
)
def test_a_need_is_due_as_long_before_the_date_as_it_takes_to_arrange(code, expected):
    assert needs.due_on(code, starts_on=day(2027, 7, 15), today=day(2027, 1, 1)) == expected


def test_the_officer_s_forms_have_all_needs_by_category():
    assert [code for _label, pairs in needs.grouped() for code, _words in pairs] == [
        code for code, _l in needs.choices()
    ]


# --- The questions


MORE = {"needs": ["step_free", "more"]}


def test_what_is_asked_for_less_often_is_one_page_further(client):
    page = walk(client, start(EventDateFactory()), until="more-needs", needs=MORE)

    assert heading(page) == "What do you need?"
    assert [legend.get_text(strip=True) for legend in soup(page).main.find_all("legend")] == [
        "A way to reach you",
        "Papers in another format",
        "Somebody who helps us communicate",
        "Help to communicate",
        "At the event",
    ]
    assert rules.problems(page.text, kind="question", without={"T3"}) == []


def test_somebody_who_needs_nothing_further_never_meets_that_page(client):
    page = walk(client, start(EventDateFactory()), until="sharing", needs={"needs": ["step_free"]})

    assert heading(page).startswith("May we tell")


def test_needs_of_both_pages_are_kept_and_those_that_need_words_ask_for_them(client):
    walk(
        client,
        start(EventDateFactory()),
        until="done",
        needs=MORE,
        more_needs={"needs_contact": ["relay_uk"], "needs_format": ["coloured_paper", "symbols"]},
        need_coloured_paper={"need_coloured_paper": "Yellow"},
    )

    assert list(Registration.objects.get().needs.order_by("code").values_list("code", "detail")) == [
        ("coloured_paper", "Yellow"),
        ("relay_uk", ""),
        ("step_free", ""),
        ("symbols", ""),
    ]


def test_where_answers_are_checked_only_what_was_chosen_is_shown(client):
    check = walk(client, start(EventDateFactory()), needs=MORE, more_needs={"needs_support": ["talking_mats"]})

    keys = [key.get_text(strip=True) for key in soup(check).find_all(class_="nhsuk-summary-list__key")]
    assert [key for key in keys if key in {category.label for category in needs.Category}] == ["Help to communicate"]


def test_nothing_chosen_on_that_page_says_what_to_do(client):
    page = walk(client, start(EventDateFactory()), until="more-needs", needs=MORE)

    assert errors(send(client, page)) == [
        ("Select what you need, or go back and select “Something else”", "#id_needs_contact")
    ]


def test_somebody_who_comes_online_is_not_asked_about_the_room(client):
    page = walk(client, start(EventDateFactory(online=True)), until="more-needs", needs={"needs": ["more"]})

    offered = {box["value"] for box in soup(page).find_all("input", type="checkbox")}
    assert offered & needs.IN_PERSON_ONLY == set()


def test_somebody_who_changes_their_booking_finds_the_needs_of_both_pages_as_they_are():
    assert booking_forms.answers_of([]) == {"needs": ["none"]}
    assert booking_forms.answers_of(["bsl", "moon", "relay_uk"]) == {
        "needs": ["bsl", "more"], "needs_format": ["moon"], "needs_contact": ["relay_uk"],
    }  # fmt: skip


def test_needs_of_the_second_page_stay_when_a_booking_is_changed(client):
    registration = RegistrationFactory()
    for code in ("bsl", "moon"):
        AccessNeedFactory(registration=registration, code=code, status="arranged")
    page = send(client, client.get(f"{links.path(registration)}change/", follow=True), what=["needs"])
    page = send(client, page, needs=["bsl", "step_free", "more"])
    chosen = [box["value"] for box in soup(page).main.find_all("input", checked=True)]
    page = send(client, send(client, page, needs_format=["moon"]), share="yes")
    send(client, page)

    assert chosen == ["moon"]
    assert set(registration.needs.values_list("code", "status")) == {
        ("bsl", "arranged"), ("moon", "arranged"), ("step_free", "asked"),
    }  # fmt: skip


# --- What people see and hear


@pytest.fixture
def registration():
    date = EventDateFactory()
    date.needs_answer_by = timezone.localdate(date.starts_at) - timedelta(days=7)
    date.save()
    registration = RegistrationFactory(date=date)
    AccessNeedFactory(registration=registration, code="bsl")
    return registration


def fact(registration, name):
    return dict(details.of(details.registrations().get(pk=registration.pk))).get(name)


def test_people_read_by_when_they_hear_what_is_arranged(client, registration):
    words = f"We tell you by {moments.day(registration.date.needs_answer_by)} what we have arranged for you."

    assert fact(registration, "What we arrange") == words
    assert words in text(client.get(links.path(registration)))


def test_once_they_know_no_day_is_promised_any_more(registration):
    registration.needs.update(status="arranged")

    assert fact(registration, "What we arrange") is None
    assert fact(registration, "What you need") == "British Sign Language interpreter (arranged)"


def test_what_cannot_be_arranged_is_read_with_what_we_offer(registration):
    registration.needs.update(status="cannot_meet", alternative="Captions")

    assert fact(registration, "What you need") == (
        "British Sign Language interpreter (we cannot arrange this; instead: Captions)"
    )


KINDS = {
    "need_arranged": ("What we have arranged for", {"status": "arranged"}, "This is arranged."),
    "need_changed": ("Something has changed about", {}, "We are still working on this. We tell you by"),
    "need_cannot_be_met": (
        "We could not arrange everything for",
        {"status": "cannot_meet", "alternative": "Captions"},
        "We cannot arrange this. Instead we offer: Captions",
    ),
}


@pytest.mark.parametrize("channel", ["email", "telephone", "letter"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_message_says_what_became_of_the_need_and_its_subject_never_names_it(registration, kind, channel):
    subject, fields, words = KINDS[kind]
    registration.needs.update(**fields)
    context = {"needs": list(registration.needs.values_list("pk", flat=True))}
    message = Message(
        kind=kind, person=registration.person, about=registration.public_id, channel=channel, context=context
    )
    found = outbox.render(message)

    assert found.subject == f"{subject} {moments.day(registration.date.starts_at)}"
    assert words in " ".join(found.text.split())
    assert registration.date.page.title in found.text
    assert ("/manage/" in found.text) is (channel != "telephone")


def test_a_message_that_waited_says_how_it_is_now(registration):
    need = registration.needs.get()
    told = {"person": registration.person, "about": registration.public_id, "context": {"needs": [need.pk]}}
    still_asked = outbox.render(Message(kind="need_arranged", **told)).text
    need.delete()

    assert "We are still working on this." in still_asked
    later = outbox.render(Message(kind="need_arranged", **told)).text
    assert "You no longer ask us for what this message was about." in later


def test_somebody_who_waits_is_not_promised_a_place(registration):
    waiting = AccessNeedFactory(registration=RegistrationFactory(date=registration.date, waiting=True))
    message = Message(
        kind="need_arranged",
        person=waiting.registration.person,
        about=waiting.registration.public_id,
        context={"needs": [waiting.pk]},
    )

    assert "You are still on the waiting list." in outbox.render(message).text


def test_no_day_that_is_over_is_promised(registration):
    registration.date.needs_answer_by = timezone.localdate() - timedelta(days=1)
    registration.date.save()

    assert fact(registration, "What we arrange") == "We tell you as soon as we know what we can arrange for you."
