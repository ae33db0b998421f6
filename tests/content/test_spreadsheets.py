from io import BytesIO

import openpyxl
import pytest

from content import spreadsheets


@pytest.mark.parametrize("text", ["=1+1", "+44 7700 900982", "-2", "@cmd", "\t=1", "\r=1", " =1", "＝1"])
def test_a_text_that_begins_like_a_formula_is_prefixed_in_csv(text):
    assert spreadsheets.inert(text) == f"'{text}"


@pytest.mark.parametrize("value", ["01632 960001", "a = b", "", 7, -7, 1.5])
def test_any_other_value_stays_as_it_is(value):
    assert spreadsheets.inert(value) == value


def test_csv_has_a_byte_order_mark_and_neutral_headers():
    lines = list(spreadsheets.csv_lines(["=name", "n"], [["Ann, Bee", 1], ['"x"', None]]))

    assert lines == ["\ufeff'=name,n\r\n", '"Ann, Bee",1\r\n', '"""x""",\r\n']


def test_a_workbook_holds_text_as_text_and_drops_control_characters():
    file = BytesIO()
    spreadsheets.write_xlsx(file, [("People", ["name", "telephone"], [["=1+1", "+44 7700 900982"], ["a\x07b", 3]])])

    sheet = openpyxl.load_workbook(file)["People"]

    assert [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        [("=1+1", "s"), ("+44 7700 900982", "s")],
        [("ab", "s"), (3, "n")],
    ]
