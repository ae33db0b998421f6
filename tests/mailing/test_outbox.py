import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation

from accounts.models import AccessLog
from mailing import dispatch, outbox, registry
from mailing.models import Message, Suppression
from mailing.tracking import suppress
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.mailing import MessageFactory, queued

pytestmark = pytest.mark.django_db
State = Message.State


def queue(**fields):
    return queued(**{"kind": "greeting", "once": "greeting:1", "context": {"place": "Leeds"}} | fields)


def test_a_message_to_somebody_with_an_address_waits_to_be_sent():
    person = PersonFactory(language="cy")
    message = queue(person=person)
    found = (message.state, message.channel, message.address, message.language, message.text)
    assert found == ("queued", "email", person.email, "cy", "")


def test_a_message_to_an_address_is_in_the_language_of_the_page():
    with translation.override("cy"):
        assert queue(to="a@example.org").language == "cy"


def test_the_same_occasion_makes_one_message():
    with transaction.atomic():
        first = queue(to="a@example.org")
        assert queue(to="b@example.org", context={"place": "York"}) == first
        assert list(Message.objects.values_list("to", flat=True)) == ["a@example.org"]


def test_a_message_is_gone_with_the_transaction_that_it_tells_of():
    with transaction.atomic():
        queue(to="a@example.org")
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_an_unknown_kind_is_refused_at_once():
    with pytest.raises(LookupError, match="No message kind nonsense"):
        queue(kind="nonsense", to="a@example.org")


@pytest.mark.parametrize(
    ("details", "channel"),
    [
        ({"by_telephone": True}, "telephone"),
        ({"by_telephone": True, "channel": "text"}, "text"),
        ({"by_letter": True}, "letter"),
        ({"by_telephone": True, "channel": "email"}, "telephone"),  # there is no address to write to
    ],
)
def test_people_without_email_make_a_task(details, channel):
    message = queue(person=PersonFactory(**details))
    assert (message.state, message.channel) == ("task", channel)
    assert list(Message.objects.tasks()) == [message]


def test_the_one_who_helps_is_written_to():
    message = queue(person=PersonFactory(helped=True))
    assert (message.state, message.address) == ("queued", "helper@example.org")
    assert "Dear Harpreet Helper," in outbox.render(message).text


def test_a_suppressed_address_is_not_written_to_and_the_officer_sees_why():
    suppress("Somebody@example.org", Suppression.Reason.BOUNCED, timedelta(days=1))
    message = queue(to="somebody@EXAMPLE.org")
    dispatch.drain()
    message.refresh_from_db()
    assert (message.state, message.why) == ("withheld", "Messages to this address came back")


def test_a_suppression_ends():
    suppress("a@example.org", Suppression.Reason.BOUNCED, timedelta(days=1))
    assert outbox.suppressed("a@example.org", timezone.now() + timedelta(days=1)) == ""


def test_rendering_gives_a_subject_a_text_a_page_and_files(settings):
    settings.BASE_URL = "https://site.example"
    rendered = outbox.render(queue(person=PersonFactory(name="Ada", known_as=""), context={"place": "King's\nLynn"}))
    assert rendered.subject == "Good morning from King's Lynn"
    assert rendered.text == (
        "Good morning from King's Lynn\n\nDear Ada,\n\nWhat to do\n\n- Read this\n- Write to desk@example.org\n\n"
        "When:\nTuesday,\n10am\n\nWhere:\nKing's Lynn\n\nChange it: https://example.org/manage/\n\nInvolvement\n\n"
        "https://site.example/\n"
    )
    assert rendered.html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert [file.mimetype for file in rendered.attachments] == ["text/calendar; method=REQUEST; charset=utf-8"]


def test_what_a_person_typed_is_only_text():
    rendered = outbox.render(queue(to="a@example.org", context={"place": "<script>x</script>"}))
    assert "<script>" not in rendered.html
    assert "Where:\n<script>x</script>\n" in rendered.text


def test_a_task_renders_what_to_say():
    text = outbox.render(queue(person=PersonFactory(by_telephone=True))).text
    assert "Where:\nLeeds" in text


def test_a_done_task_keeps_what_was_said_and_who_said_it():
    officer, message = UserFactory(), queue(person=PersonFactory(by_telephone=True))
    outbox.done(message, by=officer)
    assert (message.state, message.done_by, message.subject) == ("done", officer, "Good morning from Leeds")
    with pytest.raises(ValidationError, match="closed by somebody else"):
        outbox.done(message, by=officer)


