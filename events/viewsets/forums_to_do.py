"""What forums show on the officer's first page of the CMS: who waits for an answer, and whose term ends."""

from django.db.models import Q
from wagtail.admin.ui.components import Component

from content.models import main_locale
from events.models import ForumPage
from events.viewsets import forums


class ForumsToDo(Component):
    name = "forums_to_do"
    template_name = "events/cms/forums_to_do.html"
    order = 45

    def get_context_data(self, parent_context):
        found = forums.counted(ForumPage.objects.filter(locale=main_locale()))
        waiting = found.filter(Q(applied__gt=0) | Q(ending__gt=0)).order_by("title")
        return {"rows": [(forum, forums.url_of_forum(forum)) for forum in waiting]}


def add_to_do(request, panels):
    """For the hook `construct_homepage_panels`."""
    if forums.POLICY.user_has_permission(request.user, "view"):
        panels.append(ForumsToDo())
