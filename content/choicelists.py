"""
Versioned choice lists.

Official lists change: a code stays readable for ever, and is offered only while it is valid. The source of a list is
named where the list is defined (DOMAIN rule: code, label, order, valid from, valid to, source).
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone


@dataclass(frozen=True)
class Choice:
    code: str
    label: str  # a lazy translation
    valid_from: date | None = None
    valid_to: date | None = None  # exclusive

    def is_valid(self, on):
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on < self.valid_to)


class ChoiceList:
    """
    An ordered list of choices with its source. Call it to get the pairs that a form field takes.

    A model field takes a function that calls it: a migration can name a function, not an object.
    """

    def __init__(self, *choices, source):
        self.entries = tuple(choice if isinstance(choice, Choice) else Choice(*choice) for choice in choices)
        self.by_code = {entry.code: entry for entry in self.entries}
        self.source = source

    def __call__(self, at=None):
        """Pairs that may be chosen on the day `at` (a date; today in London when left out)."""
        on = at or timezone.localdate()
        return [(entry.code, entry.label) for entry in self.entries if entry.is_valid(on)]

    def label(self, code):
        """The label of a code, also of one no longer offered; an unknown code is its own label."""
        entry = self.by_code.get(code)
        return entry.label if entry else code

    def __contains__(self, code):
        return code in self.by_code
