"""What a design team may be shown of counts of people."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback import disclosure
from feedback.disclosure import DEFAULT, PROFILES, protect
from feedback.distributions import Distribution, Row, percent


def distribution(*counts, missing=0, shared=(), answered=None, ordered=False):
    """A question with one choice, or with the answers at the positions `shared` among several."""
    rows = [Row(code, f"answer {code}", count, code - 1 not in shared) for code, count in enumerate(counts, start=1)]
    total = sum(counts) if answered is None else answered
    return Distribution("place", "Where was it?", "single_choice", tuple(rows), total, missing, ordered)


def counts_of(table):
    return [row["count"] for row in table["rows"]]


# --- The profiles


def test_the_default_profile_hides_1_to_7_and_rounds_all_else_to_the_nearest_5():
    shown = [PROFILES["nhs_1_7_r5"].shown(count) for count in range(24)]
    assert shown == [0, *[None] * 7, *[10] * 5, *[15] * 5, *[20] * 5, 25]


def test_the_statistics_office_s_profile_hides_all_below_10():
    shown = [PROFILES["ons_10_5"].shown(count) for count in range(14)]
    assert shown == [*[None] * 10, 10, 10, 10, 15]


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_what_a_shown_number_may_be_is_every_count_that_is_shown_so(profile):
    for count in range(200):
        low, high = profile.possible(profile.shown(count))
        same = [other for other in range(300) if profile.shown(other) == profile.shown(count)]
        assert (low, high) == (same[0], same[-1])


# --- Tables


def test_a_table_is_rounded_its_percentages_come_from_the_rounded_counts_and_its_base_is_rounded_by_itself():
    (table,) = protect([distribution(136, 3, 0, 173, missing=12)])
    assert table == {
        "short_name": "place",
        "title": "Where was it?",
        "kind": "single_choice",
        "answered": 310,
        "withheld": False,
        "rows": [
            {"code": 1, "label": "answer 1", "count": 135, "percent": 44},
            {"code": 2, "label": "answer 2", "count": None, "percent": None},
            {"code": 3, "label": "answer 3", "count": 0, "percent": 0},
            {"code": 4, "label": "answer 4", "count": 175, "percent": 56},
        ],
        "missing": 10,
        "quartiles": [],
    }


def test_fewer_than_10_people_make_no_table():
    (table,) = protect([distribution(8, 1, missing=40)])
    assert (table["answered"], table["withheld"], table["rows"], table["missing"]) == (None, False, [], None)


def test_a_table_of_nothing_but_asterisks_is_withheld():
    (table,) = protect([distribution(7, 6)])
    assert (table["answered"], table["withheld"], table["rows"]) == (15, True, [])


def test_among_people_who_are_known_a_table_with_one_answer_to_see_is_withheld():
    everybody, nearly = distribution(20, 0), distribution(20, 3)
    assert [table["withheld"] for table in protect([everybody, nearly])] == [False, False]
    assert [table["withheld"] for table in protect([everybody, nearly], known_group=True)] == [True, True]


def test_a_row_is_hidden_where_rounding_would_give_an_exact_number_away():
    profile = PROFILES[DEFAULT]
    assert [profile.shown(count) for count in (8, 8, 1, 17)] == [10, 10, None, 15]  # 8 + 8 + 1 is all that fits
    (table,) = protect([distribution(8, 8, 1)])
    assert counts_of(table) == [None, 10, None]


def test_two_tables_of_the_same_people_are_looked_at_together():
    first, second = distribution(8, 8, 8), distribution(12, 12)
    assert [counts_of(table) for (table,) in (protect([first]), protect([second]))] == [[10, 10, 10], [10, 10]]
    # At least 3 x 8 and at most 2 x 12 people answered: all numbers would be known.
    assert [counts_of(table) for table in protect([first, second])] == [[None, 10, 10], [10, 10]]


def test_quartiles_are_those_of_the_numbers_that_are_shown():
    (table,) = protect([distribution(40, 30, 20, 9, ordered=True)])
    assert table["quartiles"] == ["answer 1", "answer 2", "answer 3"]


def test_a_second_table_needs_10_more_people():
    assert disclosure.differs_enough(12, None)
    assert disclosure.differs_enough(22, 12)
    assert not any(disclosure.differs_enough(counted, 12) for counted in (11, 12, 21))


@pytest.mark.parametrize(
    ("count", "base", "whole"), [(1, 3, 33), (2, 3, 67), (1, 8, 13), (0, 10, 0), (None, 10, None), (1, 0, None)]
)
def test_percentages_are_whole(count, base, whole):
    assert percent(count, base) == whole


# --- Whatever the numbers are

single = st.builds(
    lambda counts, missing: distribution(*counts, missing=missing),
    st.lists(st.integers(0, 30), min_size=2, max_size=4),
    st.integers(0, 15),
)


@st.composite
def several(draw):
    """A question with several choices, the last of which excludes the others: made from what people chose."""
    people = draw(
        st.lists(st.sampled_from([(1,), (2,), (3,), (1, 2), (1, 3), (2, 3), (1, 2, 3), (4,), ()]), max_size=60)
    )
    counts = [sum(answer in person for person in people) for answer in (1, 2, 3, 4)]
    answered = sum(1 for person in people if person)
    return distribution(*counts, missing=len(people) - answered, shared=(0, 1, 2), answered=answered)


def of_the_same_people(first, second):
    """The second question, asked of as many people as the first: those who are too many or too few did not answer."""
    more = first.asked - second.answered
    return distribution(*(row.count for row in second.rows), missing=max(0, more))


@given(st.one_of(single, several()), st.sampled_from(sorted(PROFILES)))
def test_no_hidden_count_is_ever_shown_and_no_number_unrounded(exact, profile):
    (table,) = protect([exact], profile=profile)
    numbers = [*counts_of(table), table["missing"], table["answered"]]
    assert all(number is None or number % 5 == 0 for number in numbers)
    assert not any(number in range(1, 8) for number in numbers)
    hidden = PROFILES[profile]
    for row, shown in zip(exact.rows, table["rows"], strict=False):
        if hidden.hides_from <= row.count <= hidden.hides_to:
            assert (shown["count"], shown["percent"]) == (None, None)


@given(single, single, st.sampled_from(sorted(PROFILES)))
@settings(max_examples=300, deadline=None)
def test_no_number_of_people_can_be_worked_out_from_all_tables_together(first, second, profile):
    """By trying every number that each figure may stand for: independent of the sums in `disclosure`."""
    tables = [exact for exact in (first, of_the_same_people(first, second)) if exact.asked == first.asked]
    shown = list(zip(tables, protect(tables, profile=profile), strict=True))
    seen = [(exact, list(worlds(exact, table, PROFILES[profile]))) for exact, table in shown if table["rows"]]
    bases = set.intersection(*({sum(world) for world in found} for _exact, found in seen)) if seen else set()
    for exact, found in seen:
        left = [world for world in found if sum(world) in bases]
        for position, true in enumerate([*(row.count for row in exact.rows), exact.missing]):
            possible = {world[position] for world in left}
            assert true in possible
            assert true == 0 or len(possible) > 1


def worlds(exact, table, profile):
    """Every list of counts (rows, then "no answer") that would be shown so, of a base that is shown as this one is."""
    numbers = [*counts_of(table), table["missing"]]
    also_hidden = any(
        number is None and profile.shown(true) is not None for number, true in zip(numbers, every(exact), strict=True)
    )
    high = exact.asked + 5 if also_hidden else profile.hides_to
    ranges = [
        range(profile.hides_from, high + 1)
        if number is None
        else range(profile.possible(number)[0], profile.possible(number)[1] + 1)
        for number in numbers
    ]
    base = profile.shown(exact.asked)
    for world in product(*ranges[:-1]):
        if sum(world) >= 10 and profile.shown(sum(world)) == table["answered"]:
            for missing in ranges[-1]:
                if profile.shown(sum(world) + missing) == base:
                    yield (*world, missing)


def every(exact):
    return [*(row.count for row in exact.rows), exact.missing]
