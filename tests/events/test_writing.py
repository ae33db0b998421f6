"""Writing to people of a date: who gets it, what is refused, and what an officer sees afterwards."""

import pytest
from django.core.exceptions import ValidationError
from i18nfield.strings import LazyI18nString

from accounts.models import AccessLog
from events import questions as event_questions
from events import writing
from events.models import Writing
from mailing import dispatch, outbox
from mailing.models import Message
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.content import option, questions
from tests.factories.events import (
    AccessNeedFactory,
    EventDateFactory,
    EventPageFactory,
    RegistrationFactory,
    WritingFactory,
)
from tests.factories.reviews import TechnologyPageFactory

pytestmark = pytest.mark.django_db
WORDS = {"subject": "Bring a coat on {day}", "body": "The hall is cold, {name}.\n\n{manage}"}


@pytest.fixture
def date():
    return EventDateFactory(page__title="Living with asthma", hybrid=True)


def write(date, registrations=None, *, key="k", anyway=False, by=None, **words):
    words = WORDS | words
    texts = {name: LazyI18nString(text) for name, text in words.items()}
    registrations = date.registrations.all() if registrations is None else registrations
    return writing.write(about=date, rows=registrations, key=key, by=by or UserFactory(), anyway=anyway, **texts)


def refusal(*args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        write(*args, **kwargs)
    return refused.value.message_dict


# --- Who gets it


def test_a_text_message_has_what_was_written_and_the_link(date):
    person = PersonFactory(name="Ada Able", by_telephone=True, channel="text")
    AccessNeedFactory(registration=RegistrationFactory(date=date, person=person), detail="A chair with arms")
    write(date, body="The hall is cold, {name}.\n\n{facts}\n\n{manage}")
    text = outbox.render(Message.objects.get()).text
    assert text.startswith("Involvement: Bring a coat on ")
    assert "The hall is cold, Ada Able." in text
    assert "/manage/" in text
    assert [word for word in ("{", "chair", "asthma", "Dear") if word in text] == []


def test_each_hears_once_by_their_own_channel(date):
    people = [PersonFactory(), PersonFactory(by_telephone=True), PersonFactory(by_letter=True)]
    for person in people:
        RegistrationFactory(date=date, person=person)
    RegistrationFactory(date=date, person=people[0])  # who booked twice

    write(date)

    rows = Message.objects.order_by("pk").values_list("person", "channel", "state")
    assert list(rows) == [
        (people[0].pk, "email", "queued"),
        (people[1].pk, "telephone", "task"),
        (people[2].pk, "letter", "task"),
    ]


def test_the_same_key_again_writes_to_nobody(date):
    RegistrationFactory(date=date)
    assert write(date) == write(date)
    assert (Writing.objects.count(), Message.objects.count()) == (1, 1)


def test_it_says_what_was_written_with_the_reader_s_own_link(date, mailoutbox):
    registration = RegistrationFactory(date=date, person=PersonFactory(name="Ada Able"))
    write(date)
    dispatch.drain()
    (mail,) = mailoutbox
    assert mail.subject.startswith("Bring a coat on ")
    assert "The hall is cold, Ada Able." in mail.body
    assert registration.public_id in mail.body.partition("/manage/")[2]
    assert mail.reply_to == ["team@example.org"]


def test_a_task_has_the_words_too(date):
    RegistrationFactory(date=date, person=PersonFactory(by_telephone=True))
    write(date)
    assert "The hall is cold" in outbox.render(Message.objects.get()).text


def test_that_it_was_sent_is_logged_without_what_was_said(date):
    RegistrationFactory.create_batch(2, date=date)
    officer = UserFactory()
    written = write(date, by=officer)
    line = AccessLog.objects.get()
    what = f"writing {written.public_id} to people of date {date.public_id}"
    assert (line.action, line.what, line.rows, line.by) == ("sent", what, 2, officer)


def test_whoever_reads_welsh_gets_the_welsh_words(date):
    RegistrationFactory(date=date, language="cy")
    write(date, subject={"en": "Bring a coat", "cy": "Dewch â chôt"}, body={"en": "It is cold.", "cy": "Mae’n oer."})
    rendered = outbox.render(Message.objects.get())
    assert rendered.subject == "Dewch â chôt"
    assert "Mae’n oer." in rendered.text


# --- What is refused


def test_nobody_gets_another_language_unasked(date):
    RegistrationFactory(date=date, language="cy")
    found = refusal(date)
    assert found == {
        "anyway": ["1 person reads another language. Write in it too, or tick that they get this in English."]
    }
    write(date, anyway=True)
    assert "We do not have this message in Welsh yet." in outbox.render(Message.objects.get()).text


@pytest.mark.parametrize(
    ("words", "field", "sentence"),
    [
        ({"subject": "About living with ASTHMA"}, "subject", "Take out “Living with asthma”"),
        ({"subject": "The new inhaler hub"}, "subject", "Take out “New inhaler”"),
        ({"subject": "Hello {name}"}, "subject", "A subject cannot have {name}. You can use {day}."),
        ({"body": "See {link}"}, "body", "There is no {link}."),
        ({"body": {"en": "Hello", "cy": "Helo"}}, "body", "Write both in Welsh, or neither."),
        ({"body": {"cy": "Helo"}}, "body", "Write a subject and a text in English."),
    ],
)
def test_what_cannot_be_sent_is_refused_in_words_that_help(date, words, field, sentence):
    date.page.topics.add(TechnologyPageFactory(title="New inhaler"))
    date.page.save()
    RegistrationFactory(date=date)
    found = refusal(date, **words)
    assert list(found) == [field]
    assert sentence in found[field][0]
    assert not Message.objects.exists()


def test_somebody_must_get_it(date):
    RegistrationFactory(date=date, person=None, name="Gone", email="")
    assert refusal(date) == {"readers": ["Choose at least 1 person who can be reached."]}


# --- The screens


def page_of(date, query=""):
    return f"/cms/events/dates/{date.public_id}/write/{query}"


def typed(registrations, **fields):
    return {
        "readers": [each.public_id for each in registrations],
        "subject_0": WORDS["subject"],
        "body_0": WORDS["body"],
        "key": "k",
    } | fields


def offered(response):
    return [id for id, _label in response.context["form"].fields["readers"].choices]


def test_the_list_is_written_to_as_it_is_filtered(officer, date):
    placed, waiting = RegistrationFactory(date=date), RegistrationFactory(date=date, waiting=True)
    online = RegistrationFactory(date=date, online=True)
    AccessNeedFactory(registration=online, code="bsl")

    assert offered(officer.get(page_of(date))) == [placed.public_id, waiting.public_id, online.public_id]
    assert offered(officer.get(page_of(date, "?state=waiting"))) == [waiting.public_id]
    assert offered(officer.get(page_of(date, "?mode=online"))) == [online.public_id]
    assert offered(officer.get(page_of(date, "?need=bsl"))) == [online.public_id]


def test_people_are_found_by_what_they_answered(officer):
    options = [option("bus", "By bus"), option("car", "By car")]
    asked = {"question": "How do you come?", "short_name": "way", "options": options}
    date = EventDateFactory(page=EventPageFactory(questions=questions(("several_choices", "way", asked))))
    current = event_questions.current(date.page)
    by_bus = RegistrationFactory(date=date, question_set=current, answers={"way": ["bus"]})
    RegistrationFactory(date=date, question_set=current, answers={"way": ["car"]})
    RegistrationFactory(date=date)

    assert offered(officer.get(page_of(date, "?answer=way.bus"))) == [by_bus.public_id]
    assert "By bus" in officer.get(f"/cms/events/dates/{date.public_id}/").text


def test_a_preview_says_who_gets_it_how_and_sends_nothing(officer, date):
    rows = [RegistrationFactory(date=date), RegistrationFactory(date=date, person=PersonFactory(by_letter=True))]

    page = officer.post(page_of(date), typed(rows, preview=""))

    assert "The hall is cold, " in page.context["preview"].text
    assert "1 person gets it by e-mail." in page.text
    assert "1 person becomes a task for the telephone or a letter." in page.text
    assert "Send to 2 people" in " ".join(page.text.split())
    assert not Message.objects.exists()
    logged = AccessLog.objects.values_list("action", "what").get()
    assert logged == ("viewed", f"registration {rows[0].public_id}")


def test_what_notify_sends_is_no_task(officer, date, settings):
    settings.NOTIFY_API_KEY, settings.NOTIFY_TEXT_TEMPLATE = "key", "the-text"
    people = [PersonFactory(by_telephone=True, channel="text"), PersonFactory(by_telephone=True)]
    rows = [RegistrationFactory(date=date, person=person) for person in people]

    page = officer.post(page_of(date), typed(rows, preview=""))

    assert "1 person gets it as a text message or a letter, which the site sends." in page.text
    assert "1 person becomes a task for the telephone or a letter." in page.text


def test_an_officer_sends_and_sees_what_became_of_it(officer, date):
    rows = [RegistrationFactory(date=date), RegistrationFactory(date=date)]
    RegistrationFactory(date=date)

    answer = officer.post(page_of(date), typed(rows, send=""))
    first, second = Message.objects.order_by("pk")
    Message.objects.filter(pk=first.pk).update(state="bounced", why="The address was refused")
    page = officer.get(answer.url)

    assert [message.pk for message in page.context["object_list"]] == [first.pk, second.pk]
    assert "The address was refused" in page.text
    assert "Correct the address on their page, then send it again, or call them." in page.text
    filtered = officer.get(answer.url, {"state": "bounced"})
    assert [message.pk for message in filtered.context["object_list"]] == [first.pk]


@pytest.mark.parametrize("number", [1, 3])
def test_what_became_of_it_needs_the_same_queries_for_any_number(officer, date, number, django_assert_num_queries):
    RegistrationFactory.create_batch(number, date=date)
    address = f"/cms/events/writings/{write(date).public_id}/"
    officer.get(address)

    with django_assert_num_queries(13):
        officer.get(address)


def test_a_message_sent_again_stands_with_the_writing(officer, date):
    RegistrationFactory(date=date)
    written = write(date)
    copy = outbox.send_again(_sent(Message.objects.get()), by=officer.user)
    assert copy in writing.messages(written)


def _sent(message):
    message.state = "sent"
    message.save()
    return message


def test_a_second_click_sends_nothing(officer, date):
    rows = [RegistrationFactory(date=date)]
    addresses = {officer.post(page_of(date), typed(rows, send="")).url for _click in range(2)}
    assert (len(addresses), Message.objects.count()) == (1, 1)


def test_what_is_refused_is_said_and_nothing_typed_is_lost(officer, date):
    rows = [RegistrationFactory(date=date)]
    page = officer.post(page_of(date), typed(rows, send="", body_0="Only {this}"))
    assert "There is no {this}." in page.context["form"].errors["body"][0]
    assert "Only {this}" in page.text
    assert not Message.objects.exists()


def test_people_of_another_date_cannot_be_chosen(officer, date):
    RegistrationFactory(date=date)
    page = officer.post(page_of(date), typed([RegistrationFactory()], send=""))
    assert "is no longer in this list" in page.context["form"].errors["readers"][0]
    assert not Message.objects.exists()


def test_what_was_written_before_is_listed(officer, date):
    RegistrationFactory(date=date)
    WritingFactory(date=date, subject="Doors open at 9am")
    assert "Doors open at 9am" in officer.get(page_of(date)).text


def test_nobody_else_writes_or_reads_what_was_written(bystander, date):
    written = WritingFactory(date=date)
    rows = [RegistrationFactory(date=date)]
    assert bystander.get(page_of(date)).url == "/cms/"
    assert bystander.post(page_of(date), typed(rows, send="")).url == "/cms/"
    assert bystander.get(f"/cms/events/writings/{written.public_id}/").url == "/cms/"
    assert not Message.objects.exists()
