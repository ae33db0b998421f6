from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = "Feedback"

    def ready(self):
        from feedback import housekeeping, messages  # models are loaded only now

        messages.register()
        housekeeping.register()
