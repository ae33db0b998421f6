from .messages import Delivery, Message
from .subscriptions import Announcement, Subscription, Suppression
from .worker import WorkerBeat

__all__ = ["Announcement", "Delivery", "Message", "Subscription", "Suppression", "WorkerBeat"]
