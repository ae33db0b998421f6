"""The published record of a date, for everybody or by the link to a booking."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views import View

from content.models import in_this_language
from events import links, records
from events.models import EventPage, Record
from events.views.managing import RegistrationView


class RecordView(View):
    """What an officer published for everybody, as long as the page of the event is on the site."""

    def get(self, request, *, date):
        shown = Record.objects.filter(audience=Record.Audience.EVERYBODY)
        shown = shown.filter(date__page__in=EventPage.objects.open_to_the_public())
        record = get_object_or_404(shown.select_related("date__page"), date__public_id=date)
        return show(request, record)


class OwnRecordView(RegistrationView):
    def get(self, request, **kwargs):
        record = records.for_registration(self.registration)
        if record is None:
            raise Http404
        record.date = self.registration.date
        return show(request, record, manage_path=links.path(self.registration))


def show(request, record, **more):
    page = in_this_language(record.date.page)
    context = {
        "heading": _("What was said"),
        "date": record.date,
        "event_page": page,
        "parts": records.parts(record.notes.reviewed()),
        "actions": record.actions.all(),
    }
    return render(request, "events/record.html", context | more)
