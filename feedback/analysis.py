"""
What the answers to a survey come to: exact figures, for officers and for `feedback.disclosure` to protect.

Polars does the counting, on the frames of `feedback.frames`. No means, unless somebody works them out from a download:
most answers are words in an order, and a mean of them has no meaning (DOMAIN rule).
"""

from datetime import timedelta
from itertools import pairwise

import polars as pl
from django.utils.translation import gettext as _

from feedback.distributions import Distribution, Row

MOST_BANDS = 6
TENS = (0, 1, 10, 100, 1000)  # the lower ends of bands where nobody said how large a number may be


def distributions(frame, codebook):
    """The distribution of every closed question, in the order in which they are asked."""
    return [distribution(frame, question) for question in codebook.closed]


def distribution(frame, question):
    """How the answers to one closed question are spread. Who was not asked is in no figure of it."""
    asked = frame.filter(pl.col(question.columns[0]) != question.not_asked)
    answered = asked.filter(pl.col(question.columns[0]) != question.no_answer)
    return Distribution(
        short_name=question.short_name,
        title=question.title,
        kind=question.kind,
        rows=tuple(_rows(answered, question)),
        answered=answered.height,
        missing=asked.height - answered.height,
        ordered=question.type.ordered or not question.choices,
    )


def _rows(answered, question):
    if question.has_several:
        for column, choice in zip(question.columns, question.choices, strict=True):
            yield Row(choice.code, str(choice.label), answered[column].sum(), alone=choice.alone)
    elif question.choices:
        counts = dict(answered[question.columns[0]].value_counts().iter_rows())
        for choice in question.choices:
            yield Row(choice.code, str(choice.label), counts.get(choice.code, 0), scored=choice.ranked)
    else:
        yield from _bands(answered[question.columns[0]], question)


def _bands(numbers, question):
    """Numbers in bands that are known from the question alone, so that they never depend on the answers."""
    counts = dict(numbers.value_counts().iter_rows())
    for code, (low, high) in enumerate(band_limits(question.question), start=1):
        inside = [
            count
            for number, count in counts.items()
            if (low is None or number >= low) and (high is None or number < high)
        ]
        yield Row(code, _band_label(low, high, question.question), sum(inside))


def band_limits(question):
    """Pairs of a lower end (None: no end) and an upper end, exclusive, that cover every number that may be given."""
    low, high = question["minimum"], question["maximum"]
    if low is not None and high is not None:
        width = _round_width((high - low + 1) / MOST_BANDS)
        ends = [*range(low, high + 1, width), high + 1]
        return list(pairwise(ends))
    ends = [each for each in TENS if (low is None or each >= low) and (high is None or each <= high)]
    first = [] if low is not None and ends[:1] == [low] else [low]
    return list(pairwise([*first, *ends, None if high is None else high + 1]))


def _round_width(least):
    """The least of 1, 2, 5, 10, 20, 50, ... that is not below `least`."""
    width = 1
    while True:
        for step in (1, 2, 5):
            if width * step >= least:
                return width * step
        width *= 10


def _band_label(low, high, question):
    last = None if high is None else high - 1
    if question.get("decimals") and low is not None and high is not None and last != question["maximum"]:
        return _("%(low)s to less than %(high)s") % {"low": low, "high": high}
    if low is None and last is None:
        return _("Any number")
    if low is None:
        return _("%(number)s or less") % {"number": last}
    if last is None:
        return _("%(number)s or more") % {"number": low}
    return str(low) if low == last else _("%(low)s to %(high)s") % {"low": low, "high": last}


def number_summary(frame, question):
    """Lower quartile, median, upper quartile, least and greatest of the numbers given; None when nobody gave any."""
    numbers = frame[question.columns[0]]
    numbers = numbers.filter((numbers != question.no_answer) & (numbers != question.not_asked))
    if numbers.is_empty():
        return None
    whole = question.type.stored_in(question.question)
    lower, median, upper = (whole(numbers.quantile(at, "nearest")) for at in (0.25, 0.5, 0.75))
    return {"lower": lower, "median": median, "upper": upper, "least": numbers.min(), "most": numbers.max()}


def weeks(frame):
    """Pairs of a Monday and the number of responses in its week, from the first to the last, none left out."""
    counts = dict(frame["week"].value_counts().iter_rows())
    if not counts:
        return []
    first, last = min(counts), max(counts)
    mondays = [first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1)]
    return [(monday, counts.get(monday, 0)) for monday in mondays]


def cross_tab(frame, codebook, question, by):
    """
    The distribution of a question among those who gave each answer to `by`: pairs of a label and a Distribution.

    Only a question about the person may divide the others (ValueError otherwise): at most four of the codebook, and
    the equality questions are never among them.
    """
    if by not in codebook.about_you:
        raise ValueError(f"{by.short_name} is not a question about the person.")
    if by.has_several:
        groups = [(choice.label, pl.col(column) == 1) for column, choice in zip(by.columns, by.choices, strict=True)]
    else:
        groups = [(choice.label, pl.col(by.columns[0]) == choice.code) for choice in by.choices]
    return [(str(label), distribution(frame.filter(group), question)) for label, group in groups]
