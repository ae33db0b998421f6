"""One question's answers as a table to look at: exact for officers, protected for design teams. See bar_table.html."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.disclosure import MARK
from feedback.distributions import percent


@dataclass(frozen=True)
class Line:
    """One row. `count` None is hidden; `percent` is whole, and the length of the bar."""

    code: int
    label: str
    count: int | None
    percent: int | None

    @property
    def shown(self):
        return MARK if self.count is None else f"{self.count:,}"


@dataclass(frozen=True)
class Table:
    short_name: str
    title: str
    kind: str
    lines: list
    answered: int | None  # None: too few to show anything
    missing: int | None
    quartiles: list
    is_exact: bool
    is_withheld: bool = False
    as_on: date | None = None  # an earlier summary's numbers: those of now would tell of the few who differ

    @property
    def missing_shown(self):
        return MARK if self.missing is None else f"{self.missing:,}"

    @property
    def sentences(self):
        """What the table says, in words, the most important first."""
        found = (self._base(), self._most(), self._middle(), self._day())
        return [sentence for sentence in found if sentence]

    def _day(self):
        if not self.as_on:
            return ""
        return _("These are the numbers of %s: too few more people were asked since.") % date_format(self.as_on)

    def _base(self):
        if self.answered is None:
            return _("Fewer than 10 people answered this question, so no numbers are shown.")
        if self.is_withheld:
            return _("No numbers are shown for this question, because they could say too much about single people.")
        if self.is_exact:
            words = ngettext("%(number)s person answered.", "%(number)s people answered.", self.answered)
            return words % {"number": f"{self.answered:,}"}
        return _("About %(number)s people answered.") % {"number": f"{self.answered:,}"}

    def _most(self):
        seen = [line for line in self.lines if line.count]
        if not seen or self.kind in ("ten", "rating", "number"):
            return ""
        if self.kind == "scale":
            return self._top_two()
        most = max(seen, key=lambda line: line.count)
        exact = _("%(percent)s%% said “%(label)s”, more than any other answer.")
        words = exact if self.is_exact else _("About %(percent)s%% said “%(label)s”, more than any other answer.")
        return words % {"percent": most.percent, "label": most.label}

    def _top_two(self):
        """The share of the two most positive answers: the scales begin with them."""
        first, second = self.lines[:2]
        if first.count is None or second.count is None:
            return ""
        both = percent(first.count + second.count, self.answered)
        exact = _("%(percent)s%% said “%(first)s” or “%(second)s”.")
        words = exact if self.is_exact else _("About %(percent)s%% said “%(first)s” or “%(second)s”.")
        return words % {"percent": both, "first": first.label, "second": second.label}

    def _middle(self):
        if not self.quartiles:
            return ""
        lower, median, upper = self.quartiles
        words = _(
            "The middle answer is “%(median)s”. The middle half of all answers runs from “%(lower)s” to “%(upper)s”."
        )
        return words % {"median": median, "lower": lower, "upper": upper}


def of_distribution(exact):
    """For officers."""
    lines = [Line(row.code, row.label, row.count, percent(row.count, exact.answered)) for row in exact.rows]
    return Table(
        exact.short_name,
        exact.title,
        exact.kind,
        lines if exact.answered else [],
        exact.answered,
        exact.missing,
        list(exact.quartiles),
        is_exact=True,
    )


def of_release(release):
    """For design teams: what was protected when the summary was made."""
    return [of_protected(table) for table in release.tables]


def of_protected(table):
    """A table as `disclosure.protect` makes it."""
    return Table(
        table["short_name"],
        table["title"],
        table["kind"],
        [Line(**row) for row in table["rows"]],
        table["answered"],
        table["missing"],
        table["quartiles"],
        is_exact=False,
        is_withheld=table["withheld"],
        as_on=date.fromisoformat(table["as_on"]) if "as_on" in table else None,
    )
