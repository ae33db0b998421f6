"""The menu "Feedback" of the CMS, as an officer uses it, and as nobody else can."""

import csv
import html
from datetime import timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from content.models import QuestionSet
from feedback import releases
from feedback.models import FeedbackPage, Invitation, Survey, Theme
from mailing.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.content import questions
from tests.factories.events import EventDateFactory, RegistrationFactory
from tests.factories.feedback import (
    CommentFactory,
    ConcernFactory,
    FeedbackIndexPageFactory,
    InvitationFactory,
    ResponseFactory,
    SurveyFactory,
    ThemeFactory,
)
from tests.factories.reviews import OutcomeFactory, TechnologyPageFactory
from tests.feedback.cms import at, logged, read

pytestmark = pytest.mark.django_db
EASE = {"question": "How easy was it?", "short_name": "ease", "low_label": "Hard", "high_label": "Easy"}
QUERIES_OF_THE_LIST, QUERIES_OF_THE_RESULTS = 13, 23


# --- Who


def test_nobody_without_the_right_to_see_answers_opens_any_of_it(bystander, client):
    comment = CommentFactory()
    survey, theme = comment.response.survey, ThemeFactory()
    addresses = [
        *(at(name) for name in ("index", "index_results", "new")),
        *(at(name, survey.page_id) for name in ("form", "change", "invite", "enter", "export", "comments")),
        at("mask", comment.pk),
        at("record_theme", theme.topic_id),
        at("change_theme", theme.pk),
    ]
    for address in addresses:
        assert bystander.get(address).status_code == 302
        assert client.get(address).status_code == 302
    for address in (at("clear", comment.pk), at("withhold", comment.pk), at("export", survey.page_id)):
        assert bystander.post(address).status_code == 302
    comment.refresh_from_db()
    assert comment.state == "unread"


def test_the_menu_is_shown_to_officers_only(officer, bystander):
    assert at("index") in read(officer, "/cms/")
    assert at("index") not in read(bystander, "/cms/")


# --- The list


def test_the_list_says_how_each_form_stands(officer):
    survey = SurveyFactory(page__title="The hubs", target=200)
    CommentFactory.create_batch(2, response__survey=survey)
    ResponseFactory(survey=survey, state="spam")
    SurveyFactory(page__title="A draft", page__live=False)

    page = read(officer, at("index"))

    for words in ("The hubs", "Open", "Page not public", "200"):
        assert words in page


def test_the_list_can_be_narrowed_to_a_state(officer):
    SurveyFactory(page__title="An open form")
    SurveyFactory(page__title="A closed form", closed=True)
    page = read(officer, at("index") + "?state=closed")
    assert "A closed form" in page
    assert "An open form" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_one_form_as_for_three(officer, number, django_assert_num_queries):
    for survey in SurveyFactory.create_batch(number):
        CommentFactory.create_batch(number, response__survey=survey)
    read(officer, at("index"))
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        read(officer, at("index"))


# --- A new form


def new_form(**typed):
    return {
        "title": "How was it?",
        "opens_at": "2026-03-01 09:00",
        "closes_at": "2026-04-01 17:00",
        "who_may_answer": "anyone",
        "anonymous": "on",
        **typed,
    }


def test_a_new_form_is_made_in_one_step_and_its_editor_opens(officer):
    FeedbackIndexPageFactory()
    topic = TechnologyPageFactory()
    response = officer.post(at("new"), new_form(topics=[topic.pk]))

    survey = Survey.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[survey.page_id])
    assert (survey.page.title, survey.page.live, survey.anonymous) == ("How was it?", False, True)
    assert list(survey.page.topics.all()) == [topic.topic_ptr]
    assert timezone.localtime(survey.closes_at).hour == 17
    assert "Anonymous" in read(officer, response.url)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": ""}, "Enter the title of the form."),
        ({"closes_at": "2026-02-01 09:00"}, "Enter a closing time that is after the opening time."),
        ({"who_may_answer": "attended"}, "Select the event date whose people may answer."),
    ],
)
def test_a_new_form_is_refused_in_words_and_nothing_is_made(officer, typed, words):
    FeedbackIndexPageFactory()
    response = officer.post(at("new"), new_form(**typed))
    assert words in response.content.decode()
    assert not Survey.objects.exists()
    assert not FeedbackPage.objects.exists()


def test_where_there_is_no_list_of_forms_it_says_what_to_do_first(officer):
    assert "create that page first" in read(officer, at("new"))


# --- Its facts


def facts_of(survey, **typed):
    return {
        "opens_at": survey.opens_at.strftime("%Y-%m-%d %H:%M"),
        "closes_at": survey.closes_at.strftime("%Y-%m-%d %H:%M"),
        "who_may_answer": survey.who_may_answer,
        "date": survey.date_id or "",
        "anonymous": "on" if survey.anonymous else "",
        "profile": survey.profile,
        "safety_lead": survey.safety_lead_id or "",
        **typed,
    }


