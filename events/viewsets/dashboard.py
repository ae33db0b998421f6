"""What events show on the officer's first page of the CMS."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from events import invariants
from events.models import Action, Claim, EventDate
from events.models.dates import Mode
from events.viewsets import dates

SHOWN = 8  # dates


class NextDates(Component):
    """The dates that come next: places, who waits, needs asked for."""

    name = "next_dates"
    template_name = "events/cms/next_dates.html"
    order = 50

    def get_context_data(self, parent_context):
        to_come = EventDate.objects.not_over().with_statements()
        next_dates = dates.counted(to_come.scheduled()[:SHOWN])
        rows = [_row(date) for date in next_dates]
        return {"rows": rows, "to_do": list(_to_do()), "overdue": list(_overdue())}


def _to_do():
    """Of all dates to come, how many have something that waits: label, number, and where they are listed."""
    numbers = {name: Count("pk", filter=dates.has_to_do(name)) for name in dates.TO_DO}
    for name, number in EventDate.objects.not_over().aggregate(**numbers).items():
        if number:
            yield dates.TO_DO[name][0], number, f"{reverse('events_cms:index')}?to_do={name}"


def _overdue():
    """What is overdue whether its date is to come or over: label, number, and where it is listed."""
    for label, rows, address in [
        (_("Claims overdue"), Claim.objects, f"{reverse('events_cms:claims')}?status=overdue"),
        (_("Actions overdue"), Action.objects, f"{reverse('events_cms:actions')}?state=overdue"),
    ]:
        if number := rows.overdue().count():
            yield label, number, address


def _row(date):
    return {
        "date": date,
        "url": dates.url_of(date),
        "when": dates.when(date),
        "ways": [(dates.taken(mode)(date), dates.url_of_holding(date, mode)) for mode in Mode],
        "waiting": dates.waiting(date),
        "waiting_url": dates.url_of_waiting(date),
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
