"""/teams/: what a design team sees and takes away. Never a live figure, a row, a name, or words that nobody read."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View

from accounts import access
from feedback import summaries, summary_files
from reviews.models import DesignTeam

FILES = {"csv": summary_files.as_csv, "xlsx": summary_files.as_xlsx}


@method_decorator(never_cache, name="dispatch")
class TeamView(LoginRequiredMixin):
    """For members of a design team, and for officers, who see what a team sees."""

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if user.is_authenticated and not (summaries.sees_all(user) or DesignTeam.objects.of(user).exists()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class TopicsView(TeamView, TemplateView):
    template_name = "teams/topics.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(topics=summaries.forms_by_topic(self.request.user), **kwargs)


class SummaryOfForm(TeamView):
    def summary(self):
        """The summary of the form in the address; a form of another team's topic is not found."""
        surveys = summaries.surveys_of(self.request.user)
        return summaries.of(get_object_or_404(surveys, public_id=self.kwargs["public_id"]), self.request.user)


class SummaryView(SummaryOfForm, TemplateView):
    template_name = "teams/summary.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(summary=self.summary(), **kwargs)


class SummaryFileView(SummaryOfForm, View):
    """The protected tables of the newest release as a file. Who took what away is logged."""

    def get(self, request, public_id, kind):
        summary = self.summary()
        if not summary.tables:
            raise Http404
        what = f"summary {summary.release.public_id} as {kind}"
        access.record(by=request.user, action=access.Action.EXPORTED, what=what, rows=len(summary.tables))
        return FILES[kind](summary)
