"""The menu "Forums" of the CMS: the forums, what waits for an answer in each, and its topics."""

from datetime import UTC

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn

from accounts.cms import Listing, PeoplePolicy, VerbView
from content.models import main_locale
from events import scheduling
from events.cms_forms import TopicsForm
from events.door import transaction_of_one_act
from events.models import EventDate, ForumPage, Membership
from events.viewsets.dates import when

POLICY = PeoplePolicy(Membership)
State = Membership.State


def url_of_forum(forum):
    return reverse("forums_cms:forum", args=[forum.pk])


def counted(forums, at=None):
    """The forums, each with how many are `members`, `applied`, have waited too long (`late`), have an `ending` term."""
    soon = timezone.localdate(at) + Membership.TERM_ENDS_SOON
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    applied = Q(memberships__state=State.APPLIED)
    return forums.annotate(
        members=Count("memberships", filter=Q(memberships__state=State.MEMBER)),
        applied=Count("memberships", filter=applied),
        late=Count("memberships", filter=applied & Q(memberships__joined_at__lt=midnight - Membership.ANSWER_WITHIN)),
        ending=Count("memberships", filter=Q(memberships__state__in=State.belonging, memberships__until__lte=soon)),
    )


def with_next_date(forums):
    """The forums as a list, each with its `next_date` in words, or "". One query for all of them."""
    forums = list(forums)
    for forum in forums:
        forum.next_date = ""
    dates = EventDate.objects.scheduled().upcoming().select_related("page").order_by("-starts_at")
    for date in dates:  # the first to come is the last to be written
        for forum in forums:
            if date.page.path.startswith(forum.path):
                forum.next_date = when(date)
    return forums


class ForumList(Listing):
    permission_policy = POLICY
    page_title = gettext_lazy("Forums")
    header_icon = "group"
    is_searchable = True
    search_fields = ["title"]
    search_backend_name = None
    verbose_name_plural = gettext_lazy("forums")
    columns = [
        TitleColumn("title", label=gettext_lazy("Forum"), get_url=url_of_forum),
        Column("members", label=gettext_lazy("Members")),
        Column("applied", label=gettext_lazy("Asked to join")),
        Column("ending", label=gettext_lazy("Terms that end")),
        Column("next_date", label=gettext_lazy("Next date")),
        Column("get_how_to_join_display", label=gettext_lazy("How people join")),
        BooleanColumn("open_to_join", label=gettext_lazy("People may join")),
        BooleanColumn("live", label=gettext_lazy("On the site")),
    ]

    def get_base_queryset(self):
        return counted(ForumPage.objects.filter(locale=main_locale())).order_by("title")

    def get_table(self, object_list):
        return super().get_table(with_next_date(object_list))


class ForumScreen:
    """What the pages about one forum share."""

    permission_policy = POLICY
    door = staticmethod(transaction_of_one_act)

    @cached_property
    def forum(self):
        return get_object_or_404(ForumPage, pk=self.kwargs["forum"])

    def trail(self):
        return [(reverse("forums_cms:index"), _("Forums")), (url_of_forum(self.forum), self.forum.title)]

    def get_success_url(self):
        return url_of_forum(self.forum)


class ForumTopics(ForumScreen, VerbView):
    form_class = TopicsForm
    page_title = gettext_lazy("Topics")

    def get_initial(self):
        return {"topics": self.forum.topics.all()}

    def act(self, form):
        scheduling.set_topics(page=self.forum, topics=form.cleaned_data["topics"], by=self.request.user)
        return _("The topics are changed.")
