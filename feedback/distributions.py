"""How the answers to one question are spread: exact counts, for officers and for `feedback.disclosure` to protect."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """
    One possible answer and how many people gave it.

    `code` is what stands in data files. `alone` says that whoever gave this answer gave no other one: true for every
    answer of a question with one choice, and for "None of these" among several. `scored` is false for what has no place
    in an order, such as "I am not sure" (DOMAIN rule: never treat that as a score).
    """

    code: int
    label: str
    count: int
    alone: bool = True
    scored: bool = True


@dataclass(frozen=True)
class Distribution:
    """
    The answers to one question: `answered` people answered it, `missing` saw it and did not.

    `ordered` says that the rows have an order in which a median makes sense.
    """

    short_name: str
    title: str
    kind: str
    rows: tuple[Row, ...]
    answered: int
    missing: int
    ordered: bool = False

    @property
    def asked(self):
        return self.answered + self.missing

    @property
    def quartiles(self):
        """
        The lower quartile, median and upper quartile as labels; () where there is no order or nobody to count.

        Each is the answer of the person who stands at a quarter, half and three quarters of the line: no arithmetic on
        labels, so that it holds for words in an order as for numbers.
        """
        line = [row for row in self.rows if self.ordered and row.scored]
        total = sum(row.count for row in line)
        return tuple(_at(line, total * quarter / 4) for quarter in (1, 2, 3)) if total else ()


def percent(count, base):
    """A whole percentage, half rounded up; None where there is nothing to divide or nothing to show."""
    return None if count is None or not base else (200 * count + base) // (2 * base)


def _at(line, position):
    passed = 0
    for row in line:
        passed += row.count
        if passed >= position:
            return row.label
    raise AssertionError("The position lies within the total.")
