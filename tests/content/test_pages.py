"""What stands around every page, what caches may keep, and the pages of refusals."""

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Locale, PageViewRestriction

from content.context_processors import organisation_of
from content.furniture import Furniture
from content.models import Organisation
from content.views import csrf_failure, organisation_stylesheet
from tests.factories.accounts import UserFactory
from tests.factories.home import HomePageFactory, NewsIndexPageFactory, NewsPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


def around(page, path="/"):
    return Furniture(RequestFactory().get(path), page)


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def tree():
    home = HomePageFactory()
    return {
        "home": home,
        "news": NewsIndexPageFactory(),
        "item": NewsPageFactory(title="We met", slug="we-met"),
        "privacy": StandardPageFactory(title="Privacy notice", slug="privacy"),
        "hidden": StandardPageFactory(title="Draft", slug="contact", live=False, show_in_menus=True),
        "cookies": StandardPageFactory(title="Cookies", slug="cookies"),
    }


def test_the_menu_holds_the_children_of_the_home_page_that_are_meant_for_it(tree):
    expected = {"text": "News", "href": "/news/", "current": False, "active": False}
    assert around(tree["privacy"]).menu == [expected]
    assert around(tree["item"]).menu == [expected | {"active": True}]
    assert around(tree["news"], "/news/").menu == [expected | {"active": True, "current": True}]
    assert around(None, "/account/").menu == [expected]


def test_the_footer_holds_the_live_standard_pages_in_their_order(tree):
    expected = [{"text": "Cookies", "href": "/cookies/"}, {"text": "Privacy notice", "href": "/privacy/"}]
    assert around(tree["item"]).footer == around(None).footer == expected


def test_breadcrumbs_lead_from_the_home_page_to_the_parent(tree):
    home = {"text": "Home", "href": "/"}
    assert around(tree["home"]).breadcrumbs == []
    assert around(tree["news"]).breadcrumbs == [home]
    assert around(tree["item"]).breadcrumbs == [home, {"text": "News", "href": "/news/"}]
    assert around(None).breadcrumbs == []


def test_a_page_leads_to_itself_in_other_languages(tree):
    welsh = Locale.objects.create(language_code="cy")
    tree["home"].copy_for_translation(welsh, copy_parents=True).get_latest_revision().publish()
    news = tree["news"].copy_for_translation(welsh)
    news.get_latest_revision().publish()
    news.refresh_from_db()
    assert around(tree["news"]).languages == [{"code": "cy", "name": "Cymraeg", "href": "/cy/news/"}]
    assert around(news).languages == [{"code": "en", "name": "English", "href": "/news/"}]
    assert around(news).menu == [{"text": "News", "href": "/cy/news/", "current": False, "active": True}]
    assert around(tree["item"]).languages == []


def test_a_page_that_was_never_saved_can_be_shown(tree):
    assert Furniture(RequestFactory().get("/"), type(tree["item"])(title="New")).breadcrumbs == []


def test_what_stands_around_a_page_costs_one_query(tree, django_assert_num_queries):
    surroundings = around(tree["item"])
    surroundings.home_address  # the site and its root, which serving a page asks for anyway  # noqa: B018
    with django_assert_num_queries(1):
        assert surroundings.menu
        assert surroundings.breadcrumbs
        assert surroundings.footer
        assert surroundings.languages == []
        assert surroundings.canonical


def test_a_title_says_page_section_and_site(client, tree):
    titles = {name: soup(client.get(tree[name].url)).title.get_text() for name in ("home", "news", "item")}
    assert titles == {
        "home": "Home – Involvement",
        "news": "News – Involvement",
        "item": "We met – News – Involvement",
    }


def test_a_public_page_carries_exactly_these_headers(client, tree):
    response = client.get("/privacy/")
    headers = dict(response.headers)
    policy = headers.pop("Content-Security-Policy")
    assert headers == {
        "Cache-Control": "public, max-age=60, s-maxage=300",
        "Content-Language": "en",
        "Content-Length": str(len(response.content)),
        "Content-Type": "text/html; charset=utf-8",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
    }
    assert {"default-src 'none'", "style-src 'self'", "form-action 'self'"} < {
        part.strip() for part in policy.split(";")
    }
    assert "unsafe-inline" not in policy
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_what_a_known_browser_gets_is_for_it_alone(client, tree):
    client.force_login(UserFactory())
    assert client.get("/privacy/")["Cache-Control"] == "private, no-cache"


def test_a_private_page_is_never_public(client, tree):
    PageViewRestriction.objects.create(page=tree["privacy"], restriction_type="login")
    response = client.get("/privacy/")
    assert response.status_code == 302
    assert "public" not in response.get("Cache-Control", "")
    client.force_login(UserFactory())
    assert "no-store" in client.get("/privacy/")["Cache-Control"]


@pytest.mark.parametrize("path", ["/account/login/", "/cms/", "/nowhere/"])
def test_nothing_but_pages_is_public(client, tree, path):
    assert "public" not in client.get(path).get("Cache-Control", "")


def test_the_organisation_is_named_in_header_title_and_footer(client, tree):
    organisation = Organisation.for_request(RequestFactory().get("/"))
    organisation.name, organisation.colour = "Calderbrook", "#123456"
    organisation.save()
    html = soup(client.get("/privacy/"))
    assert html.header.a.get_text() == html.footer.p.get_text(strip=True) == "Calderbrook"
    assert html.title.get_text() == "Privacy notice – Calderbrook"
    sheet = client.get(html.find_all("link", rel="stylesheet")[-1]["href"])
    assert sheet.content == b":root{--organisation-colour:#123456}"
    assert sheet["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/organisation.old.css")["Cache-Control"] == "public, max-age=60"


def test_an_organisation_with_the_usual_colour_needs_no_stylesheet(rf):
    assert organisation_stylesheet(organisation_of(rf.get("/"))) is None


def test_demonstration_content_says_so_on_every_page(client, tree, settings):
    assert "Demonstration content" not in client.get("/privacy/").content.decode()
    settings.DEMO = True
    assert "Demonstration content" in client.get("/privacy/").content.decode()


def test_an_address_that_leads_nowhere_says_what_to_do(client, tree):
    response = client.get("/nowhere/")
    assert (response.status_code, soup(response).h1.get_text()) == (404, "Page not found")
    assert soup(response).find("a", string="News")


def test_a_form_without_its_cookie_is_told_so(rf, tree):
    response = csrf_failure(rf.get("/"))
    assert (response.status_code, soup(response).h1.get_text()) == (403, "We could not check where this form came from")


def test_the_page_of_a_fault_needs_no_database(client, tree, django_assert_num_queries, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("content.views.organisation_of", lambda request: 1 / 0)
    with django_assert_num_queries(0):
        response = client.get(reverse("organisation_colour", args=["x"]))
    assert (response.status_code, soup(response).h1.get_text()) == (500, "There is a problem with this site")
