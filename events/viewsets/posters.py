"""A poster to print, of one date or of all dates of an event that are to come."""

from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.cms import Screen
from events import posters
from events.models import EventDate
from events.viewsets.dates import DateScreen, EventScreen
from mailing.rendering import organisation


class Poster(Screen, TemplateView):
    template_name = "events/cms/poster.html"
    page_title = gettext_lazy("Poster")

    def get_context_data(self, **kwargs):
        said = posters.of_dates(self.event, self.get_dates())
        return super().get_context_data(organisation=organisation(), **said, **kwargs)


class EventPoster(EventScreen, Poster):
    def get_dates(self):
        return self.event.dates.all()


class DatePoster(DateScreen, Poster):
    def get_dates(self):
        return EventDate.objects.filter(pk=self.date.pk)
