from django.urls import path

from feedback.views.answering import Answering, PersonalLinkView

urlpatterns = [
    path("answer/with/<slug:token>/", PersonalLinkView.as_view(), name="answer_with"),
    *Answering.paths("answer/<slug:public_id>/"),
]
