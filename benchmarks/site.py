"""
The site under load. `python -m benchmarks.site make` loads the demonstration and prints the address of a topic page;
`bookings PLACES COUNT...` makes a date with so many places for each count, and prints the final POSTs of so many
prepared bookings of each; `booked` prints how many of the last date's have a place, and how many wait.
"""

import json
import os
import sys
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ppi_site.settings")
django.setup()

from django.conf import settings  # noqa: E402 (models load after setup)
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from benchmarks import web  # noqa: E402
from content.ids import random_key  # noqa: E402
from content.models import Draft  # noqa: E402
from events.models import EventDate  # noqa: E402
from reviews.models import Topic  # noqa: E402
from tests.events.walking import address_of, walk  # noqa: E402
from tests.factories.events import EventDateFactory  # noqa: E402

TOKEN = "a" * 32


def make():
    call_command("createcachetable", verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=sys.stderr)
    return Topic.objects.live().order_by("pk").first().url


def bookings(places, *counts):
    settings.ALLOWED_HOSTS.append("testserver")
    call_command("createcachetable", verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("setup_site", verbosity=0)
    return [bookings_of(EventDateFactory(places_in_person=places), count) for count in counts]


def bookings_of(date, count):
    """One booking is prepared question by question; the others are copies of it, each with its own key and address."""
    checked = walk(Client(), f"/book/{date.public_id}/")
    prepared = Draft.objects.get(purpose__endswith=date.public_id)
    path = address_of(checked).partition("?")[0]
    drafts = [copy_of(prepared, f"person-{number}@example.org") for number in range(count)]
    Draft.objects.bulk_create(drafts)
    return [
        web.post(path, urlencode({"draft": draft.key, "csrfmiddlewaretoken": TOKEN}), Cookie=f"csrftoken={TOKEN}")
        for draft in drafts
    ]


def copy_of(draft, email):
    answers = draft.answers | {"email": {"email": [email]}}
    return Draft(key=random_key(), purpose=draft.purpose, answers=answers, expires_at=draft.expires_at)


def booked():
    made = EventDate.objects.latest("pk").registrations
    return [made.placed().count(), made.waiting().count()]


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    print(json.dumps({"make": make, "bookings": bookings, "booked": booked}[command](*map(int, rest))))
