"""A page on which rows hang stays, and the officer reads why."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Locale, Page

from content import deleting
from feedback.models import FeedbackPage
from reviews.models import Topic
from tests.factories.events import EventDateFactory, EventPageFactory, ForumPageFactory
from tests.factories.home import HomePageFactory, StandardPageFactory
from tests.factories.reviews import MilestoneFactory, ReviewIndexPageFactory, TechnologyPageFactory

pytestmark = pytest.mark.django_db


def delete(client, page):
    return client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), {"next": ""})


def delete_in_bulk(client, *pages):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    return client.post(address + "?" + "&".join(f"id={page.pk}" for page in pages))


def test_every_row_that_protects_a_page_is_known():
    protected = {(key.model._meta.label, key.name) for key in deleting.fact_relations()}
    assert {
        ("reviews.TopicStatus", "topic"),
        ("reviews.Promise", "page"),
        ("events.EventDate", "page"),
        ("events.Membership", "forum"),
        ("feedback.Survey", "page"),
        ("content.QuestionSet", "page"),
    } <= protected


def test_the_refusal_says_what_hangs_on_the_page_and_offers_to_unpublish(officer):
    page = TechnologyPageFactory(title="Heart patch")
    MilestoneFactory(topic=page)
    MilestoneFactory(topic=page)
    html = BeautifulSoup(delete(officer, page).content, "html.parser").main
    assert html.h2.get_text(strip=True) == "Heart patch"
    assert [item.get_text(strip=True) for item in html.select(".app-facts li")] == ["Milestones: 2"]
    assert html.find("a", href=reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert Topic.objects.filter(pk=page.pk).exists()


def test_a_page_above_stays_for_what_hangs_below_it(administrator):
    forum = ForumPageFactory()
    date = EventDateFactory(page=EventPageFactory(parent=forum, title="Meeting"))
    text = delete(administrator, forum).content.decode()
    assert "Meeting" in text
    assert Page.objects.filter(pk__in=[forum.pk, date.page_id]).count() == 2


def test_several_at_once_are_refused_together(officer):
    free, needed = StandardPageFactory(title="Free"), MilestoneFactory().topic
    response = delete_in_bulk(officer, free, needed)
    assert "This cannot be deleted" in response.content.decode()
    assert Page.objects.filter(pk__in=[free.pk, needed.pk]).count() == 2


def test_a_page_without_rows_is_deleted_alone_and_with_others(officer):
    first, second = StandardPageFactory(), StandardPageFactory()
    delete(officer, first)
    delete_in_bulk(officer, second)
    assert not Page.objects.filter(pk__in=[first.pk, second.pk]).exists()


def test_a_translation_is_deleted_though_rows_hang_on_the_main_language(officer):
    topic = MilestoneFactory().topic.specific
    welsh = Locale.objects.create(language_code="cy")
    HomePageFactory().copy_for_translation(welsh)
    ReviewIndexPageFactory().copy_for_translation(welsh)
    translated = topic.copy_for_translation(welsh)
    delete(officer, translated)
    assert list(Topic.objects.values_list("pk", flat=True)) == [topic.pk]


def test_translations_that_would_go_along_are_looked_at(settings):
    settings.WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = True
    topic = MilestoneFactory().topic.specific
    welsh = Locale.objects.create(language_code="cy")
    HomePageFactory().copy_for_translation(welsh)
    ReviewIndexPageFactory().copy_for_translation(welsh)
    translated = topic.copy_for_translation(welsh)
    assert [needed.page.pk for needed in deleting.needed([translated])] == [topic.pk]


def test_what_hangs_is_found_in_as_many_queries_for_three_pages_as_for_one(django_assert_num_queries):
    for _each in range(3):
        MilestoneFactory()
    assert not FeedbackPage.objects.exists()
    pages = list(Topic.objects.all())
    with django_assert_num_queries(len(deleting.fact_relations()) + 4):
        assert len(deleting.needed(pages)) == 3
