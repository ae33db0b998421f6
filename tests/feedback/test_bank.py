"""The question bank: what is ready in it, and what becomes of a copy."""

import importlib

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from content.blocks import QuestionsBlock
from content.blocks.questions import definition_of, words_of
from feedback import bank
from feedback.models import BankEntry, FeedbackPage
from tests.factories.accounts import UserFactory
from tests.factories.content import questions
from tests.factories.feedback import BankEntryFactory, SurveyFactory
from tests.feedback.cms import at, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(db):
    return SurveyFactory(
        page__questions=questions(("short_text", "how", {"question": "How?", "short_name": "how"}))
    ).page


@pytest.fixture
def ready(db):
    """What is in the bank of a new site."""
    BankEntry.objects.all().delete()
    importlib.import_module("feedback.migrations.0007_the_bank_has_questions").fill(apps, None)
    return {entry.name: entry for entry in BankEntry.objects.all()}


def drafted(page):
    return FeedbackPage.objects.get(pk=page.pk).get_latest_revision_as_object().questions


def test_a_new_site_has_the_questions_that_everybody_asks(ready):
    assert list(ready) == ["Friends and Family Test", "Patient experience of a treatment or test"]
    fft = ready["Friends and Family Test"].questions
    assert fft[0].value["question"] == "Overall, how was your experience of our service?"
    assert definition_of(fft)[0]["scale"] == "experience"
    for entry in ready.values():
        definition = definition_of(QuestionsBlock().clean(entry.questions))
        assert definition == definition_of(entry.questions)
        assert set(words_of(entry.questions)) >= {question["id"] for question in definition}


def test_a_copy_stands_at_the_end_of_the_draft_and_is_a_question_of_its_own(page):
    entry = BankEntryFactory()
    bank.copy(entries=[entry], page=page, by=UserFactory())
    first, asked, how = drafted(page)
    assert [child.value["short_name"] for child in (first, asked, how)] == ["how", "asked", "how_2"]
    assert {asked.id, how.id}.isdisjoint(child.id for child in entry.questions)
    page.refresh_from_db()
    assert len(page.questions) == 1  # nothing is published


def test_a_copy_keeps_its_conditions_under_new_names(page):
    entry = BankEntryFactory()
    bank.copy(entries=[entry, entry], page=page, by=UserFactory())
    *_rest, asked, how = definition_of(QuestionsBlock().clean(drafted(page)))
    assert asked["short_name"] == "asked_2"
    assert how["when"] == [{"match": "all", "tests": [{"question": asked["id"], "test": "is", "value": "yes"}]}]


def test_a_locked_page_takes_no_questions(page):
    page.locked = True
    page.save()
    with pytest.raises(ValidationError, match="is locked"):
        bank.copy(entries=[BankEntryFactory()], page=page, by=UserFactory())


def test_an_officer_copies_from_the_bank_and_goes_on_in_the_editor(officer, page):
    entry = BankEntryFactory(name="Being asked")
    assert "Being asked" in read(officer, at("copy", page.pk))
    response = officer.post(at("copy", page.pk), {"entries": [entry.pk]})
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert len(drafted(page)) == 3


def test_an_officer_says_what_to_copy(officer, page):
    assert "This field is required" in officer.post(at("copy", page.pk)).content.decode()


def test_an_officer_adds_to_the_bank(officer):
    entry = BankEntryFactory(name="Being asked")
    assert reverse("question_bank:index") in read(officer, at("index"))
    assert "Being asked" in read(officer, reverse("question_bank:index"))
    assert "Were you asked?" in read(officer, reverse("question_bank:edit", args=[entry.pk]))
    read(officer, reverse("question_bank:add"))


def test_nobody_else_opens_the_bank(bystander, page):
    for address in (reverse("question_bank:index"), reverse("question_bank:add"), at("copy", page.pk)):
        assert bystander.get(address).status_code == 302
