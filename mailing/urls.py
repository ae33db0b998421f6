from django.urls import include, path

from mailing import alert_views, receipts, views

demo_urlpatterns = [
    path("", views.message_list, name="demo_messages"),
    path("<slug:public_id>/", views.message_detail, name="demo_message"),
    path("<slug:public_id>/html/", views.message_html, name="demo_message_html"),
    path("<slug:public_id>/files/<int:number>/", views.message_attachment, name="demo_message_file"),
]

urlpatterns = [
    path("notify/receipts/", receipts.receive, name="notify_receipts"),
    path("anymail/", include("anymail.urls")),
    path("demo/messages/", include(demo_urlpatterns)),
]

localised_urlpatterns = [
    path("alerts/", alert_views.AskView.as_view(), name="alerts"),
    path("alerts/sent/", alert_views.SentView.as_view(), name="alerts_sent"),
    path("alerts/<slug:token>/", alert_views.AlertView.as_view(), name="alert"),
    path("alerts/<slug:token>/end/", alert_views.EndView.as_view(), name="alert_end"),
]
