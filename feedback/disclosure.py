"""
Statistical disclosure control: what a design team may be shown of counts of people. Pure functions; no database.

A profile says which counts are hidden and how the others are rounded (NHS Digital's suppression rules for sub-national
data; the Office for National Statistics' 10-5 rule). Rounding alone is not enough: 8, 8 and 1 of 17 people are shown as
10, 10 and * of 15, and only those exact numbers fit. So `protect` works out, as a reader could, what each number may
be, and hides more rows until none can be worked out exactly.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from feedback.distributions import percent

MARK = "*"
MINIMUM_BASE = 10  # no table of fewer people
LEAST_DIFFERENCE = 10  # people by whom two published tables of one form must differ


@dataclass(frozen=True)
class Profile:
    """Counts from `hides_from` to `hides_to` are hidden, all others rounded to the nearest `rounds_to`."""

    name: str
    hides_from: int
    hides_to: int
    rounds_to: int
    footnote: str

    def shown(self, count):
        """The count as it is shown; None when it is hidden."""
        if self.hides_from <= count <= self.hides_to:
            return None
        return self.rounds_to * ((count + self.rounds_to // 2) // self.rounds_to)

    def possible(self, shown):
        """The least and the greatest count that is shown so; the reader's view of `shown`."""
        if shown is None:
            return self.hides_from, self.hides_to
        fits = [
            count
            for count in range(max(0, shown - self.rounds_to), shown + self.rounds_to)
            if self.shown(count) == shown
        ]
        return fits[0], fits[-1]


PROFILES = {
    profile.name: profile
    for profile in [
        Profile("nhs_1_7_r5", 1, 7, 5, _("* stands for 1 to 7 people, or hides a number that would give one away.")),
        Profile(
            "ons_10_5", 0, 9, 5, _("* stands for fewer than 10 people, or hides a number that would give one away.")
        ),
    ]
}
DEFAULT = "nhs_1_7_r5"


@dataclass(frozen=True)
class _Shown:
    """A table on its way: the exact one, and which of its numbers are hidden although the profile would show them."""

    exact: object  # a Distribution
    also_hidden: frozenset = frozenset()  # positions of rows; the position after the last one is "no answer"
    withheld: bool = False

    @property
    def counts(self):
        return [*(row.count for row in self.exact.rows), self.exact.missing]

    def numbers(self, profile):
        """Rows and "no answer" as shown."""
        return [
            None if position in self.also_hidden else profile.shown(count) for position, count in enumerate(self.counts)
        ]

    def intervals(self, profile):
        """What each number may be by its own look. Where some are hidden to protect others, * has no upper end."""
        highest = _base_interval(self.exact.asked, profile)[1] if self.also_hidden else profile.hides_to
        return [
            (profile.hides_from, highest) if shown is None else profile.possible(shown)
            for shown in self.numbers(profile)
        ]

    def rows_to_see(self, profile):
        """How many rows say something: not hidden and not 0."""
        return sum(1 for number in self.numbers(profile)[:-1] if number)


def protect(distributions, *, profile=DEFAULT, known_group=False):
    """
    The distributions as a design team may see them: plain dicts for JSON, in the same order.

    `known_group` says that the reader may know who answered (an event's people): then a table in which only one answer
    can be seen is withheld, since it would tell what (nearly) each of them said. `answered` None means that fewer than
    MINIMUM_BASE answered the question, `withheld` that no form of the table is safe and useful: both have no rows.
    """
    profile, least_rows = PROFILES[profile], 2 if known_group else 1
    tables = [_settled(_Shown(exact), profile, least_rows) for exact in distributions]
    while (found := _given_away(tables, profile)) is not None:
        tables[found] = _settled(_hide_one_more(tables[found], profile), profile, least_rows)
    return [_as_dict(table, profile) for table in tables]


def shown_base(count, *, profile=DEFAULT):
    """How many people answered a form, as it is shown; None below the minimum base."""
    return PROFILES[profile].shown(count) if count >= MINIMUM_BASE else None


def differs_enough(counted, earlier):
    """Whether a table of `counted` people may be shown beside one of `earlier` people (None: there is none)."""
    return earlier is None or counted >= earlier + LEAST_DIFFERENCE


def tells_of_few(counted, earlier):
    """Whether two tables, beside each other, tell what the few people said by whom they differ."""
    return 0 < abs(counted - earlier) < LEAST_DIFFERENCE


# --- What a reader could work out


