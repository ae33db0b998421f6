"""The menus "Events" and "Forums" of the CMS, and what events add to a person's page."""

from events.viewsets.events_menu import EventsMenu
from events.viewsets.forums_menu import ForumsMenu
from events.viewsets.reminders import ReminderRuleViewSet
from events.viewsets.venues import VenueViewSet

__all__ = ["menus"]

menus = [ForumsMenu(), EventsMenu(), VenueViewSet(), ReminderRuleViewSet()]
