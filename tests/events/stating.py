"""An officer states in the CMS, in a browser, what people need to know before they book."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

WORDS = {
    "breaks": "There is a break of 20 minutes.",
    "captions": "A person types live captions.",
    "interpreters": "There are no interpreters.",
    "recording": "We do not record.",
    "who_sees": "Only our team sees the notes.",
    "who_pays": "The health service pays for this work.",
    "contact_telephone": "01632 960 001",
    "contact_email": "team@example.org",
}
LONGER = {"payment": "There is no payment.", "expenses": "We pay for your travel."}


def write(page, *names):
    """Write these fields, or all, in the editor of the event's page that is open."""
    for name, words in WORDS.items():
        if not names or name in names:
            page.fill(f"[name={name}]", words)
    for name, words in LONGER.items():
        if not names or name in names:
            page.locator(f"[data-contentpath={name}] [contenteditable=true]").press_sequentially(words)
            expect(page.locator(f"[name={name}]")).to_have_value(re.compile(words))  # the editor saves now and then


def publish(page):
    page.click("footer [data-w-dropdown-target=toggle]")
    page.click("[name=action-publish]")
    page.wait_for_selector(".messages .success")


def promise(page, event):
    """Say by which day people hear what came of it."""
    page.goto(reverse("topics:give_promise", args=[event.pk]))
    page.fill("[name=by]", f"{timezone.localdate() + timedelta(days=90):%d/%m/%Y}")
    page.press("[name=by]", "Escape")  # closes the calendar
    page.click("main form button[type=submit]")
