"""The record of a date in the CMS."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Action, Note, Record
from tests.events.walking import text
from tests.factories.accounts import UserFactory
from tests.factories.events import ActionFactory, EventDateFactory, NoteFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def past_date():
    return EventDateFactory(past=True)


def url(name, *args):
    return reverse(f"events_cms:{name}", args=args)


def take(client, date, words, kind="said"):
    typed = {"key": uuid.uuid4(), "kind": kind, "text": words}
    return client.post(url("record", date.public_id), typed, follow=True)


def said(response):
    return [str(message).strip() for message in response.context["messages"]]


def test_the_page_of_a_date_leads_to_its_record(officer, past_date):
    assert url("record", past_date.public_id) in officer.get(url("date", past_date.public_id)).text


def test_notes_are_typed_one_after_the_other_and_the_kind_stays(officer, past_date):
    response = take(officer, past_date, "How was it?\nWho helped?", kind="asked")
    assert said(response) == ["2 notes are saved."]
    assert response.context["form"].initial["kind"] == "asked"
    assert list(Note.objects.values_list("number", "kind")) == [(1, "asked"), (2, "asked")]


def test_a_name_is_saved_and_warned_of_and_stays_marked(officer, past_date):
    RegistrationFactory(date=past_date, name="Ada Able")
    response = take(officer, past_date, "Ada was cold.\nIt rained.")
    assert "Note 1 may say who somebody is: Ada (a name). Change it, if so." in said(response)
    assert "May say who somebody is: Ada (a name)" in text(response)
    assert "I have read 1 note: it names nobody" in text(response)


def test_what_is_refused_stays_in_the_form(officer, past_date):
    words = "x" * 2001 + "\nIt was cold."
    form = take(officer, past_date, words).context["form"]
    assert form.errors == {"text": ["Enter at most 2000 characters in one line."]}
    assert form["text"].value() == words
    assert "Enter what was asked or said." in str(take(officer, past_date, "").context["form"].errors)


def test_notes_are_read_at_once_changed_and_withheld(officer, past_date):
    take(officer, past_date, "One\nTwo\nThree")
    own = past_date.public_id
    ids = Note.objects.filter(number__lt=3).values_list("pk", flat=True)
    assert said(officer.post(url("clear_notes", own), {"note": list(ids)}, follow=True)) == ["2 notes may be shown."]
    officer.post(url("withhold_note", own, 3))
    officer.post(url("change_note", own, 2), {"kind": "said", "text": "Too"})
    assert list(Note.objects.values_list("text", "state")) == [
        ("One", "clear"),
        ("Too", "unread"),
        ("Three", "withheld"),
    ]
    officer.post(url("clear_note", own, 2))
    assert Note.objects.get(number=2).state == "clear"


def test_notes_of_another_date_are_let_be(officer, past_date):
    other = NoteFactory()
    officer.post(url("clear_notes", past_date.public_id), {"note": [other.pk]})
    assert officer.post(url("clear_note", past_date.public_id, other.number)).status_code == 404
    other.refresh_from_db()
    assert other.state == "unread"


def test_publishing_is_refused_in_words_until_all_is_read(officer, past_date):
    take(officer, past_date, "One")
    address = url("publish_record", past_date.public_id)
    response = officer.post(address, {"audience": "everybody"})
    assert "1 note is still to be read through." in str(response.context["form"].errors)
    officer.post(url("clear_note", past_date.public_id, 1))
    officer.post(address, {"audience": "placed"})
    record = Record.objects.get()
    assert (record.audience, record.published_by) == ("placed", officer.user)


def test_actions_are_noted_changed_and_listed_the_overdue_first(officer, past_date):
    own, today = past_date.public_id, timezone.localdate()
    typed = {"what": "Ask for warmer rooms", "owner": officer.user.pk, "due_on": today - timedelta(days=1)}
    officer.post(url("add_action", own), typed)
    action = Action.objects.get()
    assert (action.owner, action.is_overdue()) == (officer.user, True)
    later = ActionFactory(due_on=date(2199, 1, 1))
    none = ActionFactory()
    ActionFactory(done_at=timezone.now())
    assert list(officer.get(url("actions")).context["table"].data) == [action, later, none]
    assert list(officer.get(url("actions") + "?state=overdue").context["table"].data) == [action]
    assert "Overdue." in text(officer.get(url("record", own)))

    response = officer.post(url("action", own, action.pk), typed | {"is_done": "on"})
    assert response.context["form"].errors == {"outcome": ["Enter what came of it."]}
    officer.post(url("action", own, action.pk), typed | {"is_done": "on", "outcome": "They are heated."})
    assert "Done: They are heated." in text(officer.get(url("record", own)))


def test_an_action_belongs_to_staff_only(officer, past_date):
    typed = {"what": "Ask for warmer rooms", "owner": UserFactory().pk}
    assert "owner" in officer.post(url("add_action", past_date.public_id), typed).context["form"].errors


def test_somebody_without_the_right_reads_and_writes_nothing(bystander, past_date):
    note = NoteFactory(record__date=past_date, number=1)
    own = past_date.public_id
    for address in (
        url("record", own),
        url("change_note", own, 1),
        url("publish_record", own),
        url("add_action", own),
        url("actions"),
    ):
        assert bystander.get(address).status_code in (302, 403)
    take(bystander, past_date, "Words")
    bystander.post(url("withhold_note", own, 1))
    assert list(Note.objects.values_list("text", "state")) == [(note.text, "unread")]
