"""The question bank: rows about no people, so Wagtail's own screens serve; and the button that copies from it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.cms import VerbView
from feedback import bank
from feedback.cms_forms import BankForm
from feedback.models import BankEntry
from feedback.viewsets.surveys import SurveyScreen


class BankViewSet(ModelViewSet):
    model = BankEntry
    name = "question_bank"
    icon = "folder-open-inverse"
    menu_label = gettext_lazy("Question bank")
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = [
        TitleColumn("name", label=gettext_lazy("Name"), url_name="question_bank:edit"),
        Column("source", label=gettext_lazy("Where they come from")),
    ]
    search_fields = ["name", "source"]
    form_fields = ["name", "source", "questions"]


class CopyFromBank(SurveyScreen, VerbView):
    """Adds questions of the bank to the form's draft; then the page's editor opens."""

    form_class = BankForm
    page_title = gettext_lazy("Copy from the question bank")
    submit_label = gettext_lazy("Copy into the form")

    def get_explanation(self):
        return [_("They are added at the end of the draft. Change and publish the page afterwards.")]

    def act(self, form):
        page = self.survey.page
        bank.copy(entries=form.cleaned_data["entries"], page=page, by=self.request.user)
        return _("The questions were copied to the end of “%s”.") % page.title

    def get_success_url(self):
        return reverse("wagtailadmin_pages:edit", args=[self.survey.page_id])
