from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = "Feedback"

    def ready(self):
        from accounts import sections
        from feedback import housekeeping, involvement, messages, summaries  # models are loaded only now

        sections.register("teams/section.html", summaries.account_section)
        involvement.register()
        messages.register()
        housekeeping.register()
