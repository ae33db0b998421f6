"""What a visitor reads on the page of a technology or care pathway."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Locale

from reviews.involvement import Opportunity
from reviews.models import Outcome, TechnologyPage, Topic
from tests.factories.home import HomePageFactory
from tests.factories.reviews import (
    CarePathwayPageFactory,
    MilestoneFactory,
    OutcomeFactory,
    PromiseFactory,
    ReviewIndexPageFactory,
    TechnologyPageFactory,
    TopicPartnerFactory,
    TopicStatusFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def read(client, page):
    return BeautifulSoup(client.get(page.url).content, "html.parser").main


def words(element):
    return " ".join(element.get_text(" ", strip=True).split()).replace(" .", ".")


def below(html, heading):
    """The words of what follows a heading of the second level, up to the next one."""
    found = html.find("h2", string=lambda text: text and text.strip() == heading)
    parts = []
    for each in found.find_next_siblings():
        if each.name == "h2":
            break
        parts.append(words(each))
    return " ".join(parts)


def test_the_page_says_where_the_topic_stands_since_when_and_why(client):
    page = TechnologyPageFactory()
    TopicStatusFactory(topic=page, status="scoping", since=TODAY() - timedelta(days=90))
    TopicStatusFactory(topic=page, status="paused", since=TODAY(), reason="The maker has changed it.")
    html = read(client, page)
    assert [words(tag) for tag in html.find_all("strong", class_="nhsuk-tag")] == ["Technology", "Paused"]
    assert "The maker has changed it." in below(html, "Where this stands")
    assert "Deciding what to look at" in words(html.find("details"))


def test_each_milestone_says_in_words_whether_it_is_over_and_whether_it_is_certain(client):
    page = TechnologyPageFactory()
    MilestoneFactory(topic=page, past=True, title="Scope published")
    MilestoneFactory(topic=page, current=True, title="Open for comments")
    MilestoneFactory(topic=page, title="Final advice", provisional=True)
    steps = [words(step) for step in read(client, page).find("ol", class_="app-timeline").find_all("li")]
    day = f"{TODAY():%-d %B %Y}"
    assert steps[0].startswith("Scope published Done:")
    assert steps[1] == f"Open for comments Now: {day}"
    assert steps[2].startswith("Final advice To come:")
    assert steps[2].endswith("This date is not certain yet. It may change.")


def test_a_range_is_said_with_both_of_its_days(client):
    page = TechnologyPageFactory()
    MilestoneFactory(topic=page, starts_on="2099-03-01", ends_on="2099-03-08")
    assert "1 March 2099 to 8 March 2099" in words(read(client, page))


def test_a_promise_is_kept_open_or_late(client):
    page = TechnologyPageFactory()
    PromiseFactory(page=page, by=TODAY() - timedelta(days=9), kept_on=TODAY() - timedelta(days=9))
    PromiseFactory(page=page, by=TODAY() - timedelta(days=1), why_late="We had too few answers.")
    PromiseFactory(page=page, by=TODAY() + timedelta(days=1))
    said = below(read(client, page), "Where this stands")
    assert "We told you what became of what people said on" in said
    assert "We are late. We had too few answers." in said
    assert "We will tell you by" in said


def test_only_outcomes_that_were_told_are_shown(client):
    page = TechnologyPageFactory()
    OutcomeFactory(topic=page, you_said="Parking costs too much.", decision="cannot_do", reason="It is not ours.")
    OutcomeFactory(topic=page, you_said="Nobody knows yet.", untold=True)
    OutcomeFactory(topic=page, you_said="Tomorrow.", published_on=TODAY() + timedelta(days=1))
    said = below(read(client, page), "You said, we did")
    assert "Parking costs too much." in said
    assert "Why: It is not ours." in said
    assert "We cannot do this" in said
    assert "Nobody knows yet." not in said
    assert "Tomorrow." not in said


def test_how_to_take_part_comes_first_and_says_until_when(client, open_now):
    page = TechnologyPageFactory(contact_telephone="01632 960 001")
    closes_at = timezone.now() + timedelta(days=9)
    open_now[page.pk] = [Opportunity("feedback", "Tell us", "/feedback/tell-us/", "Answer questions.", closes_at)]
    html = read(client, page)
    card = html.find(class_="nhsuk-card--feature")
    assert card.a["href"] == "/feedback/tell-us/"
    assert f"Answer questions. Open until {timezone.localdate(closes_at):%-d %B %Y}." in words(card)
    assert card.find("a", href="#contact")
    assert html.find(id="contact")


def test_where_nothing_is_open_the_page_says_so_and_why(client):
    page = TechnologyPageFactory()
    TopicStatusFactory(topic=page, status="paused", reason="We wait for the paperwork.")
    card = read(client, page).find(class_="nhsuk-card--feature")
    assert words(card) == "Take part There is nothing to take part in now. We wait for the paperwork."


def test_a_pathway_shows_todays_steps_beside_the_proposed_ones_with_changes_in_words(client):
    step = {"title": "You see your GP", "text": "As now.", "change": "same"}
    new = {"title": "You choose a time", "text": "", "change": "new"}
    page = CarePathwayPageFactory(
        steps_today=[{"type": "step", "value": step}],
        steps_proposed=[{"type": "step", "value": step}, {"type": "step", "value": new}],
    )
    lists = read(client, page).find_all("ol", class_="app-steps")
    assert [words(each) for each in lists] == [
        "You see your GP As now.",
        "You see your GP As now. You choose a time New",
    ]


def test_partners_are_named_with_who_pays_and_who_will_see(client):
    page = TechnologyPageFactory(who_pays="The partnership pays.", who_sees="Our team sees it.")
    TopicPartnerFactory(topic=page, name="Larkfield Ltd", kind="industry", role="Makes it.", pays=True)
    said = below(read(client, page), "Who is involved")
    assert "Larkfield Ltd (Company). Makes it. Pays for some of this work." in said
    assert "Who pays The partnership pays." in said
    assert "Who will see what you say Our team sees it." in said


def test_related_topics_that_are_no_longer_public_are_left_out(client):
    page, shown = TechnologyPageFactory(), TechnologyPageFactory(title="Shown")
    hidden = TechnologyPageFactory(title="Hidden", live=False)
    page.related_topics = [shown, hidden]
    page.save_revision().publish()
    assert below(read(client, page), "Related topics") == "Shown"


def test_a_page_that_was_never_saved_can_be_previewed_without_facts():
    index = ReviewIndexPageFactory()
    page = TechnologyPage(title="New", slug="new", locale=index.locale, depth=index.depth + 1, path=f"{index.path}0009")
    page.content_type = ContentType.objects.get_for_model(TechnologyPage)
    response = page.make_preview_request(RequestFactory().get("/"), page.default_preview_mode)
    assert response.status_code == 200
    assert "There is nothing to take part in at the moment." in response.render().content.decode()


def test_a_translation_shows_the_facts_of_the_main_language(client):
    welsh = Locale.objects.create(language_code="cy")
    page = TechnologyPageFactory()
    TopicStatusFactory(topic=page, status="paused")
    HomePageFactory().copy_for_translation(welsh).save_revision().publish()
    ReviewIndexPageFactory().copy_for_translation(welsh).save_revision().publish()
    translated = page.copy_for_translation(welsh)
    translated.title = "Technoleg"
    translated.save_revision().publish()
    translated = TechnologyPage.objects.get(pk=translated.pk)
    html = BeautifulSoup(client.get(translated.url).content, "html.parser")
    assert translated.url == f"/cy/reviews/{translated.slug}/"
    assert "Paused" in words(html.main)
    assert html.find("a", hreflang="en")["href"] == page.url
    assert [topic.status_now for topic in Topic.objects.with_status().order_by("pk")] == ["paused", "paused"]


@pytest.mark.parametrize("number", [1, 3])
def test_a_topic_page_asks_the_same_number_of_times_for_one_fact_and_for_three(
    client, django_assert_num_queries, number
):
    page = TechnologyPageFactory()
    for _each in range(number):
        TopicStatusFactory(topic=page)
        MilestoneFactory(topic=page)
        PromiseFactory(page=page)
        OutcomeFactory(topic=page)
        TopicPartnerFactory(topic=page)
        page.areas.add(f"Area {_each}")
    page.save()
    address = f"{page.url}?warm"
    client.get(address)
    with django_assert_num_queries(24):
        client.get(address)


def test_a_refusal_without_a_reason_in_any_language_is_refused_by_the_database():
    outcome = OutcomeFactory(decision="done")
    for nothing in ("", {"en": "", "cy": ""}):
        outcome.decision, outcome.reason = Outcome.Decision.CANNOT_DO, nothing
        with pytest.raises(Exception, match="reason"):
            outcome.full_clean()


def test_a_new_fact_is_on_the_page_at_once_though_pages_are_kept(client, settings, django_capture_on_commit_callbacks):
    settings.PAGE_CACHE_SECONDS = 60
    page = TechnologyPageFactory()
    assert "Paused" not in words(read(client, page))
    with django_capture_on_commit_callbacks(execute=True):
        status = TopicStatusFactory(topic=page, status="paused")
    assert "Paused" in words(read(client, page))
    with django_capture_on_commit_callbacks(execute=True):
        status.delete()
    assert "Paused" not in words(read(client, page))
    cache.clear()
