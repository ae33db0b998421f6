from .dates import EventDate
from .forums import ForumIndexPage, ForumPage
from .memberships import Membership
from .needs import AccessNeed
from .pages import EventIndexPage, EventPage
from .registrations import Companion, Registration, Transition
from .venues import Venue

__all__ = [
    "AccessNeed",
    "Companion",
    "EventDate",
    "EventIndexPage",
    "EventPage",
    "ForumIndexPage",
    "ForumPage",
    "Membership",
    "Registration",
    "Transition",
    "Venue",
]
