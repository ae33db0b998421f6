import pytest

from mailing import dispatch
from mailing.models import Message
from tests.factories.accounts import PersonFactory
from tests.factories.mailing import MessageFactory

pytestmark = pytest.mark.django_db
LIST = "/demo/messages/"


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def addresses(message):
    return [
        LIST,
        f"{LIST}{message.public_id}/",
        f"{LIST}{message.public_id}/html/",
        f"{LIST}{message.public_id}/files/0/",
    ]


def test_outside_the_demonstration_there_is_nothing(client):
    message = MessageFactory(sent=True)
    assert [client.get(address).status_code for address in addresses(message)] == [404] * 4


def test_the_demonstration_shows_messages_before_and_after_they_were_sent(client, demo):
    message = MessageFactory(kind="account_login_code", context={"code": "ABC-DEF"}, sensitive=True)
    for _ in ("waiting", "sent"):
        assert "Sign-in code" in client.get(LIST).text
        assert "ABC-DEF" in client.get(f"{LIST}{message.public_id}/").text
        assert "ABC-DEF" in client.get(f"{LIST}{message.public_id}/html/").text
        dispatch.drain()


def test_the_calendar_file_can_be_downloaded(client, demo):
    message = MessageFactory(context={"place": "Leeds"})
    response = client.get(f"{LIST}{message.public_id}/files/0/")
    assert response.headers["Content-Type"] == "text/calendar; method=REQUEST; charset=utf-8"
    assert response.content.startswith(b"BEGIN:VCALENDAR")
    assert client.get(f"{LIST}{message.public_id}/files/1/").status_code == 404


def test_a_task_shows_its_script(client, demo):
    message = MessageFactory(task=True, person=PersonFactory(by_telephone=True), to="", context={"place": "Leeds"})
    assert "Good morning from Leeds" in client.get(f"{LIST}{message.public_id}/").text


def test_what_was_wiped_is_not_shown(client, demo):
    message = MessageFactory(sent=True, forget=True)
    Message.objects.update(subject="", text="", html="", sent_at="2026-01-01T00:00Z")
    assert "The words of this message were not kept." in client.get(f"{LIST}{message.public_id}/").text


def test_only_the_page_of_a_message_itself_may_have_styles_in_it(client, demo):
    message = MessageFactory(context={"place": "Leeds"})
    policies = [client.get(address).headers["Content-Security-Policy"] for address in addresses(message)[:3]]
    assert ["style-src 'self' 'unsafe-inline'" in policy for policy in policies] == [False, False, True]


def test_the_pages_set_no_cookie_and_are_not_kept(client, demo):
    MessageFactory()
    response = client.get(LIST)
    assert (response.cookies, "Cookie" in response.headers.get("Vary", "")) == ({}, False)
    assert "no-store" in response.headers["Cache-Control"]


def test_the_pages_are_valid(client, demo, html_errors):
    message = MessageFactory(context={"place": "Leeds"})
    pages = {address: client.get(address).text for address in addresses(message)[:3]}
    assert html_errors(pages) == []
