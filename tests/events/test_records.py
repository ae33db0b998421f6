"""The record of a date: notes, reading them through, who reads it, and actions."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import retention
from accounts.models import AccessLog
from content.identifiers import Kind
from events import links, records
from events.models import Action, Note, Record
from tests.events.walking import soup, text
from tests.factories.accounts import UserFactory
from tests.factories.desk import DeviceFactory
from tests.factories.events import (
    ActionFactory,
    CompanionFactory,
    EventDateFactory,
    NoteFactory,
    RecordFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return UserFactory(is_staff=True)


@pytest.fixture
def past_date():
    return EventDateFactory(past=True)


def take(past_date, officer, words, key="k", kind="said"):
    return records.take_notes(date=past_date, key=key, kind=kind, text=words, by=officer)


def refused(verb, **arguments):
    """What a refusal names: its field, or its code."""
    with pytest.raises(ValidationError) as refusal:
        verb(**arguments)
    return next(iter(refusal.value.error_dict)) if hasattr(refusal.value, "error_dict") else refusal.value.code


# --- Notes


def test_each_line_is_a_note_and_the_numbers_go_on(past_date, officer):
    take(past_date, officer, "How was it?", key="a", kind="asked")
    take(past_date, officer, "It was cold.\n\n  Nobody waited with me.  \n", key="b")
    found = Note.objects.values_list("number", "kind", "text", "state")
    assert list(found) == [
        (1, "asked", "How was it?", "unread"),
        (2, "said", "It was cold.", "unread"),
        (3, "said", "Nobody waited with me.", "unread"),
    ]


def test_a_form_that_is_sent_twice_is_noted_once(past_date, officer):
    assert take(past_date, officer, "One\nTwo") == take(past_date, officer, "One\nTwo")
    assert Note.objects.count() == 2


@pytest.mark.parametrize("words", ["", " \n ", "x" * 2001])
def test_nothing_and_too_much_are_refused(past_date, officer, words):
    assert refused(take, past_date=past_date, officer=officer, words=words) == "text"
    assert Note.objects.count() == 0


def test_names_of_those_who_booked_and_came_along_are_found_and_nothing_is_lost(past_date, officer):
    registration = RegistrationFactory(
        date=past_date, name="Ada Able", booked_by="Bo Booker", guardian_name="Gus Guard"
    )
    CompanionFactory(registration=registration, name="Cara Carer")
    DeviceFactory(desk__date=past_date, helper="Hal Helper")
    RegistrationFactory(name="Zoe Zest")
    words = "Ada said so\nbo booker agreed\nCara too\nAsk Gus\nHal knows\n"
    words += "Zoe was not there\nCall 01632 960 001\nIt was cold"
    notes = records.warned(take(past_date, officer, words), records.finder(past_date))
    found = [[each.kind for each in note.warnings] for note in notes]
    name, nothing = [Kind.NAME], []
    assert found[0] == name
    assert Kind.NAME in found[1]
    assert found[2:] == [name, name, name, nothing, [Kind.TELEPHONE], nothing]


def test_a_note_that_changes_is_read_again(officer):
    note = NoteFactory(read=True)
    note = records.change_note(note=note, kind="asked", text=" Was it cold? ", by=officer)
    assert (note.kind, note.text, note.state) == ("asked", "Was it cold?", "unread")
    assert refused(records.change_note, note=note, kind="said", text=" ", by=officer) == "text"


def test_notes_are_read_through_or_withheld_and_the_log_says_so_without_their_words(officer):
    note = NoteFactory()
    assert records.withhold(note=note, by=officer).state == "withheld"
    assert records.clear(notes=[note, NoteFactory(record=note.record)], by=officer) == 2
    assert records.clear(notes=[note], by=officer) == 0
    lines = AccessLog.objects.values_list("what", "reason")
    assert {what for what, _reason in lines} == {f"record of date {note.record.date.public_id}"}
    assert not any("cold" in reason for _what, reason in lines)


def test_the_database_holds_numbers_and_words():
    note = NoteFactory(number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        NoteFactory(record=note.record, number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.update(text="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.update(audience="everybody")


def test_what_was_said_stands_below_what_was_asked():
    record = RecordFactory()
    kinds = ["said", "asked", "said", "said", "asked"]
    notes = [NoteFactory(record=record, number=number, kind=kind) for number, kind in enumerate(kinds, 1)]
    found = [(part.asked, part.said) for part in records.parts(record.notes.all())]
    assert found == [("", notes[:1]), (notes[1].text, notes[2:4]), (notes[4].text, [])]


# --- Who reads it


def publish(note, officer, audience="everybody"):
    return records.publish(date=note.record.date, audience=audience, by=officer)


def test_nothing_is_published_while_a_note_is_not_read_or_there_is_none(past_date, officer):
    assert refused(records.publish, date=past_date, audience="everybody", by=officer) == "empty"
    note = NoteFactory()
    NoteFactory(record=note.record, read=True)
    assert refused(publish, note=note, officer=officer) == "unread"
    assert not Record.objects.exclude(audience="").exists()


def test_everybody_reads_what_was_read_through_from_the_event_s_page(client, officer):
    note = NoteFactory(read=True, number=4, text="It was cold.")
    NoteFactory(record=note.record, number=1, kind="asked", text="How was it?", read=True)
    NoteFactory(record=note.record, text="Ada was rude.", state="withheld")
    ActionFactory(record=note.record, owner=UserFactory(name="Olu Officer"), due_on=date(2027, 3, 1))
    address = f"/records/{note.record.date.public_id}/"
    assert client.get(address).status_code == 404
    publish(note, officer)
    NoteFactory(record=note.record, text="Typed later")

    page = soup(client.get(note.record.date.page.url))
    assert page.find("a", href=address)
    shown = client.get(address)
    assert soup(shown).select_one("main ol li")["value"] == "4"
    for words in ("How was it?", "It was cold.", "Ask for warmer rooms", "By Monday 1 March 2027."):
        assert words in text(shown)
    for words in ("Ada", "Typed later", "Olu"):
        assert words not in text(shown)


def test_a_record_goes_with_the_page_and_can_be_taken_back(client, officer):
    note = NoteFactory(read=True)
    publish(note, officer)
    address, page = f"/records/{note.record.date.public_id}/", note.record.date.page
    page.unpublish()
    assert client.get(address).status_code == 404
    page.save_revision().publish()
    assert client.get(address).status_code == 200
    assert publish(note, officer, audience="").published_at is None
    assert client.get(address).status_code == 404


def test_those_with_a_place_read_it_by_their_link_and_nobody_else(client, officer):
    note = NoteFactory(read=True)
    came = RegistrationFactory(date=note.record.date)
    waited = RegistrationFactory(date=note.record.date, waiting=True)
    assert client.get(f"{links.path(came)}record/").status_code == 404
    publish(note, officer, audience="placed")
    assert "Read what was said" in text(client.get(links.path(came)))
    assert note.text in text(client.get(f"{links.path(came)}record/"))
    assert client.get(f"{links.path(waited)}record/").status_code == 404
    assert client.get(f"/records/{note.record.date.public_id}/").status_code == 404
    assert "What was said" not in text(client.get(note.record.date.page.url))


# --- Actions


def test_an_action_has_an_owner_and_a_day_and_says_what_came_of_it(past_date, officer):
    given = {"what": "Ask for warmer rooms", "owner": officer, "due_on": date(2027, 3, 1), "by": officer}
    action = records.promise(date=past_date, **given)
    with pytest.raises(ValidationError):
        records.promise(date=past_date, what="", by=officer)
    assert refused(records.change_action, action=action, is_done=True, outcome=" ", **given) == "outcome"
    action = records.change_action(action=action, is_done=True, outcome="They are heated.", **given)
    assert action.is_done
    assert not records.change_action(action=action, is_done=False, outcome="", **given).is_done


def test_an_action_is_overdue_once_its_day_is_over_in_london():
    action = ActionFactory(due_on=date(2027, 3, 28))  # summer time begins on this day
    before, after = datetime(2027, 3, 28, 22, 59, tzinfo=UTC), datetime(2027, 3, 28, 23, 0, tzinfo=UTC)
    assert (action.is_overdue(before), action.is_overdue(after)) == (False, True)
    assert list(Action.objects.overdue(before)) == []
    assert list(Action.objects.overdue(after)) == [action]
    action.done_at = after
    action.save()
    assert not Action.objects.overdue(after).exists()


def test_what_was_withheld_or_never_read_goes_after_12_months():
    kept, withheld = NoteFactory(read=True), NoteFactory(state="withheld")
    NoteFactory(record=withheld.record)
    name = "notes that were withheld or never read, 12 months after the event"
    assert retention.run(timezone.now() + timedelta(days=350), dry_run=True)[name] == 0
    assert retention.run(timezone.now() + timedelta(days=365))[name] == 2
    assert list(Note.objects.all()) == [kept]
