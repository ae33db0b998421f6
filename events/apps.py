from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Forums and events"

    def ready(self):
        from events import involvement, messages, offers  # models are loaded only now
        from mailing import ticks

        involvement.register()
        messages.register()
        ticks.register("offers to the waiting list", offers.lapse_due)
