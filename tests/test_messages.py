"""What is true of every kind of message that the site sends. A kind without its example in tests/factories/ fails."""

import re

import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar

from mailing import outbox, outlines, registry, sending, wordings
from mailing.models import Message
from tests.factories.messages import NEED, SECRET, example
from tests.rules import long_sentences

pytestmark = pytest.mark.django_db
KINDS = sorted(registry.kinds)
TO_MEMBERS = [kind for kind in KINDS if kind.endswith("_to_members")]


@pytest.fixture(params=KINDS)
def message(request):
    return example(request.param)


def calendar_summaries(rendered):
    for attachment in rendered.attachments:
        yield from (str(event["SUMMARY"]) for event in Calendar.from_ical(attachment.content).walk("VEVENT"))


def test_no_subject_and_no_calendar_names_a_person_a_condition_a_need_or_a_topic(message):
    rendered = outbox.render(message)
    said = " ".join([rendered.subject, *calendar_summaries(rendered)])
    assert [word for word in (SECRET, NEED, "Hearing loop", "Ada", "Able", "@") if word in said] == []


def test_every_message_reads_well_as_text(message):
    rendered = outbox.render(message)
    first, _blank, rest = rendered.text.partition("\n\n")
    assert first == rendered.subject
    assert re.findall(r"<\w|&\w+;|\{|\}|\bNone\b|\bFalse\b|\n\n\n|[ \t]\n|function", rest) == []
    links = BeautifulSoup(rendered.html, "html.parser").select("a[href^=http]")
    assert links
    assert [link["href"] for link in links if link["href"] not in rendered.text] == []
    assert long_sentences(re.sub(r"https?://\S+", "", rest)) == []


def test_answers_go_to_a_mailbox_that_somebody_reads(message):
    message.to = message.to or "ada@example.org"
    (address,) = sending.compose(message, outbox.render(message)).reply_to or [""]
    about = dict.fromkeys(["account", "alert", "announcement", "answers", "concern", "wording"], "")
    about |= dict.fromkeys(["membership", *TO_MEMBERS], "forum@example.org")
    room = message.kind if message.kind in about else message.kind.split("_")[0]
    assert address == about.get(room, "event@example.org")


@pytest.mark.parametrize("kind", [kind.name for kind in wordings.editable()])
def test_the_words_that_an_officer_begins_with_say_what_the_site_says(kind):
    message = example(kind)
    outline = outlines.of(registry.kind(kind))
    wordings.check(outline, outline.subject, outline.body)
    before = outbox.render(message)
    after = outbox.render(message, wordings.Words(outline.subject, outline.body, "en"))
    assert (after.subject, after.text) == (before.subject, before.text)


@pytest.mark.parametrize("channel", ["telephone", "letter"])
def test_every_message_can_be_said_and_posted(message, channel):
    message.channel = channel
    assert outbox.render(message).text.strip()


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"announcement"}))  # which goes to addresses only
def test_every_text_message_is_short_and_names_neither_event_nor_need(kind):
    message = example(kind)
    message.channel = "text"
    rendered = outbox.render(message)
    words = rendered.text.strip()
    assert rendered.subject in words
    assert "http" in words
    assert len(words) < 306  # two parts of a text message
    of_site = [] if registry.kind(kind).written else ["Ada", "Able"]  # an officer may have written the name
    assert [word for word in [SECRET, NEED, "Hearing loop", *of_site] if word in words] == []


@pytest.mark.parametrize("channel", ["email", "telephone", "letter"])
@pytest.mark.parametrize("kind", [kind.name for kind in wordings.editable()])
def test_officers_words_are_sent_said_and_posted(kind, channel):
    message = example(kind)
    message.channel = channel
    outline = outlines.of(registry.kind(kind))
    pieces = "\n\n".join(f"{{{name}}}" for name in outline.required)
    rendered = outbox.render(message, wordings.Words("Our subject", f"Words of an officer.\n\n{pieces}", "en"))
    assert (rendered.subject, "Words of an officer." in rendered.text) == ("Our subject", True)


@pytest.mark.parametrize("kind", [kind.name for kind in wordings.editable()])
def test_a_text_message_has_the_subject_of_officers(kind):
    message = example(kind)
    message.channel = "text"
    rendered = outbox.render(message, wordings.Words("Our subject", "Words of an officer.", "en"))
    assert "Involvement: Our subject" in rendered.text
    assert "Words of an officer." not in rendered.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_is_in_english_and_says_so_where_there_are_no_words_in_welsh(kind):
    rendered = outbox.render(example(kind, language="cy"))
    page = BeautifulSoup(rendered.html, "html.parser")
    assert page.html["lang"] == "en"
    assert "We do not have this message in Welsh yet." in rendered.text
    assert re.findall(r"Dydd|Ionawr|Chwefror|Mawrth|Ebrill|Mehefin|Gorffennaf|Awst|Hydref|Rhagfyr", rendered.text) == []


def test_every_example_is_of_its_kind():
    assert {example(kind).kind for kind in KINDS} == set(KINDS)
    assert Message.objects.count() == len(KINDS)
