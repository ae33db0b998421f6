"""The address to which a link back to saved answers goes: it is not kept, and nothing leads from it to the answers."""

import pytest
from django.core.cache import cache

from content import saving
from content.models import Draft
from mailing import dispatch
from mailing.models import Message, Suppression
from mailing.tracking import suppress
from tests.feedback.test_answering import Visitor
from tests.feedback.test_saving import ADDRESS, saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client):
    cache.clear()
    return Visitor(client)


def test_the_address_is_not_kept_and_nothing_leads_from_it_to_the_answers(visitor, mailoutbox):
    saved(visitor)
    visitor.send(email=ADDRESS)
    draft = Draft.objects.get()
    waiting = Message.objects.values().get()
    assert [draft.code in str(waiting), draft.key in str(waiting)] == [False, False]
    dispatch.drain()
    kept = str(Message.objects.values().get())
    assert [ADDRESS in kept, draft.code in kept, "sealed" in kept] == [False] * 3
    assert mailoutbox[-1].to == [ADDRESS]
    assert ADDRESS not in str(Draft.objects.values().get())


def test_the_page_says_the_same_about_an_address_to_which_we_do_not_write(visitor, mailoutbox):
    suppress(ADDRESS, Suppression.Reason.BOUNCED)
    saved(visitor).send(email=ADDRESS)
    assert "If the address is right, you will get a message within a few minutes." in visitor.text
    dispatch.drain()
    assert mailoutbox == []


def test_what_is_no_address_is_said_beside_the_field(visitor):
    saved(visitor).send(email="ada")
    assert "Enter an email address in the correct format" in visitor.text
    assert 'value="ada"' in visitor.text
    assert not Message.objects.exists()


def test_one_address_gets_one_message_a_day_and_one_place_sends_only_some(visitor, monkeypatch):
    monkeypatch.setattr(saving, "SENDS", (3, 3600))
    saved(visitor)
    for address in (ADDRESS, ADDRESS, "bela@example.org"):
        visitor.send(email=address)
    assert Message.objects.count() == 2
    assert visitor.send(email="cara@example.org").page.status_code == 429
    assert Message.objects.count() == 2


def test_a_message_about_answers_that_were_sent_in_the_meantime_is_withheld(visitor, mailoutbox):
    saved(visitor, change="More buses.")
    visitor.send(email=ADDRESS)
    visitor.go(visitor.address.replace("/saved/", "/quote/")).send(may_quote="no").send()
    dispatch.drain()
    assert mailoutbox == []
    assert Message.objects.get().state == "withheld"
