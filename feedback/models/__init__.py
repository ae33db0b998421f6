from .bank import BankEntry
from .concerns import Concern, WatchWords
from .entering import Entering
from .equality import EqualityAnswers, EqualityTotals, EqualityWaiting
from .imports import AnswersFile
from .pages import FeedbackIndexPage, FeedbackPage
from .releases import Release
from .responses import Comment, Response
from .single_links import SingleLink
from .surveys import Invitation, Survey
from .themes import Coding, Theme

__all__ = [
    "AnswersFile",
    "BankEntry",
    "Coding",
    "Comment",
    "Concern",
    "Entering",
    "EqualityAnswers",
    "EqualityTotals",
    "EqualityWaiting",
    "FeedbackIndexPage",
    "FeedbackPage",
    "Invitation",
    "Release",
    "Response",
    "SingleLink",
    "Survey",
    "Theme",
    "WatchWords",
]
