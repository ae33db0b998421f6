"""The equality questions: who is asked what, that the answers stand apart from everything, and the totals."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from content.ids import random_key
from content.models import Draft
from content.questions import every
from feedback import equality, equality_lists, equality_questions, four_words
from feedback.models import EqualityAnswers, EqualityTotals, EqualityWaiting, Response, Survey
from home import roles
from mailing import ticks
from tests.factories.content import easy_read
from tests.factories.feedback import SurveyFactory
from tests.feedback.cms import at, logged, read
from tests.feedback.test_answering import FIRST, Visitor, address_of
from tests.feedback.test_withdrawing import words_on

pytestmark = pytest.mark.django_db
ORDER = [
    *("age", "sex", "gender", "orientation", "condition", "limited", "areas", "ethnic_group"),
    *("ethnic_white", "ethnic_mixed", "ethnic_asian", "ethnic_black", "ethnic_other"),
    *("religion", "partnership", "care", "pregnancy"),
]


@pytest.fixture
def survey():
    return SurveyFactory(asks_equality=True)


@pytest.fixture
def visitor(client, survey):
    """Somebody who has just sent their answers."""
    return Visitor(client).go(address_of(survey)).send(**FIRST).send().send()


def opened(survey):
    """What waits, as a list."""
    return [each for row in EqualityWaiting.objects.filter(survey=survey) for each in equality.opened(row).values()]


def keep(survey, number, at=None, **answers):
    for _each in range(number):
        equality.keep(survey=survey, answers=answers, key=random_key(), at=at)


# --- What is asked


def test_the_questions_stand_in_their_order_and_each_can_be_refused_and_left_out():
    questions = list(every(equality_questions.DEFINITION))
    assert [question["id"] for question in questions] == ORDER
    assert {(question["optional"], question["prefer_not"]) for question in questions} == {(True, True)}


def test_there_are_19_ethnic_groups():
    assert sum(len(each()) for each in equality_lists.BACKGROUNDS.values()) == 19


def test_every_list_names_its_source():
    lists = [*vars(equality_lists).values(), *equality_lists.BACKGROUNDS.values()]
    assert all(each.source for each in lists if hasattr(each, "source"))


# --- Between the answers and their confirmation


def test_the_answers_are_kept_before_anybody_is_asked(visitor):
    assert visitor.heading.endswith("Do you want to answer the equality questions?")
    assert "can never be compared with other answers" in visitor.text
    assert "checked" not in visitor.text
    assert Response.objects.get().answers["place"] == "hospital"


def test_all_of_them_can_be_skipped(visitor):
    visitor.send(want="no")
    assert visitor.heading == "Thank you for your answers"
    assert words_on(visitor)
    assert not EqualityWaiting.objects.exists()


def test_what_is_refused_what_is_left_out_and_what_is_not_asked_are_three_things(visitor, survey):
    visitor.send(want="yes")
    assert visitor.heading.endswith("How old are you? (optional)")
    visitor.send(age="45_54").send(sex="prefer_not").send()
    assert visitor.heading.endswith("Which of the following best describes your sexual orientation? (optional)")
    visitor.send().send(condition="no").send(ethnic_group="white").send(ethnic_white="roma")
    visitor.send(religion="none").send(partnership="married").send(care="9")
    assert opened(survey) == []
    visitor.send(pregnancy="no")

    assert visitor.heading == "Thank you for your answers"
    assert words_on(visitor)
    assert opened(survey) == [
        {
            **{"age": "45_54", "sex": "prefer_not", "gender": None, "orientation": None, "condition": "no"},
            **{"ethnic_group": "white", "ethnic_white": "roma", "religion": "none", "partnership": "married"},
            **{"care": "9", "pregnancy": "no"},
        }
    ]


def test_the_four_words_are_shown_on_the_next_page_so_that_whoever_stops_there_has_them(visitor):
    words = words_on(visitor)
    assert Response.objects.get().words == four_words.hashed(words)
    visitor.send(want="yes")
    assert words_on(visitor) is None
    for _page in range(10):
        visitor.send()
    assert words_on(visitor) == words


def test_no_page_offers_to_save_them_for_another_device(visitor):
    assert "Save and come back later" not in visitor.text
    visitor.send(want="yes")
    assert visitor.heading.endswith("How old are you? (optional)")
    assert "Save and come back later" not in visitor.text


def test_who_is_under_16_is_not_asked_what_is_for_people_of_16_or_over(visitor, survey):
    visitor.send(want="yes").send(age="under_16").send()
    assert visitor.heading.startswith(survey.page.title)
    assert "Do you have any physical or mental health conditions" in visitor.heading


def test_what_was_chosen_is_there_when_somebody_goes_back_and_a_change_of_mind_counts(visitor, survey):
    visitor.send(want="yes").send(age="45_54")
    visitor.go(visitor.link("nhsuk-back-link"))
    assert visitor.page.context["form"]["age"].value() == "45_54"
    visitor.send(age="under_16")
    for _page in range(6):
        visitor.send()
    assert (visitor.heading, opened(survey)[0]["age"]) == ("Thank you for your answers", "under_16")


def test_whoever_comes_back_after_the_last_page_finds_the_confirmation(visitor, survey):
    visitor.send(want="yes")
    first = visitor.address
    for _page in range(10):
        visitor.send()
    assert visitor.go(first).heading == "Thank you for your answers"
    assert len(opened(survey)) == 1


def test_the_same_answers_sent_twice_wait_once(survey):
    for age in ("45_54", "85"):
        equality.keep(survey=survey, answers={"age": age}, key="a key")
    assert [each["age"] for each in opened(survey)] == ["85"]


def test_whoever_stops_on_the_way_has_sent_none_of_them(visitor):
    visitor.send(want="yes").send(age="45_54")
    assert not EqualityWaiting.objects.exists()
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("begun_in", "sent_in"), [("/cy", "/cy"), ("/cy", ""), ("", "/cy")])
def test_a_change_of_language_on_the_way_loses_nothing(client, survey_in_welsh, begun_in, sent_in):
    survey = survey_in_welsh
    Survey.objects.update(asks_equality=True)
    visitor = Visitor(client).go(begun_in + address_of(survey)).send(**FIRST).send().send()
    visitor.send(want="yes").send(age="under_16")
    visitor.keep_cookies_for(sent_in + address_of(survey, "equality"))
    visitor.go(sent_in + visitor.address.removeprefix(begun_in))
    for _page in range(6):
        visitor.send()
    assert visitor.page.request["PATH_INFO"] == f"{sent_in}{address_of(survey, 'done')}"
    assert [each["age"] for each in opened(survey)] == ["under_16"]


def test_each_page_is_read_in_another_language_and_what_was_typed_there_is_not_taken_for_sent(client, survey_in_welsh):
    Survey.objects.update(asks_equality=True)
    visitor = Visitor(client).go(address_of(survey_in_welsh)).send(**FIRST).send().send()
    visitor.send(read="cy", want="yes")
    assert visitor.page.request["PATH_INFO"] == f"/cy{address_of(survey_in_welsh, 'equality/ask')}"
    assert (visitor.page.context["form"]["want"].value(), visitor.page.context["form"].errors) == ("yes", {})
    visitor.send(want="yes").send(read="en", age="under_16")
    assert visitor.page.request["PATH_INFO"] == address_of(survey_in_welsh, "equality/1")
    assert visitor.heading.endswith("How old are you? (optional)")
    assert visitor.page.context["form"]["age"].value() == "under_16"

    visitor.send(age="45_54")
    visitor.go(visitor.link("nhsuk-back-link"))
    assert visitor.page.context["form"]["age"].value() == "45_54"
    assert opened(survey_in_welsh) == []


def test_there_is_no_other_way_to_read_them_than_another_language(client, survey_in_welsh):
    page = survey_in_welsh.page
    page.easy_read = easy_read(("page", "Your last test", {"title": "Your test"}))
    page.save_revision().publish()
    Survey.objects.update(asks_equality=True)
    visitor = Visitor(client).go(address_of(survey_in_welsh)).send(**FIRST).send().send()
    assert [reading.value for reading in visitor.page.context["journey"].readings] == ["cy"]
    visitor.send(read="easy_read", want="yes")
    assert visitor.heading.endswith("Do you want to answer the equality questions?")


def test_what_was_chosen_cannot_be_read_in_the_cookie(visitor):
    visitor.send(want="yes").send(age="45_54")
    cookies = [cookie.value for name, cookie in visitor.client.cookies.items() if name.startswith("equality-")]
    assert cookies
    assert "45_54" not in "".join(cookies)


def test_nobody_is_asked_who_has_not_just_answered(client, survey):
    assert client.get(f"/answer/{survey.public_id}/equality/ask/").status_code == 410
    assert client.post(f"/answer/{survey.public_id}/equality/ask/", {"want": "yes"}).status_code == 410
    assert client.get(f"/answer/{survey.public_id}/equality/ask/?draft=12345678").status_code == 410


def test_a_form_that_does_not_ask_them_goes_straight_to_the_confirmation(client):
    survey = SurveyFactory()
    visitor = Visitor(client).go(address_of(survey)).send(**FIRST).send().send()
    assert visitor.heading == "Thank you for your answers"
    assert client.get(f"/answer/{survey.public_id}/equality/ask/").status_code == 410


def test_a_form_says_before_it_starts_that_they_come(client, survey):
    assert "At the end we ask equality questions." in client.get(survey.page.url).content.decode()


# --- Where they wait


def test_they_wait_sealed_in_one_row_for_each_form_and_month(survey):
    keep(survey, 3, age="45_54")
    row = EqualityWaiting.objects.get()
    assert (row.survey, row.month) == (survey, timezone.localdate().replace(day=1))
    assert "45_54" not in row.sealed
    assert len(opened(survey)) == 3


def test_ten_are_written_together_in_an_order_of_chance(survey):
    for place in range(9):
        keep(survey, 1, partnership="never" if place % 2 else "married")
    equality.write_due()
    assert not EqualityAnswers.objects.exists()
    keep(survey, 31, age="85")
    equality.write_due()
    written = list(EqualityAnswers.objects.order_by("pk"))
    assert (len(written), EqualityWaiting.objects.count()) == (40, 0)
    assert [each.answers["age"] for each in written] != [None] * 9 + ["85"] * 31


def test_fewer_are_written_when_their_month_is_over(survey):
    keep(survey, 2, at=timezone.make_aware(datetime(2026, 5, 31, 23)), age="85")
    equality.write_due(timezone.make_aware(datetime(2026, 5, 31, 23, 59)))
    assert not EqualityAnswers.objects.exists()
    equality.write_due(timezone.make_aware(datetime(2026, 6, 1)))
    assert list(EqualityAnswers.objects.values_list("month", flat=True)) == [date(2026, 5, 1)] * 2
    assert not EqualityWaiting.objects.exists()


def test_the_worker_writes_them():
    assert ticks.jobs["write equality answers together"].function is equality.write_due


# --- The totals


def shown(survey, name):
    """{answer: people} of one question in the totals."""
    table = next(each for each in EqualityTotals.objects.get(survey=survey).tables if each["short_name"] == name)
    return {row["label"]: row["count"] for row in table["rows"]} | {None: table["missing"]}


def test_totals_are_protected_and_of_everybody(survey):
    keep(survey, 22, age="45_54", condition="yes", limited="a_lot", areas=["hearing", "memory"])
    keep(survey, 11, age="prefer_not", condition="no")
    keep(survey, 2, age="85")
    equality.write_due()
    age = shown(survey, "age")
    assert (age["45 to 54"], age["85 or over"], age["Prefer not to say"], age["16 or 17"]) == (20, None, 10, 0)
    assert shown(survey, "limited") == {
        **{"Yes, a lot": 20, "Yes, a little": 0, "Not at all": 0, "Prefer not to say": 0, None: 15}
    }
    assert shown(survey, "areas")["Memory"] == 20


def test_there_are_none_before_ten_people_have_answered(survey):
    keep(survey, 9, at=timezone.now() - timedelta(days=40), age="85")
    equality.write_due()
    assert EqualityAnswers.objects.count() == 9
    assert not EqualityTotals.objects.exists()


def test_they_change_when_ten_more_have_answered_and_not_before(survey):
    last_month = timezone.now() - timedelta(days=40)
    keep(survey, 20, at=last_month, age="85")
    equality.write_due()
    keep(survey, 9, at=last_month, age="45_54")
    equality.write_due()
    assert (EqualityAnswers.objects.count(), EqualityTotals.objects.get().counted) == (29, 20)
    keep(survey, 1, at=last_month, age="45_54")
    equality.write_due()
    assert EqualityTotals.objects.get().counted == 30


# --- The officer


@pytest.fixture
def totals(survey):
    keep(survey, 22, age="45_54", religion="sikh")
    keep(survey, 3, age="85")
    equality.write_due()
    return EqualityTotals.objects.get()


def test_an_officer_sees_totals_and_takes_them_away_with_a_reason(sign_in, survey, totals):
    officer = sign_in(roles.OFFICER)
    text = read(officer, at("equality", survey.page_id))
    assert "Equality answers can never be compared with other answers." in text
    assert "About 25 people answered." in text
    assert "45 to 54" in text

    file = officer.post(at("equality_export", survey.page_id), {"file_format": "csv", "reason": "A report"})
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert "How old are you?,6,45 to 54,20" in lines
    assert "How old are you?,10,85 or over,*" in lines
    assert "How old are you?,-8,Prefer not to say,0" in lines
    assert 'What is your religion?,-9,"No answer, or not asked",*' in lines
    what = f"totals of equality answers to form {survey.public_id}"
    assert logged() == [("exported", what, len(lines) - 1, "A report")]


def test_the_results_lead_to_the_totals_and_hold_none(sign_in, survey, totals):
    text = read(sign_in(roles.OFFICER), at("form", survey.page_id))
    assert at("equality", survey.page_id) in text
    assert "45 to 54" not in text


@pytest.mark.parametrize("page", ["equality", "equality_export"])
def test_without_the_right_nobody_sees_them(sign_in, survey, totals, page):
    response = sign_in(roles.COMMENT_READER).get(at(page, survey.page_id), follow=True)
    assert "45 to 54" not in response.content.decode()
    assert "Equality answers can never" not in response.content.decode()


def test_a_form_that_nobody_answered_says_so(sign_in, survey):
    assert "before 10 people have answered" in read(sign_in(roles.OFFICER), at("equality", survey.page_id))


def test_the_facts_of_a_form_say_beside_it_what_it_means(sign_in, survey):
    assert "Equality answers can never be compared" in read(sign_in(roles.OFFICER), at("change", survey.page_id))
