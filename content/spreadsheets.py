"""
Files for spreadsheets that run nothing and lose nothing.

A cell that begins like a formula gets an apostrophe in CSV (OWASP ASVS 1.2.10) and is plain text in XLSX, where a
telephone number stays whole. Control characters, on which XLSX writers die, are taken out of both.
"""

import csv
import re
from tempfile import TemporaryFile

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils.text import get_valid_filename

# "=", "+", "-", "@", tab, return, and the full-width signs that a spreadsheet reads the same way.
FORMULA = re.compile(r"^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
NUMBERS = (int, float)
BYTE_ORDER_MARK = "\ufeff"  # tells Excel that the file is UTF-8
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def clean(value):
    """A value without control characters; numbers stay numbers, None is empty."""
    if value is None:
        return ""
    return value if isinstance(value, NUMBERS) else CONTROL.sub("", str(value))


def inert(value):
    """A value for a CSV cell: a text that begins like a formula is prefixed with an apostrophe."""
    value = clean(value)
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def telephone(number):
    """A telephone number that Excel keeps whole in a CSV file: a space makes it text, with its first zero."""
    return f"{number[:5]} {number[5:]}" if number.isdecimal() else number


class _Echo:
    """A file that hands back what is written to it, so that rows can be streamed."""

    def write(self, line):
        return line


def csv_lines(header, rows):
    """The lines of a CSV file (RFC 4180), one at a time."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow([inert(cell) for cell in header])
    for row in rows:
        yield writer.writerow([inert(cell) for cell in row])


def csv_response(name, header, rows):
    """A CSV download that is made while it is sent."""
    response = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    return _as_download(response, f"{name}.csv")


def write_xlsx(target, sheets):
    """
    Write a workbook to `target`, a path or binary file.

    `sheets` are triples of a sheet's name, its header and an iterable of rows, which is read once and never held.
    """
    with xlsxwriter.Workbook(
        target,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    ) as workbook:
        bold = workbook.add_format({"bold": True, "text_wrap": True})
        for name, header, rows in sheets:
            sheet = workbook.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(header), 22)
            sheet.write_row(0, 0, [clean(cell) for cell in header], bold)
            for number, row in enumerate(rows, start=1):
                for column, cell in enumerate(row):
                    _write(sheet, number, column, clean(cell))


def xlsx_response(name, sheets):
    """An XLSX download of `sheets` as `write_xlsx` takes them."""
    file = TemporaryFile()  # noqa: SIM115 (closed by the response)
    write_xlsx(file, sheets)
    file.seek(0)
    return _as_download(FileResponse(file, content_type=XLSX), f"{name}.xlsx")


def _write(sheet, row, column, value):
    if isinstance(value, NUMBERS):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, value)


def _as_download(response, name):
    response["Content-Disposition"] = f'attachment; filename="{get_valid_filename(name)}"'
    response["Cache-Control"] = "no-store"
    return response
