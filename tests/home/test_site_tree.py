"""The pages that a new site starts with."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from events.models import ReminderRule
from home import site_tree
from home.models import HomePage
from tests.factories.home import StandardPageFactory

pytestmark = pytest.mark.django_db
ADDRESSES = ["/", "/reviews/", "/events/", "/forums/", "/feedback/", "/news/"]
FOOTER = ["/accessibility/", "/contact/", "/cookies/", "/privacy/", "/terms/"]


def test_a_new_site_has_the_addresses_that_people_will_keep(client):
    call_command("setup_site")
    for address in ADDRESSES + FOOTER:
        assert client.get(address).status_code == 200
    assert [page.url for page in Page.objects.live().in_menu()] == ADDRESSES[1:]
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert Site.objects.get().root_page.specific_class is HomePage


def test_a_new_site_reminds_people_a_week_and_a_day_before():
    call_command("setup_site")
    assert [str(rule) for rule in ReminderRule.objects.all()] == ["7 days before", "1 day before"]


def test_setting_up_again_changes_nothing():
    site_tree.make()
    before = list(Page.objects.values_list("pk", "path", "title", "live"))
    site_tree.make()
    assert list(Page.objects.values_list("pk", "path", "title", "live")) == before


def test_what_is_missing_is_added_and_what_is_there_stays():
    home = site_tree.make()
    Page.objects.get(slug="news").delete()
    page = Page.objects.get(slug="privacy").specific
    page.title = "How we keep your data"
    page.save_revision().publish()
    StandardPageFactory(parent=HomePage.objects.get(), slug="payment")
    site_tree.make()
    assert Page.objects.child_of(home).filter(slug="news").exists()
    assert Page.objects.get(slug="privacy").title == "How we keep your data"
    assert Page.objects.child_of(HomePage.objects.get()).count() == 11


def test_a_site_without_an_address_gets_one():
    Site.objects.all().delete()
    home = site_tree.make()
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk
