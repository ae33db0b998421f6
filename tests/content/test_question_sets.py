"""Question sets: frozen by meaning, worded by language, numbered without a gap whoever comes first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connections
from wagtail.models import Locale

from content import question_sets
from content.blocks.questions import definition_of, words_of
from content.models import QuestionSet, QuestionWording
from feedback.models import FeedbackPage
from tests.factories.content import option, questions
from tests.factories.feedback import FeedbackPageFactory

pytestmark = pytest.mark.django_db


def asking(question="Where was it?", first="At home", short_name="place", **more):
    """A stream with one question."""
    options = [option("home", first), option("away", "Elsewhere")]
    value = {"question": question, "short_name": short_name, "options": options, **more}
    return questions(("single_choice", "place", value))


def page_asking(*args, **kwargs):
    return FeedbackPageFactory(questions=asking(*args, **kwargs))


def asked_again(page, *args, **kwargs):
    """The set of the page after its questions were written anew."""
    page.questions = asking(*args, **kwargs)
    page.save()
    return question_sets.current(FeedbackPage.objects.get(pk=page.pk))


@pytest.fixture
def welsh():
    return Locale.objects.get_or_create(language_code="cy")[0]


def translated(page, locale, *args, **kwargs):
    """The page's translation, asking in that language."""
    twin = page.copy_for_translation(locale, copy_parents=True)
    twin.questions = asking(*args, **kwargs)
    twin.save()
    return twin


# --- A set for each meaning


def test_the_first_set_of_a_page_holds_what_is_asked():
    page = page_asking()
    question_set = question_sets.current(page)
    assert question_set.version == 1
    assert question_set.definition == definition_of(page.questions)
    assert question_set.wordings.get().words == words_of(page.questions)


def test_the_same_questions_are_the_same_set():
    page = page_asking()
    first = question_sets.current(page)
    assert asked_again(page) == first
    assert question_sets.current(FeedbackPage.objects.get(pk=page.pk)) == first
    assert (QuestionSet.objects.count(), QuestionWording.objects.count()) == (1, 1)


def test_other_words_are_another_set_since_only_an_officer_knows_what_they_mean():
    page = page_asking()
    first = question_sets.current(page)
    second = asked_again(page, "Where did you have it?")
    assert (first.version, second.version) == (1, 2)
    assert second.definition == first.definition
    assert question_sets.words(first, "en")["place"] == "Where was it?"
    assert question_sets.words(second, "en")["place"] == "Where did you have it?"


def test_other_words_of_a_translation_are_another_wording_of_the_same_set(welsh):
    page = page_asking()
    twin = translated(page, welsh, "Ble?")
    first = question_sets.current(twin)
    assert asked_again(twin, "Ble oedd o?") == first
    assert question_sets.words(first, "cy")["place"] == "Ble oedd o?"


def test_words_that_come_back_are_in_use_again():
    page = page_asking()
    first = question_sets.current(page)
    asked_again(page, "Where?")
    asked_again(page)
    assert question_sets.current(page) == first
    assert first.wordings.count() == 1


@pytest.mark.parametrize("change", [{"short_name": "site"}, {"optional": True}, {"about_you": True}])
def test_another_meaning_is_another_set(change):
    page = page_asking()
    first = question_sets.current(page)
    second = asked_again(page, **change)
    assert (first.version, second.version) == (1, 2)
    assert asked_again(page) == first


def test_each_page_has_sets_of_its_own():
    assert question_sets.current(page_asking()) != question_sets.current(page_asking())


def test_a_page_whose_questions_were_asked_before_costs_two_queries(django_assert_num_queries):
    page = page_asking()
    question_sets.current(page)
    with django_assert_num_queries(2):
        question_sets.current(page)


# --- Languages


def test_a_translation_adds_its_words_to_the_set_of_the_original(welsh):
    page = page_asking()
    twin = translated(page, welsh, "Ble oedd e?", "Gartref", short_name="lle")
    question_set = question_sets.current(twin)
    assert question_set == question_sets.current(page)
    assert question_set.definition == definition_of(page.questions)
    assert question_sets.words(question_set, "cy") == {
        "place": "Ble oedd e?",
        "place.home": "Gartref",
        "place.away": "Elsewhere",
    }
    assert question_sets.words(question_set, "en")["place"] == "Where was it?"


def test_what_is_not_translated_is_said_in_the_main_language(welsh):
    page = page_asking()
    question_set = question_sets.current(page)
    assert question_sets.words(question_set, "cy") == words_of(page.questions)
    question_set.wordings.create(locale=welsh, words={"place": "Ble oedd e?", "gone": "Wedi mynd"})
    assert question_sets.words(question_set, "cy") == words_of(page.questions) | {"place": "Ble oedd e?"}


def test_an_alias_says_nothing_of_its_own(welsh):
    page = page_asking()
    alias = page.copy_for_translation(welsh, copy_parents=True, alias=True)
    assert question_sets.current(alias) == question_sets.current(page)
    assert [wording.locale.language_code for wording in QuestionWording.objects.all()] == ["en"]


# --- The tables themselves


def test_a_digest_and_a_version_stand_once_on_a_page():
    first = question_sets.current(page_asking())
    for twice in ({"version": 2, "digest": first.digest}, {"version": 1, "digest": "other"}):
        with pytest.raises(IntegrityError), question_sets.transaction.atomic():
            QuestionSet.objects.create(page=first.page, definition=[], **twice)


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_first_at_once_get_one_set():
    page = page_asking()
    start = Barrier(8)

    def ask(number):
        mine = FeedbackPage.objects.get(pk=page.pk)
        mine.questions = asking(short_name=f"place_{number % 2}")
        try:
            start.wait()
            return question_sets.current(mine).version
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        versions = list(pool.map(ask, range(8)))
    assert sorted(set(versions)) == [1, 2]
    assert QuestionSet.objects.filter(page_id=page.pk).count() == 2
    assert QuestionWording.objects.count() == 2
