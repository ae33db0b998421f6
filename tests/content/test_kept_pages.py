import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache

from content import kept_pages
from tests.factories.home import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(settings):
    settings.PAGE_CACHE_SECONDS = 60
    yield StandardPageFactory(title="Before", slug="about")
    cache.clear()


def rename(page, title):
    """Change a page as a script would, without a signal."""
    type(page).objects.filter(pk=page.pk).update(title=title)


def title(response):
    return response.text.partition("<title>")[2].partition("</title>")[0].strip()


def test_a_page_is_made_once_and_then_kept(client, page, django_assert_max_num_queries):
    first = client.get("/about/")
    rename(page, "After")
    with django_assert_max_num_queries(1):
        second = client.get("/about/")
    assert second.content == first.content
    assert "Before" in title(second)
    assert dict(second.headers) == dict(first.headers)


def test_publishing_any_page_forgets_them_all(client, page):
    client.get("/about/")
    rename(page, "After")
    StandardPageFactory(title="Another").save_revision().publish()
    assert "After" in title(client.get("/about/"))


def test_whoever_is_signed_in_is_answered_freshly_and_leaves_nothing(client, page):
    client.force_login(get_user_model().objects.create_user("officer@example.org"))
    client.get("/about/")
    rename(page, "After")
    assert "After" in title(client.get("/about/"))
    client.logout()
    assert "After" in title(client.get("/about/"))


@pytest.mark.parametrize("address", ["/about/?page=2", "/account/login/", "/no-such-page/"])
def test_what_is_not_a_public_page_is_not_kept(client, page, address):
    client.get(address)
    assert cache.get(kept_pages.key_of("testserver", address.partition("?")[0])) is None


def test_a_private_page_is_never_kept(client, page):
    page.view_restrictions.create(restriction_type="login")
    client.get("/about/")
    page.view_restrictions.all().delete()
    assert "Before" in title(client.get("/about/"))


def test_it_can_be_switched_off(client, page, settings):
    settings.PAGE_CACHE_SECONDS = 0
    client.get("/about/")
    rename(page, "After")
    assert "After" in title(client.get("/about/"))
