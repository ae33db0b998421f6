from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Forums and events"

    def ready(self):
        from content import kept_pages  # models are loaded only now
        from events import account, housekeeping, involvement, messages
        from events.models import EventDate, Override, Paper, Venue

        account.register()
        housekeeping.register()
        involvement.register()
        messages.register()
        kept_pages.forget_with(EventDate, Override, Paper, Venue)
