"""What people are asked after an event, by the link to their booking. Each room adds its part from `ready()`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ask:
    words: str
    path: str  # with the key of the person it is for, so it stands on pages of their own only


registered: list[Callable[..., Iterable[Ask]]] = []


def register(find):
    """`find(registration)` gives what this room would still like to know of whoever was there."""
    registered.append(find)


def of(registration):
    """All that this person is asked now."""
    return [ask for find in registered for ask in find(registration)]
