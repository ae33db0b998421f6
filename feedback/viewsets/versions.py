"""The versions of a form's questions: what changed from one to the next, and whether the meaning stood."""

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.cms import Screen, VerbView
from content import versioning, versions
from feedback.viewsets.surveys import SurveyScreen


class VersionScreen(SurveyScreen):
    @cached_property
    def history(self):
        return versions.history(versions.of(self.survey.page_id))


class Versions(VersionScreen, Screen, TemplateView):
    template_name = "feedback/cms/versions.html"
    page_title = gettext_lazy("Versions of the questions")
    header_icon = "history"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "survey": self.survey,
            "versions": [
                (version, changes, self.may("handle") and any(change.is_judged for change in changes))
                for version, changes in self.history
            ],
        }


class JudgeVersion(VersionScreen, VerbView):
    """For each question that a version changed: is it still the same question?"""

    form_class = forms.Form
    submit_label = gettext_lazy("Save")

    def get_page_title(self):
        return _("Version %(number)s: what did it change?") % {"number": self.kwargs["version"]}

    def trail(self):
        versions = reverse("feedback_cms:versions", args=[self.survey.page_id])
        return [*super().trail(), (versions, _("Versions of the questions"))]

    @cached_property
    def version(self):
        """The version with what it changed."""
        for version, changes in self.history:
            if version.number == self.kwargs["version"]:
                return version, [change for change in changes if change.is_judged]
        raise Http404

    def get_explanation(self):
        return [
            _("Answers are counted together with those of earlier versions only where you say that the meaning stood."),
            _("Summaries that design teams have seen stay as they are."),
        ]

    def get_form(self, form_class=None):
        form, (_version, changes) = super().get_form(form_class), self.version
        form.fields["standing"] = forms.MultipleChoiceField(
            label=_("Only the words changed, and the meaning stood"),
            choices=[(change.id, f"{change.short_name}: {'; '.join(change.lines)}") for change in changes],
            initial=[change.id for change in changes if change.stands],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=_("Leave a question unticked if people may now understand it in another way."),
        )
        return form

    def act(self, form):
        version, _changes = self.version
        versioning.judge(
            question_set=version.question_set, standing=form.cleaned_data["standing"], by=self.request.user
        )
        return _("Saved. Results and downloads go by it from now on.")

    def get_success_url(self):
        return reverse("feedback_cms:versions", args=[self.survey.page_id])
