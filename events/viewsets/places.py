"""The places of a date in the CMS: how many there are, who is in line, and why an offer was or was not made."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.cms import Button, VerbView
from content import moments
from events import offers, places, scheduling
from events.cms_forms import BESIDE, PlacesForm
from events.models import Override, Transition
from events.models.dates import Mode
from events.viewsets.dates import DateScreen, in_line, served

What, Skip = Transition.What, Transition.Skip


class Places(DateScreen, VerbView):
    form_class = PlacesForm
    template_name = "events/cms/places.html"
    page_title = gettext_lazy("Places")
    header_icon = "group"
    permission_required = "view"
    beside = BESIDE

    def post(self, request, *args, **kwargs):
        if not self.may("handle"):
            return self.http_method_not_allowed(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.date}

    def act(self, form):
        line = in_line(self.date)
        scheduling.change_date(date=self.date, by=self.request.user, tell=False, **form.cleaned_data)
        return " ".join([_("Saved."), *(served(self.date, line) or [_("No place was offered.")])])

    def get_success_url(self):
        return reverse("events_cms:places", args=[self.date.public_id])

    def get_context_data(self, **kwargs):
        counts = places.of_date(self.date)
        overrides = self.date.overrides.filter(rule=Override.Rule.PLACES).select_related("by")
        own = {"date": self.date, "overrides": overrides, "obstacle": self.obstacle, "is_open": self._is_open}
        return super().get_context_data(lines=[self._line(mode, counts[mode]) for mode in counts], **own, **kwargs)

    @property
    def _is_open(self):
        return not self.date.is_cancelled and self.date.ends_at > timezone.now()

    @cached_property
    def obstacle(self):
        """Why nothing is offered on this date now, in words, or ""."""
        why = offers.obstacle(self.date, timezone.now())
        return Skip(why).label if why else ""

    @cached_property
    def _waiting(self):
        """Everybody in line with an offer or without, with whom they bring and what happened to them."""
        rows = self.date.registrations.in_line() | self.date.registrations.offered()
        history = Prefetch("transitions", Transition.objects.order_by("at", "pk"))
        return list(rows.select_related("date").prefetch_related("companions", history))

    def _line(self, mode, count):
        """One way to come: its counts, those who were offered a place, and those in line with their position."""
        offered = [row for row in self._waiting if row.has_offer() and row.mode == mode]
        line = [row for row in self._waiting if row.in_line_for == mode]
        rows = [
            {"position": number, "row": row, "why": self._why(row, count, number)} for number, row in enumerate(line, 1)
        ]
        return {
            "label": Mode(mode).label,
            "count": count,
            "offered": [{"row": row, "until": until(row)} for row in offered],
            "rows": rows,
        }

    def _why(self, registration, count, number):
        """Why they have no offer now, in words: what stands in everybody's way, else what happened to them last."""
        if self.obstacle:
            return self.obstacle
        skipped = [step for step in registration.transitions.all() if step.what == What.SKIPPED][-1:]
        if count.free <= 0:
            return _("No place is free.")
        if skipped and registration.seats > count.free:
            return f"{skipped[0].reason} ({moments.short(skipped[0].at)})"
        return _("Next in line") if number == 1 else _("Others are before them.")


def until(registration):
    """Until when an offer can be answered, in words."""
    if registration.offer_until is None:
        return _("not told yet")
    return moments.short(registration.offer_until)


class Offers(DateScreen, Button):
    """Pauses the offers to the waiting list, or goes on with them; then what is free is offered at once."""

    def act(self):
        pause, line = self.kwargs["act"] == "pause", in_line(self.date)
        scheduling.change_date(date=self.date, by=self.request.user, tell=False, offers_paused=pause)
        if pause:
            return _("Offers are paused. Whoever has one can still answer it.")
        return " ".join([_("Offers go on."), *served(self.date, line)])

    def back(self):
        return reverse("events_cms:places", args=[self.date.public_id])
