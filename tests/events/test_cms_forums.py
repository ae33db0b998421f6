import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessLog, ConsentRecord, User
from events.models import Membership
from tests.events.walking import soup
from tests.factories.accounts import PersonFactory
from tests.factories.events import EventDateFactory, ForumPageFactory, MembershipFactory
from tests.factories.reviews import TechnologyPageFactory

pytestmark = pytest.mark.django_db
FORUMS = "/cms/forums/"


def url(name, *args):
    return reverse(f"forums_cms:{name}", args=args)


def shown(response):
    return [membership.name for membership in response.context["object_list"]]


def text_of(response, selector):
    """What a part of a page says, with single spaces."""
    return " ".join(soup(response).select_one(selector).get_text(" ", strip=True).split())


def logged():
    return list(AccessLog.objects.order_by("pk").values_list("action", "rows", "reason"))


def test_the_list_counts_members_and_says_the_next_date(officer):
    forum = ForumPageFactory(title="Breathing")
    MembershipFactory(forum=forum)
    MembershipFactory(forum=forum, state="paused")
    later, first = (EventDateFactory(page__parent=forum) for _each in range(2))
    first.starts_at, first.ends_at = (moment.replace(hour=9) for moment in (first.starts_at, first.ends_at))
    first.ends_at = later.ends_at
    first.save()
    EventDateFactory(page__parent=forum, past=True)

    MembershipFactory.create_batch(2, forum=forum, applied=True)
    MembershipFactory(forum=forum, until=timezone.localdate())

    table = officer.get(FORUMS).context["table"]

    row = {column.name: column.get_value(table.data[0]) for column in table.columns.values()}
    assert (row["title"], row["members"], row["live"]) == ("Breathing", 2, True)
    assert (row["applied"], row["ending"], str(row["get_how_to_join_display"])) == (2, 1, "Anybody may join")
    assert "9am to midday" in row["next_date"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_needs_the_same_queries_for_any_number(officer, number, django_assert_num_queries):
    for _each in range(number):
        EventDateFactory(page__parent=MembershipFactory().forum)
    officer.get(FORUMS)

    with django_assert_num_queries(12):
        officer.get(FORUMS)


def test_members_are_filtered_and_found(officer):
    forum = ForumPageFactory()
    MembershipFactory(forum=forum, name="Ann", role="chair")
    MembershipFactory(forum=forum, name="Bob", state="left", left_at="2026-01-01T12:00Z")
    MembershipFactory(forum=forum, name="Cat", person=PersonFactory(telephone="01632 960 777"))
    MembershipFactory(name="Elsewhere")

    assert shown(officer.get(url("forum", forum.pk))) == ["Ann", "Cat"]
    assert shown(officer.get(url("forum", forum.pk), {"state": "left"})) == ["Bob"]
    assert shown(officer.get(url("forum", forum.pk), {"state": "all"})) == ["Ann", "Bob", "Cat"]
    assert shown(officer.get(url("forum", forum.pk), {"role": "chair"})) == ["Ann"]
    assert shown(officer.get(url("forum", forum.pk), {"term": "over"})) == []
    assert shown(officer.post(url("forum", forum.pk), {"q": "960777"}, follow=True)) == ["Cat"]
    assert shown(officer.post(url("forum", forum.pk), {"q": "bob"}, follow=True)) == ["Bob"]
    assert logged() == [("searched", 1, "")] * 2


@pytest.mark.parametrize("number", [1, 3])
def test_the_members_need_the_same_queries_for_any_number(officer, number, django_assert_num_queries):
    forum = ForumPageFactory()
    MembershipFactory.create_batch(number, forum=forum)
    officer.get(url("forum", forum.pk))

    with django_assert_num_queries(14):
        officer.get(url("forum", forum.pk))


def test_members_are_filtered_by_the_end_of_their_term(officer):
    forum, today = ForumPageFactory(), timezone.localdate()
    MembershipFactory(forum=forum, name="Over", until=today - timedelta(days=1))
    MembershipFactory(forum=forum, name="Soon", until=today + timedelta(days=30))
    MembershipFactory(forum=forum, name="Later", until=today + timedelta(days=31))

    assert shown(officer.get(url("forum", forum.pk), {"term": "ending"})) == ["Over", "Soon"]
    assert shown(officer.get(url("forum", forum.pk), {"term": "over"})) == ["Over"]


def test_the_list_says_first_who_waits_for_an_answer_and_what_is_to_do(officer):
    forum, now = ForumPageFactory(), timezone.now()
    MembershipFactory(forum=forum, name="Ann")
    MembershipFactory(forum=forum, name="Bob", until=timezone.localdate() - timedelta(days=1))
    MembershipFactory(forum=forum, name="Ann", email=forum.memberships.get(name="Ann").email, paused=True)
    MembershipFactory(forum=forum, name="Yan", applied=True, joined_at=now - timedelta(days=1))
    MembershipFactory(forum=forum, name="Zoe", applied=True, joined_at=now - timedelta(days=20))

    table = officer.get(url("forum", forum.pk)).context["table"]

    rows = [(row.name, table.columns["to_do"].get_value(row).partition(" by ")[0]) for row in table.data]
    assert rows == [
        ("Zoe", "We are late: answer was due"),
        ("Yan", "Answer"),
        ("Ann", "May be here twice."),
        ("Ann", "May be here twice."),
        ("Bob", "The term is over: end or extend it."),
    ]


def test_the_first_page_says_in_which_forums_somebody_waits(officer):
    MembershipFactory(forum__title="Quiet forum")
    busy = ForumPageFactory(title="Busy forum")
    MembershipFactory(forum=busy, applied=True, joined_at=timezone.now() - timedelta(days=20))
    MembershipFactory(forum=busy, until=timezone.localdate())

    panel = text_of(officer.get("/cms/"), "#forums-to-do-section")

    assert panel.endswith("Busy forum : 1 person asked to join (an answer is late) , 1 term ends or is over")
    assert "Quiet forum" not in panel


def test_the_first_page_says_nothing_of_forums_when_nobody_waits(officer):
    MembershipFactory()
    assert "forums-to-do" not in officer.get("/cms/").text


@pytest.fixture
def typed():
    return {
        "key": "key-of-the-form",
        "name": "Jane Doe",
        "is_16_or_over": "on",
        "channel": "email",
        "email": "jane@example.org",
        "language": "en",
        "why": "My mother's asthma",
        "role": "carer_representative",
        "method": "telephone",
        "read_out": "on",
    }


def test_a_member_is_added_on_their_behalf(officer, typed):
    forum = ForumPageFactory()

    response = officer.post(url("add", forum.pk), typed)

    membership = Membership.objects.get()
    assert response.url == url("forum", forum.pk)
    assert (membership.forum, membership.name, membership.why) == (forum, "Jane Doe", "My mother's asthma")
    assert membership.role == "carer_representative"
    assert (ConsentRecord.objects.get().method, ConsentRecord.objects.get().captured_by) == (
        "telephone",
        User.objects.get(is_staff=True),
    )
    assert logged() == [("booked", 1, "Joined")]


def test_what_is_missing_of_a_member_is_said_beside_the_field(officer, typed):
    response = officer.post(url("add", ForumPageFactory().pk), typed | {"email": ""})

    assert response.context["form"].errors == {"email": ["Enter their e-mail address."]}
    assert not Membership.objects.exists()


def test_whoever_is_added_must_have_been_told_what_they_agree_to(officer, typed):
    del typed["read_out"], typed["method"]
    response = officer.post(url("add", ForumPageFactory().pk), typed)

    assert response.context["form"].errors == {
        "method": ["Select how they told us."],
        "read_out": ["Tell them this, then select the box."],
    }


def test_a_member_is_added_to_a_forum_that_is_closed_to_the_public(officer, typed):
    officer.post(url("add", ForumPageFactory(open_to_join=False).pk), typed)

    assert Membership.objects.get().state == "member"


def test_a_forum_that_is_a_draft_says_what_to_do_first(officer, typed):
    forum = ForumPageFactory(live=False)

    assert "first publish the forum" in officer.get(url("add", forum.pk)).text
    response = officer.post(url("add", forum.pk), typed)
    assert response.context["form"].non_field_errors() == ["This forum is no longer on the site."]


def test_a_term_that_is_over_already_is_refused_beside_its_field(officer, typed):
    response = officer.post(url("add", ForumPageFactory().pk), typed | {"until": "2020-01-01"})

    assert response.context["form"].errors == {"until": ["Enter a day after today."]}


def test_somebody_new_is_invited_with_words_and_a_term(officer, typed):
    forum = ForumPageFactory(open_to_join=False)
    asked = officer.get(url("invite", forum.pk)).context["form"]

    officer.post(url("invite", forum.pk), typed | {"words": "Come to us!", "until": "2099-03-01"})

    membership = Membership.objects.get()
    assert asked["words"].value().startswith("We would like to invite you to join this forum.")
    assert (membership.state, membership.decision, f"{membership.until}") == ("invited", "Come to us!", "2099-03-01")
    assert membership.role == "carer_representative"
    assert logged() == [("booked", 1, "Invited")]


@pytest.mark.parametrize(("name", "state"), [("invite", "invited"), ("add", "member")])
def test_somebody_whom_we_know_is_found_and_not_asked_for_their_address(officer, typed, name, state):
    forum, person = ForumPageFactory(), PersonFactory(name="Jane Known", email="jane@example.org")
    found = officer.post(url("find", forum.pk), {"q": "jane known"}, follow=True)
    to_form = f"{url(name, forum.pk)}?person={person.public_id}"
    assert to_form in found.text.replace("&amp;", "&")
    assert "email" not in officer.get(to_form).context["form"].fields

    officer.post(to_form, typed | {"words": "Come!"})

    membership = Membership.objects.get()
    assert (membership.person, membership.name, membership.email, membership.state) == (
        person,
        "Jane Known",
        "jane@example.org",
        state,
    )


def test_somebody_who_is_in_already_is_not_invited(officer, typed):
    there = MembershipFactory()
    to_form = f"{url('invite', there.forum.pk)}?person={there.person.public_id}"

    response = officer.post(to_form, typed | {"words": "Come!"})

    assert response.context["form"].non_field_errors() == ["They are on the list of this forum already."]


def test_nobody_is_listed_before_a_search_and_a_search_is_logged(officer):
    forum = MembershipFactory().forum

    assert shown(officer.get(url("find", forum.pk))) == []
    officer.post(url("find", forum.pk), {"q": "somebody"})
    assert logged() == [("searched", 1, "")]


def test_topics_of_a_forum_are_changed_at_once(officer):
    forum, topic = ForumPageFactory(), TechnologyPageFactory()

    officer.post(url("topics", forum.pk), {"topics": [topic.pk]})

    assert list(forum.topics.all()) == [topic.topic_ptr]


def test_the_editor_of_a_forum_counts_its_members_and_links_to_them(officer):
    forum = MembershipFactory().forum

    text = officer.get(reverse("wagtailadmin_pages:edit", args=[forum.pk])).text

    assert "1 member" in text
    assert url("forum", forum.pk) in text


def test_members_are_exported_with_a_reason(officer):
    membership = MembershipFactory(name="Jane Doe", telephone="07700900982")

    response = officer.post(url("export", membership.forum.pk), {"file_format": "csv", "reason": "Badges"})

    rows = list(csv.DictReader(StringIO(b"".join(response).decode("utf-8-sig"))))
    assert [(row["Name"], row["Telephone"]) for row in rows] == [("Jane Doe", "07700 900982")]
    assert logged() == [("exported", 1, "Badges")]


@pytest.mark.parametrize("name", ["forum", "add", "find", "invite", "topics", "export"])
def test_nobody_else_opens_a_page_of_a_forum(officer, bystander, name):
    page = url(name, ForumPageFactory().pk)

    assert officer.get(page).status_code == 200
    assert bystander.get(page).url == "/cms/"
    assert bystander.post(page).url == "/cms/"


def test_nobody_else_sees_the_forums(bystander):
    assert bystander.get(FORUMS).url == "/cms/"
