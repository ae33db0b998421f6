from .companions import Companion
from .dates import EventDate, Override
from .desk import CheckIn, Desk, DeskDevice
from .expenses import Claim, PaymentDecision, PaymentOffer
from .forums import ForumIndexPage, ForumPage
from .imports import GuestImport
from .memberships import Membership
from .needs import AccessNeed, KeptNeed, Resource
from .pages import EventIndexPage, EventPage
from .papers import Paper
from .records import Action, Note, Record
from .registrations import Registration
from .reminders import ReminderRule
from .transitions import Transition
from .venues import Venue
from .writings import Writing

__all__ = [
    "AccessNeed",
    "CheckIn",
    "Action",
    "Claim",
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
    "Note",
    "Override",
    "Paper",
    "PaymentDecision",
    "PaymentOffer",
    "Record",
    "Registration",
    "ReminderRule",
    "Resource",
    "Transition",
    "Venue",
    "Writing",
]
