"""A form as it is printed: every question, whom it is for, where to send it and which sheet it is."""

import pytest
from django.utils import timezone
from wagtail.models import Site

from content import moments
from content.models import Organisation
from feedback import paper
from feedback.models import FeedbackPage, Survey
from tests.content import asked
from tests.factories.content import easy_read, questions
from tests.factories.events import EventDateFactory
from tests.factories.feedback import SurveyFactory
from tests.factories.reviews import PromiseFactory
from tests.feedback.cms import at, read

pytestmark = pytest.mark.django_db


def printed(client, survey):
    return read(client, f"/answer/{survey.public_id}/print/")


def test_every_type_of_question_has_boxes_or_lines():
    survey = SurveyFactory(page__questions=questions(*asked.ALL))
    (before, grid, after) = paper.of_survey(survey.page, survey).parts
    said = {
        each.number: (len(each.offered), len(each.lines)) for part in (before, grid, after) for each in part.questions
    }
    assert said == {
        "1": (3, 0),
        "2": (0, 2),
        "3": (2, 0),
        "4": (6, 0),
        "5": (11, 0),
        "6": (0, 1),
        "7": (0, 2),
        "8": (0, 8),
        "9": (4, 0),
        "10": (5, 0),
        "11a": (6, 0),
        "11b": (6, 0),
        "12": (0, 1),
        "13": (0, 1),
        "14": (0, 1),
    }
    assert (grid.title, [each.title for each in grid.questions]) == (
        "How much do you agree?",
        ["Staff listened", "I knew what was next"],
    )


def test_conditions_are_said_in_words_and_sections_and_pages_are_there():
    stream = questions(
        asked.PLACE,
        asked.READING,
        asked.only(asked.SECTION, {"question": "place", "answer": "At home"}),
        asked.TRAVEL,
    )
    survey = SurveyFactory(page__questions=stream)
    first, reading, section = paper.of_survey(survey.page, survey).parts
    assert (first.title, reading.title, section.title) == ("", "The draft", "Tests you have now")
    assert "<p>3 clinics use it.</p>" in reading.text
    assert section.text == "<p>Think of &lt;b&gt;the last&lt;/b&gt; one.</p>"
    assert section.only_if == "Only if you answered “At home” to question 1"
    assert [each.how for each in section.questions] == ["Tick all that apply.", ""]


def test_it_says_where_to_send_it_by_when_and_which_sheet_it_is(client):
    survey = SurveyFactory()
    organisation = Organisation.for_site(Site.objects.get())
    organisation.address, organisation.telephone = "Freepost INVOLVE", "01632 960 170"
    organisation.save()
    text = printed(client, survey)
    assert "Freepost INVOLVE" in text
    assert f"post it by <strong>{timezone.localtime(survey.closes_at):%A} {survey.closes_at.day} " in text
    assert "Call us on 01632 960 170" in text
    assert "Do not write your name, or anything else that says who you are." in text
    assert f"Form {survey.public_id}, language EN, Standard, version 1" in text
    assert "May we quote your words without your name?" in text


def test_it_says_what_the_site_says_before_the_first_question(client):
    survey = SurveyFactory(asks_equality=True)
    promise = PromiseFactory(page=survey.page, why_late="It is a long form.")
    text = printed(client, survey)
    told = [
        "You cannot withdraw answers on paper once we have them.",
        "We ask the equality questions only on our website.",
        "Our team reads every answer.",
        "The hospital trust pays for this work.",
        "We publish a summary.",
        f"We will tell you what came of it by <strong>{moments.day(promise.by)}</strong>. It is a long form.",
    ]
    assert [each for each in told if each not in text] == []


def test_a_form_that_is_not_anonymous_and_open_to_anyone_knows_no_booking(client):
    text = printed(client, SurveyFactory(anonymous=False))
    assert "This form is not anonymous: what you tell us may show us who you are." in text
    assert "booking" not in text


def test_the_start_page_leads_to_it(client):
    survey = SurveyFactory()
    assert f'<a href="/answer/{survey.public_id}/print/">Print this form' in read(client, survey.page.url)


def test_it_is_printed_in_easy_read_too_and_its_foot_says_so(client):
    told = easy_read(("question", "place", {"question": "Where were you?"}))
    survey = SurveyFactory(page__easy_read=told)
    address = f"/answer/{survey.public_id}/print/"
    assert '<a href="?read=easy_read">Print it in Easy Read</a>' in read(client, address)
    text = read(client, f"{address}?read=easy_read")
    assert "Where were you?" in text
    assert "language EN, Easy Read, version 1" in text


def test_it_asks_for_each_consent_in_the_words_of_the_form(client):
    survey = SurveyFactory(asks_research=True, page__consent_wording="Leeds University does the research.")
    text = printed(client, survey)
    assert "May your answers be used in research?" in text
    assert "Leeds University does the research. Tick one box." in text


@pytest.mark.parametrize("facts", [{"coming": True}, {"closed": True}, {"personal": True}, {"page__live": False}])
def test_what_is_not_open_to_anyone_is_not_printed(client, facts):
    survey = SurveyFactory(**facts)
    assert client.get(f"/answer/{survey.public_id}/print/").status_code == 404


def test_an_officer_prints_any_form_and_its_draft(officer, bystander):
    survey = SurveyFactory(personal=True, anonymous=False)
    text = read(officer, at("print", survey.page_id))
    assert "Reference of your booking:" in text
    assert "version 1" in text
    survey.page.questions = questions(asked.PLACE)
    survey.page.save_revision()
    draft = read(officer, at("print", survey.page_id))
    assert "A draft. Do not hand it out." in draft
    assert "How easy was it?" not in draft
    assert bystander.get(at("print", survey.page_id)).status_code == 302


def test_an_officer_prints_a_form_by_invitation_in_each_language_and_presentation(officer, survey_in_welsh):
    told = easy_read(("question", "place", {"question": "Where were you?"}))
    page = FeedbackPage.objects.get(pk=survey_in_welsh.page_id)
    page.easy_read = told
    page.save_revision().publish()
    Survey.objects.update(who_may_answer="booked", date=EventDateFactory())
    address = at("print", page.pk)
    plain = read(officer, address)
    assert '<a href="?language=cy&amp;presentation=standard">Print it in Cymraeg, Standard</a>' in plain
    assert "?language=en&amp;presentation=standard" not in plain
    assert "Your last test" in plain
    welsh = read(officer, f"{address}?language=cy&presentation=standard")
    assert '<html lang="cy">' in welsh
    assert "Eich prawf diwethaf" in welsh
    assert " CY, " in welsh
    easy = read(officer, f"{address}?language=en&presentation=easy_read")
    assert "Where were you?" in easy
    assert "language EN, Easy Read, version 1" in easy


@pytest.mark.parametrize("asked", ["language=xx", "presentation=signed", "presentation=easy_read", "language=cy"])
def test_what_a_form_does_not_have_is_printed_in_the_standard_words_of_the_main_language(officer, asked):
    text = read(officer, f"{at('print', SurveyFactory().page_id)}?{asked}")
    assert "language EN, Standard, version 1" in text


def test_a_draft_is_printed_in_easy_read_too(officer):
    survey = SurveyFactory()
    survey.page.easy_read = easy_read(("question", "place", {"question": "Where were you?"}))
    survey.page.save_revision()
    text = read(officer, f"{at('print', survey.page_id)}?presentation=easy_read")
    assert ("A draft. Do not hand it out." in text, "Where were you?" in text) == (True, True)
