"""
Responses as files, for officers: one row for each response, the columns known from the questions alone.

Closed questions have a column of codes under their short name (several choices: one column for each answer) and one of
labels, questions in people's own words one of text; what nobody has read is there only with `unread`. `write_csv` and
`write_xlsx` read in pieces and hold no document.
The workbook is written by rustpy-xlsxwriter, in a sixth of the time that XlsxWriter takes (docs/decisions).
"""

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _
from rustpy_xlsxwriter import write_worksheets

from content.spreadsheets import clean, csv_lines, inert
from feedback import analysis, codebook, frames, meetings

FACTS = ["response", "day", "language", "channel", "may_quote"]
CODEBOOK = ["column", "question", "type", "versions", "code", "answer", "n"]


def write_csv(survey, file, *, unread=False):
    """Write the responses of a survey to a binary file: UTF-8 with a byte order mark, RFC 4180."""
    for part in csv_parts(survey, unread=unread):
        file.write(part)


def csv_parts(survey, *, unread=False, responses=None):
    """The same file as parts of bytes, for a response that is made while it is sent: of all that count, or of some."""
    book = codebook.of(survey)
    yield "".join(csv_lines(header(book), [])).encode()
    for coded, texts in frames.pieces_of(survey, book, unread=unread, responses=responses):
        table = _table(coded, texts, book, inert)
        yield table.write_csv(include_header=False, line_terminator="\r\n").encode()


def write_xlsx(survey, target, *, unread=False):
    """Write a workbook (responses, codebook, what was said at the meeting, read me) to a path or a binary file."""
    book, coded = codebook.of(survey), []

    def responses():
        for piece, texts in frames.pieces_of(survey, book, unread=unread):
            coded.append(piece)
            yield from _table(piece, texts, book, clean).iter_rows(named=True)

    def codes():
        for row in codebook_rows(book, frames.joined(coded, book), clean):
            yield dict(zip(CODEBOOK, row, strict=True))

    sheets = [("Responses", responses()), ("Codebook", codes()), ("Read me", _read_me(survey))]
    if said := [{name: clean(value) for name, value in row.items()} for row in meetings.rows_of(survey)]:
        sheets.insert(2, ("Said at the meeting", said))
    write_worksheets(sheets, target, bold_headers=True, freeze_panes={"general": {"row": 1, "col": 0}})


def header(book):
    """The columns of the responses, in order."""
    return [*FACTS, *(name for question in book.questions for name in _names(question))]


def _names(question):
    if question.type.free_text:
        return [question.short_name]
    return [*question.columns, f"{question.short_name}_label"] if _has_labels(question) else question.columns


def _has_labels(question):
    """Codes of 0 to 10 say for themselves what they are."""
    return bool(question.choices) and question.type.stored is not int


def _table(coded, texts, book, safe):
    """A piece as it stands in a file. `safe` makes a text harmless for that kind of file."""
    columns = [
        pl.col("response"),
        pl.col("day").dt.to_string(),
        pl.col("language"),
        pl.col("channel"),
        pl.col("may_quote").cast(pl.Int8),
    ]
    for question in book.questions:
        if question.type.free_text:
            said = [safe(text) if text else None for text in texts[question.key]]
            columns.append(pl.Series(question.short_name, said, pl.String))
            continue
        columns += [pl.col(name) for name in question.columns]
        if _has_labels(question):
            columns.append(_labels(question, safe).alias(f"{question.short_name}_label"))
    return coded.select(columns)


def _labels(question, safe):
    labels = {choice.code: safe(str(choice.label)) for choice in question.choices}
    if not question.has_several:
        return pl.col(question.columns[0]).replace_strict(labels, default=None, return_dtype=pl.String)
    chosen = [
        pl.when(pl.col(column) == 1).then(pl.lit(labels[choice.code]))
        for column, choice in zip(question.columns, question.choices, strict=True)
    ]
    return pl.concat_str(chosen, separator="; ", ignore_nulls=True)


# --- What the columns mean


def codebook_csv(survey):
    """The lines of the codebook as a CSV file."""
    book = codebook.of(survey)
    return csv_lines(CODEBOOK, codebook_rows(book, frames.frame(survey, book), inert))


def codebook_rows(book, counted, safe):
    """One row for each code of each column: its question in words, the versions that asked it, and how many gave it."""
    for question in book.questions:
        versions = ", ".join(str(version) for version in sorted(book.versions[pk] for pk in question.sets))
        known = [safe(question.title), question.kind, versions]
        if not question.type.counted:
            yield [question.short_name, *known, "", str(question.type.export_note), ""]
            continue
        spread = analysis.distribution(counted, question)
        if question.has_several:
            for column, row in zip(question.columns, spread.rows, strict=True):
                yield [column, *known, 1, safe(row.label), row.count]
        elif question.choices:
            for row in spread.rows:
                yield [question.short_name, *known, row.code, safe(row.label), row.count]
        else:
            yield [question.short_name, *known, "", _("A number"), spread.answered]
        yield [question.short_name, *known, question.no_answer, _("No answer"), spread.missing]
        yield [question.short_name, *known, question.not_asked, _("Not asked"), counted.height - spread.asked]


def _read_me(survey):
    made_at = timezone.localtime()
    notes = [
        (_("Form"), survey.page.title),
        (_("Made"), f"{made_at:%Y-%m-%d %H:%M}"),
        (_("Responses"), _("One row for each. Those held back or marked as not real are left out.")),
        (_("Codes"), _("The sheet Codebook says what each column and code means.")),
        (_("Several answers"), _("One column for each answer: 1 was selected, 0 was not.")),
        (_("No answer"), _("The code is in the codebook: -9, or another where an answer may be a negative number.")),
        (_("Not asked"), _("The code is in the codebook: -7, or another where an answer may be a negative number.")),
        (_("Comments"), _("As people wrote them, masked where somebody masked them. They may name people.")),
        (frames.NOT_READ, _("Nobody has read this comment yet. Those who may do so read it in the CMS.")),
        (frames.WITHHELD, _("This comment is not shown, or is looked after as a concern.")),
        (_("Care"), _("This file is about people. Keep it only as long as you need it. Your download was recorded.")),
    ]
    return [{_("What"): clean(what), _("More"): clean(more)} for what, more in notes]
