from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = "Feedback"

    def ready(self):
        from feedback import housekeeping, involvement, messages  # models are loaded only now

        involvement.register()
        messages.register()
        housekeeping.register()
