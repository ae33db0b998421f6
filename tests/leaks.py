"""
What must never hold personal data: log lines, addresses, subjects of messages, summaries of calendar files.

All of them are watched while a test runs, from the test client and from the browser alike, and held against what the
test typed and what stands in its rows: names, e-mail addresses, telephone numbers, postal addresses, words about needs.
"""

import logging
import re
from contextlib import contextmanager
from unittest import mock
from urllib.parse import unquote_plus

from django.core.handlers.base import BaseHandler
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.db.models.signals import post_save

from content.privacy import NO_PERSONAL_DATA

# Fields of rows and of public forms that say who somebody is, how to reach them, or what they need.
PERSONAL = re.compile(
    r"(^|[-_])(name|known_as|email|to|telephone|telephone_digits|address|booked_by|detail)$", re.IGNORECASE
)
SHORTEST = 4  # characters: less is found in too many places by chance


class Watch:
    """What was typed or stored, and what was said where others can read it, since the last `forget`."""

    def __init__(self):
        self.forget()

    def forget(self):
        self.values, self.lines = set(), []

    def know(self, value):
        """This is somebody's: it may stand in no line."""
        value = value.strip() if isinstance(value, str) else ""
        if len(value) < SHORTEST or value.isdecimal():
            return
        if not value.isalpha():
            self.values.add(value.lower())
        elif not value.islower():  # tests call somebody "waiting" or "Online", which addresses may well say
            self.values.add(value)

    def hear(self, where, line):
        """Others can read this line; `where` says what it is."""
        self.lines.append((where, line))

    def found(self):
        """The lines that hold something personal: ["address: /alerts/?email=... holds ada@example.org", ...]."""
        if not self.values:
            return []
        words = "|".join(map(re.escape, sorted(self.values, key=len, reverse=True)))
        personal = re.compile(rf"(?<!\w)({words})(?!\w)")
        return [
            f"{where}: {line.strip()} holds {match[1]}"
            for where, line in self.lines
            if (match := personal.search(line) or personal.search(line.lower()))
        ]


class Listener(logging.Handler):
    def __init__(self, watch):
        super().__init__()
        self.watch = watch

    def emit(self, record):
        self.watch.hear("log", self.format(record))


@contextmanager
def watching():
    """A Watch that hears everything while the `with` lasts."""
    watch = Watch()
    listener = Listener(watch)
    root = logging.getLogger()
    root.addHandler(listener)
    post_save.connect(lambda instance, **signal: _know_row(watch, instance), weak=False, dispatch_uid="leaks")
    with (
        mock.patch.object(QuerySet, "bulk_create", _storing(watch, QuerySet.bulk_create)),
        mock.patch.object(BaseHandler, "get_response", _answering(watch, BaseHandler.get_response)),
        mock.patch.object(EmailMessage, "message", _posting(watch, EmailMessage.message)),
    ):
        yield watch
    post_save.disconnect(dispatch_uid="leaks")
    root.removeHandler(listener)


def _know_row(watch, row):
    privacy = getattr(row, "privacy", NO_PERSONAL_DATA)
    for name in (*privacy.personal, *privacy.special):
        if PERSONAL.search(name):
            watch.know(getattr(row, name))


def _storing(watch, bulk_create):
    def store(rows, objects, *arguments, **options):
        objects = list(objects)
        for row in objects:
            _know_row(watch, row)
        return bulk_create(rows, objects, *arguments, **options)

    return store


def _answering(watch, get_response):
    def answer(handler, request):
        watch.hear("address", unquote_plus(request.get_full_path()))
        response = get_response(handler, request)
        watch.hear("address", unquote_plus(response.get("Location", "")))
        if not request.path.startswith("/cms/"):  # what officers type of people is in rows; the rest is of the site
            for name, values in getattr(request, "_post", {}).items():
                if PERSONAL.search(name):
                    watch.know(values)
        return response

    return answer


def _posting(watch, message):
    def post(mail, *arguments, **options):
        watch.hear("subject", mail.subject)
        for summary in re.findall(r"SUMMARY:(.*)", "".join(_calendars(mail))):
            watch.hear("calendar", summary)
        return message(mail, *arguments, **options)

    return post


def _calendars(mail):
    for part in mail.attachments:
        if getattr(part, "get_content_type", str)() == "text/calendar":
            yield part.get_payload(decode=True).decode()
