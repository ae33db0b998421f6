"""News about a forum for those who asked; officers are offered to write when something opens on a topic or forum."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from events.models import EventPage, ForumPage
from mailing import subjects
from mailing.announcement_screens import POLICY, offers
from reviews.news import offers_about


def register():
    """Called once when the site starts."""
    subjects.register("forum", label=gettext_lazy("Forums"), pages=ForumPage.objects.open_to_the_public)


def offers_for(event):
    """Buttons that lead to news about the topics and the forum of an event, where it has a date that is open."""
    if not event.dates.open_for_registration().exists():
        return []
    forum = [(subjects.key_of("forum", event.forum), event.forum.title)] if event.forum else []
    return [*offers_about(event.topics.all()), *offers(forum)]


def offer_to_write(request, page):
    """For the hook `after_publish_page`."""
    may_write = isinstance(page, EventPage) and POLICY.user_has_permission(request.user, "handle")
    if may_write and (buttons := offers_for(page.original)):
        messages.info(request, _("Some people asked to hear of something like this."), buttons=buttons)
