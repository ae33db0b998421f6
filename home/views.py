"""Search, and what machines ask for: the map of the site and what they may read."""

from django.conf import settings
from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Locale, Page

from content import paging, searching


def search(request):
    """Across every kind of page, in one language."""
    words = request.GET.get("q", "").strip()[: searching.LONGEST]
    pages = Page.objects.live().public().filter(locale=Locale.get_active(), depth__gt=1)
    page = paging.page_of(searching.found(pages, words), request)
    specific = {each.pk: each for each in Page.objects.filter(pk__in=[each.pk for each in page.object_list]).specific()}
    context = {
        "words": words,
        "found": page,
        "results": [specific[each.pk] for each in page.object_list],
        "pagination": paging.pagination(page, request),
    }
    return render(request, "search/search.html", context)


class SiteMap(Sitemap):
    """Every public page, of all languages."""

    def items(self):
        return Page.objects.live().public().filter(depth__gt=1).order_by("path")


def sitemap(request):
    return sitemap_views.sitemap(request, {"pages": SiteMap(request)})


def robots(request):
    """Machines may read every page; what is not a page is of no use to them."""
    closed = ("/cms/", "/account/", "/teams/", "/desk/", "/book/", "/manage/", "/answer/", "/search/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
