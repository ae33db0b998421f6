"""Trying a form out: as the draft has it, whenever it is, and never mixed with what people answer."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale

from accounts import retention
from content import question_sets, versions
from content.models import QuestionSet
from feedback import codebook, redacting, responding, surveying, trying
from feedback.models import Comment, Concern, FeedbackPage, Response
from mailing import ticks
from tests.content.asked import LONG, PLACE, SECTION
from tests.factories.accounts import UserFactory
from tests.factories.content import easy_read, questions
from tests.factories.feedback import CommentFactory, ResponseFactory, SurveyFactory
from tests.feedback.cms import at, read
from tests.feedback.test_answering import Visitor, address_of

pytestmark = pytest.mark.django_db
TRIAL = "This is a trial. Nothing you enter is counted."
REWORDED = ("single_choice", "place", PLACE[2] | {"question": "Where did you have it?"})


def link(survey, **kwargs):
    return f"/answer/try/{trying.token(survey, **kwargs)}/"


def drafted(survey, *asked, **fields):
    """The form with other questions in a draft that was not published."""
    page = FeedbackPage.objects.get(pk=survey.page_id)
    page.questions = questions(*asked)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision()
    return survey


def tried(client, survey):
    """A whole trial of a form with one page of questions and one with words."""
    visitor = Visitor(client).go(link(survey)).send(place="a").send(why="Ring Sam on 01632 960 170.")
    return visitor.send(may_quote="yes").send()


@pytest.fixture
def survey():
    return SurveyFactory(page__questions=questions(PLACE, LONG))


# --- Who, and when


@pytest.mark.parametrize(
    "facts", [{}, {"coming": True}, {"closed": True}, {"undated": True}, {"personal": True}, {"safety_lead": None}]
)
def test_a_form_is_tried_whenever_it_is_and_whoever_may_answer_it(client, facts):
    survey = SurveyFactory(page__questions=questions(PLACE, LONG), **facts)
    assert tried(client, survey).heading == "Thank you for your answers"
    response = Response.objects.get()
    assert (response.is_test, response.answers, response.registration) == (True, {"place": "a"}, None)


def test_a_form_that_was_never_published_is_tried(client, survey):
    survey.page.unpublish()
    assert Visitor(client).go(link(survey)).heading == "Section 1 of 2 Where was it?"


def test_every_page_says_that_it_is_a_trial(client, survey):
    visitor = Visitor(client).go(link(survey))
    seen = [TRIAL in visitor.text]
    for typed in ({"place": ""}, {"place": "a"}, {"why": "Far."}, {"may_quote": "no"}, {}):
        seen.append(TRIAL in visitor.send(**typed).text)
    assert visitor.heading == "Thank you for your answers"
    assert seen == [True] * 6
    assert TRIAL not in Visitor(client).go(address_of(survey)).text


def test_the_link_ends_by_itself(client, survey):
    old = link(survey, at=timezone.now() - trying.LASTS - timedelta(days=1))
    answer = client.get(old + "1/")
    assert answer.status_code == 410
    assert "This link to try the form has ended" in answer.content.decode()
    assert client.get(link(survey, at=timezone.now() - trying.LASTS), follow=True).status_code == 200


def test_a_link_that_was_made_up_opens_nothing(client, survey):
    token = trying.token(survey)
    longer = token.replace("-", "2-", 1)
    for made_up in (longer, f"{token}0", "x", f"{survey.public_id}-{'0' * 22}"):
        assert client.get(f"/answer/try/{made_up}/1/").status_code == 404


# --- What is asked


def test_it_asks_what_the_draft_says_in_its_words_and_presentations(client, survey):
    told = easy_read(("question", "place", {"question": "Where?"}))
    drafted(survey, SECTION, REWORDED, LONG, easy_read=told)
    visitor = Visitor(client).go(link(survey))
    assert "Where did you have it?" in visitor.text
    assert "Where?" in visitor.send(read="easy_read").text
    assert Visitor(client).go(address_of(survey)).heading == "Section 1 of 2 Where was it?"


def test_it_is_tried_in_another_language(client, survey):
    twin = survey.page.copy_for_translation(Locale.objects.get_or_create(language_code="cy")[0], copy_parents=True)
    twin.questions = questions(("single_choice", "place", PLACE[2] | {"question": "Ble?"}), LONG)
    twin.save_revision()
    assert "Ble?" in Visitor(client).go(f"/cy{link(survey)}").text


def test_a_draft_that_is_tried_is_no_version(client, survey):
    first = question_sets.current(survey.page)
    tried(client, drafted(survey, REWORDED, LONG))
    assert Response.objects.get().question_set.is_trial
    assert [each.question_set for each in versions.of(survey.page_id)] == [first]
    assert [each.title for each in codebook.of(survey).closed] == ["Where was it?"]
    assert question_sets.words(first, "en")["place"] == "Where was it?"


def test_a_draft_that_is_published_becomes_one(client, survey):
    question_sets.current(survey.page)
    tried(client, drafted(survey, REWORDED, LONG))
    FeedbackPage.objects.get(pk=survey.page_id).get_latest_revision().publish()
    published = question_sets.current(FeedbackPage.objects.get(pk=survey.page_id))
    assert (published.version, published.is_trial) == (2, False)
    assert published == Response.objects.get().question_set


# --- Never mixed


def test_what_was_tried_is_nowhere_among_what_people_said(client, officer, survey):
    comment = CommentFactory(response__survey=survey, response__answers={"place": "b"}, question="why", text="Far.")
    tried(client, survey)
    redacting.look_at_arrived()
    comments = dict(Comment.objects.values_list("text", "finds"))
    assert comments == {"Far.": [], "Ring Sam on 01632 960 170.": None}
    assert not Concern.objects.exists()
    assert list(survey.responses.counted()) == [comment.response]
    for name in ("form", "comments", "export"):
        assert "Ring Sam" not in read(officer, at(name, survey.page_id))


def test_nobody_reads_or_clears_a_comment_of_a_trial(client, reader, survey):
    tried(client, survey)
    comment = Comment.objects.get()
    assert reader.get(at("mask", comment.pk)).status_code == 404
    assert reader.post(at("clear", comment.pk)).status_code == 404
    assert Comment.objects.get().state == "unread"


def test_a_trial_settles_nothing():
    survey = SurveyFactory(coming=True, page__live=False)
    ResponseFactory(survey=survey, is_test=True)
    assert not surveying.is_settled(survey)
    changed = surveying.change(survey=survey, by=UserFactory(), anonymous=False)
    assert not changed.anonymous


def test_a_trial_uses_no_link_of_anybody():
    survey = SurveyFactory(personal=True)
    question_set = question_sets.current(survey.page)
    responding.respond(survey=survey, question_set=question_set, answers={}, key="k", is_test=True)
    assert not survey.invitations.filter(answered=True).exists()


# --- How long


@pytest.mark.parametrize(
    ("opens_in", "made_ago", "is_over"),
    [(5, 1, False), (-1, 1, True), (-1, 0, False), (-5, 1, False), (None, 29, False), (None, 30, True)],
)
def test_trials_go_when_the_form_opens_and_after_30_days(survey, opens_in, made_ago, is_over):
    now = timezone.now()
    survey.opens_at, survey.closes_at = opens_in and now + timedelta(days=opens_in), None
    survey.save()
    real = ResponseFactory(survey=survey, day=timezone.localdate() - timedelta(days=made_ago))
    trial = ResponseFactory(survey=survey, is_test=True, day=real.day)
    assert list(trying.over(now)) == ([trial] if is_over else [])
    ticks.jobs["delete tests of forms that opened"].function(now)
    retention.run(now)
    assert set(Response.objects.all()) == ({real} if is_over else {real, trial})


def test_questions_that_only_trials_asked_go_with_them(client, survey):
    first = question_sets.current(survey.page)
    tried(client, drafted(survey, REWORDED, LONG))
    trying.clear(survey.responses.all())
    assert list(QuestionSet.objects.all()) == [first]
    assert not Response.objects.exists()


# --- In the CMS


def test_an_officer_opens_it_sends_the_link_and_deletes_what_was_entered(client, officer, survey):
    assert at("try", survey.page_id) in read(officer, at("form", survey.page_id))
    tried(client, survey)
    real = ResponseFactory(survey=survey)
    page = read(officer, at("try", survey.page_id))
    assert link(survey) in page
    assert "1 trial was sent." in page
    assert officer.post(at("try", survey.page_id)).url == at("try", survey.page_id)
    assert list(Response.objects.all()) == [real]


def test_nobody_without_the_right_finds_the_link(bystander, survey):
    assert bystander.get(at("try", survey.page_id)).status_code == 302
