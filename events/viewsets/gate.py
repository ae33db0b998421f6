"""The gate for inclusion in the CMS: the checklist of a date or an event, and opening a date despite it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.cms import VerbView
from events import gate, statements
from events.models import EventDate, EventPage, Override
from events.viewsets.dates import DateScreen, url_of_event

MAY_OPEN = ModelPermissionPolicy(Override)


def checklist(dates):
    """What the checklist shows of dates `with_statements` of one event: those whose booking can still open."""
    to_open = [date for date in dates if not date.obstacle(to_public=False)]
    items = statements.checklist(to_open)
    return {
        "items": items,
        "verdict": statements.verdict(items),
        "is_passed": all(gate.is_passed(date) for date in to_open),
        "is_whole": all(item.is_stated for item in items),
    }


def checklist_of_date(date, user):
    """The same for one date, with who opened it despite what is missing, and whether `user` may."""
    opened = date.overrides.filter(rule=Override.Rule.GATE).select_related("by").last() if date.gate_override else None
    may_open = not gate.is_passed(date) and MAY_OPEN.user_has_permission(user, "add")
    return checklist([date]) | {"opened": opened, "may_open": may_open}


class OpenForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why people can book before everything is stated"),
        max_length=300,
        help_text=gettext_lazy("People read this on the page of the event. Name nobody here."),
        error_messages={"required": gettext_lazy("Enter why people can book already.")},
    )


class OpenDespite(DateScreen, VerbView):
    permission_policy, permission_required = MAY_OPEN, "add"
    form_class = OpenForm
    page_title = gettext_lazy("Open booking despite what is missing")
    submit_label = gettext_lazy("Open booking")

    def get_explanation(self):
        return [
            _("Missing: %(what)s.") % {"what": in_words(statements.missing(self.date))},
            _("Your reason is kept in the access log with your name. It has no more effect once everything is stated."),
        ]

    def act(self, form):
        gate.open_despite(date=self.date, by=self.request.user, reason=form.cleaned_data["reason"])
        return _("People can book this date now.")


def in_words(missing):
    return "; ".join(str(statement.label) for statement in missing)


def say_what_is_missing(request, page):
    """For the hook `after_publish_page`: a courtesy, for the gate itself stands where people book."""
    original = page.original if isinstance(page, EventPage) else None
    dates = EventDate.objects.with_statements().filter(page=original) if original else []
    found = checklist(dates)
    if not found["is_passed"]:
        to_mend = messages.button(url_of_event(dates[0]), _("See what is missing"))
        messages.warning(request, found["verdict"], buttons=[to_mend])
