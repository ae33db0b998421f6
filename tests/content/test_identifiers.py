"""What in a text may say who somebody is, and bank details, which are refused."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from content import identifiers
from content.identifiers import Kind


def kinds(text, names=()):
    return {found.kind for found in identifiers.finder(names)(text)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Write to ada@example.org about it", Kind.EMAIL),
        ("Call 01632 960 001 after lunch", Kind.TELEPHONE),
        ("It is +44 7700 900982.", Kind.TELEPHONE),
        ("It is +44 (0) 7700 900 982", Kind.TELEPHONE),
        ("Ring (01632) 960001", Kind.TELEPHONE),
        ("I live at ZX1 1EX", Kind.POSTCODE),
        ("i live at zx11ex", Kind.POSTCODE),
        ("My number is 943 476 5919", Kind.NHS_NUMBER),
        ("Ward 12 943-476-5919", Kind.NHS_NUMBER),
        ("I was there on 12 March 1961", Kind.DATE_OF_BIRTH),
        ("March 12th, 1961", Kind.DATE_OF_BIRTH),
        ("3/11/61", Kind.DATE_OF_BIRTH),
        ("1961-11-03", Kind.DATE_OF_BIRTH),
        ("My son was born on 3.11.2024", Kind.DATE_OF_BIRTH),
        ("Ganwyd fi 3 Tachwedd 1961", Kind.DATE_OF_BIRTH),
        ("AB 12 34 56 C on my payslip", Kind.INSURANCE_NUMBER),
        ("Dr Exemplar never listens", Kind.NAME),
        ("It went to 12-34-56", Kind.BANK),
    ],
)
def test_what_says_who_somebody_is_is_found_by_its_shape(text, kind):
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "The bus took 45 minutes, twice.",
        "Ward 7 was cold in 2019 and in 2021.",
        "My appointment was on 3 March 2026, then on 4/11/2026",
        "999 123 4567 fails the check of an NHS number",
        "It cost £12.50 for 3 people",
        "",
    ],
)
def test_what_says_nothing_of_anybody_is_let_be(text):
    assert kinds(text) == set()


@pytest.mark.parametrize("text", ["Ada said so", "ada able said so", "It was Able's idea"])
def test_somebody_known_is_found_by_the_whole_name_or_a_part_of_it(text):
    assert kinds(text, ["Ada Able"]) == {Kind.NAME}


@pytest.mark.parametrize("text", ["We may do so", "Maybe", "It is not able to", "Li"])
def test_a_word_that_is_also_a_name_is_let_be_where_it_is_written_as_a_word(text):
    assert kinds(text, ["May Able", "Jo Li"]) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Sort code 12-34-56",
        "12 34 56",
        "account 12345678",
        "GB33 BUKB 2020 1555 5555 55",
        "card 4111 1111 1111 1111",
    ],
)
def test_bank_details_are_refused(text):
    with pytest.raises(ValidationError) as refused:
        identifiers.refuse_bank_details(text)
    assert refused.value.code == "bank"


@pytest.mark.parametrize(
    "text",
    ["Train from Leeds on 3 March 2027", "12.50 each way", "3/11/2026", "01632 960 001", "4111 1111 1111 1112"],
)
def test_what_only_looks_a_little_like_bank_details_is_taken(text):
    identifiers.refuse_bank_details(text)


# --- Where it stands, and what is put in its place


def test_what_is_found_stands_where_it_says_and_apart():
    text = "Dr Ada Able, ada@example.org, NHS 943 476 5919, born 3/11/1961 in ZX1 1EX. Ring (01632) 960 001."
    found = identifiers.finder(["Ada Able"])(text)
    assert [each.text for each in found] == [text[each.start : each.end] for each in found]
    assert all(before.end <= after.start for before, after in zip(found, found[1:], strict=False))
    assert identifiers.masked(text, found) == (
        "[name], [email address], NHS [NHS number], born [date of birth] in [postcode]. Ring [telephone number]."
    )


def nhs_number(nine):
    """The ten digits with their check digit, by the rule of the NHS Data Dictionary; None where none fits."""
    check = 11 - sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    return None if check == 10 else nine + str(check % 11)


NINE = st.text("0123456789", min_size=9, max_size=9)
GAPS = st.lists(st.sampled_from(["", "", " ", "-", "."]), min_size=9, max_size=9)
AROUND = st.text("abc ,.:;\n(", max_size=9)


@settings(max_examples=300, deadline=None)
@given(nine=NINE, gaps=GAPS, before=AROUND, after=AROUND)
def test_every_number_that_passes_the_check_is_found_however_it_is_grouped(nine, gaps, before, after):
    number = nhs_number(nine)
    assume(number and len({*number}) > 1)
    typed = "".join(digit + gap for digit, gap in zip(number, [*gaps, ""], strict=True))
    text = f"{before}{typed}{after}"
    (found,) = identifiers.finder()(text)  # with another kind over it, it is one find
    assert found.start <= len(before)
    assert found.end >= len(before) + len(typed)
    assert typed not in identifiers.masked(text, [found])


@settings(max_examples=300, deadline=None)
@given(nine=NINE, wrong=st.integers(1, 9))
def test_no_number_that_fails_the_check_is_taken_for_one(nine, wrong):
    number = nhs_number(nine)
    assume(number)
    other = nine + str((int(number[-1]) + wrong) % 10)
    assert Kind.NHS_NUMBER not in kinds(other)


@settings(deadline=None)
@given(text=st.text(max_size=60), names=st.lists(st.text(max_size=12), max_size=3))
def test_nothing_that_is_typed_breaks_the_search_and_what_is_found_stands_apart(text, names):
    found = identifiers.finder(names)(text)
    edges = [edge for each in found for edge in (each.start, each.end)]
    assert edges == sorted(edges)
    assert [each.text for each in found] == [text[each.start : each.end] for each in found]
