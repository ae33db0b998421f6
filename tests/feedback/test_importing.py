"""A file of answers comes in whole or not at all, by codes or in words; mistakes are told by row and column."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import retention
from events import sheets
from feedback import codebook, exports, frames, importing, responding
from feedback.models import AnswersFile, Comment, Response
from tests.content.asked import ALL, FAIR, PLACE, only
from tests.factories.accounts import UserFactory
from tests.factories.content import questions
from tests.factories.feedback import CommentFactory, ResponseFactory, SurveyFactory
from tests.feedback.cms import at, logged, read

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
HEADER = ["place", "fair", "ease", "help_1", "help_2", "help_3", "minutes", "change", "age", "may_quote", "language"]


@pytest.fixture
def survey():
    return SurveyFactory()


def upload(header, *rows, name="answers.csv"):
    text = StringIO()
    csv.writer(text).writerows([header, *rows])
    return SimpleUploadedFile(name, text.getvalue().encode())


def brought(survey, file, day=None):
    return importing.bring_in(
        survey=survey,
        sheet=sheets.read(file, importing.ANSWERS),
        file_name=file.name,
        digest=importing.digest_of(file),
        day=day or TODAY(),
        by=UserFactory(officer=True),
    )


def taken(survey, file):
    file = brought(survey, file)
    importing.start(file=file, by=file.by)
    importing.take_in.call(file.public_id)
    file.refresh_from_db()
    return file


def faults(survey, header, *rows):
    file = brought(survey, upload(header, *rows))
    return [(fault.row, fault.column, fault.problem) for fault in importing.plan(file).faults]


def test_codes_and_words_of_answers_are_read_and_codes_for_none(survey):
    file = taken(
        survey,
        upload(
            HEADER,
            ["1", "2", "7", "1", "0", "0", "30", "More seats.", "2", "1", "cy"],
            ["at a gp PRACTICE", "Agree", "-9", "-9", "-9", "-9", "-9", "", "45 or over", "no", "English"],
        ),
    )
    assert (file.taken, file.rows, file.status) == (2, [], "done")
    assert list(Response.objects.values_list("answers", "day", "language", "channel", "may_quote", "state")) == [
        (
            {"place": "hospital", "fair": "agree", "ease": 7, "help": ["bus"], "minutes": 30, "age": "old"},
            TODAY(),
            "cy",
            "import",
            True,
            "received",
        ),
        ({"place": "practice", "fair": "agree", "age": "old"}, TODAY(), "en", "import", False, "received"),
    ]
    assert list(Comment.objects.values_list("text", "short_name", "state")) == [("More seats.", "change", "unread")]


def test_several_answers_may_stand_in_one_column_and_labels_alone_are_enough(survey):
    taken(survey, upload(["place_label", "help"], ["Somewhere else", "A bus; Evenings"], ["In a hospital", "3"]))
    assert list(Response.objects.values_list("answers", flat=True)) == [
        {"place": "elsewhere", "help": ["bus", "evening"]},
        {"place": "hospital", "help": ["none"]},
    ]


def test_every_mistake_is_told_by_row_and_column(survey):
    header = ["place", "fair", "help_1", "help_3", "minutes", "day", "may_quote"]
    tomorrow, before = TODAY() + timedelta(days=1), timezone.localdate(survey.opens_at) - timedelta(days=1)
    assert faults(
        survey,
        header,
        ["4", "1", "1", "1", "500", TODAY().isoformat(), "maybe"],
        ["1", "1", "1", "0", "5", tomorrow.isoformat(), ""],
        ["1", "1", "", "", "", before.isoformat(), ""],
    ) == [
        (2, "place", "Enter one of these: 1 (In a hospital), 2 (At a GP practice), 3 (Somewhere else)"),
        (2, "help", "Select the answers that apply, or select “None of these”"),
        (2, "minutes", "Your answer to “How many minutes did it take?” must be 240 or less"),
        (2, "may_quote", "write yes or no"),
        (3, "day", "this day is still to come"),
        (4, "day", f"Enter a day on or after {importing.entering.moments.day(survey.opens_at)}, when the form opened."),
    ]


def test_columns_without_a_question_and_columns_of_one_name_are_told(survey):
    assert faults(survey, ["a", "b"], ["1", "2"]) == [(1, "", "No column has the short name of a question.")]
    assert faults(survey, ["place", "Place"], ["1", "2"]) == [
        (1, "Place", "Two columns have this name. Delete one of them.")
    ]
    reading = importing.plan(brought(survey, upload(["place", "shoe size", "response"], ["1", "43", "x"])))
    assert reading.ignored == ["shoe size"]
    assert reading.absent[:2] == ["Where was that?", "It was fair"]


def test_a_file_with_a_mistake_is_not_taken_in_at_all(survey):
    file = brought(survey, upload(["place", "ease"], ["1", "3"], ["9", "3"]))
    with pytest.raises(ValidationError, match="nothing of it can be taken in"):
        importing.start(file=file, by=file.by)
    assert Response.objects.count() == 0


def test_the_same_file_twice_is_the_same_answers(survey):
    rows = ["1", "3"], ["1", "3"]  # two people who answered alike
    assert taken(survey, upload(["place", "ease"], *rows)).taken == 2
    again = brought(survey, upload(["place", "ease"], *rows, name="renamed.csv"))
    assert importing.known(again) == 2
    importing.start(file=again, by=again.by)
    importing.take_in.call(again.public_id)
    assert Response.objects.count() == 2


def test_how_they_came_is_counted_apart_where_we_know_whom_an_anonymous_form_asked():
    survey = SurveyFactory(personal=True)
    rows = ["1", "3"], ["2", "3"]
    taken(survey, upload(["place", "ease"], *rows))
    assert taken(survey, upload(["place", "ease"], *rows, name="renamed.csv")).taken == 0
    survey.refresh_from_db()
    assert survey.came_by == {"import": 2}
    assert list(Response.objects.values_list("channel", flat=True)) == ["web", "web"]
    assert not Response.objects.filter(words="").exists()


def test_elsewhere_it_stands_beside_them_and_no_words_withdraw_them(survey):
    taken(survey, upload(["place", "ease"], ["1", "3"]))
    survey.refresh_from_db()
    assert (survey.came_by, list(Response.objects.values_list("channel", "words"))) == ({}, [("import", "")])


def test_what_conditions_hide_is_left_out_and_counted():
    survey = SurveyFactory(
        page__questions=questions(PLACE, only(FAIR, {"question": "place", "answer": "At home"})), safety_lead=None
    )
    file = brought(survey, upload(["place", "fair"], ["1", "1"], ["2", "1"], ["2", "-7"]))
    assert importing.plan(file).hidden == 1
    importing.start(file=file, by=file.by)
    assert list(Response.objects.values_list("answers", flat=True)) == [
        {"place": "a", "fair": "strongly_agree"},
        {"place": "b"},
        {"place": "b"},
    ]


def test_a_formula_is_a_text_and_what_was_made_harmless_comes_back_as_it_was(survey):
    taken(survey, upload(["place", "change"], ["1", "'=1+1"], ["1", "=2+2"]))
    assert list(Comment.objects.values_list("text", flat=True)) == ["=1+1", "=2+2"]


def test_what_stands_in_a_download_where_words_may_not_is_no_answer(survey):
    taken(survey, upload(["place", "change"], ["1", "[NOT READ YET]"], ["1", "[WITHHELD]"]))
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_download_of_a_form_comes_in_with_the_same_counts(kind):
    survey = SurveyFactory(page__questions=questions(*ALL))
    given = [
        {"travel": ["bus", "else"], "place": "a", "fair": "agree", "ease": 0, "minutes": 12, "known": "prefer_not"},
        {"travel": ["none"], "clear": 5, "care.heard": "not_sure", "hours": 1.25, "last": "2026-01-31", "area": "M13"},
        {"place": "b", "ease": 10, "care.told": "agree", "minutes": 0, "known": "not_sure"},
    ]
    for answers in given:
        CommentFactory(
            response=ResponseFactory(survey=survey, answers=answers), question="why", short_name="why", state="clear"
        )
    file = BytesIO()
    getattr(exports, f"write_{kind}")(survey, file)
    other = SurveyFactory(page__questions=questions(*ALL))
    taken(other, SimpleUploadedFile(f"answers.{kind}", file.getvalue()))
    assert counts(other) == counts(survey)
    assert texts(other) == texts(survey)


def counts(survey):
    frame = frames.frame(survey, codebook.of(survey))
    return frame.drop("response", "channel").sort(frame.columns[6:]).to_dicts()


def texts(survey):
    return sorted(Comment.objects.filter(response__survey=survey).values_list("question", "text"))


# --- Who, when, and how long


def test_a_form_that_is_not_anonymous_takes_answers_one_at_a_time():
    survey = SurveyFactory(personal=True, anonymous=False)
    with pytest.raises(responding.RespondingRefused, match="one at a time"):
        brought(survey, upload(["place"], ["1"]))


def test_a_day_outside_the_dates_of_the_form_is_refused(survey):
    with pytest.raises(ValidationError) as refused:
        brought(survey, upload(["place", "ease"], ["1", "2"]), day=TODAY() - timedelta(days=9))
    assert list(refused.value.message_dict) == ["day"]


def test_a_file_whose_task_died_is_given_to_the_worker_again(survey, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    file = brought(survey, upload(["place", "ease"], ["1", "2"]))
    importing.start(file=file, by=file.by)
    importing.resume()
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.all().delete()
    importing.resume()
    assert DBTaskResult.objects.get().args_kwargs["args"] == [file.public_id]
    assert importing.take_in.call(file.public_id) == 1
    assert importing.take_in.call(file.public_id) == 0
    assert Response.objects.count() == 1


def test_a_file_is_kept_for_7_days(survey):
    file = brought(survey, upload(["place", "ease"], ["1", "2"]))
    assert list(importing.out_of_time(file.created_at + timedelta(days=6))) == []
    assert list(importing.out_of_time(file.created_at + timedelta(days=7))) == [file]
    assert "files of answers, 7 days" in retention.rules


def test_an_officer_brings_in_a_file_sees_what_is_wrong_mends_it_and_takes_it_in(officer, survey):
    wrong = officer.post(at("import", survey.page_id), {"file": upload(["place", "x"], ["9", ""]), "day": "2/2/2020"})
    assert "Enter a day on or after" in wrong.content.decode()
    day = f"{TODAY():%d/%m/%Y}"
    officer.post(at("import", survey.page_id), {"file": upload(["place", "x"], ["9", "1"]), "day": day})
    text = read(officer, at("file", AnswersFile.objects.get().public_id))
    assert "<td>2</td><td>place</td><td>Enter one of these: 1 (In a hospital)" in text
    assert "Take in all of it" not in text
    assert "Delete this file now" in text
    officer.post(at("forget_file", AnswersFile.objects.get().public_id))
    officer.post(at("import", survey.page_id), {"file": upload(["place", "x"], ["1", "1"]), "day": day})
    file = AnswersFile.objects.get()
    text = read(officer, at("file", file.public_id))
    assert "1 row can be taken in." in text
    assert "<li>x</li>" in text
    officer.post(at("file", file.public_id))
    assert "1 answer was taken in." in read(officer, at("file", file.public_id))
    assert Response.objects.get().answers == {"place": "hospital"}
    assert [line[:3] for line in logged()][-4:] == [
        ("changed", f"file {file.public_id} brought in for form {survey.public_id}", 1),
        ("viewed", f"file {file.public_id} of form {survey.public_id}", 1),
        ("changed", f"file {file.public_id} taken in for form {survey.public_id}", 1),
        ("viewed", f"file {file.public_id} of form {survey.public_id}", 0),
    ]


def test_nobody_else_does(bystander, survey):
    file = brought(survey, upload(["place", "ease"], ["1", "2"]))
    for address in (at("import", survey.page_id), at("file", file.public_id)):
        assert bystander.get(address).status_code == 302
    for address in (at("file", file.public_id), at("forget_file", file.public_id)):
        assert bystander.post(address).status_code == 302
    assert (Response.objects.count(), AnswersFile.objects.count()) == (0, 1)
