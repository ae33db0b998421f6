"""What the public reads of forms: the list, each form's own page, and what topics say of them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from feedback import involvement
from reviews.involvement import open_on
from tests.factories.feedback import FeedbackIndexPageFactory, SurveyFactory
from tests.factories.reviews import OutcomeFactory, PromiseFactory, TechnologyPageFactory

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST, QUERIES_OF_A_FORM = 13, 16


def read(page):
    response = Client().get(page.url)
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


# --- A form's own page


def test_an_open_form_says_what_to_know_and_leads_to_its_first_question():
    topic = TechnologyPageFactory()
    survey = SurveyFactory(page__topics=[topic])
    PromiseFactory(page=survey.page, by=timezone.localdate().replace(month=12, day=24))

    text = read(survey.page)

    assert f'href="/answer/{survey.public_id}/"' in text
    for words in (
        "7 questions on 2 pages",
        "We do not ask who you are; until that day your four words can withdraw your answers.",
        "Our team reads every answer.",
        "The hospital trust pays for this work.",
        "Nobody watches this form for emergencies",
        "Call 999",
        "Ring us on 01632 960 170.",
        "We publish a summary.",
        "24 December",
        topic.title,
    ):
        assert words in text


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        ({"personal": True}, "we can see which booking an answer belongs to."),
        ({}, "what you tell us may show us who you are."),
    ],
)
def test_a_form_that_is_not_anonymous_says_what_that_means(facts, what):
    survey = SurveyFactory(anonymous=False, **facts)
    text = read(survey.page)
    assert f"This form is not anonymous: {what}" in text
    assert text.count("which booking") == survey.invites
    assert "We do not ask who you are" not in text


def test_a_form_by_personal_link_has_no_button():
    survey = SurveyFactory(personal=True)
    text = read(survey.page)
    assert "use the link in the message that we sent you" in text
    assert survey.public_id not in text


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"coming": True}, "This form opens at"),
        ({"closed": True}, "This form closed at"),
        ({"undated": True}, "not open"),
    ],
)
def test_a_form_that_is_not_open_says_so_and_has_no_button(facts, words):
    survey = SurveyFactory(**facts)
    text = read(survey.page)
    assert words in text
    assert survey.public_id not in text


def test_a_page_without_facts_is_a_page_all_the_same():
    survey = SurveyFactory()
    page = survey.page
    survey.delete()
    assert page.title in read(page)


def test_a_closed_form_tells_what_came_of_it_once_that_was_told():
    topic = TechnologyPageFactory()
    OutcomeFactory(topic=topic, you_said="Getting there is hard.")
    OutcomeFactory(topic=topic, you_said="Not told yet.", untold=True)
    closed, still_open = SurveyFactory(closed=True, page__topics=[topic]), SurveyFactory(page__topics=[topic])

    assert "Getting there is hard." in read(closed.page)
    assert "Not told yet." not in read(closed.page)
    assert "Getting there is hard." not in read(still_open.page)


# --- The list


def test_the_list_has_forms_by_what_can_be_done_with_them():
    topic = TechnologyPageFactory()
    OutcomeFactory(topic=topic)
    made = {
        "open": SurveyFactory(page__title="An open form"),
        "coming": SurveyFactory(page__title="A coming form", coming=True),
        "told": SurveyFactory(page__title="A told form", closed=True, page__topics=[topic]),
        "promised": SurveyFactory(page__title="A promised form", closed=True),
        "closed": SurveyFactory(page__title="A closed form", closed=True),
        "undated": SurveyFactory(page__title="An undated form", undated=True),
        "draft": SurveyFactory(page__title="A draft form", page__live=False),
    }
    PromiseFactory(page=made["promised"].page)

    text = read(FeedbackIndexPageFactory())

    order = ["Open now", "An open form", "Open until", "Opening soon", "A coming form", "Opens on"]
    positions = [text.index(words) for words in [*order, "Closed, and what came of it"]]
    assert positions == sorted(positions)
    for words in ("Read what was done about what people said", "We will tell you what came of it by", "Closed on"):
        assert text.count(words) == 1
    assert "An undated form" not in text
    assert "A draft form" not in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_one_form_as_for_three(number, django_assert_num_queries):
    for facts in ({}, {"coming": True}, {"closed": True}):
        for survey in SurveyFactory.create_batch(number, **facts):
            PromiseFactory(page=survey.page)
    index = FeedbackIndexPageFactory()
    read(index)
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        read(index)


@pytest.mark.parametrize("number", [1, 3])
def test_a_form_s_page_takes_as_many_queries_for_one_topic_as_for_three(number, django_assert_num_queries):
    topics = TechnologyPageFactory.create_batch(number)
    for topic in topics:
        OutcomeFactory(topic=topic)
    page = SurveyFactory(closed=True, page__topics=topics).page
    read(page)
    with django_assert_num_queries(QUERIES_OF_A_FORM):
        read(page)


# --- What topics say of forms


def test_a_topic_names_the_forms_that_anyone_can_answer_now():
    topic, other = TechnologyPageFactory.create_batch(2)
    survey = SurveyFactory(page__topics=[topic], page__title="Tell us")
    for facts in ({"coming": True}, {"closed": True}, {"undated": True}, {"personal": True}, {"page__live": False}):
        SurveyFactory(page__topics=[topic], **facts)

    found = open_on([topic.pk, other.pk])

    assert {pk: [each.title for each in opportunities] for pk, opportunities in found.items()} == {
        topic.pk: ["Tell us"]
    }
    (opportunity,) = found[topic.pk]
    assert (opportunity.kind, opportunity.title) == ("feedback", "Tell us")
    assert (opportunity.url, opportunity.closes_at) == (survey.page.url, survey.closes_at)


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_one_query_for_all_topics(number):
    topics = TechnologyPageFactory.create_batch(number)
    for topic in topics:
        SurveyFactory(page__topics=[topic])
    assert topics[0].url  # so that Wagtail knows the addresses of the site
    with CaptureQueriesContext(connection) as queries:
        assert len(list(involvement.find([topic.pk for topic in topics], timezone.now()))) == number
    assert sum("feedback_survey" in query["sql"] for query in queries) == 1
    of_pages = [query["sql"] for query in queries if 'FROM "wagtailcore_page"' in query["sql"]]
    assert of_pages == []
