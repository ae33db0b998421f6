"""
Public pages are made once a minute and answered from the cache in between, so that a crowd costs what one visitor does.

It keeps what `PublicPagesMiddleware` calls public, for addresses without a query. Publishing, moving or withdrawing any
page forgets all of them at once, since menus and lists tell of other pages.
"""

from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpResponse
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from content.ids import random_key

EDITION = "pages:edition"  # changes when a page does; what was kept under another edition is old
A_DAY = 86_400


class KeptPagesMiddleware:
    """Stands before everything that looks at a session. Whoever has one is answered freshly."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not settings.PAGE_CACHE_SECONDS or not _is_anybody(request):
            return self.get_response(request)
        key = key_of(request.get_host(), request.path)
        found = cache.get_many([EDITION, key])
        edition = found.get(EDITION) or new_edition()
        if key in found and found[key]["edition"] == edition:
            return HttpResponse(found[key]["content"], headers=found[key]["headers"])
        response = self.get_response(request)
        if _is_public(response):
            page = {"edition": edition, "content": response.content, "headers": dict(response.headers)}
            cache.set(key, page, settings.PAGE_CACHE_SECONDS)
        return response


def key_of(host, path):
    return "pages:" + sha256(f"{host}{path}".encode()).hexdigest()  # any address makes a key that any cache takes


def new_edition(**signal):
    """Forget every kept page."""
    edition = random_key()
    cache.set(EDITION, edition, A_DAY)
    return edition


def forget_with(*models):
    """Forget every kept page once a row of these models was written or deleted: pages show what the rows say."""

    def forget(**signal):
        transaction.on_commit(new_edition)

    for model in models:
        for written in (post_save, post_delete):
            written.connect(forget, sender=model, weak=False, dispatch_uid=f"content.kept_pages.{model._meta.label}")


for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    signal.connect(new_edition, dispatch_uid="content.kept_pages")


def _is_anybody(request):
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    return request.method == "GET" and not request.META.get("QUERY_STRING") and not has_session


def _is_public(response):
    is_whole = response.status_code == 200 and not response.streaming and not response.cookies
    return is_whole and "public" in response.headers.get("Cache-Control", "")
