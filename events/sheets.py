"""
Reading a list of people that an officer has: CSV as any program writes it, or the first sheet of a workbook (XLSX).

What comes out is text, as a person would read it in the cell. The file is never kept, and what it may cost to read it
is limited: in bytes, rows, columns, the length of a cell, and the size to which a workbook may unfold.
"""

import csv
import datetime
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO, StringIO

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from content.spreadsheets import CONTROL, FORMULA

MOST_UNFOLDED = 40 * 1024 * 1024  # bytes of all parts of a workbook; Python's zipfile reads no more than they say
MOST_PARTS = 1_000
MOST_LINES = 50_000  # lines of a sheet, empty ones too: a file may say that its second line is the billionth
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DELIMITERS = ",;\t"
INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff]|_x000[dD]_")
PADDED = re.compile(r"[0 ()-]*00[0 ()-]*")  # a number format such as 00000 000000, which keeps a leading zero


@dataclass(frozen=True)
class Limits:
    """How large a file may be that is read at all."""

    megabytes: int
    rows: int
    columns: int
    cell: int  # characters


PEOPLE = Limits(megabytes=5, rows=2_000, columns=60, cell=1_000)


@dataclass(frozen=True)
class Sheet:
    """`header` are the names of the columns. Each row begins with its number in the file, then as many cells."""

    header: list[str]
    rows: list[list]


def read(file, limits=PEOPLE):
    """The Sheet of an uploaded `file`. Raises ValidationError, in the officer's words, for what cannot be taken in."""
    if file.size > limits.megabytes * 1024 * 1024:
        raise ValidationError(_("The file must be smaller than %s MB.") % limits.megabytes)
    data = file.read()
    if data.startswith(OLD_EXCEL):
        raise ValidationError(
            _("This is an old Excel file, or one with a password. Save it as an Excel workbook (.xlsx) without one.")
        )
    lines = _lines_of_workbook(data, limits) if data.startswith(ZIP) else _lines_of_text(data)
    return _sheet(list(_filled(lines, limits)))


def _sheet(lines):
    """The first line with two filled cells names the columns: above it a list may have a title."""
    if not lines:
        raise ValidationError(_("The file is empty."))
    at = next((place for place, (_number, cells) in enumerate(lines) if len([c for c in cells if c]) > 1), 0)
    (_number, header), rows = lines[at], lines[at + 1 :]
    if not rows:
        raise ValidationError(_("The file has no rows below the names of its columns."))
    width = max(len(cells) for _number, cells in lines[at:])
    header = [*header, *[""] * (width - len(header))]
    names = [name or _("Column %(letter)s") % {"letter": letter(place)} for place, name in enumerate(header)]
    return Sheet(names, [[number, *cells, *[""] * (width - len(cells))] for number, cells in rows])


def _filled(lines, limits):
    """The lines that hold something, cleaned and without empty cells at their end; the limits are kept here."""
    found = 0
    for number, cells in enumerate(lines, start=1):
        if number > MOST_LINES:
            raise ValidationError(_("The sheet is too long. Delete the empty rows below the list, then save it again."))
        cells = [clean(cell) for cell in cells]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        found += 1
        _check_size(number, cells, found, limits)
        yield number, cells


def _check_size(number, cells, found, limits):
    if found > limits.rows + 1:
        problem = _("The file must have %s rows or fewer. Split it, and bring in one part at a time.")
        raise ValidationError(problem % f"{limits.rows:,}")
    if len(cells) > limits.columns:
        problem = _("The file must have %s columns or fewer. Delete those that are not needed.")
        raise ValidationError(problem % limits.columns)
    for place, cell in enumerate(cells):
        if len(cell) > limits.cell:
            problem = _("Row %(row)s, column %(column)s: a cell must have %(most)s characters or fewer.")
            raise ValidationError(problem % {"row": number, "column": letter(place), "most": f"{limits.cell:,}"})


def letter(place):
    """The letter of a column in a spreadsheet: "A" for 0."""
    return chr(65 + place) if place < 26 else chr(64 + place // 26) + chr(65 + place % 26)


def clean(text):
    """A cell without control and invisible characters; the apostrophe that keeps a text from being a formula goes."""
    text = CONTROL.sub("", INVISIBLE.sub("", text)).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    text = text.strip()
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


# --- CSV


def _lines_of_text(data):
    text = _decoded(data)
    if text[:4].lower() == "sep=":  # a line by which Excel is told the delimiter
        text = text.partition("\n")[2]
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    except csv.Error as error:
        raise ValidationError(
            _("The quotation marks in this CSV file do not match. Open it in Excel, and save it as a workbook (.xlsx).")
        ) from error


def _decoded(data):
    """Text in the encodings that spreadsheets write, told apart by their first bytes and by what is possible."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in data[:2]:
        encodings = ["utf-16-be" if data[:1] == b"\x00" else "utf-16-le"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and not text.startswith(("%PDF", "<")):
            return text
    raise ValidationError(_("Select a CSV file or an Excel workbook (.xlsx). This file is neither."))


def _delimiter(text):
    """The delimiter that parts the first lines into the most cells."""

    def cells(delimiter):
        reader = csv.reader(StringIO(text[:20_000], newline=""), delimiter=delimiter)
        return max((len(cells) for cells, _line in zip(reader, range(5), strict=False)), default=0)

    return max(DELIMITERS, key=cells)


# --- Workbooks


def _lines_of_workbook(data, limits):
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNFOLDED:
            raise ValidationError(_("The workbook is too large. Copy the list into a new workbook, and save that."))
        workbook = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = next(each for each in workbook.worksheets if each.sheet_state == "visible")
        sheet.reset_dimensions()  # some programs write wrong ones
        for row in sheet.iter_rows(max_col=limits.columns + 1):
            yield [_in_words(cell) for cell in row]
    except ValidationError:
        raise
    except Exception as error:  # a broken or hostile workbook breaks the reader in any way that there is
        raise ValidationError(
            _("This workbook cannot be read. Open it in Excel, and save it as an Excel workbook (.xlsx).")
        ) from error


def _in_words(cell):
    """The value of a cell as somebody reads it. A formula has the value that was saved with it, or none."""
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    if isinstance(value, datetime.datetime):
        return f"{_day(value)} {value:%H:%M}" if value.time() != datetime.time() else _day(value)
    if isinstance(value, datetime.date):
        return _day(value)
    return f"{value:%H:%M}" if isinstance(value, datetime.time) else str(value)


def _day(value):
    return f"{value.day}/{value.month}/{value.year}"


def _number(value, number_format):
    if value != int(value):
        return f"{value:.15g}"
    digits = str(int(value))
    return _padded(digits, number_format) if PADDED.fullmatch(number_format or "") else digits


def _padded(digits, number_format):
    """The digits in the places of a format, from the right: 1632960001 in "00000 000000" is 01632 960001."""
    left, text = list(digits), ""
    for sign in reversed(number_format):
        text = ((left.pop() if left else "0") if sign == "0" else sign) + text
    return "".join(left) + text
