import logging
import smtplib
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from mailing import dispatch, failures, outbox
from mailing.models import Message, Suppression
from mailing.tracking import suppress
from tests.factories.accounts import PersonFactory
from tests.factories.mailing import MessageFactory, queued

pytestmark = pytest.mark.django_db


def state_of(message):
    message.refresh_from_db()
    return message.state


def test_a_message_goes_out_as_text_page_and_calendar_file(smtp_sink, settings):
    settings.BASE_URL = "https://site.example"
    person = PersonFactory(name="Zoë")
    message = queued(kind="greeting", once="1", person=person, context={"place": "Llanfairpwll"})
    assert dispatch.drain() == 1
    [arrived] = smtp_sink
    assert (arrived["Subject"], arrived["To"]) == ("Good morning from Llanfairpwll", person.email)
    assert arrived["From"] == "Involvement <involvement@example.org>"
    assert arrived["Message-ID"] == f"<{message.public_id}@site.example>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    text, page = arrived.get_body(["plain"]), arrived.get_body(["html"])
    assert "Dear Zoë,\r\n" in text.get_content()
    assert "<p>Dear Zoë,</p>" in page.get_content()
    [file] = arrived.iter_attachments()
    assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "event.ics")
    assert (file["Content-Type"].params["method"], file["Content-Type"].params["charset"]) == ("REQUEST", "utf-8")
    assert file.get_payload(decode=True) == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    message.refresh_from_db()
    assert (message.state, message.subject, message.attempts) == ("sent", "Good morning from Llanfairpwll", 1)
    assert (message.lease_until, message.provider_id) == (None, arrived["Message-ID"])
    assert message.sent_at <= timezone.now()


def test_what_is_urgent_goes_first_and_what_is_for_later_waits():
    later = MessageFactory(due_at=timezone.now() + timedelta(hours=1))
    plain = MessageFactory(due_at=timezone.now() - timedelta(hours=1))
    urgent = MessageFactory(priority=10)
    dispatch.drain()
    assert [sent.to for sent in mail.outbox] == [[urgent.to], [plain.to]]
    assert state_of(later) == "queued"


def test_a_task_is_not_sent():
    MessageFactory(task=True)
    assert dispatch.drain() == 0


def test_an_address_that_was_suppressed_meanwhile_is_not_written_to():
    message = MessageFactory()
    suppress(message.to, Suppression.Reason.COMPLAINED)
    dispatch.drain()
    assert (state_of(message), mail.outbox) == ("withheld", [])
    assert message.why == "Somebody at this address reported our messages as unwanted"


def test_a_message_that_is_too_late_to_be_of_use_is_not_sent(clock):
    message = MessageFactory(kind="account_login_code", context={"code": "123 456"}, sensitive=True)
    clock.shift(timedelta(minutes=16))
    dispatch.drain()
    assert (state_of(message), message.why, mail.outbox) == ("withheld", "It was too late to be of use", [])
    assert message.context == {}


def test_a_sensitive_text_is_not_kept_once_it_was_sent():
    message = MessageFactory(kind="account_login_code", context={"code": "123 456"}, sensitive=True)
    dispatch.drain()
    assert "123 456" in mail.outbox[0].body
    message.refresh_from_db()
    assert (message.state, message.to != "") == ("sent", True)
    assert (message.context, message.subject, message.text, message.html) == ({}, "", "", "")


def test_the_demonstration_keeps_its_sign_in_codes(settings):
    settings.DEMO = True
    message = MessageFactory(kind="account_login_code", context={"code": "123 456"}, sensitive=True)
    dispatch.drain()
    message.refresh_from_db()
    assert "123 456" in message.text


def test_a_message_to_forget_leaves_no_trace_of_whom_it_went_to():
    message = queued(kind="greeting", once="x", person=PersonFactory(), about="someevent", forget=True)
    dispatch.drain()
    message.refresh_from_db()
    left = (message.state, message.person, message.to, message.about, message.context, message.text, message.html)
    assert left == ("sent", None, "", "", {}, "", "")


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"x": (550, b"unknown")}), "bounced"),
        (smtplib.SMTPDataError(554, b"refused"), "failed"),
    ],
    ids=["bounced", "failed"],
)
def test_a_refusal_for_good_is_not_tried_again(faults, error, state):
    message = MessageFactory()
    faults.append(error)
    dispatch.drain()
    assert (state_of(message), message.attempts) == (state, 1)
    assert message.why


def test_a_passing_error_is_tried_again_after_a_pause(faults, clock):
    message = MessageFactory()
    faults += [TimeoutError("slow"), smtplib.SMTPDataError(451, b"later")]
    assert dispatch.drain() == 1
    assert (state_of(message), message.why) == ("queued", "The mail server did not answer")
    assert dispatch.drain() == 0
    for _ in range(2):
        clock.shift(timedelta(minutes=2))
        dispatch.drain()
    assert (state_of(message), message.attempts, message.why) == ("sent", 3, "")


