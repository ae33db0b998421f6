"""Making events and moving their dates: the facts that an officer changes, and whom a change concerns."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from events import bookings
from events.models import EventDate, EventPage
from mailing import outbox

# What a person with a place must hear of when it changes; the words say what changed.
CONCERNS = {
    "starts_at": _("the start"),
    "ends_at": _("the end"),
    "venue": _("the place"),
    "joining_link": _("the link to join online"),
    "dial_in": _("the number to join by telephone"),
    "joining_instruction": _("how to join"),
}


@transaction.atomic
def create_event(*, title, parent, activity, topics, by, **date_fields):
    """
    Make a draft page and its first date together, and return the date.

    `parent` is the list of events or a forum; `date_fields` are the fields of EventDate. Raises ValidationError.
    """
    page = EventPage(title=title, activity=activity, live=False, owner=by)
    parent.add_child(instance=page)
    page.topics.set(topics)
    page.save_revision(user=by, log_action=True)
    return add_date(page=page, **date_fields)


def add_date(*, page, **fields):
    """Add a date to an event. Raises ValidationError in the words of the rule that it breaks."""
    date = EventDate(page=page, **fields)
    date.full_clean()
    date.save()
    return date


def set_topics(*, page, topics, by):
    """What an event or a forum is about: a fact, changed at once and for all its languages."""
    page.topics.set(topics)
    log(instance=page, action="wagtail.edit", user=by)


def people_to_tell(date):
    """The registrations that a change of this date concerns: those with a place or an offer."""
    return date.registrations.holding().select_related("person")


def concerns(date, changes):
    """Which of the `changes` (field -> new value) people with a place must hear of, as names of fields."""
    return [name for name in CONCERNS if name in changes and changes[name] != getattr(date, name)]


@transaction.atomic
def change_date(*, date, by, tell, **changes):
    """
    Change the fields of a date and return the registrations that were told.

    With `tell`, everyone with a place hears once what changed, by their own channel. More places are offered to the
    waiting list at once. Raises ValidationError.
    """
    date = EventDate.objects.select_for_update().get(pk=date.pk)
    changed = concerns(date, changes)
    for name, value in changes.items():
        setattr(date, name, value)
    date.ical_sequence += bool(changed)
    date.full_clean()
    date.save()
    told = list(people_to_tell(date)) if tell and changed else []
    for registration in told:
        outbox.queue(
            kind="date_changed",
            person=registration.person,
            about=registration.public_id,
            once=f"date_changed:{registration.public_id}:{date.ical_sequence}",
            context={"changed": changed},
        )
    bookings.promote(date)
    return told
