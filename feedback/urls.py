from django.urls import path, re_path

from feedback.views.answering import Answering, PersonalLinkView
from feedback.views.equality import EqualityView
from feedback.views.printing import PrintView
from feedback.views.returning import CodeView, SavedLinkView
from feedback.views.teams import SummaryFileView, SummaryView, TopicsView
from feedback.views.trying import Trying
from feedback.views.withdrawing import WithdrawnView, WithdrawView

urlpatterns = [
    path("answer/with/<slug:token>/", PersonalLinkView.as_view(), name="answer_with"),
    path("answer/<slug:public_id>/print/", PrintView.as_view(), name="print_form"),
    path("answer/back/", CodeView.as_view(), name="answer_saved"),
    path("answer/back/<slug:token>/", SavedLinkView.as_view(), name="answer_back"),
    path("answer/<slug:public_id>/equality/<slug:step>/", EqualityView.as_view(), name="equality"),
    *Trying.paths("answer/try/<slug:token>/"),
    *Answering.paths("answer/<slug:public_id>/"),
    path("withdraw/", WithdrawView.as_view(), name="withdraw"),
    path("withdraw/<slug:public_id>/", WithdrawnView.as_view(), name="withdrawn"),
    path("teams/", TopicsView.as_view(), name="teams"),
    path("teams/<slug:public_id>/", SummaryView.as_view(), name="team_summary"),
    re_path(
        r"^teams/(?P<public_id>\w+)/summary\.(?P<kind>csv|xlsx)$", SummaryFileView.as_view(), name="team_summary_file"
    ),
]
