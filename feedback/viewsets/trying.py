"""Trying a form out: the link, and what was entered by it."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.cms import VerbView
from content import moments
from feedback import trying
from feedback.viewsets.surveys import SurveyScreen


class TryOut(SurveyScreen, VerbView):
    """Shows the link to the form as it stands in the draft; its button deletes what was entered so far."""

    form_class = forms.Form
    template_name = "feedback/cms/try.html"
    page_title = gettext_lazy("Try it out")
    submit_label = gettext_lazy("Delete what was entered")
    header_icon = "view"
    is_grave = True

    def get_explanation(self):
        tests = self.survey.responses.filter(is_test=True).count()
        entered = ngettext("%(count)s trial was sent.", "%(count)s trials were sent.", tests) % {"count": tests}
        return [
            _("You see the form as the latest draft has it, also before it is published and opens."),
            _("Each page says that it is a trial. What is entered is counted nowhere."),
            _("Trials are deleted when the form opens, and after 30 days."),
            entered,
        ]

    def get_context_data(self, **kwargs):
        address = trying.address(self.survey)
        _survey, last_day = trying.find(trying.token(self.survey))
        return super().get_context_data(**kwargs) | {"address": address, "last_day": moments.day(last_day)}

    def act(self, form):
        trying.clear(self.survey.responses.all())
        return _("The trials are deleted.")

    def get_success_url(self):
        return reverse("feedback_cms:try", args=[self.survey.page_id])
