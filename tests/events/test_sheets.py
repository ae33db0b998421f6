import zipfile
from datetime import date, datetime, time
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from events import sheets


def read(data, name="people.csv"):
    return sheets.read(SimpleUploadedFile(name, data))


def workbook(*rows, formats=()):
    """The bytes of a workbook; `formats` are pairs of a cell and its number format."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, number_format in formats:
        book.active[cell].number_format = number_format
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def rows_of(*rows, **kwargs):
    return [cells for _number, *cells in read(workbook(*rows, **kwargs), "people.xlsx").rows]


def refusal(data, name="people.csv"):
    with pytest.raises(ValidationError) as refused:
        read(data, name)
    return refused.value.messages


def test_a_row_keeps_the_number_that_it_has_in_the_file():
    sheet = read(b"Name,Email\r\nAda,ada@example.org\r\n\r\n,\r\nBob,bob@example.org\r\n")
    assert sheet.header == ["Name", "Email"]
    assert sheet.rows == [[2, "Ada", "ada@example.org"], [5, "Bob", "bob@example.org"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_encoding_and_delimiter_of_a_spreadsheet_is_read(encoding, delimiter):
    text = f"Name{delimiter}Needs\nSiân O’Neill{delimiter}Café\n"
    assert read(text.encode(encoding)).rows == [[2, "Siân O’Neill", "Café"]]


def test_a_delimiter_inside_quotation_marks_parts_nothing():
    sheet = read(b'Name;Needs\n"Doe, Jane, Mrs";"Loop;\r\nCaptions"\n')
    assert sheet.rows == [[2, "Doe, Jane, Mrs", "Loop;\nCaptions"]]


def test_a_line_that_tells_excel_the_delimiter_is_no_row():
    assert read(b"sep=;\nName;Email\nAda;a@example.org\n").header == ["Name", "Email"]


def test_a_title_above_the_list_is_left_out():
    sheet = read(b"People of 3 May\n\nName,Email\nAda,a@example.org\n")
    assert (sheet.header, sheet.rows) == (["Name", "Email"], [[4, "Ada", "a@example.org"]])


def test_a_list_of_one_column_is_read():
    assert read(b"Email\na@example.org\n").rows == [[2, "a@example.org"]]


def test_columns_without_a_name_are_called_by_their_letter():
    assert read(b"Name,,Email\nAda,x,a@example.org,more\n").header == ["Name", "Column B", "Email", "Column D"]


def test_invisible_signs_and_the_apostrophe_of_an_export_are_taken_out():
    text = "Name,Telephone\n\u200bAda\x07\xa0Able ,'+44 1632 960001\n'Tis Bob,1\n"
    assert read(text.encode()).rows == [[2, "Ada Able", "+44 1632 960001"], [3, "'Tis Bob", "1"]]


def test_numbers_days_and_choices_read_as_somebody_reads_them():
    moments = (datetime(2026, 5, 3, 14, 5), datetime(2026, 5, 3), date(2026, 12, 31), time(9, 30))
    assert rows_of(["a"] * 9, ["x", 1632960001, 2.0, 2.5, True, *moments]) == [
        ["x", "1632960001", "2", "2.5", "Yes", "3/5/2026 14:05", "3/5/2026", "31/12/2026", "09:30"]
    ]


def test_a_telephone_number_keeps_the_first_zero_that_its_format_shows():
    found = rows_of(["a", "b"], [1632960001, 1632960001], formats=[("A2", "00000000000"), ("B2", "00000 000000")])
    assert found == [["01632960001", "01632 960001"]]


def test_a_formula_gives_the_value_that_was_saved_or_nothing():
    book = workbook(["Name", "Sum", "Wrong"], ["Ada", "=1+1", "#N/A"])
    assert read(book, "people.xlsx").rows == [[2, "Ada", "", ""]]
    assert read(_with_value(book, 2), "people.xlsx").rows == [[2, "Ada", "2", ""]]


def _with_value(book, value):
    """The workbook as Excel saves it, where a formula stands with its value."""
    return _changed(book, lambda text: text.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>%d</v>" % value))


def _changed(book, change, part="xl/worksheets/sheet1.xml"):
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            changed = change(data) if name == part else data
            assert name != part or changed != data
            new.writestr(name, changed)
    return target.getvalue()


def test_the_first_sheet_that_is_shown_is_read_whatever_size_it_says_it_has():
    book = openpyxl.Workbook()
    book.active.append(["Hidden", "Sheet"])
    book.active.sheet_state = "hidden"
    for row in (["Name", "Email"], ["Ada", "a@example.org"]):
        book.create_sheet("People").append(row) if "People" not in book else book["People"].append(row)
    book.active = 1
    target = BytesIO()
    book.save(target)
    sheet = "xl/worksheets/sheet2.xml"
    wrong = _changed(target.getvalue(), lambda text: text.replace(b'ref="A1:B2"', b'ref="A1"'), sheet)
    assert read(wrong, "people.xlsx").rows == [[2, "Ada", "a@example.org"]]


# --- What is refused


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b" ", "The file is empty."),
        (b"Name,Email\n\n", "The file has no rows below the names of its columns."),
        (b'Name,Email\n"Ada,a@example.org\n', "The quotation marks in this CSV file do not match."),
        (b"%PDF-1.7 text", "This file is neither."),
        (b"<html><table>", "This file is neither."),
        (b"ab\x00\x00\x01\x81", "This file is neither."),
        (b"\xd0\xcf\x11\xe0 old", "This is an old Excel file, or one with a password."),
        (b"PK\x03\x04 no workbook", "This workbook cannot be read."),
    ],
)
def test_what_is_no_list_is_refused_in_words(data, sentence):
    (said,) = refusal(data)
    assert sentence in said


def test_the_limits_hold():
    line = b"Ada,a@example.org\n"
    assert len(read(b"Name,Email\n" + line * 2000).rows) == 2000
    assert "2,000 rows or fewer" in refusal(b"Name,Email\n" + line * 2001)[0]
    assert len(read(b"x," * 59 + b"x\n" + b"y," * 60).header) == 60
    assert "60 columns or fewer" in refusal(b"x," * 60 + b"x\n" + b"y\n")[0]
    assert read(b"Name,Note\nAda," + b"x" * 1000).rows[0][2] == "x" * 1000
    assert refusal(b"Name,Note\nAda," + b"x" * 1001) == ["Row 2, column B: a cell must have 1,000 characters or fewer."]
    assert "smaller than 5 MB" in refusal(b"x" * (5 * 1024 * 1024 + 1))[0]
    assert "60 columns or fewer" in refusal(workbook(["x"] * 61, ["y"]), "people.xlsx")[0]


def test_a_workbook_that_unfolds_to_a_giant_is_refused_before_it_unfolds():
    giant = _changed(workbook(["a", "b"], ["c", "d"]), lambda text: text + b" " * (sheets.MOST_UNFOLDED + 1))
    assert len(giant) < 100_000
    assert "too large" in refusal(giant, "people.xlsx")[0]


def test_a_row_that_says_it_is_the_billionth_is_refused():
    far = _changed(
        workbook(["a", "b"], ["c", "d"]),
        lambda text: text.replace(b'<row r="2">', b'<row r="1000000000">').replace(b'r="A2"', b'r="A1000000000"'),
    )
    assert "Delete the empty rows" in refusal(far, "people.xlsx")[0]


def test_a_workbook_that_tells_entities_is_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    hostile = _changed(workbook(["a", "b"], ["c", "d"]), lambda text: bomb + text)
    assert "cannot be read" in refusal(hostile, "people.xlsx")[0]
