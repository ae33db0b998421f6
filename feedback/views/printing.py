"""A form to print: for whoever would rather write on paper, and for officers who hand it out."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from content import presentations
from content.models import in_this_language
from feedback import paper
from feedback.models import Survey


class PrintView(TemplateView):
    """The questions of a form that anyone may answer, while it is open."""

    template_name = "feedback/paper.html"

    def get_context_data(self, public_id, **kwargs):
        surveys = Survey.objects.for_anyone().on_public_pages().select_related("page")
        survey = get_object_or_404(surveys, public_id=public_id)
        if not survey.is_open():
            raise Http404
        page = in_this_language(survey.page)
        ways = paper.ways(page)
        chosen = next((each for each in ways if each == self.request.GET.get("read")), presentations.STANDARD)
        return super().get_context_data(
            paper=paper.of_survey(page, survey, chosen),
            ways=[(each.label, f"read={each.value}") for each in ways if each != chosen],
            **paper.told(page, survey),
            **kwargs,
        )
