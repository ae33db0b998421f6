"""Before the page of an event goes off the site, the officer sees how many people it concerns. Nothing is cancelled."""

from django.db.models import Count
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.models import Page

from events.models import EventDate, EventPage, Registration
from events.viewsets.dates import url_of, when

KNOWN = "people_are_known"  # the officer has seen them and goes on


def warn(request, page):
    """For the hook `before_unpublish_page`."""
    return _warning(request, [page])


def warn_in_bulk(request, action_type, objects, action):
    """For the hook `before_bulk_action`."""
    if action_type == "unpublish" and issubclass(action.model, Page):
        return _warning(request, objects)


def _warning(request, pages):
    if KNOWN in request.POST:
        return None
    concerned = _concerned(pages, with_descendants=bool(request.POST.get("include_descendants")))
    if not concerned:
        return None
    title = _("People have booked here")
    context = {
        "header_title": title,
        "page_title": title,
        "header_icon": "group",
        "rows": [(date, when(date), url_of(date)) for date in concerned],
        "number": sum(date.number for date in concerned),
        "typed": [*request.POST.items(), (KNOWN, "1")],
        "pages": pages,
    }
    return TemplateResponse(request, "events/cms/unpublish.html", context)


def _concerned(pages, *, with_descendants):
    """The dates to come on these pages for which people have a place or wait, each with their `number`."""
    ids = {page.pk for page in pages}
    if with_descendants:
        ids.update(*(page.get_descendants().values_list("pk", flat=True) for page in pages))
    dates = EventDate.objects.scheduled().not_over().filter(page__in=EventPage.objects.live().filter(pk__in=ids))
    live = dates.filter(registrations__state__in=Registration.State.live)
    return list(live.select_related("page").annotate(number=Count("registrations")).order_by("starts_at", "pk"))
