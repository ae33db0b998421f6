from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def ready(self):
        from allauth.mfa.signals import authenticator_added  # models are loaded only now

        from accounts import housekeeping, second_factor

        authenticator_added.connect(second_factor.note_enrolment, dispatch_uid="accounts")
        housekeeping.register()
