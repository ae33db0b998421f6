"""
Nothing leads from an anonymous answer back to the person who was asked.

Forty people answer by their own links, in an order of chance. Then every row of the database that names one of them is
held against every row that names one of the answers, column by column, with what the database itself keeps beside a
row: by what is equal, by what is nearest, by what comes first. Chance finds one pair of forty.
"""

import io
import logging
from datetime import timedelta
from random import Random

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts import retention
from content import ids
from content.models import Draft
from feedback import equality, four_words, handing_out, links, reminding, responding
from feedback import equality_lists as lists
from feedback.models import Entering, EqualityAnswers, Invitation, Response, SingleLink, Survey
from home import roles
from mailing import dispatch
from mailing.models import Message
from tests.factories.content import DraftFactory, easy_read
from tests.factories.events import RegistrationFactory
from tests.factories.feedback import CommentFactory, ResponseFactory, SurveyFactory
from tests.feedback.cms import at
from tests.feedback.joining import BEYOND_CHANCE, Side, database, found, side_of, sides

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 40
MORE_IS_KEPT_THERE = pytest.mark.postgres  # all that SQLite keeps beside a row, PostgreSQL keeps too


# --- People who answer


@pytest.fixture
def survey():
    """A form by personal link that was sent to everybody who came."""
    simple = easy_read(("question", "change", {"question": "What should be better?"}))
    survey = SurveyFactory(personal=True, page__easy_read=simple)
    RegistrationFactory.create_batch(PEOPLE, date=survey.date)
    responding.invite(survey=survey)
    return survey


@pytest.fixture
def invitations(survey):
    """In the order in which they will be answered, which is no order."""
    invitations = list(survey.invitations.select_related("registration__person").order_by("pk"))
    Random(7).shuffle(invitations)  # noqa: S311 (the same order each time, so that the test says the same)
    return invitations


@pytest.fixture
def log():
    """What the site logs, as text."""
    (console,) = [handler for handler in logging.getLogger().handlers if handler.name == "console"]
    log = io.StringIO()
    before = console.setStream(log)
    yield log
    console.setStream(before)


def walk(invitation):
    return walk_by(f"/answer/with/{links.token(invitation)}/", invitation.survey, invitation.registration.person)


def walk_by(link, survey, person=None):
    """
    Through the whole form, after a window in which it was left half typed; and once more by the same link.

    Who has an address has the link back to that window sent to it. Every other person reads the form in Easy Read from
    the second page on, and every fourth in Welsh.
    """
    number = Response.objects.count()
    address = f"{'/cy' if number % 4 == 3 else ''}/answer/{survey.public_id}/"
    pages = {
        "1": {"place": "hospital", "fair": "agree", "ease": number % 11},
        "2": {"change": f"The words of number {number:03}."},
        "quote": {"may_quote": "yes"},
        "check": {},
    }
    for steps in (["1", "2"], pages):
        client = Client()
        client.post(link)
        draft = Draft.objects.latest("pk")
        for step in steps:
            typed = {"draft": draft.key, **pages[step]}
            if step == "2" and number % 2:
                assert client.post(f"{address}{step}/", typed | {"read": "easy_read"}).status_code == 302
            assert client.post(f"{address}{step}/", typed).status_code == 302
        if steps is not pages and person:
            save(client, draft, address, {"draft": draft.key, **pages["2"]}, person)
    response = Response.objects.latest("pk")
    response.four_words = four_words.of(draft.key)
    client.get(link)
    return response


def save(client, draft, address, typed, person):
    """Save what is typed, and have the link back sent to the address by which we know the person."""
    client.post(f"{address}2/", typed | {"save": "yes"})
    client.post(f"{address}saved/", {"draft": draft.key, "email": person.email})
    assert dispatch.drain()


def remind():
    """Those who have not answered yet get their reminder, and whoever was invited has got that before."""
    later = timezone.now() + timedelta(days=8)
    dispatch.drain()
    reminding.remind_due(later)
    dispatch.drain(later)


