import pytest

from accounts.models import Person
from accounts.telephones import dialled
from tests.factories.accounts import PersonFactory


@pytest.mark.parametrize(
    "written",
    ["01632 960 001", "(01632) 960001", "+44 1632 960001", "+44 (0)1632 960 001", "0044 1632 960001", "441632960001"],
)
def test_a_number_is_the_same_however_it_is_written(written):
    assert dialled(written) == "01632960001"


@pytest.mark.parametrize(
    ("written", "digits"), [("+33 1 23 45 67 89", "33123456789"), ("18001 01632 960 001", "1800101632960001"), ("", "")]
)
def test_a_number_of_another_country_or_for_relay_uk_keeps_its_digits(written, digits):
    assert dialled(written) == digits


@pytest.mark.django_db
@pytest.mark.parametrize("kept", ["01632 960 144", "+44 1632 960144"])
@pytest.mark.parametrize(
    ("looked_for", "is_found"),
    [("01632960144", True), ("+44 1632 960 144", True), ("960 144", True), ("44 01", False), ("144", False)],
)
def test_people_are_found_by_a_number_however_it_was_written(kept, looked_for, is_found):
    PersonFactory(name="Ada", email="", channel="telephone", telephone=kept)
    assert Person.objects.matching(looked_for).exists() is is_found


@pytest.mark.django_db
def test_a_part_of_a_number_that_looks_like_the_code_of_the_country_is_found_as_it_is():
    person = PersonFactory(name="Ada", email="", channel="telephone", telephone="01632 964 401")
    assert list(Person.objects.matching("4401")) == [person]