def _given_away(tables, profile):
    """The position of a table in which a number of people (not 0) can be worked out exactly, or None."""
    shown = [
        (position, table.exact, table.intervals(profile)) for position, table in enumerate(tables) if not table.withheld
    ]
    bases = {exact.asked: _base_interval(exact.asked, profile) for _position, exact, _intervals in shown}
    for _position, exact, intervals in shown:  # every table of the same people says something about how many they are
        from_table = _sum(_answered(exact, intervals, profile), intervals[-1])
        bases[exact.asked] = _both(bases[exact.asked], from_table)
    for position, exact, intervals in shown:
        possible = _narrowed(exact, intervals, bases[exact.asked], profile)
        if any(low == high > 0 for low, high in possible):
            return position
    return None


def _narrowed(exact, intervals, base, profile):
    """
    What each row, "no answer" and the number who answered may be, all that is shown taken together.

    The sums form a tree (rows to answered, answered and missing to the base), so narrowing up and down once is exact.
    """
    *rows, missing = intervals
    answered = _both(_answered(exact, intervals, profile), _difference(base, missing))
    missing = _both(missing, _difference(base, answered))
    alone = [interval for row, interval in zip(exact.rows, rows, strict=True) if row.alone]
    shared = [interval for row, interval in zip(exact.rows, rows, strict=True) if not row.alone]
    union = _both(_union(shared), _difference(answered, _sum(*alone)))
    narrowed = []
    for row, interval in zip(exact.rows, rows, strict=True):
        if row.alone:
            others = _minus(_sum(*alone), interval)
            narrowed.append(_both(interval, _difference(answered, _sum(others, _union(shared)))))
        else:
            others_high = sum(high for _low, high in shared) - interval[1]
            narrowed.append(_both(interval, (union[0] - others_high, union[1])))
    return [*narrowed, missing, answered]


def _answered(exact, intervals, profile):
    """What the number who answered may be, by its own look and by its rows."""
    rows = list(zip(exact.rows, intervals, strict=False))
    alone = _sum(*(interval for row, interval in rows if row.alone))
    shared = _union([interval for row, interval in rows if not row.alone])
    return _both(_base_interval(exact.answered, profile), _sum(alone, shared))


def _base_interval(count, profile):
    low, high = profile.possible(profile.shown(count))
    return max(low, MINIMUM_BASE), high


def _union(intervals):
    """How many people gave at least one of several answers: at least the greatest, at most all of them."""
    return (max(low for low, _high in intervals), sum(high for _low, high in intervals)) if intervals else (0, 0)


def _sum(*intervals):
    return sum(low for low, _high in intervals), sum(high for _low, high in intervals)


def _minus(total, part):
    return total[0] - part[0], total[1] - part[1]


def _difference(whole, part):
    return whole[0] - part[1], whole[1] - part[0]


def _both(first, second):
    return max(first[0], second[0]), min(first[1], second[1])


# --- What is done about it


def _settled(table, profile, least_rows):
    """The table, withheld when its base is too small or so few rows can be seen that it is no use or tells of each."""
    too_small = table.exact.answered < MINIMUM_BASE
    return replace(table, withheld=too_small or table.rows_to_see(profile) < least_rows)


def _hide_one_more(table, profile):
    """Hide the smallest number that is still shown and is not 0."""
    numbers = enumerate(table.numbers(profile))
    _count, position = min((table.counts[position], position) for position, number in numbers if number)
    return replace(table, also_hidden=table.also_hidden | {position})


def _as_dict(table, profile):
    exact = table.exact
    base = shown_base(exact.answered, profile=profile.name)
    known = {
        "short_name": exact.short_name,
        "title": exact.title,
        "kind": exact.kind,
        "answered": base,
        "withheld": table.withheld and base is not None,
        "rows": [],
        "missing": None,
        "quartiles": [],
    }
    if table.withheld:
        return known
    *numbers, missing = table.numbers(profile)
    rows = [
        {"code": row.code, "label": row.label, "count": number, "percent": percent(number, base)}
        for row, number in zip(exact.rows, numbers, strict=True)
    ]
    return known | {"rows": rows, "missing": missing, "quartiles": _quartiles(exact, numbers, profile)}


def _quartiles(exact, numbers, profile):
    """Worked out from what is shown, so that they tell no more; a hidden number counts as the middle of its range."""
    middle = (profile.hides_from + profile.hides_to) // 2
    counts = [middle if number is None else number for number in numbers]
    seen = [replace(row, count=count) for row, count in zip(exact.rows, counts, strict=True)]
    return list(replace(exact, rows=tuple(seen)).quartiles)
