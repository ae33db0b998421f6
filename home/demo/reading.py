"""Reads the files of the demonstration, and turns what they say into what models take."""

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path

from django.utils import timezone

HERE = Path(__file__).parent
HOLIDAYS = {(12, 24), (12, 25), (12, 26), (12, 28), (12, 31), (1, 1), (1, 2)}  # (month, day)


def entries(name):
    """The entries of a file: `entries("topics")` are the tables [[topic]] of topics.toml; each a dict."""
    (listed,) = read(name).values()
    return listed


def read(name):
    return tomllib.loads((HERE / f"{name}.toml").read_text())


def pick(entry, *names):
    """Those keys of an entry that it has."""
    return {name: entry[name] for name in names if name in entry}


def day(days):
    """A date so many days from today."""
    return timezone.localdate() + timedelta(days=days)


def working_day(days):
    """The number of days after which a day is neither a weekend nor Christmas or New Year; today stays today."""
    step = 1 if days > 0 else -1
    while days and (day(days).weekday() > 4 or (day(days).month, day(days).day) in HOLIDAYS):
        days += step
    return days


def moment(days, clock="00:00"):
    """So many days from today at a time of day in London, aware."""
    return timezone.make_aware(datetime.combine(day(days), time.fromisoformat(clock)))


def body(blocks):
    """A StreamField's raw value. A block with one field in the file is that field, any other its fields."""
    return [{"type": block["type"], "value": _value(block)} for block in blocks]


def _value(block):
    fields = {name: value for name, value in block.items() if name != "type"}
    return fields["text"] if block["type"] == "rich_text" else fields


def add(parent, page):
    """Add a page below another and publish it, as an officer would: with a revision."""
    page.live = False
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def known(model, slug):
    """The page of this kind and address that is there already, or None."""
    return model.objects.filter(slug=slug, alias_of=None).first()
