"""The editor of a topic's page, as an officer uses it."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from content.models import CustomDocument
from reviews.models import CarePathwayPage, TechnologyPage, Topic
from tests.factories.reviews import MilestoneFactory, ReviewIndexPageFactory, TechnologyPageFactory

pytestmark = pytest.mark.django_db
RICH = ("what_it_is", "who_it_is_for", "what_is_being_decided", "what_can_change", "what_cannot_change")
PARTNER = {"name": "Larkfield Ltd", "kind": "industry", "role": "Makes it.", "pays": "", "url": ""}


def filled(**more):
    """What the editor sends of a topic of which only the title and some words are filled in."""
    return nested_form_data(
        {
            "title": "Heart patch",
            "slug": "heart-patch",
            "summary": "Worn on the chest.",
            "programme": "",
            "who_decides": "The committee.",
            "partners": inline_formset([PARTNER]),
            "body": streamfield([]),
            "comments": inline_formset([]),
            **{name: rich_text("<p>Words.</p>") for name in RICH},
            **more,
        }
    )


def add(officer, model, **more):
    address = reverse("wagtailadmin_pages:add", args=["reviews", model, ReviewIndexPageFactory().pk])
    return officer.post(address, filled(**more) | {"action-publish": "1"})


def test_an_officer_publishes_a_technology_and_people_read_it(officer, client):
    words = {name: rich_text("<p>It records.</p>") for name in ("how_it_works", "evidence", "regulatory")}
    add(officer, "technologypage", conditions="Asthma, Stroke", areas="Heart", places="Calderbrook, Northgate", **words)
    page = TechnologyPage.objects.get()
    assert (page.live, page.partners.get().name, page.place_names) == (
        True,
        "Larkfield Ltd",
        ["Calderbrook", "Northgate"],
    )
    text = client.get("/reviews/heart-patch/").content.decode()
    for said in ("Worn on the chest.", "It records.", "Asthma", "Calderbrook, Northgate", "Larkfield Ltd"):
        assert said in text


def test_an_officer_publishes_a_pathway_with_its_steps(officer, client):
    step = {"title": "You see your GP", "text": "As now.", "change": "changed"}
    add(officer, "carepathwaypage", steps_today=streamfield([]), steps_proposed=streamfield([("step", step)]))
    assert CarePathwayPage.objects.get().live
    assert "You see your GP" in client.get("/reviews/heart-patch/").content.decode()


def test_a_draft_and_an_older_version_change_no_fact(officer):
    page = TechnologyPageFactory(title="Heart patch")
    first = page.save_revision()
    first.publish()
    milestone = MilestoneFactory(topic=page)
    page.title = "Another title"
    page.save_revision().publish()
    first.publish()
    assert Topic.objects.get().title == "Heart patch"
    assert list(page.milestones.all()) == [milestone]


def test_a_copy_starts_without_facts():
    page = MilestoneFactory().topic.specific
    copy = page.copy(update_attrs={"slug": "copy"})
    assert (page.milestones.count(), copy.milestones.count()) == (1, 0)


def test_topics_are_made_in_the_main_language_only(officer):
    index = ReviewIndexPageFactory()
    assert TechnologyPage.can_create_at(index)
    index.locale_id += 1
    assert not TechnologyPage.can_create_at(index)


def test_other_ways_to_read_it_come_first_with_the_size_of_their_files(client):
    easy = CustomDocument.objects.create(
        title="Easy Read", file=ContentFile(b"x" * 2048, "easy.pdf"), html_version="https://example.org/easy/"
    )
    signed = CustomDocument.objects.create(title="Signed", file=ContentFile(b"x" * 4096, "signed.mp4"))
    text = client.get(TechnologyPageFactory(easy_read=easy, signed_video=signed).url).content.decode()
    assert "Read this in Easy Read</a> (PDF, 2.0" in text
    assert 'href="https://example.org/easy/"' in text
    assert "Watch this in British Sign Language</a> (MP4, 4.0" in text
    assert text.index("Easy Read") < text.index("Take part")
