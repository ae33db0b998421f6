"""
Questions and the one rule of what is shown.

Display, validation, storage, export and analysis all ask `shown` and the types in `TYPES`; nothing else knows of a
type. To add one: a subclass of `QuestionType` with a `code`, in a file of this package that is imported below.
"""

from . import choices, scales, typed  # noqa: F401  (they register their types)
from .base import TYPES, Choice, Column, QuestionBlock, QuestionType, ask
from .rule import Verdict, answered, every, hangs_on, is_met, shown, shown_items, verdict

__all__ = [
    "TYPES",
    "Choice",
    "Column",
    "QuestionBlock",
    "QuestionType",
    "Verdict",
    "answered",
    "ask",
    "every",
    "hangs_on",
    "is_met",
    "shown",
    "shown_items",
    "verdict",
]
