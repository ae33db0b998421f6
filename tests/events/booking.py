"""Short words for the tests about places."""

import pytest
from django.urls import reverse

from events import bookings
from events.blocks import ScreeningBlock
from events.refusals import BookingRefused
from mailing.models import Message
from tests.events.walking import soup
from tests.factories.events import AccessNeedFactory, EventDateFactory, GuestFactory, RegistrationFactory


def book(date, **given):
    return bookings.book(**{"date": date, "key": "a-key", "guest": GuestFactory(), "mode": "in_person"} | given)


def history(registration):
    return list(registration.transitions.values_list("what", flat=True))


def kinds():
    """The kinds of the messages, in the order in which they were written."""
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def refused(act, *args, **options):
    """The code with which an act is refused."""
    with pytest.raises(BookingRefused) as refusal:
        act(*args, **options)
    return refusal.value.code


def changes():
    """What the last message about a change says: label, before, after."""
    return Message.objects.filter(kind="booking_changed").order_by("pk").last().context["changes"]


def hybrid(in_person=1, online=1, **fields):
    """A date in person and online, with one place of each."""
    return EventDateFactory(hybrid=True, places_in_person=in_person, places_online=online, **fields)


def screening(*asked):
    """A stream for the field `screening` of an event, of (id, question, answer that admits)."""
    return ScreeningBlock().to_python([
        {"type": "question", "id": id, "value": {"question": question, "hint": "", "admits": admits}}
        for id, question, admits in asked
    ])  # fmt: skip


def summary(response):
    """The summary list of a page as a dictionary."""
    rows = soup(response).find_all(class_="nhsuk-summary-list__row")
    return {row.dt.get_text(" ", strip=True): row.dd.get_text(" ", strip=True).replace("\n", " ") for row in rows}


def cms_url(name, row, *more):
    """The address of a page of the menu "Events" about a row with a public id."""
    return reverse(f"events_cms:{name}", args=[row.public_id, *more])


def make_need(date, code="bsl", *, name="Jane Doe", **fields):
    """A need of somebody new on a date; what begins with `r_` is said of their registration."""
    own = {key.removeprefix("r_"): fields.pop(key) for key in list(fields) if key.startswith("r_")}
    return AccessNeedFactory(registration=RegistrationFactory(date=date, name=name, **own), code=code, **fields)
