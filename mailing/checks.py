"""Asked by `manage.py check --deploy`."""

from django.conf import settings
from django.core import checks


def webhooks_have_a_secret(app_configs, **kwargs):
    """Until one is set every report is refused: nobody hears what came back, and it is written to again."""
    uses_anymail = settings.EMAIL_BACKEND.startswith("anymail.")
    if not uses_anymail or settings.ANYMAIL["WEBHOOK_SECRET"] != settings.NOBODYS_SECRET:
        return []
    return [
        checks.Warning(
            "Delivery reports of the mail provider are refused, since they have no secret.",
            hint='Add "WEBHOOK_SECRET": "<name>:<long random password>" to the setting ANYMAIL, and the same to the '
            "webhook's address at the provider.",
            id="mailing.W001",
        )
    ]


def mail_leaves_the_machine(app_configs, **kwargs):
    if not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return []
    return [checks.Warning("Mail is written to files.", hint="Set EMAIL_URL or ANYMAIL_BACKEND.", id="mailing.W002")]


def notify_is_whole(app_configs, **kwargs):
    """A key without a template sends nothing; without a token for receipts, nobody hears what did not arrive."""
    if not settings.NOTIFY_API_KEY:
        return []
    found = []
    if not (settings.NOTIFY_TEXT_TEMPLATE or settings.NOTIFY_LETTER_TEMPLATE):
        hint = "Set NOTIFY_TEXT_TEMPLATE or NOTIFY_LETTER_TEMPLATE to the id of a template."
        found.append(checks.Warning("GOV.UK Notify is given nothing to send.", hint=hint, id="mailing.W003"))
    if not settings.NOTIFY_CALLBACK_TOKEN:
        hint = "Set NOTIFY_CALLBACK_TOKEN, and the same as the bearer token of the callback at GOV.UK Notify."
        found.append(checks.Warning("Receipts of GOV.UK Notify are refused.", hint=hint, id="mailing.W004"))
    return found


def register():
    for check in (webhooks_have_a_secret, mail_leaves_the_machine, notify_is_whole):
        checks.register(check, checks.Tags.security, deploy=True)
