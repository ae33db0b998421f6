from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Under review"

    def ready(self):
        from content import kept_pages  # models are loaded only now
        from reviews import news
        from reviews.models import Milestone, Outcome, Promise, TopicStatus

        news.register()
        kept_pages.forget_with(TopicStatus, Milestone, Promise, Outcome)
