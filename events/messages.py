"""The messages about places and memberships. No subject says a topic, a condition or a need."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content import moments
from events import arranging, calendar, details, expenses, links, offers, papers, writing
from events.models import Claim, Membership
from events.models.dates import Mode
from events.scheduling import CONCERNS
from mailing import calendars, registry

VALUES = {
    "name": _("their name"),
    "event": _("the name of the event"),
    "day": _("the day of the event"),
    "time": _("from when to when it is"),
    "where": _("the place, or that it is online"),
}
FORUM_VALUES = {"name": _("their name"), "forum": _("the name of the forum")}


def register():
    """Called once when the site starts."""
    for name, label in {
        "booking_confirmed": _("Confirmation of a place"),
        "waiting_list_joined": _("Confirmation of a place on the waiting list"),
        "offer_lapsed": _("An offer was not answered in time"),
        "booking_changed": _("A booking was changed"),
        "booking_cancelled": _("A booking was cancelled"),
        "date_changed": _("A date was changed"),
        "date_cancelled": _("A date was cancelled"),
        "manage_link": _("Link to a booking, sent again"),
    }.items():
        registry.register(name, label=label, **ABOUT_A_BOOKING)
    registry.register("place_offered", label=_("Offer of a place"), **OF_AN_OFFER, **ABOUT_A_BOOKING)
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
    _register_memberships()


def _register_memberships():
    for name, label in {
        "claim_received": _("Confirmation of a claim"),
        "claim_question": _("A question about a claim"),
        "claim_decided": _("A claim was decided"),
    }.items():
        registry.register(name, label=label, context=_claims_context, reply_to=_contact_email)
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
    """What the message tells of, read once however often one sending asks for it."""
    if not hasattr(message, "registration"):
        message.registration = details.registrations().get(public_id=message.about)
    return message.registration


def _registration_context(message):
    registration = _registration(message)
    return {
        **message.context,
        **_values(registration),
        "registration": registration,
        "date": registration.date,
        "facts": lambda: details.of(registration),
        "manage_address": links.address(registration),
        "second_address": links.address(registration, links.SECOND) if message.context.get("duplicate") else "",
        "papers": lambda: papers.for_registration(registration),
        "changed": [CONCERNS[name] for name in message.context.get("changed", [])],
        "answer_by": registration.offer_until or offers.deadline(registration.date, timezone.now()),
    }


def _values(registration):
    """What is said in the language of the words around it, which the template knows."""
    date = registration.date
    return {
        "event": lambda: details.title_of(date.page),
        "day": lambda: moments.day(date.starts_at),
        "time": lambda: moments.span(date.starts_at, date.ends_at),
        "where": lambda: date.venue.one_line if registration.mode == Mode.IN_PERSON else Mode.ONLINE.label,
    }


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
        "event": details.title_of(context["date"].page),
        "claims": list(claims),
        "how_paid": expenses.how_paid(context["date"]),
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
}
OF_AN_OFFER = {"on_done": offers.told, "on_returned": offers.untold}
OF_NEEDS = {"on_done": arranging.note_told, "on_returned": arranging.note_untold}
