"""What the answers come to: counted by Polars, checked against counting by hand."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content import question_sets, versioning
from content.models import QuestionSet
from content.questions.rule import when_chosen
from feedback import analysis, codebook, frames
from feedback.models import EqualityAnswers
from tests.content.asked import AREA, CLEAR, DAY, FAIR, GRID, HOURS, KNOWN, LONG, PLACE, TRAVEL, only
from tests.factories.accounts import UserFactory
from tests.factories.content import option, questions
from tests.factories.feedback import CommentFactory, FeedbackPageFactory, ResponseFactory, SurveyFactory, every_kind

pytestmark = pytest.mark.django_db


def read(survey):
    book = codebook.of(survey)
    return book, frames.frame(survey, book)


def spread(survey, short_name):
    book, frame = read(survey)
    return analysis.distribution(frame, book.question(short_name))


def counts(distribution):
    return [(row.label, row.count) for row in distribution.rows]


def judged(survey, *standing):
    """The newest version, of which an officer says of what the meaning stood."""
    newest = survey.page.question_sets.order_by("version").last()
    versioning.judge(question_set=newest, standing=standing, by=UserFactory())


@pytest.fixture
def survey():
    """Five responses: enough to tell every kind of answer apart."""
    survey = SurveyFactory()
    for answers in (
        {"place": "hospital", "fair": "strongly_agree", "ease": 0, "help": ["bus"], "minutes": 0, "age": "old"},
        {"place": "hospital", "fair": "agree", "ease": 3, "help": ["bus", "evening"], "minutes": 39, "age": "old"},
        {"place": "elsewhere", "fair": "agree", "ease": 7, "help": ["none"], "minutes": 40, "age": "young"},
        {"place": "practice", "fair": "not_sure", "ease": 10, "minutes": 240},
        {"place": "hospital", "fair": "disagree", "ease": 10},
    ):
        ResponseFactory(survey=survey, answers=answers)
    return survey


def test_one_choice_has_a_row_for_every_answer_that_was_offered(survey):
    place = spread(survey, "place")
    assert counts(place) == [("In a hospital", 3), ("At a GP practice", 1), ("Somewhere else", 1)]
    assert (place.answered, place.missing, place.quartiles) == (5, 0, ())


def test_several_choices_count_people_and_know_which_answer_stands_alone(survey):
    help = spread(survey, "help")
    assert counts(help) == [("A bus", 2), ("Evenings", 1), ("None of these", 1)]
    assert [row.alone for row in help.rows] == [False, False, True]
    assert (help.answered, help.missing) == (3, 2)


def test_a_scale_has_quartiles_in_words_and_being_unsure_is_no_score(survey):
    fair = spread(survey, "fair")
    assert counts(fair)[0] == ("Strongly agree", 1)
    assert counts(fair)[-1] == ("I am not sure, or it does not apply to me", 1)
    assert fair.quartiles == ("Strongly agree", "Agree", "Agree")


def test_0_to_10_has_eleven_rows_and_quartiles(survey):
    ease = spread(survey, "ease")
    assert [row.count for row in ease.rows] == [1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 2]
    assert ease.quartiles == ("3", "7", "10 – Very easy")


def test_numbers_stand_in_bands_that_the_question_alone_decides(survey):
    minutes = spread(survey, "minutes")
    assert counts(minutes) == [("0 to 49", 3), ("50 to 99", 0), ("100 to 149", 0), ("150 to 199", 0), ("200 to 240", 1)]
    assert (minutes.answered, minutes.missing) == (4, 1)


def test_numbers_have_a_median_and_quartiles(survey):
    book, frame = read(survey)
    summary = analysis.number_summary(frame, book.question("minutes"))
    assert summary == {"lower": 39, "median": 40, "upper": 40, "least": 0, "most": 240}
    assert analysis.number_summary(frame.clear(), book.question("minutes")) is None


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
@given(st.integers(-50, 50) | st.none(), st.integers(0, 400) | st.none(), st.data())
def test_every_number_that_may_be_given_stands_in_exactly_one_band(low, width, data):
    high = None if width is None else (low or 0) + width
    bands = analysis.band_limits({"minimum": low, "maximum": high})
    number = data.draw(st.integers(-10_000 if low is None else low, 10_000 if high is None else high))
    inside = [
        (first, end) for first, end in bands if (first is None or first <= number) and (end is None or number < end)
    ]
    assert len(inside) == 1
    assert len(bands) <= 7


def test_weeks_run_from_the_first_to_the_last_with_none_left_out():
    survey = SurveyFactory()
    for day in (date(2026, 3, 30), date(2026, 4, 5), date(2026, 4, 13)):
        ResponseFactory(survey=survey, day=day)
    _book, frame = read(survey)
    assert analysis.weeks(frame) == [(date(2026, 3, 30), 2), (date(2026, 4, 6), 0), (date(2026, 4, 13), 1)]


def test_a_question_about_the_person_divides_the_others(survey):
    book, frame = read(survey)
    groups = analysis.cross_tab(frame, book, book.question("place"), book.question("age"))
    assert [(label, [row.count for row in group.rows]) for label, group in groups] == [
        ("Under 45", [0, 0, 1]),
        ("45 or over", [2, 0, 0]),
    ]


def test_no_other_question_divides_them(survey):
    book, frame = read(survey)
    with pytest.raises(ValueError, match="place is not a question about the person"):
        analysis.cross_tab(frame, book, book.question("age"), book.question("place"))


def about(*marked):
    """A page with five questions, of which those named are about the person."""
    kinds = {kind[1]: kind for kind in (PLACE, FAIR, CLEAR, KNOWN, TRAVEL)}
    return questions(*((kind, id, value | {"about_you": id in marked}) for kind, id, value in kinds.values()))


FIVE = ("place", "fair", "clear", "known", "travel")


def test_a_fifth_question_about_the_person_divides_nobody_whatever_a_page_says():
    survey = SurveyFactory(page__questions=about(*FIVE))  # as code writes it, past the editor's own rule
    ResponseFactory(survey=survey, answers={"place": "a", "travel": ["bus"]})
    book, frame = read(survey)
    assert [question.id for question in book.about_you] == ["place", "fair", "clear", "known"]
    with pytest.raises(ValueError, match="travel is not a question about the person"):
        analysis.cross_tab(frame, book, book.question("place"), book.question("travel"))


def test_what_only_an_older_version_marked_divides_nobody_any_more():
    survey = SurveyFactory(page__questions=about("place", "fair"))
    ResponseFactory(survey=survey, answers={"place": "a"})
    survey.page.questions = about("clear", "travel")
    survey.page.save()
    question_sets.current(survey.page)
    book, frame = read(survey)
    assert [question.id for question in book.about_you] == ["clear", "travel"]
    with pytest.raises(ValueError, match="place is not"):
        analysis.cross_tab(frame, book, book.question("clear"), book.question("place"))


def test_equality_questions_are_in_no_codebook_and_so_divide_nobody(survey):
    EqualityAnswers.objects.create(survey=survey, month=date(2026, 3, 1), answers={"sex": "female"})
    book, frame = read(survey)
    assert "sex" not in {question.short_name for question in book.questions}
    assert "sex" not in frame.columns


def test_what_is_held_is_spam_or_a_test_counts_nowhere(survey):
    for facts in ({"state": "held"}, {"state": "spam"}, {"is_test": True}):
        ResponseFactory(survey=survey, **facts)
    assert spread(survey, "place").answered == 5


def test_a_survey_without_responses_has_empty_distributions():
    survey = SurveyFactory()
    question_sets.current(survey.page)
    book, frame = read(survey)
    assert [(each.short_name, each.answered, each.missing) for each in analysis.distributions(frame, book)] == [
        (name, 0, 0) for name in ("place", "fair", "ease", "help", "minutes", "age")
    ]
    assert analysis.weeks(frame) == []


def test_a_negative_number_is_never_taken_for_no_answer():
    page = FeedbackPageFactory(questions=questions(("number", "n", {"question": "How many?", "short_name": "n"})))
    survey = SurveyFactory(page=page)
    for answers in ({"n": 1_000_000_000}, {"n": -9}, {"n": -1_000_000_000}, {}):
        ResponseFactory(survey=survey, answers=answers)
    assert counts(spread(survey, "n"))[-1] == ("1000 or more", 1)
    assert (spread(survey, "n").answered, spread(survey, "n").missing) == (3, 1)


# --- Versions


def versions():
    """A survey whose place gained an answer and lost another, whose scale went, and that asks a new question."""
    survey = SurveyFactory()
    ResponseFactory(survey=survey, answers={"place": "practice", "fair": "agree", "ease": 5})
    stream = every_kind().get_prep_value()
    stream[1]["value"]["options"][1] = option("van", "In a van")
    stream[2] = {"type": "short_text", "id": "new", "value": {"question": "Why?", "short_name": "fair"}}
    survey.page.questions = FeedbackPageFactory._meta.model._meta.get_field("questions").to_python(stream)
    survey.page.save()
    ResponseFactory(survey=survey, answers={"place": "van", "ease": 6})
    return survey


def test_a_question_of_which_an_officer_says_that_its_meaning_stood_is_joined():
    survey = versions()
    judged(survey, "place")
    assert counts(spread(survey, "place")) == [
        ("In a hospital", 0),
        ("In a van", 1),
        ("Somewhere else", 0),
        ("At a GP practice", 1),
    ]


def test_versions_of_a_question_stand_apart_as_long_as_nobody_says_that_the_meaning_stood():
    survey = versions()
    new, old = spread(survey, "place"), spread(survey, "place__2")
    assert (new.title, counts(new)) == (
        "Where was it?",
        [("In a hospital", 0), ("In a van", 1), ("Somewhere else", 0)],
    )
    assert (old.title, counts(old)) == (
        "Where was it? (until version 1)",
        [("In a hospital", 0), ("At a GP practice", 1), ("Somewhere else", 0)],
    )
    assert (new.asked, old.asked) == (1, 1)
    assert spread(survey, "ease").answered == 2


def test_words_and_what_is_not_counted_stand_apart_too():
    asked = questions(DAY, LONG)
    survey = SurveyFactory(page__questions=asked)
    CommentFactory(response__survey=survey, response__answers={"last": "2025-01-01"}, question="why", text="First.")
    stream = asked.get_prep_value()
    for block in stream:
        block["value"]["question"] += " Think again."
    survey.page.questions = stream
    survey.page.save()
    later = ResponseFactory(survey=survey, answers={"last": "2026-02-02"})
    CommentFactory(response=later, question="why", text="Second.")

    book = codebook.of(survey)
    ((coded, texts),) = frames.pieces_of(survey, book, unread=True)

    assert coded["last"].to_list() == [None, "2026-02-02"]
    assert coded["last__2"].to_list() == ["2025-01-01", None]
    assert texts == {"why since 2": ["", "Second."], "why": ["First.", ""]}


def test_who_was_given_another_version_is_not_missing_from_a_question():
    survey = versions()
    fair = spread(survey, "fair__2")  # the short name now belongs to another question
    assert (fair.title, fair.answered, fair.missing) == ("It was fair", 1, 0)


def test_a_question_that_hangs_on_another_answer_was_asked_of_those_to_whom_it_was_shown():
    survey = SurveyFactory()
    asked = question_sets.current(survey.page)
    definition = [
        each | {"when": when_chosen("place", "hospital")} if each["id"] == "ease" else each for each in asked.definition
    ]
    conditional = QuestionSet.objects.create(page=survey.page, version=9, digest="x", definition=definition)
    for answers in ({"place": "hospital", "ease": 4}, {"place": "hospital"}, {"place": "practice"}):
        ResponseFactory(survey=survey, question_set=conditional, answers=answers)
    ease = spread(survey, "ease")
    assert (ease.answered, ease.missing) == (1, 1)


# --- What was asked in each version


def version(page, number, *definition):
    return QuestionSet.objects.create(page=page, version=number, digest=f"{number}", definition=[*definition])


def test_a_question_was_asked_as_the_version_said_that_each_person_was_given():
    """It hung on another answer in one version only: neither the newest nor the oldest speaks for the others."""
    survey = SurveyFactory()
    choices = [{"id": each, "exclusive": False, "follow_up": False} for each in ("yes", "no")]
    facts = {"type": "single_choice", "optional": True, "about_you": False, "options": choices}
    first = {"id": "came", "short_name": "came", **facts}
    always = {"id": "again", "short_name": "again", **facts}
    hanging = always | {"when": when_chosen("came", "yes")}
    sets = [version(survey.page, number, first, each) for number, each in enumerate((always, hanging, always), start=1)]
    for question_set in sets:
        for came in ("yes", "no"):
            ResponseFactory(survey=survey, question_set=question_set, answers={"came": came})

    book = codebook.of(survey)
    frame = frames.frame(survey, book)
    assert frame["again"].to_list() == [-9, -9, -9, -7, -9, -9]


# --- The types that came later


def asked(*answers, of):
    """A survey that asks some questions, with these answers."""
    survey = SurveyFactory(page__questions=questions(*of))
    for each in answers:
        ResponseFactory(survey=survey, answers=each)
    return survey


def test_prefer_not_to_say_is_no_missing_answer_and_has_no_place_in_an_order():
    survey = asked({"known": "yes"}, {"known": "prefer_not"}, {}, of=[KNOWN])
    known = spread(survey, "known")
    assert [(row.code, row.label, row.count) for row in known.rows] == [
        (1, "Yes", 1),
        (2, "No", 0),
        (3, "I am not sure", 0),
        (-8, "Prefer not to say", 1),
    ]
    assert (known.answered, known.missing, known.quartiles) == (2, 1, ())


def test_each_statement_of_a_grid_has_a_distribution():
    survey = asked({"care.heard": "agree", "care.told": "not_sure"}, {"care.heard": "agree"}, of=[GRID])
    assert [(each.title, each.answered, each.missing) for each in analysis.distributions(*reversed(read(survey)))] == [
        ("Staff listened", 2, 0),
        ("I knew what was next", 1, 1),
    ]


def test_numbers_with_a_point_are_counted_in_bands_and_keep_their_point():
    survey = asked({"hours": 0}, {"hours": 0.5}, {"hours": 9.75}, {"hours": 12.25}, of=[HOURS])
    book, frame = read(survey)
    hours = book.question("hours")
    assert counts(analysis.distribution(frame, hours))[:3] == [
        ("0 to less than 1", 2),
        ("1 to less than 10", 1),
        ("10 to less than 100", 1),
    ]
    assert analysis.number_summary(frame, hours) == {
        "lower": 0.5,
        "median": 9.75,
        "upper": 9.75,
        "least": 0.0,
        "most": 12.25,
    }


def test_a_date_and_an_area_are_kept_but_never_counted():
    survey = asked({"last": "2026-03-31", "area": "M13"}, of=[DAY, AREA, CLEAR])
    book, frame = read(survey)
    assert [question.short_name for question in book.closed] == ["clear"]
    assert frame.select("last", "area").rows() == [("2026-03-31", "M13")]


def test_a_condition_of_one_version_says_nothing_of_another():
    survey = asked(
        {"place": "b", "fair": "agree"}, of=[PLACE, only(FAIR, {"question": "place", "answer": "Elsewhere"})]
    )
    survey.page.questions = questions(PLACE, FAIR)
    survey.page.save()
    ResponseFactory(survey=survey, answers={"place": "a"})
    fair = spread(survey, "fair")
    assert (fair.answered, fair.missing) == (1, 1)
