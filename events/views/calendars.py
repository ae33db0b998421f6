"""Calendars to subscribe to: what is on, for all of the site or one forum."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views import View

from content.context_processors import organisation_of
from content.models import main_locale
from events import calendar, details
from events.models import EventDate, ForumPage

SHOWN_AFTERWARDS = timedelta(days=30)  # so that a calendar does not lose what somebody has just been to
MOST = 200


class EventsFeed(View):
    """Public dates to come and of the last weeks, those cancelled as well, so that calendars take them out."""

    def get(self, request, **kwargs):
        dates = self.dates().on_public_pages().filter(ends_at__gt=timezone.now() - SHOWN_AFTERWARDS)
        dates = dates.select_related("page", "venue").order_by("starts_at")[:MOST]
        content = calendar.feed(dates, name=self.name(), request=request)
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        patch_cache_control(response, public=True, max_age=900)
        return response

    def dates(self):
        return EventDate.objects.all()

    def name(self):
        return _("Events of %(organisation)s") % {"organisation": organisation_of(self.request).name}


class ForumFeed(EventsFeed):
    def setup(self, request, *args, key, **kwargs):
        super().setup(request, *args, key=key, **kwargs)
        forums = ForumPage.objects.open_to_the_public()
        self.forum = forums.filter(translation_key=key, locale=main_locale()).first()
        if self.forum is None:
            raise Http404

    def dates(self):
        return EventDate.objects.of_forum(self.forum)

    def name(self):
        return details.title_of(self.forum)
