"""The totals of the equality questions: protected tables, never rows, and nothing to compare them with."""

from django.urls import reverse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton

from accounts import access
from accounts.cms import ExportForm, PeoplePolicy, Screen, VerbView
from content.spreadsheets import csv_response, xlsx_response
from feedback import tables
from feedback.disclosure import MARK, PROFILES
from feedback.models import EqualityTotals
from feedback.viewsets.surveys import SurveyScreen

NO_ANSWER = -9  # DOMAIN code
HEADER = ["question", "code", "answer", "people"]


class TotalsPolicy(PeoplePolicy):
    """To see them is a right of its own, and there is nothing to change."""

    RIGHTS = {"view": "view", "handle": "view"}


class TotalsScreen(SurveyScreen):
    permission_policy = TotalsPolicy(EqualityTotals)

    @property
    def totals(self):
        return EqualityTotals.objects.filter(survey=self.survey).first()


class Totals(TotalsScreen, Screen, TemplateView):
    template_name = "feedback/cms/equality.html"
    page_title = gettext_lazy("Equality answers")
    header_icon = "group"

    def get_context_data(self, **kwargs):
        found = self.totals
        return super().get_context_data(**kwargs) | {
            "survey": self.survey,
            "totals": found,
            "tables": [tables.of_protected(each) for each in found.tables] if found else [],
            "footnote": PROFILES[self.survey.profile].footnote,
        }

    @property
    def header_buttons(self):
        if self.totals is None:
            return []
        url = reverse("feedback_cms:equality_export", args=[self.survey.page_id])
        return [HeaderButton(_("Export the totals"), url=url, icon_name="download")]


class TotalsExport(TotalsScreen, VerbView):
    form_class = ExportForm
    page_title = gettext_lazy("Export the totals")
    submit_label = gettext_lazy("Download")

    def get_explanation(self):
        return [_("The file holds the protected totals as the page shows them, and no row of anybody.")]

    def form_valid(self, form):
        rows = list(rows_of(self.totals))
        what = f"totals of equality answers to form {self.survey.public_id}"
        reason = form.cleaned_data["reason"]
        access.record(by=self.request.user, action=access.Action.EXPORTED, what=what, rows=len(rows), reason=reason)
        name = get_valid_filename(f"equality-{self.survey.page.slug}-{self.totals.made_on if self.totals else ''}")
        if form.cleaned_data["file_format"] == "csv":
            return csv_response(name, HEADER, rows)
        return xlsx_response(name, [(str(self.page_title), HEADER, rows)])


def rows_of(totals):
    """A row for each answer to each question of which numbers are shown; `*` stands for a hidden number."""
    for table in totals.tables if totals else []:
        if not table["rows"]:
            yield [table["title"], "", _("No numbers are shown, because they could say too much."), MARK]
            continue
        for row in table["rows"]:
            yield [table["title"], row["code"], row["label"], _shown(row["count"])]
        yield [table["title"], NO_ANSWER, _("No answer, or not asked"), _shown(table["missing"])]


def _shown(count):
    return MARK if count is None else count
