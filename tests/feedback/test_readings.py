"""Easy Read, sign language and languages on the way: each page may be read otherwise, and nothing is lost."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from content import question_sets
from content.models import Draft
from feedback import links, responding
from feedback.models import Response
from tests.content.asked import MINUTES, PLACE, READING, SECTION
from tests.factories.content import DocumentFactory, ImageFactory, answer, easy_read, picture, questions, signed
from tests.factories.feedback import InvitationFactory, ResponseFactory, SurveyFactory
from tests.feedback.cms import at, read
from tests.feedback.test_answering import FIRST, Visitor, address_of

pytestmark = pytest.mark.django_db
HOW_MANY = (MINUTES[0], MINUTES[1], MINUTES[2] | {"optional": False})


@pytest.fixture
def survey():
    clip = DocumentFactory(file__filename="place.mp4")
    simple = {
        "question": "Where?",
        "answers": [answer("At home", "Home")],
        "picture": picture(ImageFactory(), "A house"),
    }
    return SurveyFactory(
        page__questions=questions(PLACE, SECTION, HOW_MANY, READING),
        page__easy_read=easy_read(
            ("question", "place", simple), ("page", "Tests you have now", {"title": "Your tests"})
        ),
        page__signed=signed(("question", "place", {"clip": clip.pk})),
    )


@pytest.fixture
def visitor(client, survey):
    return Visitor(client).go(address_of(survey))


def choices(visitor):
    """What the page offers, in words, with what stands for the way in which it is read."""
    return [way for way in ("Standard", "Easy Read", "Sign language", "Cymraeg") if f">{way}<" in visitor.text]


# --- In which ways


def test_every_page_offers_what_the_form_has(visitor):
    ways = ["Standard", "Easy Read", "Sign language"]
    assert choices(visitor) == ways
    visitor.send(place="a")
    assert choices(visitor) == ways
    visitor.send(minutes="5").send()
    assert visitor.heading.endswith("Check your answers")
    assert choices(visitor) == ways


def test_a_form_with_standard_words_only_offers_nothing(client):
    visitor = Visitor(client).go(address_of(SurveyFactory()))
    assert "Read this form in another way" not in visitor.text


def test_easy_read_shows_short_words_with_their_picture(visitor):
    visitor.send(read="easy_read")
    assert visitor.heading == "Section 1 of 3 Where?"
    assert "Home" in visitor.text
    assert "Elsewhere" in visitor.text
    assert 'alt="A house"' in visitor.text
    assert "<video" not in visitor.text


def test_a_clip_is_fetched_only_when_somebody_plays_it(visitor):
    visitor.send(read="signed")
    assert visitor.heading == "Section 1 of 3 Where was it?"
    assert 'preload="none"' in visitor.text
    assert "“Where was it?” in sign language" in visitor.text


@pytest.mark.parametrize("made_up", ["", "braille", "fr"])
def test_a_way_that_the_form_does_not_have_changes_nothing(visitor, made_up):
    visitor.send(read=made_up, place="a")
    assert visitor.heading == "Section 1 of 3 Where was it?"
    assert 'value="a" checked' in visitor.text


# --- Nothing is lost


def test_what_is_typed_on_the_page_is_there_again_and_is_not_taken_for_sent(visitor, survey):
    visitor.send(place="a").send(minutes="lots", read="easy_read")
    assert visitor.heading == "Section 2 of 3 Your tests"
    assert 'value="lots"' in visitor.text
    assert "There is a problem" not in visitor.text
    assert "<title>Error" not in visitor.text
    visitor.go(address_of(survey, "check") + "?" + visitor.page.request["QUERY_STRING"])
    assert visitor.heading == "Section 2 of 3 Your tests"


def test_what_is_wrong_is_said_once_the_page_is_sent(visitor):
    visitor.send(place="a").send(minutes="lots", read="easy_read").send(minutes="lots")
    assert "must be a whole number" in visitor.text
    assert visitor.send(minutes="9").send().heading.endswith("Check your answers")


def test_the_choice_lasts_and_is_kept_with_the_answers(visitor):
    visitor.send(read="easy_read", place="b").send(place="b").send(minutes="5").send()
    assert "Where?" in visitor.text
    visitor.send()
    response = Response.objects.get()
    assert (response.presentation, response.answers) == ("easy_read", {"place": "b", "minutes": 5})


def test_whoever_changes_the_way_while_changing_an_answer_comes_back_to_the_answers(visitor):
    visitor.send(place="a").send(minutes="5").send()
    visitor.go(visitor.link("/1/")).send(place="b", read="easy_read")
    assert 'value="b" checked' in visitor.text
    visitor.send(place="b")
    assert visitor.heading.endswith("Check your answers")


def test_a_change_that_was_not_sent_is_none(visitor):
    visitor.send(place="a").send(minutes="5").send()
    visitor.go(visitor.link("/1/")).send(place="b", read="easy_read")
    visitor.go(visitor.link("nhsuk-back-link")).send()
    assert Response.objects.get().answers == {"place": "a", "minutes": 5}


def test_answers_to_check_are_read_otherwise_and_not_sent(visitor):
    visitor.send(place="a").send(minutes="5").send().send(read="easy_read")
    assert visitor.heading.endswith("Check your answers")
    assert "Where?" in visitor.text
    assert "Home" in visitor.text
    assert not Response.objects.exists()
    assert visitor.send(read="standard").send().heading == "Thank you for your answers"
    assert Response.objects.get().presentation == "standard"


def test_another_language_keeps_what_is_typed(client, survey_in_welsh):
    visitor = Visitor(client).go(address_of(survey_in_welsh))
    visitor.send(place="practice", read="cy")
    assert visitor.heading.endswith("Eich prawf diwethaf")
    assert 'value="practice" checked' in visitor.text
    visitor.send(**FIRST).send().send()
    assert Response.objects.get().language == "cy"


def test_a_draft_that_is_gone_says_so(visitor):
    visitor.send(place="a")
    Draft.objects.all().delete()
    assert visitor.send(minutes="5", read="easy_read").page.status_code == 410


# --- From the start


def test_the_page_of_the_form_starts_it_in_each_way(client, survey):
    visitor = Visitor(client).go(survey.page.url)
    visitor.go(visitor.link("read=easy_read"))
    assert visitor.heading == "Section 1 of 3 Where?"
    assert not Draft.objects.exists()
    visitor.send(place="a")
    assert visitor.heading == "Section 2 of 3 Your tests"


def test_a_personal_link_starts_it_in_each_way(client):
    personal = InvitationFactory()
    page = personal.survey.page
    page.easy_read = easy_read(("question", "place", {"question": "Where?"}))
    page.save()
    address = f"/answer/with/{links.token(personal)}/"
    visitor = Visitor(client).go(address)
    assert "Start in Easy Read" in visitor.text
    visitor.page = client.post(address, {"read": "easy_read"}, follow=True)
    assert "Where?" in visitor.text


# --- In the CMS


def test_an_editor_reads_what_still_lacks_words(officer, survey):
    text = read(officer, reverse("wagtailadmin_pages:edit", args=[survey.page_id]))
    assert "Easy Read, English" in text
    assert "Asked in standard words: minutes, The draft" in text
    assert "Asked in standard words: minutes, Tests you have now, The draft" in text


def test_an_unknown_name_is_refused_beside_its_field(officer, survey):
    page = survey.page
    data = nested_form_data(
        {
            **{name: getattr(page, name) for name in ("title", "slug", "summary", "who_sees", "support")},
            "introduction": rich_text(""),
            "what_happens_next": rich_text(""),
            "questions": streamfield([("section", {"title": "Now", "conditions": {"count": "0"}, "match": "all"})]),
            "easy_read": streamfield([("page", {"about": "Then", "title": "Your tests"})]),
            "signed": streamfield([]),
            "comments": inline_formset([]),
            "topics": [],
        }
    )
    answer = officer.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data | {"action-publish": "yes"})
    form = answer.context["form"]
    assert list(form.errors) == ["easy_read"]
    error = form.errors.as_data()["easy_read"][0].block_errors[0].block_errors["about"]
    assert error.message == "Enter one of these: “Now”."
    assert "Enter one of these" in answer.content.decode()


def test_officers_see_how_many_read_it_in_which_way(officer, survey):
    ResponseFactory.create_batch(2, survey=survey, answers={"place": "a"})
    ResponseFactory(survey=survey, presentation="easy_read", language="cy", answers={"place": "a"})
    ResponseFactory(survey=survey, presentation="signed", state="spam", answers={"place": "a"})
    text = read(officer, at("form", survey.page_id))
    assert "Standard: 2; Easy Read: 1; English: 2; Welsh: 1" in text


@pytest.mark.parametrize("anonymous", [True, False])
def test_what_a_booking_may_tell_does_not_stand_beside_an_anonymous_answer(officer, anonymous):
    invitation = InvitationFactory(survey__anonymous=anonymous)
    survey = invitation.survey
    for number, link in enumerate([invitation, InvitationFactory(survey=survey)]):
        responding.respond(
            survey=survey,
            question_set=question_sets.current(survey.page),
            answers={"place": "hospital"},
            key=f"key-{number}",
            invitation=link,
            presentation=["signed", "standard"][number],
        )
    kept = sorted(survey.responses.values_list("presentation", flat=True))
    assert kept == (["standard", "standard"] if anonymous else ["signed", "standard"])
    assert "Sign language: 1; Standard: 1; English: 2" in read(officer, at("form", survey.page_id))