def test_facts_are_changed_at_once(officer):
    survey, topic = SurveyFactory(), TechnologyPageFactory()
    officer.post(
        at("change", survey.page_id), facts_of(survey, target=50, in_words_0="They liked it.", topics=[topic.pk])
    )
    survey.refresh_from_db()
    assert (survey.target, str(survey.in_words)) == (50, "They liked it.")
    assert list(survey.page.topics.all()) == [topic.topic_ptr]


@pytest.mark.parametrize("facts", [{}, {"coming": True}], ids=["open", "coming"])
def test_a_form_that_asks_for_words_cannot_be_without_a_safety_lead(officer, facts):
    survey = SurveyFactory(**facts)
    said = "Select who looks after what people write."
    assert said in officer.post(at("change", survey.page_id), facts_of(survey, safety_lead="")).text
    survey.refresh_from_db()
    assert survey.safety_lead is not None


def test_a_form_without_dates_or_words_can(officer):
    undated = SurveyFactory(undated=True)
    officer.post(at("change", undated.page_id), facts_of(SurveyFactory(), opens_at="", closes_at="", safety_lead=""))
    closed_questions = SurveyFactory(page__questions=questions(("ten", "ease", EASE)))
    officer.post(at("change", closed_questions.page_id), facts_of(closed_questions, safety_lead=""))
    for survey in (undated, closed_questions):
        survey.refresh_from_db()
        assert survey.safety_lead is None


def test_whoever_becomes_the_lead_is_given_what_nobody_looks_after(officer):
    survey = SurveyFactory(safety_lead=None)
    nobodys = ConcernFactory(comment__response__survey=survey)
    others = ConcernFactory(comment__response__survey=survey, lead=UserFactory())
    officer.post(at("change", survey.page_id), facts_of(survey, safety_lead=officer.user.pk))
    assert set(survey.concerns.values_list("pk", "lead")) == {
        (nobodys.pk, officer.user.pk),
        (others.pk, others.lead.pk),
    }


def test_the_editor_and_the_facts_say_that_it_needs_one(officer):
    survey = SurveyFactory(safety_lead=None)
    editor = read(officer, reverse("wagtailadmin_pages:edit", args=[survey.page_id]))
    assert "Safety lead: nobody yet" in editor
    assert "so it does not open before it has a safety lead." in html.unescape(editor)
    assert "so it does not open before it has one." in read(officer, at("form", survey.page_id))
    assert "No dates yet" in read(officer, at("form", survey.page_id))


@pytest.mark.parametrize("change", [{"anonymous": ""}, {"who_may_answer": "booked"}])
def test_what_people_were_told_is_not_changed_once_the_form_has_opened(officer, change):
    survey = SurveyFactory(date=EventDateFactory())
    response = officer.post(at("change", survey.page_id), facts_of(survey, **change))
    assert "This cannot be changed any more" in response.content.decode()
    survey.refresh_from_db()
    assert (survey.anonymous, survey.who_may_answer) == (True, "anyone")


@pytest.mark.parametrize("live", [True, False])
def test_before_it_opens_everything_can_be_changed_but_the_promise_of_a_page_that_is_public(officer, live):
    survey = SurveyFactory(coming=True, page__live=live)
    officer.post(at("change", survey.page_id), facts_of(survey, anonymous=""))
    survey.refresh_from_db()
    assert survey.anonymous == live


def test_publishing_freezes_the_questions(officer):
    survey = SurveyFactory(page__live=False)
    survey.page.save_revision().publish()
    assert QuestionSet.objects.get().page_id == survey.page_id


# --- Results


def test_results_are_exact(officer, survey):
    page = read(officer, at("form", survey.page_id))
    for words in (
        "<td>5</td> <td>71%</td>",
        "<td>2</td> <td>29%</td>",
        "7 people answered.",
        "A scanner",
        "None yet. The first is made when 10 people have answered",
    ):
        assert words in page


def test_results_say_why_no_new_summary_is_made(officer, survey):
    ResponseFactory.create_batch(3, survey=survey)
    releases.make_release(survey=survey)
    ResponseFactory.create_batch(4, survey=survey)
    page = read(officer, at("form", survey.page_id))
    assert "4 more people have answered since the latest one." in page
    assert "A new summary needs at least 10 more" in page


def test_results_lead_to_what_design_teams_see_where_there_is_one(officer, survey):
    assert f"/teams/{survey.public_id}/" in read(officer, at("form", survey.page_id))
    for other in (SurveyFactory(), SurveyFactory(coming=True, page__topics=[TechnologyPageFactory()])):
        assert f"/teams/{other.public_id}/" not in read(officer, at("form", other.page_id))


def test_results_of_a_form_that_nobody_answered(officer):
    survey = SurveyFactory()
    assert "Nobody has answered yet." in read(officer, at("form", survey.page_id))


@pytest.mark.parametrize("number", [1, 3])
def test_results_take_as_many_queries_for_one_answer_as_for_three(officer, number, django_assert_num_queries):
    topics = TechnologyPageFactory.create_batch(number)
    survey = SurveyFactory(page__topics=topics)
    for topic in topics:
        ThemeFactory.create_batch(number, topic=topic)
    CommentFactory.create_batch(number, response__survey=survey)
    read(officer, at("form", survey.page_id))
    with django_assert_num_queries(QUERIES_OF_THE_RESULTS):
        read(officer, at("form", survey.page_id))


