"""The menu "Topics" of the CMS: where each topic stands, and its facts, each with the button that changes it."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import Button as LinkButton
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.cms import Listing, PeopleViewSet, Screen
from content.models import main_locale
from reviews import fact_screens, involvement, lists, team_screens
from reviews.models import CarePathwayPage, Milestone, Promise, ReviewIndexPage, TechnologyPage, Topic

POLICY = ModelPermissionPolicy(Topic)


def url_of(topic):
    return reverse("topics:facts", args=[topic.pk])


def next_milestone(topic):
    """The step that goes on or comes next, in words."""
    for milestone in topic.ahead:
        day = date_format(milestone.starts_on)
        return _("%(day)s: %(what)s (provisional)" if milestone.provisional else "%(day)s: %(what)s") % {
            "day": day,
            "what": milestone,
        }
    return ""


def promise_of(topic):
    for promise in topic.open_promises:
        day = date_format(promise.by)
        return _("%(day)s, late") % {"day": day} if promise.is_overdue else day
    return ""


def page_state(topic):
    """Whether people see the page; `Page.status_string` would ask the database for each row."""
    if not topic.live:
        return _("Draft")
    return _("Public, with changes in draft") if topic.has_unpublished_changes else _("Public")


class TopicList(Listing):
    permission_policy = POLICY
    page_title = gettext_lazy("Topics")
    header_icon = "doc-full"
    verbose_name_plural = gettext_lazy("topics")
    is_searchable = True
    search_fields = ["title"]
    columns = [
        TitleColumn("title", label=gettext_lazy("Topic"), get_url=url_of),
        Column("kind", label=gettext_lazy("Kind"), accessor="kind.label"),
        StatusTagColumn(
            "status",
            label=gettext_lazy("Status"),
            accessor=lambda topic: lists.status_label(topic.status_now) or _("Not stated"),
            primary=lambda topic: topic.is_ongoing,
        ),
        Column("next", label=gettext_lazy("Next step"), accessor=next_milestone),
        Column("promise", label=gettext_lazy("We will tell you by"), accessor=promise_of),
        Column("open", label=gettext_lazy("Open to take part"), accessor="open_count"),
        Column("page", label=gettext_lazy("Page"), accessor=page_state),
    ]

    def get_base_queryset(self):
        ahead, promises = Milestone.objects.not_over(), Promise.objects.open()
        return (
            Topic.objects.filter(locale=main_locale(), alias_of=None)
            .with_status()
            .prefetch_related(Prefetch("milestones", ahead, "ahead"), Prefetch("promises", promises, "open_promises"))
            .order_by("title")
        )

    def get_table(self, object_list):
        topics = list(object_list)
        open_now = involvement.open_on([topic.pk for topic in topics])
        for topic in topics:
            topic.open_count = len(open_now[topic.pk])
            topic.is_ongoing = bool(topic.status_now) and lists.is_ongoing(topic.status_now)
        return super().get_table(topics)

    @property
    def header_buttons(self):
        index = ReviewIndexPage.objects.filter(locale=main_locale()).first()
        if index is None or not index.permissions_for_user(self.request.user).can_add_subpage():
            return []
        kinds = (_("New technology"), TechnologyPage), (_("New care pathway"), CarePathwayPage)
        return [HeaderButton(label, url=self._url_to_add(model, index), icon_name="plus") for label, model in kinds]

    def _url_to_add(self, model, index):
        return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, index.pk])

    @property
    def header_more_buttons(self):
        return [LinkButton(_("Design teams"), url=reverse("topics:teams"), icon_name="group")]


class TopicFacts(Screen, TemplateView):
    """One topic: everything that hangs on it."""

    permission_policy = POLICY
    template_name = "reviews/cms/facts.html"
    header_icon = "doc-full"

    @cached_property
    def topic(self):
        return get_object_or_404(Topic, pk=self.kwargs["topic"]).specific.original

    def trail(self):
        return [(reverse("topics:index"), _("Topics"))]

    def get_page_title(self):
        return self.topic.title

    def get_context_data(self, **kwargs):
        topic = self.topic
        return super().get_context_data(**kwargs) | {
            "topic": topic,
            "statuses": topic.statuses.select_related("by"),
            "milestones": topic.milestones.all(),
            "promises": topic.promises.all(),
            "outcomes": topic.outcomes.all(),
            "teams": topic.design_teams.all(),
            "opportunities": involvement.open_on([topic.pk])[topic.pk],
        }

    @property
    def header_buttons(self):
        url = reverse("wagtailadmin_pages:edit", args=[self.topic.pk])
        return [HeaderButton(_("Edit the page"), url=url, icon_name="edit")]


class TopicViewSet(PeopleViewSet):
    permission_policy = POLICY
    name = "topics"
    menu_label = gettext_lazy("Topics")
    icon = "doc-full"
    menu_order = 110

    def get_urlpatterns(self):
        screens = fact_screens
        return [
            path("", TopicList.as_view(), name="index"),
            path("results/", TopicList.as_view(results_only=True), name="index_results"),
            path("<int:topic>/", TopicFacts.as_view(), name="facts"),
            path("<int:topic>/status/", screens.ChangeStatus.as_view(), name="change_status"),
            path("<int:topic>/milestones/add/", screens.AddMilestone.as_view(), name="add_milestone"),
            path("milestones/<int:milestone>/", screens.ChangeMilestone.as_view(), name="change_milestone"),
            path("milestones/<int:milestone>/remove/", screens.RemoveMilestone.as_view(), name="remove_milestone"),
            path("promises/<int:page>/add/", screens.GivePromise.as_view(), name="give_promise"),
            path("promises/<int:promise>/move/", screens.MovePromise.as_view(), name="move_promise"),
            path("promises/<int:promise>/keep/", screens.KeepPromise.as_view(), name="keep_promise"),
            path("<int:topic>/outcomes/add/", screens.RecordOutcome.as_view(), name="record_outcome"),
            path("outcomes/<int:outcome>/", screens.ChangeOutcome.as_view(), name="change_outcome"),
            path("outcomes/<int:outcome>/tell/", screens.TellOutcome.as_view(), name="tell_outcome"),
            path("teams/", team_screens.TeamList.as_view(), name="teams"),
            path("teams/add/", team_screens.MakeTeam.as_view(), name="make_team"),
            path("teams/<int:team>/", team_screens.ChangeTeam.as_view(), name="change_team"),
        ]


topics_menu = TopicViewSet()
