from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = "Content and questions"

    def ready(self):
        from content import language_inputs  # models are loaded only now

        language_inputs.register()
