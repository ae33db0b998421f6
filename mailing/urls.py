from django.urls import include, path

from mailing import views

demo_urlpatterns = [
    path("", views.message_list, name="demo_messages"),
    path("<slug:public_id>/", views.message_detail, name="demo_message"),
    path("<slug:public_id>/html/", views.message_html, name="demo_message_html"),
    path("<slug:public_id>/files/<int:number>/", views.message_attachment, name="demo_message_file"),
]

urlpatterns = [
    path("anymail/", include("anymail.urls")),
    path("demo/messages/", include(demo_urlpatterns)),
]
