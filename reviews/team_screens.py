"""Design teams in the CMS: who they are, which topics they see."""

from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.cms import Listing, VerbView
from reviews import teams
from reviews.cms_forms import TeamForm
from reviews.models import DesignTeam

POLICY = ModelPermissionPolicy(DesignTeam)


def url_of(team):
    return reverse("topics:change_team", args=[team.pk])


class TeamList(Listing):
    permission_policy = POLICY
    page_title = gettext_lazy("Design teams")
    header_icon = "group"
    verbose_name_plural = gettext_lazy("design teams")
    columns = [
        TitleColumn("name", label=gettext_lazy("Team"), get_url=url_of),
        Column("topic_count", label=gettext_lazy("Topics")),
        Column("member_count", label=gettext_lazy("Members")),
    ]

    def trail(self):
        return [(reverse("topics:index"), _("Topics"))]

    def get_base_queryset(self):
        return DesignTeam.objects.annotate(
            topic_count=Count("topics", distinct=True), member_count=Count("members", distinct=True)
        ).order_by("name")

    @property
    def header_buttons(self):
        if not self.may("add"):
            return []
        return [HeaderButton(_("New design team"), url=reverse("topics:make_team"), icon_name="plus")]


class TeamScreen(VerbView):
    permission_policy = POLICY
    form_class = TeamForm
    header_icon = "group"

    def trail(self):
        return [(reverse("topics:index"), _("Topics")), (reverse("topics:teams"), _("Design teams"))]

    def get_explanation(self):
        return [_("Members see protected summaries of these topics, never answers or names.")]

    def get_success_url(self):
        return reverse("topics:teams")


class MakeTeam(TeamScreen):
    permission_required = "add"
    page_title = gettext_lazy("New design team")

    def act(self, form):
        team = teams.make(by=self.request.user, **form.cleaned_data)
        return _("%(team)s was made.") % {"team": team}


class ChangeTeam(TeamScreen):
    permission_required = "change"
    page_title = gettext_lazy("Change the design team")

    @cached_property
    def team(self):
        return get_object_or_404(DesignTeam, pk=self.kwargs["team"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.team}

    def get_initial(self):
        emails = self.team.members.values_list("email", flat=True)
        return {"topics": self.team.topics.all(), "emails": "\n".join(emails)}

    def act(self, form):
        teams.change(team=self.team, by=self.request.user, **form.cleaned_data)
        return _("%(team)s was changed.") % {"team": self.team}
