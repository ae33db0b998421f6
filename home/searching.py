"""Search across every kind of page, in one language."""

from wagtail.models import Page


def found(words, locale):
    """
    Public pages with these words, the best first; after them those in which a word begins so.

    A list of plain pages: whoever shows some of them asks for their specific ones.
    """
    if not words:
        return []
    pages = Page.objects.live().public().filter(locale=locale, depth__gt=1)
    ranked = [*pages.search(words), *pages.autocomplete(words)]
    return list(dict.fromkeys(ranked))
