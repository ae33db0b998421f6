"""What events add to a person's page in the CMS: what they booked, where they are members, and sending it again."""

from django.utils import timezone

from accounts.viewsets import PersonPanel
from events.models import EventDate, Membership, Registration
from events.viewsets.dates import POLICY, when
from events.viewsets.members import url_of_membership
from events.viewsets.registrations import companions, needed, url_of_registration
from mailing import outbox
from mailing.models import Message

STANDING = [
    "booking_confirmed",
    "waiting_list_joined",
    "place_offered",
    "membership_joined",
    "membership_applied",
    "membership_accepted",
    "membership_invited",
]


class RegistrationsPanel(PersonPanel):
    """What the person booked, the newest first, with whom they bring and what they need."""

    order = 30
    template_name = "events/cms/registrations_panel.html"

    def facts(self):
        found = self.person.registrations.select_related("date__page").prefetch_related("companions", "needs")
        return {
            "rows": [
                (row, url_of_registration(row), when(row.date), companions(row), needed(row))
                for row in found.order_by("-date__starts_at", "-pk")
            ]
        }


class MembershipsPanel(PersonPanel):
    order = 40
    template_name = "events/cms/memberships_panel.html"

    def facts(self):
        return {"rows": [(row, url_of_membership(row)) for row in self.person.memberships.select_related("forum")]}


def person_panels(request, person, panels):
    if POLICY.user_has_permission(request.user, "view"):
        panels += [RegistrationsPanel(person), MembershipsPanel(person)]


def send_again(person, by):
    """Send what tells of each live booking and membership again; returns how many messages that are."""
    to_come = EventDate.objects.scheduled().filter(ends_at__gt=timezone.now())
    registrations = Registration.objects.live().filter(person=person, date__in=to_come)
    about = {*registrations.values_list("public_id", flat=True)}
    about |= {*Membership.objects.not_ended().filter(person=person).values_list("public_id", flat=True)}
    latest = {}
    for message in Message.objects.filter(about__in=about, kind__in=STANDING).order_by("pk"):
        latest[message.about] = message
    for message in latest.values():
        outbox.send_again(message, by=by)
    return len(latest)
