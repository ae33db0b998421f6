from .messages import Delivery, Message
from .subscriptions import Announcement, Subscription, Suppression
from .wordings import MessageWording
from .worker import NightlyRun, WorkerBeat

__all__ = [
    "Announcement",
    "Delivery",
    "Message",
    "MessageWording",
    "NightlyRun",
    "Subscription",
    "Suppression",
    "WorkerBeat",
]
