"""Every address of the site. Each room brings its own; pages come last, since they take whatever is left."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from content import health
from events import urls as events_urls
from home import urls as home_urls
from mailing import urls as mailing_urls
from mailing.health import worker

# A deployment leaves the files of editors to its web server: docs/deploy/.
MEDIA = [re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT})]
MEDIA = MEDIA if settings.DEMO or settings.DEBUG else []

urlpatterns = [
    path("healthz/live", health.live, name="healthz_live"),
    path("healthz/ready", health.ready, name="healthz_ready"),
    path("healthz/worker", worker, name="healthz_worker"),
    path("", include("accounts.urls")),  # before the CMS, whose own sign-in pages it takes over
    path("", include("mailing.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("content.urls")),
    path("", include("home.urls")),
    path("", include(events_urls.desk_urlpatterns)),
    *MEDIA,
]
urlpatterns += i18n_patterns(
    path("", include(home_urls.localised_urlpatterns)),
    path("", include(mailing_urls.localised_urlpatterns)),
    path("", include("events.urls")),
    path("", include("feedback.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
