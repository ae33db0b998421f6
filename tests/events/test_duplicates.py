import pytest

from events import duplicates
from tests.factories.accounts import PersonFactory
from tests.factories.events import ForumPageFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum():
    forum = ForumPageFactory()
    MembershipFactory(forum=forum, name="Ada Able", email="ada@example.org", telephone="01632 960 001")
    return forum


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "ada  ABLE", "email": "Ada@example.org"},
        {"name": "Ada Able", "email": "other@example.org", "telephone": "(01632) 960001"},
        {"name": "Ada Able", "email": "ada@example.org", "state": "applied"},
        {"name": "Ada Able", "email": "ada@example.org", "state": "paused"},
    ],
)
def test_the_same_name_with_the_same_address_or_number_may_be_twice(forum, fields):
    MembershipFactory(forum=forum, **fields)
    assert duplicates.of_forum(forum) == set(forum.memberships.values_list("pk", flat=True))


def test_the_same_person_may_be_twice_whatever_they_typed(forum):
    person = PersonFactory()
    both = {MembershipFactory(forum=forum, person=person, name=name, email="").pk for name in ("Jo", "Joanna")}
    assert duplicates.of_forum(forum) == both


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "Bob Able", "email": "ada@example.org", "telephone": "01632 960 001"},
        {"name": "Ada Able", "email": "other@example.org", "telephone": "01632 960 002"},
        {"name": "Ada Able", "email": "", "telephone": ""},
        {"name": "Ada Able", "email": "ada@example.org", "left": True},
    ],
)
def test_a_family_at_one_address_and_somebody_who_left_are_nobody_s_double(forum, fields):
    MembershipFactory(forum=forum, **fields)
    MembershipFactory(name="Ada Able", email="ada@example.org")  # in another forum
    assert duplicates.of_forum(forum) == set()
