import csv
from io import StringIO

import pytest
from django.urls import reverse

from accounts.models import AccessLog
from events.models import Membership
from tests.factories.accounts import PersonFactory
from tests.factories.events import EventDateFactory, ForumPageFactory, MembershipFactory
from tests.factories.reviews import TechnologyPageFactory

pytestmark = pytest.mark.django_db
FORUMS = "/cms/forums/"


def url(name, *args):
    return reverse(f"forums_cms:{name}", args=args)


def shown(response):
    return [membership.name for membership in response.context["object_list"]]


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

    table = officer.get(FORUMS).context["table"]

    row = {column.name: column.get_value(table.data[0]) for column in table.columns.values()}
    assert (row["title"], row["members"], row["live"]) == ("Breathing", 1, True)
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
    assert shown(officer.post(url("forum", forum.pk), {"q": "960777"}, follow=True)) == ["Cat"]
    assert shown(officer.post(url("forum", forum.pk), {"q": "bob"}, follow=True)) == ["Bob"]
    assert logged() == [("searched", 1, "")] * 2


@pytest.mark.parametrize("number", [1, 3])
def test_the_members_need_the_same_queries_for_any_number(officer, number, django_assert_num_queries):
    forum = ForumPageFactory()
    MembershipFactory.create_batch(number, forum=forum)
    officer.get(url("forum", forum.pk))

    with django_assert_num_queries(13):
        officer.get(url("forum", forum.pk))


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
    }


def test_a_member_is_added_on_their_behalf(officer, typed):
    forum = ForumPageFactory()

    response = officer.post(url("add", forum.pk), typed)

    membership = Membership.objects.get()
    assert response.url == url("forum", forum.pk)
    assert (membership.forum, membership.name, membership.why) == (forum, "Jane Doe", "My mother's asthma")
    assert logged() == [("booked", 1, "")]


def test_what_is_missing_of_a_member_is_said_beside_the_field(officer, typed):
    response = officer.post(url("add", ForumPageFactory().pk), typed | {"email": ""})

    assert response.context["form"].errors == {"email": ["Enter their e-mail address."]}
    assert not Membership.objects.exists()


def test_a_forum_that_nobody_can_join_says_what_to_do_first(officer, typed):
    forum = ForumPageFactory(open_to_join=False)

    assert "first publish the forum" in officer.get(url("add", forum.pk)).text
    response = officer.post(url("add", forum.pk), typed)
    assert response.context["form"].non_field_errors() == ["This forum takes no new members now."]


def test_a_membership_is_ended(officer):
    membership = MembershipFactory()

    officer.get(url("end", membership.public_id))
    response = officer.post(url("end", membership.public_id))

    membership.refresh_from_db()
    assert response.url == url("forum", membership.forum.pk)
    assert membership.state == "left"
    assert logged() == [("cancelled", 1, "")]


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


@pytest.mark.parametrize("name", ["forum", "add", "topics", "export"])
def test_nobody_else_opens_a_page_of_a_forum(officer, bystander, name):
    page = url(name, ForumPageFactory().pk)

    assert officer.get(page).status_code == 200
    assert bystander.get(page).url == "/cms/"
    assert bystander.post(page).url == "/cms/"


def test_nobody_else_sees_forums_or_ends_a_membership(bystander):
    membership = MembershipFactory()

    assert bystander.get(FORUMS).url == "/cms/"
    assert bystander.post(url("end", membership.public_id)).url == "/cms/"
    membership.refresh_from_db()
    assert membership.state == "member"
