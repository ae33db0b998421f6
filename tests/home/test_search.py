"""Search across all pages, and what machines are told of the site."""

import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, PageViewRestriction

from tests.factories.events import EventPageFactory, ForumPageFactory
from tests.factories.home import HomePageFactory, NewsPageFactory, StandardPageFactory
from tests.factories.reviews import TechnologyPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]


def found(client, words):
    return [result.title for result in client.get("/search/", {"q": words}).context["results"]]


@pytest.fixture
def pages():
    HomePageFactory()
    return [
        TechnologyPageFactory(title="Heart patch", summary="Worn on the chest."),
        EventPageFactory(title="Try a heart patch", summary="For a day."),
        ForumPageFactory(title="Heart forum", purpose="<p>We talk about hearts.</p>"),
        NewsPageFactory(title="Advice on the heart"),
        StandardPageFactory(title="Payment", body=[{"type": "rich_text", "value": "<p>We pay for your bus.</p>"}]),
    ]


def test_every_kind_of_page_is_found_by_title_summary_or_text(client, pages):
    assert set(found(client, "heart")) == {"Heart patch", "Try a heart patch", "Heart forum", "Advice on the heart"}
    assert found(client, "chest") == ["Heart patch"]
    assert found(client, "bus") == ["Payment"]


def test_the_beginning_of_a_word_is_enough(client, pages):
    assert found(client, "paym") == ["Payment"]


def test_a_result_says_its_kind_and_summary(client, pages):
    html = BeautifulSoup(client.get("/search/?q=chest").content, "html.parser").main
    words = " ".join(html.find(class_="app-result").get_text(" ").split())
    assert words == "Heart patch Worn on the chest. Technology"
    assert html.find("input", id="search")["value"] == "chest"


def test_drafts_private_pages_and_other_languages_are_not_found(client, pages):
    pages[0].unpublish()
    PageViewRestriction.objects.create(page=pages[1], restriction_type=PageViewRestriction.LOGIN)
    welsh = Locale.objects.create(language_code="cy")
    HomePageFactory().copy_for_translation(welsh).save_revision().publish()
    assert set(found(client, "heart")) == {"Heart forum", "Advice on the heart"}
    assert [result.title for result in client.get("/cy/search/?q=home").context["results"]] == ["Home"]
    assert found(client, "home") == ["Home"]


@pytest.mark.parametrize("words", ["elbow", '"', "heart*", "-", "()", "' OR 1=1 --", "\0", "🫀", "a" * 5000])
def test_nothing_that_is_typed_breaks_it(client, pages, words):
    response = client.get("/search/", {"q": words})
    assert response.status_code == 200


def test_a_search_without_a_result_helps_on(client, pages):
    text = BeautifulSoup(client.get("/search/?q=elbow").content, "html.parser").main.get_text(" ")
    assert "0 pages found" in text
    assert "Check the spelling, or try a shorter word." in text


def test_the_page_of_search_asks_machines_not_to_list_it_and_shows_no_result_before_a_search(client, pages):
    response = client.get("/search/")
    assert response.context["results"] == []
    html = BeautifulSoup(response.content, "html.parser")
    assert html.find("meta", attrs={"name": "robots"})["content"] == "noindex"


@pytest.mark.parametrize("number", [1, 3])
def test_search_asks_the_same_number_of_times_for_one_result_and_for_three(client, django_assert_num_queries, number):
    for each in range(number):
        StandardPageFactory(title=f"Payment {each}")
    client.get("/search/?q=payment")
    with django_assert_num_queries(10):
        client.get("/search/?q=payment")


def test_the_map_of_the_site_names_every_public_page_of_every_language(client, pages, settings):
    pages[0].unpublish()
    welsh = Locale.objects.create(language_code="cy")
    HomePageFactory().copy_for_translation(welsh).save_revision().publish()
    xml = client.get(reverse("sitemap")).content.decode()
    paths = set(re.findall(r"<loc>http://localhost(.*?)</loc>", xml))
    assert {"/", "/cy/", pages[1].url, pages[4].url} <= paths
    assert pages[0].url not in paths


def test_machines_are_told_what_is_of_no_use_to_them(client, settings):
    settings.BASE_URL = "https://involve.example.org"
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /cms/" in lines
    assert lines[-1] == "Sitemap: https://involve.example.org/sitemap.xml"


def test_a_renamed_page_redirects(client, django_capture_on_commit_callbacks):
    page = StandardPageFactory(slug="pay")
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "payment"
        page.save_revision().publish()
    assert Redirect.objects.count() == 1
    response = client.get("/pay/")
    assert (response.status_code, response.url) == (301, "/payment/")
