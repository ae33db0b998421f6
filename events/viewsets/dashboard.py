"""What events show on the officer's first page of the CMS."""

from django.urls import reverse
from wagtail.admin.ui.components import Component

from events import invariants
from events.models import EventDate
from events.models.dates import Mode
from events.viewsets import dates

SHOWN = 8  # dates


class NextDates(Component):
    """The dates that come next: places, who waits, needs asked for."""

    name = "next_dates"
    template_name = "events/cms/next_dates.html"
    order = 50

    def get_context_data(self, parent_context):
        to_come = EventDate.objects.scheduled().with_statements()
        next_dates = (to_come.upcoming() | to_come.ongoing())[:SHOWN]
        return {"rows": [_row(date) for date in dates.counted(next_dates)]}


def _row(date):
    return {
        "url": dates.url_of(date),
        "when": dates.when(date),
        "title": date.page.title,
        "in_person": dates.taken(Mode.IN_PERSON)(date),
        "online": dates.taken(Mode.ONLINE)(date),
        "waiting": dates.waiting(date),
        "needs": date.needs,
        "needs_overdue": date.needs_overdue,
        "needs_url": reverse("events_cms:needs", args=[date.public_id]),
        "overdue_url": dates.url_of_overdue_needs(date),
        "state": dates.state_of(date),
    }


class Findings(Component):
    """What the check of the night found wrong with places and is wrong still."""

    name = "findings"
    template_name = "events/cms/findings.html"
    order = 10

    def __init__(self, findings):
        self.findings = findings

    def get_context_data(self, parent_context):
        return {"findings": self.findings}


def add_next_dates(request, panels):
    """For the hook `construct_homepage_panels`."""
    if not dates.POLICY.user_has_permission(request.user, "view"):
        return
    panels.append(NextDates())
    if findings := invariants.found_last_night():
        panels.append(Findings(findings))
