"""The blocks that pages are made of. A new one is a class, a template, and its line in `BodyBlock`."""

from .body import BodyBlock
from .prose import RICH_TEXT_FEATURES
from .questions import QuestionsBlock

__all__ = ["RICH_TEXT_FEATURES", "BodyBlock", "QuestionsBlock"]
