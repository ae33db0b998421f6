from django.urls import include, path, re_path
from django.views.generic import RedirectView

from accounts.views import AccountView

# Before Wagtail's own addresses: its sign-in page knows neither the second factor nor the limits on guessing.
cms_urlpatterns = [
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    re_path(r"^password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
]

urlpatterns = [
    path("cms/", include(cms_urlpatterns)),
    path("account/", AccountView.as_view(), name="account"),
    path("account/", include("allauth.urls")),
]
