"""
Responses as Polars frames of codes, read in pieces so that a hundred thousand never stand in memory as documents.

A frame has `response` (public id), `day`, `week` (its Monday), `language`, `channel`, `may_quote`, and for every closed
question its columns: the code of the answer, or the question's codes for "no answer" and "not asked". What is kept but
not counted has a column of text. Every column is known from the codebook alone.
"""

from itertools import islice

import polars as pl
from django.db.models import F, TextField
from django.db.models.functions import Cast

from accounts.models.consents import Purpose
from content.questions import shown
from feedback import consenting
from feedback.models import Comment, Concern

PIECE = 2000  # responses
WITHHELD, NOT_READ = "[WITHHELD]", "[NOT READ YET]"
FACTS = {
    "pk": pl.Int64,
    "response": pl.String,
    "day": pl.Date,
    "language": pl.String,
    "channel": pl.String,
    "may_quote": pl.Boolean,
    "set": pl.Int64,
    "document": pl.String,
}
SET = [*FACTS].index("set")
STORED = {str: pl.String, int: pl.Int64, float: pl.Float64, list: pl.List(pl.String)}


def frame(survey, codebook):
    """All responses of a survey that count, in one frame."""
    pieces = [coded for coded, _texts in pieces_of(survey, codebook, own_words=False)]
    return joined(pieces, codebook)


def joined(pieces, codebook):
    """Pieces as one frame, which has its columns also when there are none."""
    return pl.concat(pieces) if pieces else _coded([], codebook)


def pieces_of(survey, codebook, *, own_words=True, unread=False, responses=None):
    """
    Pairs of a frame and `{key of a question in own words: [text, ...]}`, the same rows in both.

    A text is the comment as it stands now, masked where somebody masked it; "" where there is none. What nobody has
    read is there only with `unread`, and what somebody is concerned about in no case. `responses` are some of those
    that count, all when left out. Whoever has withdrawn since that they may be quoted may not be quoted.
    """
    counted = survey.responses.counted() if responses is None else responses
    quotable = F("may_quote") if survey.anonymous else consenting.holds(Purpose.QUOTE)
    rows = (
        counted.order_by("pk")
        .annotate(document=Cast("answers", TextField()), quotable=quotable)
        .values_list("pk", "public_id", "day", "language", "channel", "quotable", "question_set_id", "document")
        .iterator(chunk_size=PIECE)
    )
    while piece := list(islice(rows, PIECE)):
        yield _coded(piece, codebook), _texts(piece, codebook, unread) if own_words else {}


def _coded(piece, codebook):
    """Rows of the database as codes. Polars reads the documents: three times as fast as Python does."""
    read = pl.DataFrame(piece, schema=FACTS, orient="row")
    if codebook.kept:
        read = read.with_columns(pl.col("document").str.json_decode(_stored(codebook)).alias("answers")).unnest(
            "answers"
        )
    shown_to = _shown_to(read, codebook)
    columns = [column for question in codebook.closed for column in _columns(question, _was_asked(question, shown_to))]
    columns += [
        pl.when(_has(each)).then(pl.col(each.id)).alias(each.columns[0])
        for each in codebook.kept
        if not each.type.counted
    ]
    facts = ["response", "day", pl.col("day").dt.truncate("1w").alias("week"), "language", "channel", "may_quote"]
    return read.select([*facts, *columns])


def _stored(codebook):
    """What the documents hold, by id: of a question that stands apart by its versions the wider of its numbers."""
    kinds = {}
    for each in codebook.kept:
        kind = each.type.stored_in(each.question)
        kinds[each.id] = float if float in (kind, kinds.get(each.id)) else kind
    return pl.Struct({id: STORED[kind] for id, kind in kinds.items()})


def _has(question):
    """Who was given a set that has a question, with the meaning that it has here."""
    return pl.col("set").is_in(list(question.sets))


def _shown_to(read, codebook):
    """
    For each response the ids of the questions that its person was asked, by the one rule of what is shown.

    None where no set has conditions. The rule is asked once for all whose answers decide in the same way.
    """
    if not codebook.deciding:
        return None
    known, found = {}, []
    for set_id, *given in read.select("set", *codebook.deciding).iter_rows():
        key = (set_id, *(tuple(each) if isinstance(each, list) else each for each in given))
        if key not in known:
            answers = dict(zip(codebook.deciding, given, strict=True))
            known[key] = {each["id"] for each in shown(codebook.definitions[set_id], answers)}
        found.append(known[key])
    return found


def _was_asked(question, shown_to):
    """Who was asked a question: everybody who was given a set that has it, but where it hangs on another answer."""
    if shown_to is None:
        return _has(question)
    return _has(question) & pl.lit(pl.Series([question.id in ids for ids in shown_to], dtype=pl.Boolean))


def _columns(question, was_asked):
    answer = pl.col(question.id)
    number = STORED[question.type.stored_in(question.question)]
    kind = pl.Int16 if question.choices else number  # a survey of a hundred thousand is held for its codebook
    for column, code in zip(question.columns, _codes(question, answer), strict=True):
        answered = code.cast(pl.Int64 if question.choices else number).fill_null(question.no_answer)
        yield pl.when(was_asked).then(answered).otherwise(question.not_asked).cast(kind).alias(column)


def _codes(question, answer):
    if question.has_several:
        return [answer.list.contains(choice.value) for choice in question.choices]
    if not question.choices:
        return [answer]
    codes = {choice.value: choice.code for choice in question.choices}
    return [answer.replace_strict(codes, default=None, return_dtype=pl.Int64)]


def _texts(piece, codebook, unread):
    if not codebook.own_words:
        return {}
    # By range and without a join, which would look through all responses for each piece.
    comments = Comment.objects.filter(response_id__gte=piece[0][0], response_id__lte=piece[-1][0])
    apart = set(Concern.objects.open().filter(comment__in=comments).values_list("comment_id", flat=True))
    found = {
        (response, question): WITHHELD if pk in apart else _as_read(text, state, unread)
        for pk, response, question, text, state in comments.order_by().values_list(
            "pk", "response_id", "question", "text", "state"
        )
    }
    return {
        question.key: [found.get((row[0], question.id), "") if row[SET] in question.sets else "" for row in piece]
        for question in codebook.own_words
    }


def _as_read(text, state, unread):
    if state == Comment.State.WITHHELD:
        return WITHHELD
    return NOT_READ if state == Comment.State.UNREAD and not unread else text
