from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = "Feedback"

    def ready(self):
        from wagtail.signals import page_published  # models are loaded only now

        from accounts import sections
        from events import afterwards, attendance
        from feedback import housekeeping, involvement, links, messages, summaries, surveying, thanking
        from feedback.models import FeedbackPage

        page_published.connect(surveying.freeze_questions, sender=FeedbackPage)
        sections.register("teams/section.html", summaries.account_section)
        afterwards.register(links.asks)
        attendance.register(thanking.what_follows)
        involvement.register()
        messages.register()
        housekeeping.register()
