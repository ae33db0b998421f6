from django.apps import AppConfig


class MailingConfig(AppConfig):
    name = "mailing"
    verbose_name = "Messages"

    def ready(self):
        from mailing import checks, housekeeping, messages, tracking  # models are loaded only now

        checks.register()
        messages.register()
        housekeeping.register()
        tracking.connect()
