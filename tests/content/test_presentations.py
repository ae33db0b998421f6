"""Easy Read and sign language: what is meant, what falls back to standard words, and what is refused where."""

import pytest
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.models import Locale

from content import presentations, question_sets
from content.models import QuestionWording
from content.presentations import EASY_READ, SIGNED, STANDARD
from feedback.models import FeedbackPage
from tests.content.asked import EASE, FAIR, GRID, PLACE, READING, SECTION, TRAVEL
from tests.factories.content import DocumentFactory, ImageFactory, answer, easy_read, picture, questions, signed
from tests.factories.feedback import FeedbackPageFactory

pytestmark = pytest.mark.django_db
SIMPLE = ("question", "place", {"question": "Where?", "hint": "Choose one.", "answers": [answer("At home", "Home")]})
SAID = {"place": "Where?", "place.hint": "Choose one.", "place.a": "Home"}
KNOWN = {
    "place": "Where was it?",
    "place.a": "At home",
    "place.b": "Elsewhere",
    "now": "Tests you have now",
    "now.text": "Think of <b>the last</b> one.",
}


def page_with(*asked, **fields):
    return FeedbackPageFactory(questions=questions(*asked), **fields)


def words(page, presentation, language="en"):
    page = FeedbackPage.objects.get(pk=page.pk)
    return question_sets.words(question_sets.current(page), language, presentation)


# --- What is said


def test_what_is_not_said_in_easy_read_is_said_in_standard_words():
    page = page_with(PLACE, SECTION, easy_read=easy_read(SIMPLE))
    assert words(page, EASY_READ) == KNOWN | SAID
    assert words(page, STANDARD) == words(page, SIGNED) == KNOWN


def test_each_kind_of_thing_is_named_as_an_officer_knows_it():
    image = ImageFactory()
    told = easy_read(
        ("question", "travel_3_text", {"question": "How?"}),
        ("question", "care", {"question": "Do you agree?"}),
        ("question", "care_2", {"question": "I knew"}),
        ("question", "ease", {"question": "Easy?", "answers": [answer("10", "Very easy to do")]}),
        ("page", "1. Tests you have now", {"title": "Your tests", "text": "The <last> one."}),
        ("page", "2", {"title": "Our plan", "text": "Three clinics.", "picture": picture(image, "A clinic")}),
    )
    page = page_with(TRAVEL, GRID, EASE, SECTION, READING, easy_read=told)
    assert presentations.words_of(page)[EASY_READ] == {
        "travel.else.follow_up": "How?",
        "care": "Do you agree?",
        "care.told": "I knew",
        "ease": "Easy?",
        "ease.high": "Very easy to do",
        "now": "Your tests",
        "now.text": "The <last> one.",
        "draft": "Our plan",
        "draft.text": "<p>Three clinics.</p>",
        "draft.picture": str(image.pk),
        "draft.picture.alt": "A clinic",
    }


def test_a_clip_stands_beside_the_standard_words():
    clip = DocumentFactory(file__filename="place.mp4")
    page = page_with(PLACE, SECTION, signed=signed(("question", "place", {"clip": clip.pk})))
    assert words(page, SIGNED) == KNOWN | {"place.clip": str(clip.pk)}


def test_what_names_nothing_says_nothing():
    told = easy_read(("question", "gone", {"question": "Gone?"}), ("page", "7", {"title": "Gone"}))
    page = page_with(PLACE, SECTION, easy_read=told)
    assert words(page, EASY_READ) == KNOWN


def test_other_words_in_easy_read_are_another_wording_of_the_same_set():
    page = page_with(PLACE, easy_read=easy_read(SIMPLE))
    first = question_sets.current(page)
    page.easy_read = easy_read(("question", "place", {"question": "Which place?"}))
    page.save()
    assert question_sets.current(page) == first
    assert words(page, EASY_READ)["place"] == "Which place?"
    assert QuestionWording.objects.filter(presentation=EASY_READ).count() == 2
    assert QuestionWording.objects.filter(presentation=STANDARD).count() == 1


