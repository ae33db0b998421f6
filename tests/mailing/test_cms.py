from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessLog
from mailing.models import Message, Suppression
from mailing.tracking import suppress
from tests.factories.accounts import PersonFactory
from tests.factories.mailing import MessageFactory

pytestmark = pytest.mark.django_db
MESSAGES = "/cms/messages/"


def url(name, message):
    return reverse(f"messages_cms:{name}", args=[message.public_id])


def message_to(person, **fields):
    return MessageFactory(person=person, to="", **fields)


def shown(response):
    return [message.public_id for message in response.context["object_list"]]


def logged():
    return list(AccessLog.objects.order_by("pk").values_list("action", "what", "subject"))


@pytest.fixture
def task():
    person = PersonFactory(by_telephone=True)
    return message_to(person, channel="telephone", state="task", context={"place": "the library"})


def test_the_list_is_filtered_by_state_channel_and_kind(officer):
    sent, bounced = MessageFactory(state="sent"), MessageFactory(state="bounced", why="The address was refused")
    letter = MessageFactory(state="task", channel="letter", kind="account_exists")

    assert shown(officer.get(MESSAGES)) == [letter.public_id, bounced.public_id, sent.public_id]
    assert shown(officer.get(MESSAGES, {"state": "bounced"})) == [bounced.public_id]
    assert shown(officer.get(MESSAGES, {"channel": "letter"})) == [letter.public_id]
    assert shown(officer.get(MESSAGES, {"kind": "account_exists"})) == [letter.public_id]


def test_what_needs_an_eye_is_counted_above_the_list(officer):
    for state in ["sent", "bounced", "bounced", "failed", "task"]:
        MessageFactory(state=state, channel="telephone" if state == "task" else "email")

    counts = officer.get(MESSAGES).context["counts"]

    assert counts == [("task", 1), ("failed", 1), ("bounced", 2)]


def test_messages_are_found_by_the_person_s_name(officer):
    message = message_to(PersonFactory(name="Jane Doe"))
    message_to(PersonFactory(name="John Roe"))

    response = officer.post(MESSAGES, {"q": "jane"}, follow=True)

    assert shown(response) == [message.public_id]
    assert logged() == [("searched", "messages", "")]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_needs_the_same_queries_for_any_number(officer, number, django_assert_num_queries):
    MessageFactory.create_batch(number)
    officer.get(MESSAGES)

    with django_assert_num_queries(12):
        officer.get(MESSAGES)


def test_what_waits_is_shown_as_it_would_be_written_now(officer):
    message = message_to(PersonFactory(), state="queued", context={"place": "the library"})

    response = officer.get(url("message", message))

    assert "the library" in response.text
    assert logged() == [("viewed", f"message {message.public_id}", message.person.subject)]


def test_what_was_sent_is_shown_as_it_was(officer):
    message = MessageFactory(state="sent", text="Dear Jane,\n\nCome in.")

    assert "<p>Dear Jane,</p>" in officer.get(url("message", message)).text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"sensitive": True, "text": "secret"}, "The text of this message is not shown to anybody."),
        ({"state": "sent", "text": ""}, "The text is no longer kept."),
        ({"state": "queued", "kind": "unknown"}, "This message can no longer be written"),
    ],
)
def test_why_there_is_nothing_to_read_is_said(officer, fields, sentence):
    response = officer.get(url("message", MessageFactory(**fields)))

    assert sentence in response.text
    assert "secret" not in response.text


def test_a_message_is_sent_again(officer):
    message = message_to(PersonFactory(), state="bounced", context={"place": "the library"})

    response = officer.post(url("send_again", message))

    copy = Message.objects.exclude(pk=message.pk).get()
    assert response.url == url("message", copy)
    assert (copy.state, copy.person, copy.context) == ("queued", message.person, message.context)
    assert logged() == [("sent", f"message {message.public_id}", message.person.subject)]


def test_sending_again_comes_back_to_where_it_was_asked_for(officer):
    message = MessageFactory(state="sent")

    assert officer.post(url("send_again", message), {"next": "/cms/people/"}).url == "/cms/people/"
    assert officer.post(url("send_again", message), {"next": "https://evil.example/"}).url.startswith(MESSAGES)


def test_a_sign_in_code_is_never_sent_again(officer):
    message = MessageFactory(state="sent", sensitive=True)

    response = officer.post(url("send_again", message), follow=True)

    assert "its content was not kept" in response.text
    assert Message.objects.count() == 1


def test_a_task_shows_its_script_and_number_and_is_done(officer, task):
    page = officer.get(url("message", task))
    officer.post(url("done", task))

    task.refresh_from_db()
    assert "01632 960 001" in page.text
    assert "the library" in page.text
    assert (task.state, task.done_by) == ("done", officer.user)


