from django.urls import path

from home import views

urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
localised_urlpatterns = [
    path("search/", views.search, name="search"),
]
