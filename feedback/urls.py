from django.urls import path, re_path

from feedback.views.answering import Answering, PersonalLinkView
from feedback.views.teams import SummaryFileView, SummaryView, TopicsView
from feedback.views.trying import Trying

urlpatterns = [
    path("answer/with/<slug:token>/", PersonalLinkView.as_view(), name="answer_with"),
    *Trying.paths("answer/try/<slug:token>/"),
    *Answering.paths("answer/<slug:public_id>/"),
    path("teams/", TopicsView.as_view(), name="teams"),
    path("teams/<slug:public_id>/", SummaryView.as_view(), name="team_summary"),
    re_path(
        r"^teams/(?P<public_id>\w+)/summary\.(?P<kind>csv|xlsx)$", SummaryFileView.as_view(), name="team_summary_file"
    ),
]
