import copy
from pathlib import Path

import pytest

from mailing import calendars, registry
from tests.mailing.faults import FaultyBackend

FILE = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture(autouse=True)
def greeting(settings, monkeypatch):
    """A kind of message of our own, with its templates; `{"place": ...}` is its context, and it carries a file."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "templates")
    settings.TEMPLATES = templates
    monkeypatch.setattr(registry, "kinds", dict(registry.kinds))
    registry.register(
        "greeting", label="Greeting", attachments=lambda message: [calendars.attachment(FILE, method="REQUEST")]
    )
    return registry.kind("greeting")


@pytest.fixture
def faults(settings):
    """A list of what goes wrong at each sending, one after the other; None and the end of the list mean nothing."""
    settings.EMAIL_BACKEND = "tests.mailing.faults.FaultyBackend"
    FaultyBackend.faults = []
    return FaultyBackend.faults


@pytest.fixture
def clock(time_machine):
    """A clock that stands at noon until the test moves it with `clock.shift(timedelta)`."""
    time_machine.move_to("2026-03-28 12:00:00+00:00", tick=False)
    return time_machine