# --- Files


def download(client, survey, kind, reason="For the report"):
    response = client.post(at("export", survey.page_id), {"file_format": kind, "reason": reason})
    return response, b"".join(response) if response.streaming else response.content


def test_the_answers_are_taken_away_with_a_reason_and_that_is_logged(officer, survey):
    _response, text = download(officer, survey, "csv")
    assert len(list(csv.DictReader(StringIO(text.decode("utf-8-sig"))))) == 7
    response, file = download(officer, survey, "xlsx")
    assert openpyxl.load_workbook(BytesIO(file)).sheetnames == ["Responses", "Codebook", "Read me"]
    assert "no-store" in response["Cache-Control"]
    _response, text = download(officer, survey, "codebook")
    assert text.decode().startswith("\ufeffcolumn,question")
    assert logged() == [
        ("exported", f"answers to form {survey.public_id} as {kind}", 7, "For the report")
        for kind in ("csv", "xlsx", "codebook")
    ]


def test_only_whoever_may_read_unread_comments_takes_them_away(officer, reader, administrator, survey):
    CommentFactory(response=survey.responses.first(), text="Ring Ann")
    texts = {}
    for name, who in {"officer": officer, "reader": reader, "administrator": administrator}.items():
        page = read(who, at("export", survey.page_id))
        texts[name] = "also what nobody has read yet" in page, "Ring Ann" in download(who, survey, "csv")[1].decode()
    assert texts == {"officer": (False, False), "reader": (True, True), "administrator": (True, True)}


def test_without_a_reason_there_is_no_file(officer, survey):
    response, page = download(officer, survey, "csv", reason="")
    assert "Enter what the file is for." in page.decode()
    assert "Content-Disposition" not in response
    assert logged() == []


# --- Invitations


def test_invitations_are_sent_after_their_number_was_said(officer):
    survey = SurveyFactory(personal=True)
    RegistrationFactory.create_batch(2, date=survey.date)
    RegistrationFactory(date=survey.date, attendance="did_not_come")

    assert "2 people will get a thank you" in read(officer, at("invite", survey.page_id))
    assert not Message.objects.exists()
    officer.post(at("invite", survey.page_id))
    assert (Invitation.objects.count(), Message.objects.count()) == (2, 2)
    assert "2 were sent before; 0 of those people have answered." in read(officer, at("invite", survey.page_id))


def test_a_refusal_is_said_on_the_page(officer):
    survey = SurveyFactory(personal=True, closed=True)
    RegistrationFactory(date=survey.date)
    assert "This form has closed." in officer.post(at("invite", survey.page_id)).content.decode()
    assert not Message.objects.exists()


# --- Themes


def test_a_theme_is_recorded_and_changed_with_what_was_done(officer):
    outcome = OutcomeFactory()
    topic = outcome.topic
    officer.post(at("record_theme", topic.pk), {"name_0": "Getting there", "description_0": "Buses.", "outcomes": []})
    theme = Theme.objects.get()
    assert (str(theme.name), theme.topic) == ("Getting there", topic.topic_ptr)
    officer.post(at("change_theme", theme.pk), {"name_0": "Travel", "description_0": "", "outcomes": [outcome.pk]})
    theme.refresh_from_db()
    assert (str(theme.name), list(theme.outcomes.all())) == ("Travel", [outcome])


# --- In the page's editor


def test_the_editor_shows_the_facts_and_leads_to_them(officer, survey):
    page = read(officer, reverse("wagtailadmin_pages:edit", args=[survey.page_id]))
    assert "Answers: 7" in page
    assert "People hear what came of it by: not stated yet" in page
    assert at("form", survey.page_id) in page


def test_a_draft_can_never_move_a_date(officer, survey):
    closes = survey.closes_at
    revision = survey.page.save_revision()
    survey.closes_at += timedelta(days=5)
    survey.save()
    revision.publish()
    survey.refresh_from_db()
    assert survey.closes_at == closes + timedelta(days=5)


def test_a_page_with_answers_is_not_deleted(officer, survey):
    response = officer.post(reverse("wagtailadmin_pages:delete", args=[survey.page_id]))
    assert response.status_code == 200
    assert FeedbackPage.objects.filter(pk=survey.page_id).exists()


# --- On a person's page


def test_a_person_s_page_says_what_they_were_asked_and_nothing_that_an_anonymous_form_kept(officer):
    anonymous = InvitationFactory(survey__page__title="An anonymous form", answered=True)
    person = anonymous.registration.person
    known = InvitationFactory(
        survey__page__title="A form with names", survey__anonymous=False, registration=anonymous.registration
    )
    response = ResponseFactory(survey=known.survey, registration=known.registration)
    ResponseFactory(survey=anonymous.survey, answers={"place": "hospital"})

    page = read(officer, reverse("people_cms:person", args=[person.public_id]))

    assert "An anonymous form</a>: was asked, and has answered" in page
    assert "A form with names</a>: was asked, and has not answered" in page
    assert page.count("(response ") == 1
    assert response.public_id in page
