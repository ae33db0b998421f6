from .bank import BankEntry
from .concerns import Concern, WatchWords
from .equality import EqualityAnswers, EqualityTotals, EqualityWaiting
from .pages import FeedbackIndexPage, FeedbackPage
from .releases import Release
from .responses import Comment, Response
from .surveys import Invitation, Survey
from .themes import Coding, Theme

__all__ = [
    "BankEntry",
    "Coding",
    "Comment",
    "Concern",
    "EqualityAnswers",
    "EqualityTotals",
    "EqualityWaiting",
    "FeedbackIndexPage",
    "FeedbackPage",
    "Invitation",
    "Release",
    "Response",
    "Survey",
    "Theme",
    "WatchWords",
]
