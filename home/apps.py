from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Home"

    def ready(self):
        from home import roles  # models are loaded only now

        post_migrate.connect(roles.make_after_migrate, sender=self)
