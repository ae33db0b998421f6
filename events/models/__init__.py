from .companions import Companion
from .dates import EventDate, Override
from .forums import ForumIndexPage, ForumPage
from .imports import GuestImport
from .memberships import Membership
from .needs import AccessNeed, KeptNeed, Resource
from .pages import EventIndexPage, EventPage
from .papers import Paper
from .registrations import Registration
from .reminders import ReminderRule
from .transitions import Transition
from .venues import Venue

__all__ = [
    "AccessNeed",
    "Companion",
    "EventDate",
    "EventIndexPage",
    "EventPage",
    "ForumIndexPage",
    "ForumPage",
    "GuestImport",
    "KeptNeed",
    "Membership",
    "Override",
    "Paper",
    "Registration",
    "ReminderRule",
    "Resource",
    "Transition",
    "Venue",
]
