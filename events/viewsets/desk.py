"""The desk of a date in the CMS: opened for the day with link and PIN, closed again, and who came, noted afterwards."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin import messages

from accounts import access
from accounts.cms import Button, Screen, VerbView
from content import qr
from events import attendance, desk
from events.cms_desk_forms import WhoCameForm
from events.models import Desk, DeskDevice, Registration
from events.viewsets.dates import DateScreen

Attendance = Registration.Attendance


def url_of_desk(date):
    return reverse("events_cms:desk", args=[date.public_id])


@method_decorator(never_cache, name="dispatch")
class DeskPage(DateScreen, Screen, TemplateView):
    """POST opens the desk, or gives it a new PIN: the answer itself shows the PIN, once, so that nothing keeps it."""

    permission_required = "handle"
    page_title = gettext_lazy("The desk")
    header_icon = "tablet-alt"
    template_name = "events/cms/desk.html"
    pin = ""

    def post(self, request, *args, **kwargs):
        try:
            with transaction.atomic(durable=True):
                _desk, self.pin = desk.open_for(date=self.date, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return self.get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        opened = Desk.objects.open().filter(date=self.date).first()
        address = self.request.build_absolute_uri(reverse("desk_enter", args=[opened.public_id])) if opened else ""
        devices = DeskDevice.objects.filter(desk=opened).annotate(
            number=Count("check_ins"), latest=Max("check_ins__received_at")
        )
        own = {"desk": opened, "address": address, "pin": self.pin, "devices": devices if opened else []}
        own["picture"] = qr.svg(address) if self.pin else ""
        own |= {"date": self.date, "obstacle": desk.obstacle(self.date)}  # the address says only which date
        return super().get_context_data(**kwargs | own)


class DeskButton(DateScreen, Button):
    def back(self):
        return url_of_desk(self.date)


class Revoke(DeskButton):
    def act(self):
        for opened in Desk.objects.open().filter(date=self.date):
            desk.revoke(desk=opened, by=self.request.user)
        return _("The desk is closed on all devices.")


class CloseDevice(DeskButton):
    def act(self):
        device = get_object_or_404(DeskDevice, public_id=self.kwargs["device"], desk__date=self.date)
        desk.close(device=device, by=self.request.user)
        return _("The desk is closed on this device.")


class WhoCame(DateScreen, VerbView):
    """Everybody with a place, ticked: whoever did not come is unticked, and that is all."""

    form_class = WhoCameForm
    template_name = "events/cms/who_came.html"
    page_title = gettext_lazy("Who came")
    header_icon = "tick"

    @cached_property
    def registrations(self):
        rows = self.date.registrations.placed().order_by("name", "pk")
        return list(rows.prefetch_related("companions"))

    def get(self, request, *args, **kwargs):
        what = f"who came to date {self.date.public_id}"
        access.record(by=request.user, action=access.Action.VIEWED, what=what, rows=len(self.registrations))
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"registrations": self.registrations, "date": self.date}

    def get_explanation(self):
        if not attendance.can_be_noted(self.date):
            return [_("The day of this date has not begun yet.")]
        return [_("Untick who did not come, then save."), *attendance.what_follows(self.date)]

    def act(self, form):
        counts = attendance.mark_all(date=self.date, by=self.request.user, **form.who)
        came, online = counts[Attendance.CAME], counts[Attendance.CAME_ONLINE]
        words = ngettext("%(count)s person came", "%(count)s people came", came + online) % {"count": came + online}
        return _("%(came)s, %(online)s of them online. %(absent)s did not come.") % {
            "came": words,
            "online": online,
            "absent": counts[Attendance.DID_NOT_COME],
        }
