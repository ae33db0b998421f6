from django.urls import path

from content import views

urlpatterns = [
    path("organisation.<slug:version>.css", views.organisation_colour, name="organisation_colour"),
]