def test_easy_read_that_was_taken_away_is_not_said_any_more():
    page = page_with(PLACE, SECTION, easy_read=easy_read(SIMPLE))
    assert words(page, EASY_READ) == KNOWN | SAID
    page.easy_read = easy_read()
    page.save()
    assert words(page, EASY_READ) == KNOWN
    assert presentations.offered(page) == [STANDARD]


def test_easy_read_of_another_language_falls_back_to_the_standard_words_of_that_language():
    page = page_with(PLACE, SECTION, easy_read=easy_read(SIMPLE))
    welsh = page.copy_for_translation(Locale.objects.get_or_create(language_code="cy")[0], copy_parents=True)
    welsh.questions = questions((*PLACE[:2], PLACE[2] | {"question": "Ble?"}), SECTION)
    welsh.easy_read = easy_read(("question", "place", {"question": "Ble oedd o?", "answers": [answer("2", "Arall")]}))
    welsh.save()
    question_sets.current(FeedbackPage.objects.get(pk=welsh.pk))
    assert words(page, EASY_READ, "cy") == KNOWN | {"place": "Ble oedd o?", "place.b": "Arall"}
    assert words(page, STANDARD, "cy") == KNOWN | {"place": "Ble?"}
    assert words(page, EASY_READ) == KNOWN | SAID


def test_a_language_without_a_page_of_its_own_is_read_in_the_easy_read_of_the_main_language():
    page = page_with(PLACE, SECTION, easy_read=easy_read(SIMPLE))
    assert words(page, EASY_READ, "cy") == KNOWN | SAID


def test_what_still_lacks_words_is_known_by_its_name():
    clip = DocumentFactory(file__filename="place.mp4")
    page = page_with(PLACE, FAIR, SECTION, easy_read=easy_read(SIMPLE), signed=signed(("page", "1", {"clip": clip.pk})))
    assert presentations.lacking(page, EASY_READ) == ["fair", "Tests you have now"]
    assert presentations.lacking(page, SIGNED) == ["place", "fair"]


# --- What is refused


def refused(stream, *asked):
    """The errors of a stream that was refused: {(position, field): error}."""
    with pytest.raises(StreamBlockValidationError) as refusal:
        presentations.check(stream, questions(*asked))
    return {
        (position, name): error
        for position, errors in refusal.value.block_errors.items()
        for name, error in errors.block_errors.items()
    }


def test_an_unknown_name_is_refused_with_those_that_are_known():
    stream = easy_read(SIMPLE, ("question", "plcae", {"question": "Where?"}), ("page", "5", {"title": "Tests"}))
    errors = refused(stream, PLACE, FAIR, SECTION)
    assert {where: error.message for where, error in errors.items()} == {
        (1, "about"): "Enter one of these: “place”, “fair”.",
        (2, "about"): "Enter one of these: “Tests you have now”.",
    }


def test_two_blocks_about_the_same_are_refused():
    errors = refused(easy_read(SIMPLE, SIMPLE), PLACE)
    assert errors[1, "about"].message == "Another block says this already."


@pytest.mark.parametrize(
    ("about", "typed", "sentence"),
    [
        ("place", "In space", "Enter one of the answers: “At home”, “Elsewhere”."),
        ("fair", "Agree", "Remove this: the question has no answers whose words are written here."),
        ("care", "Agree", "Remove this: the question has no answers whose words are written here."),
    ],
)
def test_an_answer_that_is_not_there_is_refused_beside_its_field(about, typed, sentence):
    told = easy_read(("question", about, {"question": "What?", "answers": [answer(typed, "Other words")]}))
    inner = refused(told, PLACE, FAIR, GRID)[0, "answers"]
    assert inner.block_errors[0].block_errors["answer"].messages == [sentence]


def test_names_are_kept_with_their_numbers_so_that_they_survive_a_translation():
    stream = easy_read(SIMPLE, ("page", "Tests you have now", {"title": "Tests"}))
    presentations.check(stream, questions(PLACE, SECTION))
    assert stream[0].value["answers"][0]["answer"] == "1. At home"
    assert stream[1].value["about"] == "1. Tests you have now"
