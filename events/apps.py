from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Forums and events"

    def ready(self):
        from events import account, housekeeping, involvement, messages  # models are loaded only now

        account.register()
        housekeeping.register()
        involvement.register()
        messages.register()
