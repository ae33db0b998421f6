"""What reviews/ shows on the officer's first page of the CMS, and in the history of a page."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogFormatter

from reviews.models import Promise

SOON = timedelta(days=14)
ACTIONS = {
    "reviews.status": (_("State the status"), _("Stated the status: %(what)s")),
    "reviews.milestone": (_("Change a milestone"), _("Changed a milestone: %(what)s")),
    "reviews.milestone_removed": (_("Remove a milestone"), _("Removed a milestone: %(what)s")),
    "reviews.promise": (_("Promise to tell people"), _("Promised to tell people by %(what)s")),
    "reviews.promise_kept": (_("Keep a promise"), _("Kept the promise of %(what)s")),
    "reviews.outcome": (_("Change an outcome"), _("Changed an outcome: %(what)s")),
}


class PromisesDue(Component):
    """Promises that are late or due within two weeks."""

    name = "promises_due"
    template_name = "reviews/cms/promises_due.html"
    order = 100

    def get_context_data(self, parent_context):
        horizon = timezone.localdate() + SOON
        return {"promises": Promise.objects.open().filter(by__lte=horizon).select_related("page")}


def add_promises_due(request, panels):
    """For the hook `construct_homepage_panels`."""
    if request.user.has_perm("reviews.change_promise"):
        panels.append(PromisesDue())


class Noted(LogFormatter):
    """A line of a page's history: `words` with what the verb noted."""

    words = ""

    def format_message(self, log_entry):
        return self.words % {"what": log_entry.data.get("what", "")}


def naming(named):
    """A function for the hook `register_log_actions`, from {action: (what an officer does, what they did)}."""

    def name_actions(actions):
        for action, (label, words) in named.items():
            noted = type("Noted", (Noted,), {"label": label, "words": words})
            actions.register_action(action)(noted)

    return name_actions
