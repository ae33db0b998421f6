"""Who may do what in the CMS."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from home import roles
from tests.factories.home import HomePageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


def codes(name):
    return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


def test_the_roles_are_there_from_the_first_migration():
    assert set(Group.objects.values_list("name", flat=True)) == {
        "Officer",
        "Comment reader",
        "Design team",
        "Administrator",
    }


def test_making_them_again_changes_nothing_and_brings_back_what_was_taken():
    before = {name: codes(name) for name in ("Officer", "Design team", "Administrator")}
    pages = GroupPagePermission.objects.count()
    Group.objects.get(name="Officer").permissions.clear()
    Permission.objects.filter(codename="add_milestone").delete()
    roles.make()
    assert {name: codes(name) for name in before} == before
    assert GroupPagePermission.objects.count() == pages


def test_officers_change_all_that_is_theirs_and_neither_accounts_nor_erase():
    officer = codes("Officer")
    assert {"access_admin", "add_topicstatus", "change_registration", "view_person", "delete_milestone"} <= officer
    assert not {"add_user", "change_user", "delete_user", "delete_registration", "delete_person"} & officer
    assert not {code for code in officer if code.startswith("erase")}


def test_administrators_have_beyond_that_accounts_erasing_and_redirects():
    beyond = codes("Administrator") - codes("Officer")
    assert {"add_user", "change_user", "add_redirect", "change_collection"} <= beyond
    assert {code for code in beyond if code.startswith("erase")} == {"erase_person"}


def test_design_teams_have_no_right_in_the_cms():
    assert codes("Design team") == set()


def test_an_officer_writes_and_publishes_pages_and_sees_no_accounts(officer):
    page = StandardPageFactory(title="Payment")
    assert officer.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    permissions = page.permissions_for_user(officer.user)
    assert permissions.can_edit()
    assert permissions.can_publish()
    assert officer.get(reverse("wagtailusers_users:index")).status_code == 302


def test_an_administrator_manages_accounts(administrator):
    assert administrator.get(reverse("wagtailusers_users:index")).status_code == 200


def test_the_officer_s_first_page_shows_the_work_and_not_wagtails_news(officer):
    HomePageFactory()
    text = officer.get("/cms/").content.decode()
    assert 'id="promises-due' in text
    assert "w-summary__list" not in text


def test_only_administrators_open_booking_although_not_everything_is_stated():
    assert "add_override" in codes("Administrator") - codes("Officer")


def test_what_nobody_has_read_is_read_by_comment_readers_and_administrators():
    readers = Group.objects.filter(permissions__codename="redact_comment").values_list("name", flat=True)
    assert set(readers) == {"Comment reader", "Administrator"}
    assert codes("Comment reader") == {"redact_comment"}
