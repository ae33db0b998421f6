from .messages import Delivery, Message
from .subscriptions import Announcement, Subscription, Suppression
from .worker import NightlyRun, WorkerBeat

__all__ = ["Announcement", "Delivery", "Message", "NightlyRun", "Subscription", "Suppression", "WorkerBeat"]
