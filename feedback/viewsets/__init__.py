"""The menu "Feedback" of the CMS, and the question bank."""

from django.urls import path
from django.utils.translation import gettext_lazy

from accounts.cms import PeopleViewSet
from feedback.viewsets import (
    bank,
    comments,
    concerns,
    consents,
    entering,
    equality,
    imports,
    printing,
    responses,
    results,
    surveys,
    themes,
    trying,
    versions,
    withdrawing,
)

__all__ = ["menus"]


class FeedbackMenu(PeopleViewSet):
    name = "feedback"
    url_namespace = "feedback_cms"
    permission_policy = surveys.POLICY
    icon = "form"
    menu_label = gettext_lazy("Feedback")
    menu_order = 230

    def get_urlpatterns(self):
        return [
            path("", surveys.SurveyList.as_view(), name="index"),
            path("results/", surveys.SurveyList.as_view(results_only=True), name="index_results"),
            path("new/", surveys.NewSurvey.as_view(), name="new"),
            path("withdraw/", withdrawing.Withdraw.as_view(), name="withdraw"),
            path("<int:page>/", results.Results.as_view(), name="form"),
            path("<int:page>/change/", surveys.ChangeSurvey.as_view(), name="change"),
            path("<int:page>/invite/", surveys.Invite.as_view(), name="invite"),
            path("<int:page>/links/", surveys.MakeLinks.as_view(), name="links"),
            path("<int:page>/copy/", bank.CopyFromBank.as_view(), name="copy"),
            path("<int:page>/export/", results.AnswersExport.as_view(), name="export"),
            *entering.paths,
            *printing.paths,
            *imports.paths,
            *responses.paths,
            *consents.paths,
            path("<int:page>/try/", trying.TryOut.as_view(), name="try"),
            path("<int:page>/versions/", versions.Versions.as_view(), name="versions"),
            path("<int:page>/versions/<int:version>/", versions.JudgeVersion.as_view(), name="judge_version"),
            path("<int:page>/equality/", equality.Totals.as_view(), name="equality"),
            path("<int:page>/equality/export/", equality.TotalsExport.as_view(), name="equality_export"),
            *comments.paths,
            *concerns.paths,
            path("topics/<int:topic>/themes/add/", themes.RecordTheme.as_view(), name="record_theme"),
            path("themes/<int:theme>/", themes.ChangeTheme.as_view(), name="change_theme"),
        ]


menus = [FeedbackMenu(), bank.BankViewSet()]
