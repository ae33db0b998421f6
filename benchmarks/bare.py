"""A Django view that does nothing: what the framework and the server cost. Its body has BARE_BYTES bytes."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

BODY = b"x" * int(os.environ.get("BARE_BYTES", "20000"))


def bare(request):
    return HttpResponse(BODY, headers={"Content-Length": len(BODY)})


urlpatterns = [path("", bare)]
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="bare", MIDDLEWARE=[])
application = get_wsgi_application()