def test_a_task_that_reached_nobody_is_noted_with_why(officer, task):
    officer.post(url("not_reached", task), {"why": "No answer on three days"})

    task.refresh_from_db()
    assert (task.state, task.why, task.done_by) == ("failed", "No answer on three days", officer.user)


def test_a_task_that_somebody_else_closed_is_refused_in_words(officer, task):
    officer.post(url("done", task))

    assert "closed by somebody else" in officer.post(url("done", task), follow=True).text
    assert "closed by somebody else" in officer.post(url("not_reached", task), {"why": ""}).text


def test_tasks_stand_in_the_order_in_which_they_are_due(officer):
    first, second = (MessageFactory(state="task", channel="letter") for _each in range(2))

    assert shown(officer.get(MESSAGES, {"state": "task"})) == [first.public_id, second.public_id]


def test_a_task_says_by_when_or_since_when(officer, clock):
    now = timezone.now()
    soon = MessageFactory(task=True, do_by=now + timedelta(hours=1), due_at=now)
    sooner = MessageFactory(task=True, do_by=now + timedelta(minutes=30), due_at=now)
    at_any_time = MessageFactory(task=True, due_at=now - timedelta(days=1))

    response = officer.get(MESSAGES, {"state": "task"})

    assert shown(response) == [sooner.public_id, soon.public_id, at_any_time.public_id]
    assert "by 28 Mar 2026, 1pm" in response.text
    assert "waits since 27 Mar 2026, midday" in response.text
    assert "by 28 Mar 2026, 1pm" in officer.get(url("message", soon)).text


def test_a_letter_is_printed_in_large_type(officer):
    letter = message_to(PersonFactory(by_letter=True), state="task", channel="letter", context={"place": "the library"})

    response = officer.get(url("print", letter))

    assert 'class="large"' in response.text
    assert "1 Example Street" in response.text
    assert "the library" in response.text


def test_a_person_s_messages_stand_on_their_page(officer):
    message = message_to(PersonFactory(), state="bounced", why="The address was refused")

    response = officer.get(reverse("people_cms:person", args=[message.person.public_id]))

    assert "The address was refused" in response.text


@pytest.mark.parametrize("name", ["message", "print", "send_again", "done", "not_reached"])
def test_nobody_else_opens_or_changes_a_message(bystander, task, name):
    assert bystander.get(url(name, task)).url == "/cms/"
    assert bystander.post(url(name, task)).url == "/cms/"
    task.refresh_from_db()
    assert task.state == "task"


def test_nobody_else_sees_the_list(bystander):
    assert bystander.get(MESSAGES).url == "/cms/"
    assert bystander.post(MESSAGES, {"q": "jane"}).url == "/cms/"


@pytest.mark.parametrize("name", ["send_again", "done"])
def test_a_button_is_never_pressed_by_following_a_link(officer, task, name):
    assert officer.get(url(name, task)).status_code == 405


@pytest.fixture
def refused():
    """A message to somebody whose address came back."""
    message = message_to(PersonFactory(), state="withheld", why="Messages to this address came back")
    suppress(message.person.email, Suppression.Reason.BOUNCED)
    return message


def test_an_address_that_we_do_not_write_to_is_said_on_the_message_and_on_the_person(officer, refused):
    for address in [url("message", refused), reverse("people_cms:person", args=[refused.person.public_id])]:
        page = officer.get(address).text
        assert "We do not write to this e-mail address. Messages to this address came back" in page
        assert "Write to this address again" in page


def lift(name, message):
    keys = {"lift": message.public_id, "lift_for_person": message.person.public_id}
    return reverse(f"messages_cms:{name}", args=[keys[name]])


@pytest.mark.parametrize("name", ["lift", "lift_for_person"])
def test_an_officer_has_an_address_written_to_again(officer, refused, name):
    said = officer.post(lift(name, refused), follow=True).text

    assert "We write to this address again." in said
    assert "We do not write to this e-mail address." not in said
    assert logged()[0] == ("changed", f"address of person {refused.person.public_id}", refused.person.subject)


def test_lifting_what_is_not_there_is_refused_in_words(officer, refused):
    for _ in range(2):
        said = officer.post(lift("lift", refused), follow=True).text
    assert "We write to this address already." in said


@pytest.mark.parametrize("name", ["lift", "lift_for_person"])
def test_nobody_else_has_an_address_written_to_again(bystander, refused, name):
    assert bystander.post(lift(name, refused)).url == "/cms/"
    assert Suppression.objects.exists()
