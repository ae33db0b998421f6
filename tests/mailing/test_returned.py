"""What comes back becomes a task for somebody, where the person can be reached another way."""

import smtplib

import pytest

from accounts.models import AccessLog
from mailing import dispatch, outbox, registry
from mailing.models import Message, Suppression
from mailing.tracking import suppress
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.mailing import queued
from tests.mailing.test_tracking import report

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """What the kind heard of messages that came back: (public id, whether it goes on)."""
    heard = []
    kind = {"on_returned": lambda message, goes_on: heard.append((message.public_id, goes_on))}
    registry.register("errand", label="Errand", context=lambda message: {"place": "Leeds"}, **kind)
    return heard


def sent(person, **fields):
    message = queued(**{"kind": "errand", "once": "errand:1", "person": person, "context": {"place": "Leeds"}} | fields)
    Message.objects.filter(pk=message.pk).update(state="sent")
    return message


def tasks():
    return list(Message.objects.tasks().values_list("channel", flat=True))


@pytest.mark.parametrize(
    ("ways", "expected"),
    [
        ({"telephone": "01632 960 001", "address": "1 Example Street"}, ["telephone"]),
        ({"address": "1 Example Street"}, ["letter"]),
        ({}, []),
    ],
    ids=["telephone first", "letter", "no other way"],
)
def test_a_bounce_becomes_a_task_where_there_is_another_way(told, ways, expected):
    message = sent(PersonFactory(**ways))
    report("bounced", message, recipient=message.address)
    assert tasks() == expected
    assert told == [(message.public_id, bool(expected))]


def test_the_task_is_the_same_message(told):
    message = sent(PersonFactory(telephone="01632 960 001"), about="someevent")
    report("bounced", message, recipient=message.address)
    task = Message.objects.tasks().get()
    assert (task.kind, task.person, task.about, task.context) == (
        "errand",
        message.person,
        "someevent",
        message.context,
    )


def test_a_report_that_comes_again_makes_no_second_task(told):
    message = sent(PersonFactory(telephone="01632 960 001"))
    for _ in range(2):
        report("bounced", message, recipient=message.address)
    assert (tasks(), len(told)) == (["telephone"], 1)


def test_a_copy_that_bounces_too_makes_no_second_task(told):
    message = sent(PersonFactory(telephone="01632 960 001"))
    report("bounced", message, recipient=message.address)
    Message.objects.tasks().update(state="done")
    copy = outbox.send_again(message, by=UserFactory())
    report("bounced", copy, recipient=copy.address, message_id="provider-8")
    assert (tasks(), Message.objects.count()) == ([], 3)


def test_a_refusal_while_sending_is_a_bounce_too(told, faults):
    person = PersonFactory(telephone="01632 960 001")
    queued(kind="greeting", once="1", person=person, context={"place": "Leeds"})
    faults.append(smtplib.SMTPRecipientsRefused({person.email: (550, b"unknown")}))
    dispatch.drain()
    assert tasks() == ["telephone"]


@pytest.mark.parametrize(
    ("reason", "expected"), [("bounced", ["telephone"]), ("complained", []), ("refused", [])], ids=str
)
def test_what_is_withheld_since_the_address_came_back_is_a_task_as_well(reason, expected):
    person = PersonFactory(telephone="01632 960 001")
    suppress(person.email, Suppression.Reason(reason))
    queued(kind="greeting", once="1", person=person, context={"place": "Leeds"})
    dispatch.drain()
    assert tasks() == expected


@pytest.mark.parametrize("event", ["delivered", "failed", "complained", "deferred"])
def test_nothing_else_makes_a_task(told, event):
    message = sent(PersonFactory(telephone="01632 960 001"))
    report(event, message, recipient=message.address)
    assert (tasks(), told) == ([], [])


def test_a_sign_in_code_is_never_a_task(told):
    message = sent(PersonFactory(telephone="01632 960 001"), sensitive=True)
    report("bounced", message, recipient=message.address)
    assert tasks() == []


def test_an_officer_lifts_a_suppression_and_it_is_logged():
    officer, person = UserFactory(), PersonFactory()
    suppress(person.email, Suppression.Reason.BOUNCED)
    outbox.lift(person.email, by=officer, person=person)
    assert outbox.suppressed(person.email) == ""
    log = AccessLog.objects.get()
    assert (log.by, log.what, log.subject) == (officer, f"address of person {person.public_id}", person.subject)
