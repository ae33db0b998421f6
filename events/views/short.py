"""The short address of an event, as posters show it."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from content import views
from content.models import in_this_language
from events import posters
from events.models import EventPage


@require_safe
@cache_control(max_age=60)
def short(request, public_id):
    """To the event's page. The redirect is a temporary one: the page may be renamed while the poster hangs."""
    date = posters.find(public_id)
    if date is None:
        raise Http404
    if not EventPage.objects.open_to_the_public().filter(pk=date.page_id).exists():
        return views.gone(request)
    return redirect(in_this_language(date.page).url)
