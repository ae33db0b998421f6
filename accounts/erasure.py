"""
Erasing one person: every room takes away what it holds of them, then the Person goes.

What stays names nobody: the consent ledger and the access log speak of a random key, counts stay counts.
"""

from collections.abc import Callable

from django.db import transaction

from accounts import access
from accounts.models import Person

erasers: dict[str, Callable] = {}


def register(name, function):
    """
    `function(person)` deletes or empties what a room holds of a person, and answers how many rows it touched.

    Rooms register from `ready()`, which runs from the right of the house to the left. Rows that hang on the Person
    with CASCADE go by themselves.
    """
    if name in erasers:
        raise ValueError(f"The eraser {name} is registered twice.")
    erasers[name] = function


@transaction.atomic
def erase(*, person, by, reason):
    """Erase a person for good; returns the number of rows by room. `reason` says what for and names nobody."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    access.record(by=by, action=access.Action.ERASED, what=f"person {person.public_id}", person=person, reason=reason)
    counts = {name: function(person) for name, function in erasers.items()}
    person.delete()
    return counts


def erase_account(person):
    """The account that claimed the person, when it is a contributor's and nobody else hangs on it."""
    user = person.claimed_by
    if user is None or user.is_staff or user.groups.exists() or user.people.exclude(pk=person.pk).exists():
        return 0
    user.delete()
    person.claimed_by = None
    return 1