def test_nothing_that_is_kept_tells_who_gave_which_answer(invitations, log):
    truth = {}
    for half in (invitations[: PEOPLE // 2], invitations[PEOPLE // 2 :]):
        truth |= {invitation.pk: walk(invitation).pk for invitation in half}
        assert set(Invitation.objects.filter(answered=True).values_list("pk", flat=True)) == {*truth}
        assert len(set(truth.values())) == Draft.objects.count() == len(truth)
        assert found(truth) == []
        remind()
        assert found(truth) == []
    assert Survey.objects.get().read_in == {"easy_read": PEOPLE // 2, "cy": PEOPLE // 4}
    assert set(Response.objects.values_list("language", "presentation")) == {("en", "standard")}
    assert Message.objects.filter(kind="feedback_reminder").count() == PEOPLE // 2
    assert sides(truth)[0].named_in(log.getvalue()) == set()
    assert log.getvalue().count("Conflict: /answer/with/[key]/") == PEOPLE


@MORE_IS_KEPT_THERE
def test_nothing_tells_who_of_a_list_of_links_gave_which_answer(survey, sign_in, log):
    """Whoever kept the list knows the fifth link, and to whom it was given: nothing leads from there to an answer."""
    by_links = SurveyFactory(by_links=True)
    addresses = handing_out.make_links(survey=by_links, number=PEOPLE, by=sign_in().user)
    given_to = {address.removeprefix(settings.BASE_URL): number for number, address in enumerate(addresses)}
    numbers = {SingleLink.objects.get(hash=hash_in(address)).pk: number for address, number in given_to.items()}
    truth = {}
    for link in Random(7).sample(sorted(given_to), PEOPLE):  # noqa: S311 (the same order each time)
        truth[given_to[link]] = walk_by(link, by_links).pk
    texts = {hash_in(address): number for address, number in given_to.items()}
    rows = {(SingleLink._meta.db_table, pk): number for pk, number in numbers.items()}
    assert found(truth, (Side(rows=rows, texts=texts), sides(truth)[1])) == []
    by_row = [numbers[pk] for pk in sorted(numbers)]
    assert sum(number == place for place, number in enumerate(by_row)) < BEYOND_CHANCE
    assert not any(link in log.getvalue() for link in given_to)


def hash_in(address):
    return links.hash_of(ids.split(address.removesuffix("/").rpartition("/")[2]))


@MORE_IS_KEPT_THERE
def test_nothing_tells_whose_paper_an_officer_entered(invitations, survey, sign_in, log):
    client, address = sign_in(roles.OFFICER), at("enter", survey.page_id)
    truth = {}
    for number, invitation in enumerate(invitations):
        key = client.get(address).context["form"]["key"].value()
        typed = {"key": key, "channel": "telephone", "day": f"{timezone.localdate():%d/%m/%Y}", "answer-place": "1"}
        typed |= {"answer-ease": str(number % 11), "answer-change": f"The words of number {number:03}."}
        assert client.post(address, typed).status_code == 302
        truth[invitation.pk] = Response.objects.latest("pk").pk
    assert len(set(truth.values())) == PEOPLE
    assert found(truth) == []
    assert Entering.objects.get().number == PEOPLE


@MORE_IS_KEPT_THERE
def test_nothing_tells_it_after_half_of_the_answers_were_withdrawn_and_the_words_of_the_others_destroyed(invitations):
    cache.clear()  # how often words were tried, in tests before
    answered = {invitation.pk: walk(invitation) for invitation in invitations}
    for response in list(answered.values())[::2]:
        Client().post("/withdraw/", {"words": response.four_words, "withdraw": "yes"})
    kept = set(Response.objects.values_list("pk", flat=True))
    truth = {who: response.pk for who, response in answered.items() if response.pk in kept}
    assert len(truth) == PEOPLE // 2
    assert found(truth) == []
    retention.run(timezone.now() + timedelta(days=60))
    assert set(Response.objects.values_list("pk", "words")) == {(pk, "") for pk in kept}
    assert found(truth) == []


# --- The equality questions


def mark(number):
    """Equality answers that nobody else of forty gives."""
    ages, religions = [code for code, _label in lists.AGE()], [code for code, _label in lists.RELIGION()]
    return {"age": ages[number % 10], "religion": religions[number // 10]}


def written(marks):
    """Pairs of a response and the row of its equality answers, `marks` being {response: what was answered}."""
    rows = {(each.answers["age"], each.answers["religion"]): each.pk for each in EqualityAnswers.objects.all()}
    return {response: rows[tuple(answers.values())] for response, answers in marks.items()}


def side_of_equality(truth):
    table = EqualityAnswers._meta.db_table
    return Side(
        rows={(table, pk): pk for pk in truth.values()}, texts={f"no text names {pk}": pk for pk in truth.values()}
    )


def test_no_equality_answers_lead_to_the_answers_that_were_sent_before_them(survey):
    marks = {}
    for number in range(PEOPLE):
        response = CommentFactory(response__survey=survey).response
        marks[response.pk] = mark(number)
        equality.keep(survey=survey, answers=marks[response.pk], key=response.key)
    kept = " ".join(str(value) for _table, row in database() for value in row.values())
    assert "religion" not in kept
    equality.write_due()
    truth = written(marks)
    pair = side_of(Response.objects.filter(pk__in=truth)), side_of_equality(truth)
    assert found(truth, pair) == []


def test_it_would_find_equality_answers_that_are_written_one_by_one(survey):
    marks = {}
    for number in range(PEOPLE):
        response = CommentFactory(response__survey=survey).response
        marks[response.pk] = mark(number)
        EqualityAnswers.objects.create(survey=survey, month=timezone.localdate(), answers=marks[response.pk])
    truth = written(marks)
    pair = side_of(Response.objects.filter(pk__in=truth)), side_of_equality(truth)
    assert "feedback_response.id.1 and feedback_equalityanswers.id.1" in found(truth, pair)


# --- What would be found


def responses(survey, number=PEOPLE):
    return [CommentFactory(response__survey=survey).response for _each in range(number)]


@pytest.mark.postgres
def test_it_would_find_what_one_transaction_wrote(invitations):
    truth = {}
    for invitation in invitations:
        with transaction.atomic():
            Invitation.objects.filter(pk=invitation.pk).update(answered=True)
            truth[invitation.pk] = ResponseFactory(survey=invitation.survey).pk
    tells = found(truth)
    assert "feedback_invitation.xmin.1 and feedback_response.xmin.1" in tells


@pytest.mark.postgres
def test_it_would_find_what_one_transaction_locked(invitations):
    truth = {}
    for invitation in invitations:
        with transaction.atomic():
            Invitation.objects.select_for_update().get(pk=invitation.pk)
            truth[invitation.pk] = ResponseFactory(survey=invitation.survey).pk
    assert "feedback_invitation.xmax.1 and feedback_response.xmin.1" in found(truth)


def test_it_would_find_answers_that_stand_in_the_order_of_those_who_were_asked(invitations):
    asked = sorted(invitation.pk for invitation in invitations)
    truth = dict(zip(asked, [response.pk for response in responses(invitations[0].survey)], strict=True))
    assert "feedback_invitation.id.1 and feedback_response.id.1" in found(truth)


def test_it_would_find_a_link_beside_what_was_typed(invitations):
    truth = {}
    for invitation, response in zip(invitations, responses(invitations[0].survey), strict=True):
        typed = {"change": [response.comments.get().text], "invitation": [links.token(invitation)]}
        DraftFactory(answers={"1": typed})
        truth[invitation.pk] = response.pk
    assert "one row that names both" in found(truth)
