from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Forums and events"

    def ready(self):
        from wagtail.signals import page_published  # models are loaded only now

        from content import kept_pages
        from events import account, announcements, housekeeping, involvement, messages, questions
        from events.models import Action, EventDate, EventPage, Note, Override, Paper, Record, Venue

        account.register()
        housekeeping.register()
        involvement.register()
        page_published.connect(questions.freeze, sender=EventPage)
        messages.register()
        announcements.register()
        kept_pages.forget_with(Action, EventDate, Note, Override, Paper, Record, Venue)
