"""The messages about places and memberships. No subject says a topic, a condition or a need."""

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content import moments
from content.models import in_this_language
from events import (
    arranging,
    calendar,
    details,
    expenses,
    links,
    new_papers,
    news,
    offers,
    outdated,
    papers,
    writing,
)
from events.models import Claim, EventDate, Membership, ReminderRule
from events.models.dates import Mode
from mailing import calendars, registry
from reviews.models import Outcome

A_DAY = timedelta(days=1)

VALUES = {
    "name": _("their name"),
    "event": _("the name of the event"),
    "day": _("the day of the event"),
    "time": _("from when to when it is"),
    "where": _("the place, or that it is online"),
}
FORUM_VALUES = {"name": _("their name"), "forum": _("the name of the forum")}


def _some(*names):
    return {name: VALUES[name] for name in names}


def register():
    """Called once when the site starts."""
    _register_bookings()
    _register_dates()
    _register_needs()
    _register_claims()
    _register_memberships()


def _register_bookings():
    for name, label in {
        "booking_confirmed": _("Confirmation of a place"),
        "waiting_list_joined": _("Confirmation of a place on the waiting list"),
        "offer_lapsed": _("An offer was not answered in time"),
        "booking_changed": _("A booking was changed"),
        "booking_cancelled": _("A booking was cancelled"),
        "date_cancelled": _("A date was cancelled"),
        "manage_link": _("Link to a booking, sent again"),
        "papers_opened": _("Papers that can be opened"),
    }.items():
        registry.register(name, label=label, **ABOUT_A_BOOKING)
    registry.register("place_offered", label=_("Offer of a place"), **OF_AN_OFFER, **ABOUT_A_BOOKING)


def _register_dates():
    """What is told of a date to many people at once, by somebody in the office or by a rule."""
    for name, label in {
        "date_changed": _("A date was changed"),
        "joining_instruction": _("How to join"),
    }.items():
        registry.register(name, label=label, **ABOUT_A_BOOKING | {"context": _changes_context})
    registry.register(
        "event_cancelled",
        label=_("An event with all its dates was cancelled"),
        context=_event_cancelled_context,
        attachments=_entries_to_take_out,
        why_not=outdated.why_not,
        reply_to=_contact_email,
        values=_some("name", "event"),
    )
    for name, label in {"reminder": _("Reminder of a date"), "afterwards": _("After a date")}.items():
        registry.register(name, label=label, **ABOUT_A_BOOKING | {"context": _reminder_context}, useful_for=A_DAY)
    registry.register(
        "reminder_to_members",
        label=_("Reminder of a date, to members who have not booked"),
        context=_members_reminder_context,
        reply_to=_forum_email,
        values=FORUM_VALUES | _some("event", "day", "time"),
        why_not=outdated.why_not_to_remind_member,
        useful_for=A_DAY,
    )
    registry.register(
        "outcome_told",
        label=_("What happened because of what people said"),
        context=_outcome_context,
        reply_to=_contact_email,
        values=_some("name", "event", "day") | {"topic": _("the name of the topic")},
    )


def _register_needs():
    for name, label in {
        "need_arranged": _("Access needs are arranged"),
        "need_changed": _("What was arranged for access needs changed"),
        "need_cannot_be_met": _("Access needs cannot be met"),
    }.items():
        registry.register(name, label=label, context=_needs_context, reply_to=_contact_email, values=VALUES, **OF_NEEDS)
    registry.register(
        "needs_met",
        label=_("Were access needs met?"),
        context=_needs_met_context,
        reply_to=_contact_email,
        values=VALUES,
    )
    registry.register(
        writing.KIND,
        label=_("Written by an officer"),
        context=_registration_context,
        reply_to=_contact_email,
        values=VALUES,
        written=writing.words_of,
        editable=False,
    )


def _register_claims():
    for name, label in {
        "claim_received": _("Confirmation of a claim"),
        "claim_question": _("A question about a claim"),
        "claim_decided": _("A claim was decided"),
        "claim_paid": _("A claim was paid"),
    }.items():
        registry.register(name, label=label, context=_claims_context, reply_to=_contact_email, values=VALUES)


def _register_memberships():
    registry.register(
        writing.TO_MEMBERS,
        label=_("Written by an officer to members of a forum"),
        context=_membership_context,
        reply_to=_forum_email,
        values=FORUM_VALUES,
        written=writing.words_of,
        editable=False,
    )
    registry.register(
        new_papers.TO_MEMBERS,
        label=_("Papers that members can open"),
        context=_members_papers_context,
        reply_to=_forum_email,
        why_not=outdated.why_not_to_member,
        values=FORUM_VALUES | _some("event", "day"),
    )
    for name, label in {
        "membership_joined": _("Confirmation of joining a forum"),
        "membership_link": _("Link to a membership, sent again"),
        "membership_applied": _("Confirmation of an application to a forum"),
        "membership_accepted": _("An application to a forum was accepted"),
        "membership_declined": _("An application to a forum was not accepted"),
        "membership_invited": _("Invitation to a forum"),
        "membership_role": _("A new role in a forum"),
        "membership_term": _("The term in a forum was changed"),
        "membership_term_ends": _("Reminder that a term in a forum ends"),
        "membership_paused": _("A pause in a forum"),
        "membership_resumed": _("A member again"),
        "membership_ended": _("End of a membership or an application"),
    }.items():
        registry.register(name, label=label, context=_membership_context, reply_to=_forum_email, values=FORUM_VALUES)


def _registration(message):
    """What the message tells of, as its context was made from it: one sending asks for it again and again."""
    return message.registration if hasattr(message, "registration") else _read(message)