def test_a_task_on_which_nobody_was_reached_can_be_tried_again():
    officer, message = UserFactory(), queue(person=PersonFactory(by_telephone=True))
    outbox.not_reached(message, by=officer)
    assert (message.state, message.why) == ("failed", "Could not reach them")
    assert outbox.send_again(message, by=officer).state == "task"


def test_sending_again_makes_one_copy_to_where_the_person_is_reached_now():
    officer, person = UserFactory(), PersonFactory(email="old@example.org")
    message = queue(person=person)
    Message.objects.update(state=State.SENT)
    person.email = "new@example.org"
    person.save()
    copy = outbox.send_again(message, by=officer)
    assert outbox.send_again(message, by=officer) == copy
    assert outbox.send_again(copy, by=officer) == copy
    assert (copy.state, copy.address, copy.context) == ("queued", "new@example.org", {"place": "Leeds"})
    log = list(AccessLog.objects.values_list("by", "action", "what", "subject"))
    assert log == [(officer.pk, "sent", f"message {message.public_id}", person.subject)]
    Message.objects.update(state=State.SENT)
    assert outbox.send_again(copy, by=officer) not in (message, copy)


def test_what_is_to_be_done_by_hand_says_by_when(greeting, monkeypatch):
    now = timezone.now()
    assert queue(person=PersonFactory(by_telephone=True)).do_by is None
    monkeypatch.setitem(registry.kinds, "greeting", replace(greeting, useful_for=timedelta(hours=2)))
    fields = {"person": PersonFactory(by_telephone=True), "due_at": now}
    assert queue(once="2", **fields).do_by == now + timedelta(hours=2)
    assert queue(once="3", do_by=now + timedelta(days=6), **fields).do_by == now + timedelta(days=6)


def test_tasks_that_nobody_did_in_time_or_that_are_no_longer_so_end(greeting, monkeypatch):
    now = timezone.now()
    fields = {"person": PersonFactory(by_telephone=True)}
    queue(once="late", do_by=now, **fields)
    queue(once="early", do_by=now + timedelta(seconds=1), **fields)
    queue(once="untrue", about="x", **fields)
    MessageFactory(kind="taken_away_since", once="unknown", task=True)
    waiting = queue(once="by e-mail", to="a@example.org", do_by=now)
    monkeypatch.setitem(
        registry.kinds, "greeting", replace(greeting, why_not=lambda message: "They left" if message.about else "")
    )
    outbox.end_tasks(now)
    assert dict(Message.objects.exclude(pk=waiting.pk).values_list("once", "why")) == {
        "late": "Nobody did it in time",
        "early": "",
        "untrue": "They left",
        "unknown": "",
    }
    assert list(Message.objects.filter(state="withheld").order_by("once").values_list("once", flat=True)) == [
        "late",
        "untrue",
    ]


def test_what_was_sent_or_done_is_not_withheld():
    sent = MessageFactory(sent=True)
    assert not outbox.withhold(Message.objects.filter(pk=sent.pk), "They left")
    sent.refresh_from_db()
    assert (sent.state, sent.why) == ("sent", "")


@pytest.mark.parametrize("field", ["sensitive", "forget"])
def test_what_was_not_kept_cannot_be_sent_again(field):
    with pytest.raises(ValidationError, match="cannot be sent again"):
        outbox.send_again(queue(to="a@example.org", **{field: True}), by=UserFactory())


def test_the_key_of_a_message_to_forget_names_nobody():
    message = queue(to="a@example.org", once="invitation:person7", forget=True)
    assert "person7" not in message.once
    assert queue(to="a@example.org", once="invitation:person7", forget=True) == message


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match="greeting is registered twice"):
        registry.register("greeting", label="Again")


@pytest.mark.django_db(transaction=True)
def test_the_same_occasion_at_the_same_time_makes_one_message_and_no_error():
    start, found, errors = threading.Barrier(4), [], []

    def work():
        start.wait()
        try:
            with transaction.atomic():
                found.append(queue(to="a@example.org").pk)
                Message.objects.count()  # the transaction still serves
        except DatabaseError as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (errors, len(found), len(set(found))) == ([], 4, 1)
