from .companions import Companion
from .dates import EventDate, Override
from .desk import CheckIn, Desk, DeskDevice
from .forums import ForumIndexPage, ForumPage
from .imports import GuestImport
from .memberships import Membership
from .needs import AccessNeed, KeptNeed, Resource
from .pages import EventIndexPage, EventPage
from .papers import Paper
from .registrations import Registration
from .transitions import Transition
from .venues import Venue

__all__ = [
    "AccessNeed",
    "CheckIn",
    "Companion",
    "Desk",
    "DeskDevice",
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
    "Resource",
    "Transition",
    "Venue",
]