def test_after_eight_attempts_it_has_failed(faults, clock):
    message = MessageFactory()
    faults += [TimeoutError("slow")] * 20
    for _ in range(10):
        dispatch.drain()
        clock.shift(timedelta(days=1))
    assert (state_of(message), message.attempts) == ("failed", failures.MAX_ATTEMPTS)


def test_when_the_server_is_away_the_others_wait_untried(faults):
    messages = MessageFactory.create_batch(3)
    faults.append(ConnectionRefusedError("closed"))
    assert dispatch.send_due() == 3
    found = sorted((message.attempts, message.lease_until is None) for message in Message.objects.all())
    assert (found, len(mail.outbox)) == ([(0, True), (0, True), (1, False)], 0)
    dispatch.drain()
    assert sorted(map(state_of, messages)) == ["queued", "sent", "sent"]


def test_one_message_that_cannot_be_written_does_not_stop_the_others(caplog):
    broken = MessageFactory(kind="taken_away_since")
    whole = MessageFactory()
    dispatch.drain()
    assert (state_of(broken), broken.why) == ("failed", "It could not be written (LookupError)")
    assert state_of(whole) == "sent"


def test_the_log_names_nobody(faults, caplog):
    caplog.set_level(logging.DEBUG)
    message = queued(kind="greeting", once="x", person=PersonFactory(name="Zacharias"), context={"place": "Hull"})
    faults.append(smtplib.SMTPRecipientsRefused({message.address: (450, message.address.encode())}))
    dispatch.drain()
    assert message.public_id in caplog.text
    assert not [word for word in (message.address, "Zacharias", "Hull") if word in caplog.text]


NEWS = {"kind": "greeting", "context": {"place": "York"}}


def subjects():
    return [sent.subject for sent in mail.outbox]


def test_a_message_that_the_server_did_not_take_yet_takes_in_what_is_new(faults):
    message = MessageFactory(context={"place": "Leeds"})
    faults.append(smtplib.SMTPDataError(451, b"later"))
    dispatch.drain()
    assert outbox.rewrite(message, **NEWS)
    dispatch.drain()
    assert subjects() == ["Good morning from York"]


def test_a_message_in_the_batch_of_a_worker_takes_in_what_is_new_and_is_sent_once():
    message = MessageFactory(context={"place": "Leeds"})
    [taken] = dispatch.claim()
    assert outbox.rewrite(message, **NEWS)
    assert not dispatch._begin(taken)
    dispatch.drain()
    assert subjects() == ["Good morning from York"]


@pytest.mark.parametrize("later", [[], [smtplib.SMTPDataError(451, b"later")]], ids=["at once", "refused later"])
def test_a_message_that_may_have_arrived_is_not_written_anew(faults, clock, later):
    message = MessageFactory(context={"place": "Leeds"})
    faults += [TimeoutError("slow"), *later]
    for _attempt in range(1 + len(later)):
        dispatch.drain()
        clock.shift(timedelta(minutes=2))
    assert not outbox.rewrite(message, **NEWS)
    assert not outbox.withdraw(message)
    dispatch.drain()
    assert subjects() == ["Good morning from Leeds"]


class Crash(BaseException):
    """The worker is gone, and says nothing any more."""


def test_what_a_dead_worker_had_taken_is_sent_after_the_lease(faults, settings, clock):
    settings.MAIL_LEASE_SECONDS = 5
    messages = MessageFactory.create_batch(3)
    faults.append(Crash())
    with pytest.raises(Crash):
        dispatch.drain()
    assert dispatch.drain() == 0
    clock.shift(timedelta(seconds=5))
    assert [outbox.rewrite(message, **NEWS) for message in messages] == [False, True, True]
    assert dispatch.drain() == 3
    assert (list(map(state_of, messages)), len(mail.outbox)) == (["sent"] * 3, 3)


def test_a_message_that_kills_each_worker_is_given_up(faults, clock):
    message = MessageFactory()
    faults += [Crash()] * failures.MAX_ATTEMPTS
    for _ in range(failures.MAX_ATTEMPTS):
        with pytest.raises(Crash):
            dispatch.drain()
        clock.shift(timedelta(hours=1))
    dispatch.drain()
    assert (state_of(message), message.why, len(mail.outbox)) == ("failed", "It was tried too often", 0)


def test_a_worker_that_was_too_slow_leaves_its_messages_to_the_one_who_took_them_since():
    message = MessageFactory()
    [taken] = dispatch.claim()
    Message.objects.update(lease_until=timezone.now() + timedelta(hours=1))  # by another worker
    assert not dispatch._begin(taken)
    assert state_of(message) == "queued"


def test_a_stopped_worker_gives_back_what_it_had_taken():
    MessageFactory.create_batch(3)
    answers = iter([False, True])
    assert dispatch.send_due(stopping=lambda: next(answers)) == 3
    assert len(mail.outbox) == 1
    assert Message.objects.due().count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_message_once(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    messages = MessageFactory.create_batch(120)
    start = threading.Barrier(4)

    def work():
        start.wait()
        dispatch.drain()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(message.to for message in messages)
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}
