"""
Reminders of one date to many people. `python -m benchmarks.sending fill COUNT` makes a date of which so many people are
to be reminded now; `send` does what the worker does: puts them into the outbox and sends them. It prints how long.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ppi_site.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 (models load after setup)

from benchmarks.measure import report  # noqa: E402
from events import reminders  # noqa: E402
from mailing import dispatch  # noqa: E402
from mailing.models import Message  # noqa: E402
from tests.mailing.many import due_to_be_reminded  # noqa: E402


def fill(count):
    call_command("createcachetable", verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("setup_site", verbosity=0)
    due_to_be_reminded(int(count))


def send():
    with report():
        reminders.send_due()
        dispatch.drain()
    if Message.objects.exclude(state=Message.State.SENT).exists():
        raise RuntimeError("Not every reminder was sent.")


if __name__ == "__main__":
    {"fill": fill, "send": send}[sys.argv[1]](*sys.argv[2:])
