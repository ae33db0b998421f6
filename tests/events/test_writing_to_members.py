"""Writing to members of a forum: as to people of a date, with a list, a kind and an audience of its own."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import AccessLog
from events import housekeeping, writing
from events.models import Writing
from mailing import dispatch
from mailing.models import Message
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.events import EventDateFactory, ForumPageFactory, MembershipFactory, WritingFactory
from tests.factories.reviews import TechnologyPageFactory

pytestmark = pytest.mark.django_db
WORDS = {"subject": "The next months", "body": "We meet every month, {name}.\n\n{manage}"}


@pytest.fixture
def forum():
    return ForumPageFactory(title="Asthma forum", contact_email="forum@example.org")


def write(forum, rows=None, **words):
    rows = forum.memberships.all() if rows is None else rows
    return writing.write(about=forum, rows=rows, key="k", by=UserFactory(), **WORDS | words)


def refusal(*args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        write(*args, **kwargs)
    return refused.value.message_dict


def test_each_member_hears_once_by_their_own_channel_with_their_own_link(forum, mailoutbox):
    ada = MembershipFactory(forum=forum, person=PersonFactory(name="Ada Able"))
    MembershipFactory(forum=forum, person=PersonFactory(by_telephone=True))
    assert write(forum) == write(forum)
    dispatch.drain()

    (mail,) = mailoutbox
    assert mail.subject == "The next months"
    assert "We meet every month, Ada Able." in mail.body
    assert ada.public_id in mail.body.partition("/membership/")[2]
    assert mail.reply_to == ["forum@example.org"]
    assert sorted(Message.objects.values_list("kind", "channel", "state")) == [
        ("written_to_members", "email", "sent"),
        ("written_to_members", "telephone", "task"),
    ]


def test_that_it_was_sent_is_logged_without_what_was_said(forum):
    MembershipFactory.create_batch(2, forum=forum)
    written = write(forum)
    line = AccessLog.objects.get()
    assert (line.action, line.rows) == ("sent", 2)
    assert line.what == f"writing {written.public_id} to members of forum {forum.pk}"


def test_whoever_left_is_written_to_no_more(forum):
    rows = [
        MembershipFactory(forum=forum, left=True),
        MembershipFactory(forum=forum, person=None, name="Gone", email=""),
    ]
    assert refusal(forum, rows) == {"readers": ["Choose at least 1 person who can be reached."]}
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("words", "field", "sentence"),
    [
        ({"subject": "News of the ASTHMA forum"}, "subject", "Take out “Asthma forum”"),
        ({"subject": "The new inhaler hub"}, "subject", "Take out “New inhaler”"),
        ({"subject": "Until {day}"}, "subject", "A subject cannot have {day}. Nothing in braces can stand here."),
        ({"body": "See {event}"}, "body", "There is no {event}."),
    ],
)
def test_what_cannot_be_sent_is_refused_in_words_that_help(forum, words, field, sentence):
    forum.topics.add(TechnologyPageFactory(title="New inhaler"))
    forum.save()
    MembershipFactory(forum=forum)
    found = refusal(forum, **words)
    assert list(found) == [field]
    assert sentence in found[field][0]


def test_nobody_gets_another_language_unasked(forum):
    MembershipFactory(forum=forum, person=PersonFactory(language="cy"))
    assert list(refusal(forum)) == ["anyway"]


@pytest.mark.parametrize("of", [{"date": True, "forum": True}, {"date": False, "forum": False}], ids=str)
def test_the_database_holds_that_it_is_of_a_date_or_a_forum(forum, of):
    facts = {"date": EventDateFactory() if of["date"] else None, "forum": forum if of["forum"] else None}
    with pytest.raises(IntegrityError, match="events_writing_of_a_date_or_a_forum"):
        WritingFactory(**facts)


def test_it_is_kept_for_12_months(forum):
    at = timezone.now()
    old, _new = WritingFactory(date=None, forum=forum), WritingFactory(date=None, forum=forum)
    Writing.objects.filter(pk=old.pk).update(made_at=at - housekeeping.LATE)
    assert list(housekeeping.writings_to_delete(at)) == [old]


# --- The screens


def page_of(forum, query=""):
    return f"/cms/forums/{forum.pk}/write/{query}"


def typed(rows, **fields):
    readers = [each.public_id for each in rows]
    return {"readers": readers, "subject_0": WORDS["subject"], "body_0": WORDS["body"], "key": "k"} | fields


def offered(response):
    return [id for id, _label in response.context["form"].fields["readers"].choices]


def test_the_list_is_written_to_as_it_is_filtered(officer, forum):
    member, chair = MembershipFactory(forum=forum, name="Ann"), MembershipFactory(forum=forum, name="Bob", role="chair")
    paused = MembershipFactory(forum=forum, name="Cat", paused=True)
    left = MembershipFactory(forum=forum, left=True)

    assert set(offered(officer.get(page_of(forum)))) == {each.public_id for each in (member, chair, paused)}
    assert offered(officer.get(page_of(forum, "?role=chair"))) == [chair.public_id]
    assert offered(officer.get(page_of(forum, "?state=paused"))) == [paused.public_id]
    assert offered(officer.get(page_of(forum, "?state=left"))) == []
    assert left.public_id not in offered(officer.get(page_of(forum, "?state=all")))
    assert f"{page_of(forum)}?role=chair" in officer.get(f"/cms/forums/{forum.pk}/?role=chair").text


def test_a_preview_sends_nothing_and_sending_leads_to_what_became_of_it(officer, forum):
    rows = [MembershipFactory(forum=forum), MembershipFactory(forum=forum, person=PersonFactory(by_letter=True))]

    preview = officer.post(page_of(forum), typed(rows, preview=""))
    before = Message.objects.count()
    answer = officer.post(page_of(forum), typed(rows, send=""))
    page = officer.get(answer.url)

    assert "We meet every month, " in preview.context["preview"].text
    assert "1 person gets it by e-mail." in preview.text
    assert "1 person becomes a task for the telephone or a letter." in preview.text
    assert before == 0
    assert answer.url == f"/cms/forums/writings/{Writing.objects.get().public_id}/"
    assert [message.person for message in page.context["object_list"]] == [each.person for each in rows]
    assert [line for line in AccessLog.objects.values_list("what", flat=True) if line.startswith("membership")] == [
        f"membership {rows[0].public_id}"
    ]
    assert WORDS["subject"] in officer.get(page_of(forum)).text


def test_members_of_another_forum_cannot_be_chosen(officer, forum):
    page = officer.post(page_of(forum), typed([MembershipFactory()], send=""))
    assert "is no longer in this list" in page.context["form"].errors["readers"][0]


def test_what_went_to_people_of_a_date_is_not_shown_among_forums(officer, forum):
    to_date, to_forum = WritingFactory(), WritingFactory(date=None, forum=forum)
    assert officer.get(f"/cms/forums/writings/{to_date.public_id}/").status_code == 404
    assert officer.get(f"/cms/events/writings/{to_forum.public_id}/").status_code == 404


def test_nobody_else_writes_or_reads_what_was_written(bystander, forum):
    written = WritingFactory(date=None, forum=forum)
    assert bystander.post(page_of(forum), typed([MembershipFactory(forum=forum)], send="")).url == "/cms/"
    assert bystander.get(f"/cms/forums/writings/{written.public_id}/").url == "/cms/"
    assert not Message.objects.exists()