def _read(message):
    message.registration = details.registrations().get(public_id=message.about)
    return message.registration


def _registration_context(message):
    registration = _read(message)  # anew: the same message may have been shown before
    date = registration.date
    return {
        **message.context,
        **_values(date),
        "where": lambda: date.venue.one_line if registration.mode == Mode.IN_PERSON else Mode.ONLINE.label,
        "registration": registration,
        "date": date,
        "facts": lambda: details.of(registration),
        "manage_address": links.address(registration),
        "second_address": links.address(registration, links.SECOND) if message.context.get("duplicate") else "",
        "papers": lambda: papers.for_registration(registration),
        "answer_by": registration.offer_until or offers.deadline(date, timezone.now()),
    }


def _values(date):
    """What is said in the language of the words around it, which the template knows."""
    return {
        "event": lambda: details.title_of(date.page),
        "day": lambda: moments.day(date.starts_at),
        "time": lambda: moments.span(date.starts_at, date.ends_at),
    }


def _changes_context(message):
    """What is different from what they knew, as it is when the message is written."""
    context = _registration_context(message)
    changes = news.in_words(context["registration"], message.context.get("before", {}))
    return context | {"changes": changes, "replaces": any(before for _label, before, _after in changes)}


def _reminder_context(message):
    return _registration_context(message) | {"note": lambda: _note(message)}


def _outcome_context(message):
    outcome = Outcome.objects.select_related("topic").get(pk=message.context["outcome"])
    return _registration_context(message) | {
        "outcome": outcome,
        "topic": lambda: details.title_of(outcome.topic),
        "topic_address": urljoin(settings.BASE_URL, in_this_language(outcome.topic).url),
    }


def _note(message):
    """What the rule adds, in the active language; "" once the rule is gone."""
    rule = ReminderRule.objects.filter(pk=message.context.get("rule")).first()
    return str(rule.note) if rule else ""


def _members_reminder_context(message):
    context = _membership_context(message)
    date = EventDate.objects.select_related("page", "venue").get(public_id=message.context["date"])
    booking = reverse("member_book", args=[links.token(context["membership"]), date.public_id])
    return context | {
        **_values(date),
        "date": date,
        "note": lambda: _note(message),
        "book_address": f"{settings.BASE_URL}{booking}",
    }


def _members_papers_context(message):
    context = _membership_context(message)
    date = EventDate.objects.select_related("page").get(public_id=message.context["date"])
    return context | {**_values(date), "papers": lambda: papers.of_date_for_membership(date, context["membership"])}


def _event_cancelled_context(message):
    context = _registration_context(message)
    return context | {
        "registrations": _registrations(message),
        "contact": lambda: details.contact_of(context["date"].page),
    }


def _registrations(message):
    """All that a message is about, where it is about several dates."""
    ids = [message.about, *message.context.get("others", [])]
    return details.registrations().filter(public_id__in=ids).order_by("date__starts_at", "pk")


def _entries_to_take_out(message):
    """A file for each date: one file takes out one entry (RFC 5546, 3.2.5)."""
    return [
        calendars.attachment(calendar.entry(registration, method="CANCEL"), method="CANCEL", number=number)
        for number, registration in enumerate(_registrations(message), 1)
        if registration.has_place
    ]


def _needs_context(message):
    """What became of these needs until now; those that people no longer ask for are left out."""
    context = _registration_context(message)
    ids = message.context.get("needs", [])
    registration = context["registration"]
    return context | {
        "needs": [need for need in registration.needs.all() if need.pk in ids],
        "promised": lambda: details.answer_promised(registration),
    }


def _needs_met_context(message):
    context = _registration_context(message)
    return context | {"needs_address": f"{context['manage_address']}needs/"}


def _claims_context(message):
    """These claims as they are now; those that were erased are left out."""
    context = _registration_context(message)
    claims = Claim.objects.filter(pk__in=message.context.get("claims", []), registration=context["registration"])
    return context | {
        "claims": list(claims),
        "how_paid": lambda: expenses.how_paid(context["date"]),
        "money_address": f"{context['manage_address']}money/",
    }


def _contact_email(message):
    return _registration(message).date.page.contact_email


def _attachments(message):
    """A calendar file that puts the entry in, changes it, or takes it out again."""
    method = {
        "booking_confirmed": "REQUEST",
        "booking_changed": "REQUEST" if message.context.get("calendar") else None,
        "date_changed": "REQUEST",
        "joining_instruction": "REQUEST",
        "booking_cancelled": "CANCEL",
        "date_cancelled": "CANCEL",
    }.get(message.kind)
    registration = _registration(message)
    if method is None or not message.context.get("had_place", registration.has_place):
        return []
    content = calendar.entry(registration, method=method, sequence=message.context.get("sequence"))
    return [calendars.attachment(content, method=method)]


def _membership(message):
    return Membership.objects.select_related("forum", "person").get(public_id=message.about)


def _forum_email(message):
    return _membership(message).forum.contact_email


def _membership_context(message):
    membership = _membership(message)
    role = message.context.get("role")
    return message.context | {
        "membership": membership,
        "role": Membership.Role(role).label if role else "",
        "facts": lambda: details.of_membership(membership),
        "forum": lambda: details.title_of(membership.forum),
        "manage_address": links.address(membership),
    }


ABOUT_A_BOOKING = {
    "context": _registration_context,
    "attachments": _attachments,
    "reply_to": _contact_email,
    "values": VALUES,
    "why_not": outdated.why_not,
}
OF_AN_OFFER = {"on_done": offers.told, "on_returned": offers.untold}
OF_NEEDS = {"why_not": outdated.why_not, "on_done": arranging.note_told, "on_returned": arranging.note_untold}
