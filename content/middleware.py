"""The language of a page is said by its address alone, so that one cached copy serves everybody."""

from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class LanguageFromPathMiddleware(LocaleMiddleware):
    """Django's, without `Vary: Accept-Language` and without a redirect by a browser's preference."""

    def process_response(self, request, response):
        response.headers.setdefault("Content-Language", translation.get_language())
        return response
