"""One copy of a page serves everybody: its language is said by its address alone, and caches may keep it."""

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class LanguageFromPathMiddleware(LocaleMiddleware):
    """Django's, without `Vary: Accept-Language` and without a redirect by a browser's preference."""

    def process_response(self, request, response):
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class PublicPagesMiddleware:
    """
    Lets browsers and caches keep the pages of the site, as long as they are the same for everybody.

    A browser that carries a session is somebody who is signed in, or was let into a private page: what it gets is for
    it alone. Pages are shown a minute from a browser's own copy, five from a cache in front of the site.
    """

    PUBLIC = "public, max-age=60, s-maxage=300"
    PRIVATE = "private, no-cache"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if self._is_page(request, response):
            known = settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies
            response.headers.setdefault("Cache-Control", self.PRIVATE if known else self.PUBLIC)
        return response

    def _is_page(self, request, response):
        match = request.resolver_match
        is_read = request.method in ("GET", "HEAD") and response.status_code == 200
        return is_read and match is not None and match.url_name == "wagtail_serve"
