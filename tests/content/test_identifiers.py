"""What in a text may say who somebody is, and bank details, which are refused."""

import pytest
from django.core.exceptions import ValidationError

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
        ("I live at ZX1 1EX", Kind.POSTCODE),
        ("My number is 943 476 5919", Kind.NHS_NUMBER),
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
