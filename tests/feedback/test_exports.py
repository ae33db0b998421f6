"""Responses as files: complete, stable, and harmless to open."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest

from content import question_sets
from feedback import codebook, exports
from tests.factories.feedback import CommentFactory, ConcernFactory, ResponseFactory, SurveyFactory

pytestmark = pytest.mark.django_db
COLUMNS = [
    *("response", "day", "language", "channel", "may_quote", "place", "place_label", "place_3_text"),
    *(
        "fair",
        "fair_label",
        "ease",
        "help_1",
        "help_2",
        "help_3",
        "help_label",
        "minutes",
        "change",
        "age",
        "age_label",
    ),
]
DANGEROUS = ["=1+1", "+44 7700 900982", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠1"]


def written(survey, *, unread=True):
    file = BytesIO()
    exports.write_csv(survey, file, unread=unread)
    return file.getvalue()


def rows_of(survey, *, unread=True):
    return list(csv.DictReader(StringIO(written(survey, unread=unread).decode("utf-8-sig"), newline="")))


def sheets_of(survey, *, unread=True):
    file = BytesIO()
    exports.write_xlsx(survey, file, unread=unread)
    return openpyxl.load_workbook(file)


def cells(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.fixture
def survey():
    survey = SurveyFactory()
    full = ResponseFactory(
        survey=survey,
        may_quote=True,
        answers={
            "place": "elsewhere",
            "fair": "agree",
            "ease": 7,
            "help": ["bus", "evening"],
            "minutes": 40,
            "age": "old",
        },
    )
    CommentFactory(response=full, text="More buses, and\n“later” ones.")
    CommentFactory(response=full, question="place.elsewhere.follow_up", short_name="place_3_text", text="At home")
    ResponseFactory(survey=survey, answers={"place": "hospital", "fair": "not_sure", "ease": 0})
    return survey


def test_a_row_for_each_response_with_codes_labels_and_words(survey):
    first, second = rows_of(survey)
    assert list(first) == COLUMNS
    assert list(first.values())[2:] == (
        ["en", "web", "1", "3", "Somewhere else", "At home", "2", "Agree", "7"]
        + ["1", "1", "0", "A bus; Evenings", "40", "More buses, and\n“later” ones.", "2", "45 or over"]
    )
    assert list(second.values())[2:] == (
        ["en", "web", "0", "1", "In a hospital", "", "6", "I am not sure, or it does not apply to me", "0"]
        + ["-9", "-9", "-9", "", "-9", "", "-9", ""]
    )


def test_csv_is_utf_8_with_a_mark_and_lines_as_rfc_4180_wants_them(survey):
    text = written(survey).decode()
    assert text.startswith("\ufeffresponse,day,")
    assert text.count("\r\n") == 3


def test_columns_do_not_depend_on_the_answers():
    survey = SurveyFactory()
    question_sets.current(survey.page)
    assert written(survey).decode() == "\ufeff" + ",".join(COLUMNS) + "\r\n"
    codes = cells(sheets_of(survey)["Codebook"])
    assert codes[1] == ["place", "Where was it?", "single_choice", "1", 1, "In a hospital", 0]


def test_a_question_of_another_version_was_not_asked(survey):
    survey.page.questions = [block for block in survey.page.questions.get_prep_value() if block["id"] != "minutes"]
    survey.page.save()
    ResponseFactory(survey=survey, answers={"place": "hospital"})
    assert [row["minutes"] for row in rows_of(survey)] == ["40", "-9", "-7"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_nothing_that_people_wrote_becomes_a_formula(text):
    survey = SurveyFactory()
    CommentFactory(response=ResponseFactory(survey=survey), text=text)

    (row,) = rows_of(survey)
    (_header, cell) = [row[COLUMNS.index("change")] for row in sheets_of(survey)["Responses"].iter_rows()]

    assert row["change"] == f"'{text}"
    assert (cell.data_type, cell.value.replace("_x000D_", "\r")) == ("s", text)


def test_nor_does_anything_that_an_officer_wrote():
    survey = SurveyFactory()
    stream = survey.page.questions.get_prep_value()
    stream[1]["value"]["question"], stream[1]["value"]["options"][0]["value"]["label"] = "=2+2", "-1"
    survey.page.questions = stream
    survey.page.save()
    ResponseFactory(survey=survey)

    assert rows_of(survey)[0]["place_label"] == "'-1"
    assert "'=2+2" in "".join(exports.codebook_csv(survey))
    assert {cell.data_type for row in sheets_of(survey)["Codebook"].iter_rows() for cell in row} == {"s", "n"}


def test_control_characters_are_taken_out_and_kill_nothing():
    survey = SurveyFactory()
    CommentFactory(response=ResponseFactory(survey=survey), text="a\x07b\x0bc\x1fd")
    assert rows_of(survey)[0]["change"] == "abcd"
    assert cells(sheets_of(survey)["Responses"])[1][COLUMNS.index("change")] == "abcd"


def test_a_withheld_comment_is_in_no_file_and_a_masked_one_as_it_was_masked():
    survey = SurveyFactory()
    CommentFactory(response=ResponseFactory(survey=survey), text="Ring Ann", state="withheld")
    CommentFactory(response=ResponseFactory(survey=survey), text="Ring [NAME]", original="Ring Ann", state="masked")
    assert [row["change"] for row in rows_of(survey)] == ["[WITHHELD]", "Ring [NAME]"]


def test_what_nobody_has_read_is_in_a_file_only_for_those_who_may_read_it():
    survey = SurveyFactory()
    CommentFactory(response=ResponseFactory(survey=survey), text="Ring Ann")
    CommentFactory(response=ResponseFactory(survey=survey), text="More buses", state="clear")
    assert [row["change"] for row in rows_of(survey)] == ["Ring Ann", "More buses"]
    assert [row["change"] for row in rows_of(survey, unread=False)] == ["[NOT READ YET]", "More buses"]
    responses = cells(sheets_of(survey, unread=False)["Responses"])[1:]
    assert [row[COLUMNS.index("change")] for row in responses] == ["[NOT READ YET]", "More buses"]


def test_what_somebody_is_concerned_about_is_in_no_file():
    survey = SurveyFactory()
    for state in ("unread", "clear"):
        ConcernFactory(comment=CommentFactory(response=ResponseFactory(survey=survey), text="He hit me", state=state))
    ConcernFactory(
        closed=True, comment=CommentFactory(response=ResponseFactory(survey=survey), state="clear", text="Rude")
    )
    assert [row["change"] for row in rows_of(survey)] == ["[WITHHELD]", "[WITHHELD]", "Rude"]


def test_the_workbook_has_the_responses_their_codebook_and_what_to_know(survey):
    book = sheets_of(survey)
    assert book.sheetnames == ["Responses", "Codebook", "Read me"]
    responses = cells(book["Responses"])
    assert responses[0] == COLUMNS
    assert responses[1][3:11] == ["web", 1, 3, "Somewhere else", "At home", 2, "Agree", 7]
    assert [row for row in cells(book["Codebook"]) if row[0].startswith("place")] == [
        ["place", "Where was it?", "single_choice", "1", 1, "In a hospital", 1],
        ["place", "Where was it?", "single_choice", "1", 2, "At a GP practice", 0],
        ["place", "Where was it?", "single_choice", "1", 3, "Somewhere else", 1],
        ["place", "Where was it?", "single_choice", "1", -9, "No answer", 0],
        ["place", "Where was it?", "single_choice", "1", -7, "Not asked", 0],
        ["place_3_text", "Where was that?", "short_text", "1", None, "In people's own words", None],
    ]
    assert cells(book["Read me"])[1] == ["Form", survey.page.title]


def test_the_codebook_says_which_code_means_no_answer_where_a_number_may_be_negative():
    survey = SurveyFactory()
    stream = survey.page.questions.get_prep_value()
    stream[6]["value"]["minimum"] = None
    survey.page.questions = stream
    survey.page.save()
    ResponseFactory(survey=survey)
    assert rows_of(survey)[0]["minutes"] == str(codebook.of(survey).question("minutes").no_answer) == "-9999999999"
