"""What stands around every page: menu, breadcrumbs, languages, footer. All from the page tree, with one query."""

from django.conf import settings
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

FOOTER_SLUGS = ("accessibility", "contact", "cookies", "privacy", "terms")  # pages below the home page


class Furniture:
    """The surroundings of `page`, or of an address that is no page (None). A page that was never saved has none."""

    def __init__(self, request, page=None):
        self.request = request
        self.page = page if page is not None and page.path else None

    @cached_property
    def home(self):
        """The home page in the language of the page, without a query where that is the site's root."""
        site = Site.find_for_request(self.request)
        root = site.root_page if site else None
        if root is None or self._is_within(root):
            return root
        if self.page:
            return self.page.get_ancestors(inclusive=True).filter(depth=root.depth).first()
        return root.get_translations().live().filter(locale__language_code=get_language()).first() or root

    def _is_within(self, root):
        return self.page.path.startswith(root.path) if self.page else get_language() == settings.LANGUAGE_CODE

    @cached_property
    def pages(self):
        """The children of the home page, what leads to this page, and this page in other languages."""
        if self.home is None:
            return []
        wanted = Q(path__startswith=self.home.path, depth=self.home.depth + 1)
        if self.page:
            wanted |= Q(path__in=self._paths_above) | Q(translation_key=self.page.translation_key)
        return list(Page.objects.live().filter(wanted).select_related("locale").order_by("path"))

    @property
    def _paths_above(self):
        steps = range(self.home.depth, self.page.depth)
        return [self.page.path[: Page.steplen * step] for step in steps]

    @property
    def children(self):
        return [page for page in self.pages if page.depth == self.home.depth + 1 and self._is_below_home(page)]

    def _is_below_home(self, page):
        return page.path.startswith(self.home.path)

    @cached_property
    def menu(self):
        return [self._menu_item(page) for page in self.children if page.show_in_menus]

    def _menu_item(self, page):
        address = self._address(page)
        inside = self.page.path.startswith(page.path) if self.page else self.request.path.startswith(address)
        return {"text": page.title, "href": address, "current": self.request.path == address, "active": inside}

    @cached_property
    def breadcrumbs(self):
        """From the home page down to the parent, as items of the breadcrumb component; empty on the home page."""
        if not self.page or self.home is None:
            return []
        above = [page for page in self.pages if page.path in self._paths_above]
        return [
            {"text": _("Home") if page.pk == self.home.pk else page.title, "href": self._address(page)}
            for page in above
        ]

    @property
    def section(self):
        """The title of the part of the site in which the page lies; empty for that part's own first page."""
        return self.breadcrumbs[1]["text"] if len(self.breadcrumbs) > 1 else ""

    @cached_property
    def languages(self):
        """This page in other languages: name of the language, in that language, and address."""
        if not self.page:
            return []
        return [
            {"code": page.locale.language_code, "name": page.locale.language_name_local, "href": self._address(page)}
            for page in self.pages
            if page.translation_key == self.page.translation_key and page.locale_id != self.page.locale_id
        ]

    @cached_property
    def footer(self):
        by_slug = {page.slug: page for page in self.children}
        wanted = [by_slug[slug] for slug in FOOTER_SLUGS if slug in by_slug]
        return [{"text": page.title, "href": self._address(page)} for page in wanted]

    @property
    def home_address(self):
        return self._address(self.home) if self.home else "/"

    @property
    def canonical(self):
        return self.page.get_full_url(self.request) if self.page else None

    def _address(self, page):
        return page.get_url(self.request) or "/"
