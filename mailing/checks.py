"""Asked by `manage.py check --deploy`."""

from django.conf import settings
from django.core import checks


def webhooks_have_a_secret(app_configs, **kwargs):
    """Without it anybody could report that a message came back, and so silence an address."""
    uses_anymail = settings.EMAIL_BACKEND.startswith("anymail.")
    if not uses_anymail or settings.ANYMAIL.get("WEBHOOK_SECRET"):
        return []
    return [
        checks.Warning(
            "Delivery reports of the mail provider are not protected by a secret.",
            hint='Add "WEBHOOK_SECRET": "<name>:<long random password>" to the setting ANYMAIL, and the same to the '
            "webhook's address at the provider.",
            id="mailing.W001",
        )
    ]


def mail_leaves_the_machine(app_configs, **kwargs):
    if not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return []
    return [checks.Warning("Mail is written to files.", hint="Set EMAIL_URL or ANYMAIL_BACKEND.", id="mailing.W002")]


def register():
    for check in (webhooks_have_a_secret, mail_leaves_the_machine):
        checks.register(check, checks.Tags.security, deploy=True)
