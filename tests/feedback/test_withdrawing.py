"""Withdrawing answers by four words: the words, the verb, the pages, and the officer on the telephone."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import retention
from accounts.models import AccessLog
from content import ids
from feedback import four_words, links, responding, surveying, withdrawing
from feedback.models import Comment, Concern, Response
from home import roles
from tests.factories.accounts import UserFactory
from tests.factories.feedback import CommentFactory, ConcernFactory, InvitationFactory, ResponseFactory, SurveyFactory
from tests.feedback.cms import at, logged
from tests.feedback.test_answering import FIRST, Visitor, address_of

pytestmark = pytest.mark.django_db
WORDS = "acorn basket candle daffodil"


@pytest.fixture
def visitor(client):
    return Visitor(client)


@pytest.fixture
def survey():
    return SurveyFactory(page__title="Tell us about the scanner")


@pytest.fixture
def response(survey):
    """Answers with a comment, withdrawn by WORDS; beside it another, which stays."""
    CommentFactory(response__survey=survey)
    return CommentFactory(response__survey=survey, response__words=four_words.hashed(WORDS)).response


# --- The words


def test_the_list_has_words_that_nobody_mistakes_for_each_other():
    assert len(set(four_words.WORDS)) == 2**four_words.BITS == 1024
    assert [word for word in four_words.WORDS if not re.fullmatch("[a-z]{4,8}", word)] == []
    assert list(four_words.WORDS) == sorted(four_words.WORDS)
    shapes = [word[:place] + "?" + word[place + 1 :] for word in four_words.WORDS for place in range(len(word))]
    shorter = {word[:place] + word[place + 1 :] for word in four_words.WORDS for place in range(len(word))}
    assert len(shapes) == len(set(shapes))  # no two differ in one letter
    assert shorter & set(four_words.WORDS) == set()  # nor by one that was left out


def test_the_same_key_has_the_same_words_and_another_has_others(settings):
    first = four_words.of("a key")
    assert len(first.split()) == 4
    assert four_words.of("a key") == first
    assert len({four_words.of(str(number)) for number in range(2000)}) == 2000
    settings.LINK_KEY = "another"
    assert four_words.of("a key") != first


@pytest.mark.parametrize("typed", [WORDS, WORDS.upper(), " Acorn-basket,  CANDLE\n daffodil. "])
def test_words_are_read_in_any_case_and_with_anything_between_them(typed):
    assert four_words.read(typed) == WORDS


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("acorn basket candle", "Enter four words, with a space between them"),
        (f"{WORDS} acorn", "Enter four words, with a space between them"),
        ("1234", "Enter four words, with a space between them"),
        ("acorn baskit candle daffodil", "Check the spelling of “baskit”: it may be “basket”"),
        ("acorn qqqq candle daffodil", "Check the spelling of “qqqq”: it is not one of the words that we use"),
    ],
)
def test_what_cannot_be_the_words_is_refused_with_what_to_do(typed, problem):
    with pytest.raises(ValidationError) as refused:
        four_words.read(typed)
    assert refused.value.messages == [problem]


def test_an_answer_keeps_a_hash_of_its_words_and_not_the_words(survey):
    key = ids.random_key()
    response = responding.respond(
        survey=survey, question_set=ResponseFactory(survey=survey).question_set, answers={}, key=key
    )
    assert response.words == four_words.hashed(four_words.of(key))
    assert not any(word in response.words for word in four_words.of(key).split())


# --- The verb


def test_the_answers_and_every_comment_go_and_others_stay(response):
    other = Response.objects.exclude(pk=response.pk).get()
    assert withdrawing.withdraw(words=WORDS) == response.survey
    assert Response.objects.get() == other
    assert Comment.objects.get().response == other
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("words", ["basket acorn candle daffodil", "acorn basket candle dolphin"])
def test_other_words_and_another_order_find_nothing(response, words):
    with pytest.raises(withdrawing.WithdrawingRefused):
        withdrawing.withdraw(words=words)
    assert Response.objects.count() == 2


def test_words_work_once(response):
    withdrawing.withdraw(words=WORDS)
    with pytest.raises(withdrawing.WithdrawingRefused):
        withdrawing.withdraw(words=WORDS)


def test_words_that_two_were_given_withdraw_neither(response):
    ResponseFactory(survey=response.survey, words=response.words)
    with pytest.raises(withdrawing.WithdrawingRefused):
        withdrawing.withdraw(words=WORDS)
    assert Response.objects.count() == 3


def test_an_open_concern_stays_with_its_clock_and_of_a_closed_one_no_word_stays(response):
    comment = response.comments.get()
    waits = ConcernFactory(comment=comment)
    closed = ConcernFactory(comment=comment, closed=True, outcome="Ada was rung.")
    withdrawing.withdraw(words=WORDS)
    assert set(Concern.objects.values_list("pk", "comment", "state", "due_on", "outcome")) == {
        (waits.pk, None, "open", waits.due_on, ""),
        (closed.pk, None, "closed", closed.due_on, "Withdrawn by whoever wrote it"),
    }


def test_a_link_that_was_used_is_not_free_again(survey):
    invitation = InvitationFactory(answered=True)
    ResponseFactory(survey=invitation.survey, words=four_words.hashed(WORDS))
    withdrawing.withdraw(words=WORDS)
    invitation.refresh_from_db()
    assert invitation.answered


def test_where_the_form_knows_whose_they_were_their_own_link_is_free_again_and_works(client):
    mine, other = InvitationFactory.create_batch(2, survey=SurveyFactory(personal=True, anonymous=False), answered=True)
    ResponseFactory(survey=mine.survey, registration=mine.registration, words=four_words.hashed(WORDS))
    withdrawing.withdraw(words=WORDS)
    assert {each.pk: each.answered for each in mine.survey.invitations.all()} == {mine.pk: False, other.pk: True}

    Visitor(client).press(f"/answer/with/{links.token(mine)}/").send(**FIRST).send().send()
    assert Response.objects.get().registration == mine.registration


# --- Until when


@pytest.mark.parametrize(
    ("facts", "day"),
    [
        ({"closes_at": None}, None),
        ({"closes_at": timezone.make_aware(timezone.datetime(2026, 5, 1, 23))}, date(2026, 5, 15)),
        ({"closes_at": None, "withdraw_until": date(2026, 5, 9)}, date(2026, 5, 9)),
    ],
)
def test_the_last_day_is_the_stated_one_or_14_days_after_the_form_closes(facts, day):
    assert SurveyFactory.build(page=None, safety_lead=None, **facts).last_day_to_withdraw == day


def test_after_the_last_day_nothing_is_found_and_the_worker_destroys_the_hashes(response):
    """An answer to a form whose day is not over keeps its own."""
    survey, other = response.survey, ResponseFactory(survey__closes_at=None, words="another")
    last = timezone.make_aware(timezone.datetime.combine(survey.last_day_to_withdraw, timezone.datetime.max.time()))
    assert withdrawing.find(WORDS, last) == response
    retention.run(last)
    assert Response.objects.exclude(words="").count() == 2

    after = last + timedelta(minutes=1)
    with pytest.raises(withdrawing.WithdrawingRefused):
        withdrawing.find(WORDS, after)
    retention.run(after)
    assert Response.objects.exclude(words="").get() == other
    assert Response.objects.filter(survey=survey).count() == 2


def test_the_day_that_people_were_told_comes_no_earlier(survey):
    told = survey.last_day_to_withdraw
    with pytest.raises(ValidationError, match="people were told that they can withdraw until then"):
        surveying.change(survey=survey, by=UserFactory(), withdraw_until=told - timedelta(days=1))
    closed = surveying.change(survey=survey, by=UserFactory(), closes_at=timezone.now() + timedelta(days=1))
    assert closed.last_day_to_withdraw == closed.withdraw_until == told


def test_a_day_before_the_form_closes_is_refused():
    survey = SurveyFactory(coming=True)
    day = timezone.localdate(survey.closes_at) - timedelta(days=1)
    with pytest.raises(ValidationError, match="the day on which the form closes"):
        surveying.change(survey=survey, by=UserFactory(), withdraw_until=day)


# --- The pages


def words_on(visitor):
    """The four words on a confirmation, or None."""
    found = re.search(r'translate="no"><strong>([a-z ]*)</strong>', visitor.text)
    return found and found[1]


def test_the_confirmation_shows_four_words_also_when_it_is_opened_again(visitor):
    visitor.go(address_of(SurveyFactory())).send(**FIRST).send().send()
    words = words_on(visitor)
    assert words_on(visitor.go(visitor.address)) == words
    assert Response.objects.get().words == four_words.hashed(words)

    visitor.client.post("/withdraw/", {"words": words, "withdraw": "yes"})
    assert not Response.objects.exists()
    visitor.go(visitor.address)
    assert (visitor.page.status_code, words_on(visitor)) == (410, None)


def test_the_confirmation_shows_no_words_once_they_have_no_use(visitor):
    visitor.go(address_of(SurveyFactory())).send(**FIRST).send().send()
    Response.objects.update(words="")
    assert words_on(visitor.go(visitor.address)) is None


def test_the_page_promises_the_answers_to_the_form_and_not_that_we_know_nobody(client):
    text = client.get("/withdraw/").content.decode()
    assert "With the words you can take back your answers to the form." in text
    assert "everything that you sent us" not in text
    assert "We do not ask who you are" not in text


def test_the_page_shows_the_form_and_the_day_and_nothing_of_the_answers_then_withdraws(client, response):
    page = client.post("/withdraw/", {"words": WORDS.upper()})
    text = page.content.decode()
    assert "Tell us about the scanner" in text
    assert str(response.day.year) in text
    assert response.comments.get().text not in text
    assert response.public_id not in text
    assert Response.objects.count() == 2

    page = client.post("/withdraw/", {"words": WORDS, "withdraw": "yes"}, follow=True)
    assert page.request["PATH_INFO"] == f"/withdraw/{response.survey.public_id}/"
    assert "Your answers are withdrawn" in page.content.decode()
    assert response.survey.page.url in page.content.decode()
    assert Response.objects.count() == 1


def test_words_that_are_refused_stay_in_the_field_with_the_error_beside_it(client, response):
    text = client.post("/withdraw/", {"words": "acorn baskit candle daffodil"}).content.decode()
    assert "it may be “basket”" in text
    assert 'value="acorn baskit candle daffodil"' in text
    text = client.post("/withdraw/", {"words": "basket acorn candle daffodil", "withdraw": "yes"}).content.decode()
    assert "We have no answers with these words." in text


def test_guessing_is_limited(client, response):
    cache.clear()
    answers = [client.post("/withdraw/", {"words": "acorn"}).status_code for _each in range(31)]
    assert answers == [200] * 30 + [429]


def test_whoever_had_a_personal_link_is_told_that_it_is_used(client):
    survey = SurveyFactory(personal=True)
    text = client.get(f"/withdraw/{survey.public_id}/").content.decode()
    assert "Your personal link works once only." in text
    assert "Answer the form again" not in text


def test_whoever_is_known_by_their_link_is_told_that_it_works_again(client):
    survey = SurveyFactory(personal=True, anonymous=False)
    text = client.get(f"/withdraw/{survey.public_id}/").content.decode()
    assert "The link in the message that we sent you works again." in text
    assert "Your personal link works once only." not in text
    assert "Answer the form again" not in text


def test_a_form_says_until_when_answers_can_be_withdrawn(client, survey):
    survey.closes_at, survey.withdraw_until = timezone.now() + timedelta(days=2), date(2027, 3, 14)
    survey.save()
    text = client.get(survey.page.url).content.decode()
    assert "Sunday 14 March 2027" in text
    assert "We do not ask who you are; until that day your four words can withdraw your answers." in text
    assert 'href="/withdraw/"' in text


# --- The officer


@pytest.fixture
def officer(sign_in):
    return sign_in(roles.OFFICER)


def test_an_officer_withdraws_for_somebody_who_reads_the_words_out(officer, response):
    text = officer.post(at("withdraw"), {"words": WORDS}).content.decode()
    assert "Tell us about the scanner" in text
    assert f'name="words" value="{WORDS}"' in text
    assert response.comments.get().text not in text
    assert Response.objects.count() == 2

    officer.post(at("withdraw"), {"words": WORDS, "seen": WORDS})
    assert Response.objects.count() == 1
    what = f"answers to form {response.survey.public_id}, withdrawn by four words"
    assert logged() == [("erased", what, 1, "")]
    assert AccessLog.objects.get().subject == ""


def test_an_officer_who_changes_the_words_sees_first_whose_they_are(officer, response):
    text = officer.post(at("withdraw"), {"words": WORDS, "seen": "basket acorn candle daffodil"}).content.decode()
    assert "Withdraw the answers" in text
    assert Response.objects.count() == 2


def test_an_officer_is_told_that_words_are_not_known(officer):
    assert "We have no answers with these words." in officer.post(at("withdraw"), {"words": WORDS}).content.decode()


def test_without_the_right_the_page_does_not_open(sign_in, response):
    client = sign_in(roles.COMMENT_READER)
    client.post(at("withdraw"), {"words": WORDS, "seen": WORDS})
    assert Response.objects.count() == 2
